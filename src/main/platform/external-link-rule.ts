const sigmaDomain = 'sigmacomputing.com'

/**
 * The canonical form of an address that may be opened in the browser, or undefined. Only https, only Sigma's own domain
 * (the application, its help and its community), no user name, no port of its own.
 */
export function allowedLink(address: string): string | undefined {
  if (address.length > 2_000 || !URL.canParse(address)) return undefined
  const url = new URL(address)
  if (url.protocol !== 'https:' || url.username !== '' || url.password !== '' || url.port !== '') return undefined
  return url.hostname.endsWith(`.${sigmaDomain}`) ? url.href : undefined
}
