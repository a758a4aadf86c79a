import type { Session } from 'electron'
import type { Logger } from '../ports/logger.port.ts'
import { devContentSecurityPolicy } from './content-security-policy.ts'
import { appOrigin, originOf, type RendererLocation } from './renderer-location.ts'

/**
 * Whether the renderer's session may make a request: files of the program; while developing also the development server
 * and the developer tools' own pages. Everything else goes through the main process or not at all.
 */
export function isAllowedRequest(address: string, location: RendererLocation, isPackaged: boolean): boolean {
  const origin = originOf(address)
  if (origin === appOrigin) return true
  if (isPackaged) return false
  if (address.startsWith('devtools://devtools/')) return true
  return location.isDevServer && origin !== undefined && origin.replace(/^ws:/, 'http:') === location.origin
}

/** Cancels every request of a session that is not allowed, before a name is looked up or a socket opened. */
export function installRequestFirewall(
  session: Session,
  location: RendererLocation,
  isPackaged: boolean,
  logger: Logger
): void {
  session.webRequest.onBeforeRequest({ urls: ['<all_urls>'] }, (details, callback) => {
    const isAllowed = isAllowedRequest(details.url, location, isPackaged)
    // The path and query are left out: a page that was tampered with could put anything there.
    if (!isAllowed) logger.warn('request cancelled', { origin: originOf(details.url), kind: details.resourceType })
    callback({ cancel: !isAllowed })
  })
  if (!location.isDevServer) return
  session.webRequest.onHeadersReceived({ urls: [`${location.origin}/*`] }, (details, callback) => {
    const policy = [devContentSecurityPolicy(location.origin)]
    callback({ responseHeaders: { ...details.responseHeaders, 'Content-Security-Policy': policy } })
  })
}
