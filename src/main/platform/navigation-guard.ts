import { app, type WebContents } from 'electron'
import type { Logger } from '../ports/logger.port.ts'
import { isIndexPage, originOf, type RendererLocation } from './renderer-location.ts'

/** Keeps every page of the program, present and future, where it was loaded. Call before the first window. */
export function installNavigationGuard(location: RendererLocation, logger: Logger): void {
  app.on('web-contents-created', (_event, contents) => guard(contents, location, logger))
}

function guard(contents: WebContents, location: RendererLocation, logger: Logger): void {
  // Developer tools are pages too; they exist only in a program that is not packaged.
  const refuse = (what: string, address: string) =>
    logger.warn('navigation refused', { what, origin: originOf(address) })
  contents.on('will-frame-navigate', (event) => {
    if (event.isMainFrame && isIndexPage(event.url, location)) return
    refuse('navigate', event.url)
    event.preventDefault()
  })
  contents.on('will-redirect', (event) => {
    refuse('redirect', event.url)
    event.preventDefault()
  })
  contents.on('will-attach-webview', (event) => {
    logger.warn('webview refused')
    event.preventDefault()
  })
  contents.setWindowOpenHandler(({ url }) => {
    refuse('open window', url)
    return { action: 'deny' }
  })
  // Peer connections are outside the content policy and the request firewall; without a proxy they have no way out.
  contents.setWebRTCIPHandlingPolicy('disable_non_proxied_udp')
}
