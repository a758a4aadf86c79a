/** Where a connection goes. */
export interface ProbeTarget {
  readonly host: string
  readonly port: number
}

const usualPorts: Readonly<Record<string, number>> = { PROXY: 80, HTTPS: 443, SOCKS: 1080, SOCKS4: 1080, SOCKS5: 1080 }

/**
 * Where requests to an address connect to, from what the proxy settings say of it, such as `PROXY proxy.corp:3128; DIRECT`.
 * @returns in order of preference; none where a kind of proxy is not known (QUIC, for one, is no TCP)
 */
export function proxyTargets(proxies: string, url: URL): readonly ProbeTarget[] {
  const entries = proxies
    .split(';')
    .map((entry) => entry.trim())
    .filter((entry) => entry !== '')
  const targets = entries.map((entry) => targetOf(entry, url))
  const known = targets.filter((target) => target !== undefined)
  return known.length === targets.length ? known : []
}

function targetOf(entry: string, url: URL): ProbeTarget | undefined {
  const [kind = '', place] = entry.split(/\s+/)
  if (kind.toUpperCase() === 'DIRECT') return directTarget(url)
  const usualPort = usualPorts[kind.toUpperCase()]
  // the scheme only makes it an address that can be taken apart
  const proxy = place === undefined ? null : URL.parse(`tcp://${place}`)
  if (usualPort === undefined || proxy === null || proxy.hostname === '') return undefined
  return { host: withoutBrackets(proxy.hostname), port: proxy.port === '' ? usualPort : Number(proxy.port) }
}

function directTarget({ protocol, hostname, port }: URL): ProbeTarget {
  return { host: withoutBrackets(hostname), port: port === '' ? (protocol === 'http:' ? 80 : 443) : Number(port) }
}

/** `[::1]` in an address, `::1` for a socket. */
function withoutBrackets(host: string): string {
  return host.replace(/^\[(.*)\]$/, '$1')
}
