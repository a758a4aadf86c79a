/** Where the renderer's page comes from, decided once at start. */
export interface RendererLocation {
  /** The page that the window loads. */
  readonly indexUrl: string
  /** The only origin that may talk to the main process: scheme, host and port. */
  readonly origin: string
  readonly isDevServer: boolean
}

export const appScheme = 'app'
export const appHost = 'vigil'
export const appOrigin = `${appScheme}://${appHost}`

const loopbackHosts = new Set(['localhost', '127.0.0.1', '[::1]'])

/**
 * The origin of an address as scheme, host and port, or undefined for what has none. Written out because Node's `URL`
 * calls the origin of every scheme of one's own `null`, which would make all of them equal.
 */
export function originOf(address: string): string | undefined {
  if (!URL.canParse(address)) return undefined
  const url = new URL(address)
  return url.host === '' ? undefined : `${url.protocol}//${url.host}`
}

/**
 * Decides where the page comes from. A development server counts only in a program that is not packaged, and only on
 * this machine; in a package the variable is ignored.
 * @param devServerUrl value of ELECTRON_RENDERER_URL, set by `electron-vite dev`
 */
export function rendererLocation(devServerUrl: string | undefined, isPackaged: boolean): RendererLocation {
  const shipped = { indexUrl: `${appOrigin}/index.html`, origin: appOrigin, isDevServer: false }
  if (isPackaged || devServerUrl === undefined || !URL.canParse(devServerUrl)) return shipped
  const url = new URL(devServerUrl)
  if (url.protocol !== 'http:' || !loopbackHosts.has(url.hostname)) return shipped
  return { indexUrl: url.href, origin: url.origin, isDevServer: true }
}

/** Whether an address is the page that the window may show: same origin, the index, any query or fragment. */
export function isIndexPage(address: string, location: RendererLocation): boolean {
  if (originOf(address) !== location.origin) return false
  const { pathname, username, password } = new URL(address)
  return username === '' && password === '' && (pathname === '/' || pathname === '/index.html')
}
