import { AppError } from '../../shared/kit/app-error.ts'

/**
 * The error that the HTTP port promises, for an error of Chromium's network stack (`net::ERR_…`).
 * @param host that was asked, for the words
 * @param isOnline what the system says: without any network a name cannot be found either
 */
export function netError(thrown: unknown, host: string, isOnline: boolean): AppError {
  if (thrown instanceof AppError) return thrown
  const message = thrown instanceof Error ? thrown.message : String(thrown)
  const code = /ERR_[A-Z0-9_]+/.exec(message)?.[0] ?? 'ERR_FAILED'
  return new AppError(appCodeOf(code, isOnline), { host, code }, { cause: thrown })
}

function appCodeOf(
  code: string,
  isOnline: boolean
): 'offline' | 'name-not-resolved' | 'tls-failed' | 'timed-out' | 'unreachable' {
  if (code === 'ERR_INTERNET_DISCONNECTED') return 'offline'
  if (/^ERR_(CERT|SSL|TLS|BAD_SSL|INSECURE)/.test(code) || code === 'ERR_ECH_NOT_NEGOTIATED') return 'tls-failed'
  if (code.endsWith('TIMED_OUT')) return 'timed-out'
  if (!isOnline) return 'offline'
  if (/^ERR_(NAME_NOT_RESOLVED|NAME_RESOLUTION_FAILED|DNS_|ICANN_NAME_COLLISION)/.test(code)) return 'name-not-resolved'
  return 'unreachable'
}
