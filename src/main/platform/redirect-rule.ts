import { AppError } from '../../shared/kit/app-error.ts'

const loopbackHosts = new Set(['localhost', '127.0.0.1', '[::1]'])

/** Whether a redirect stays with the server that was asked. A request's token must never reach another. */
export function mayFollow(asked: URL, target: string): boolean {
  if (!URL.canParse(target, asked.href)) return false
  const next = new URL(target, asked.href)
  return next.origin === asked.origin && next.username === '' && next.password === ''
}

/**
 * The parsed address of a request.
 * @throws AppError `invalid-input` for anything but https, save http to this machine, where no one can listen
 */
export function requireSafeUrl(address: string): URL {
  const url = URL.canParse(address) ? new URL(address) : undefined
  const isSafe = url?.protocol === 'https:' || (url?.protocol === 'http:' && loopbackHosts.has(url.hostname))
  if (!url || !isSafe || url.username !== '' || url.password !== '')
    throw new AppError('invalid-input', { field: 'url' })
  return url
}
