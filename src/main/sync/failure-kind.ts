import type { AppErrorCode } from '../../shared/kit/app-error.ts'

/**
 * What an error says about trying again. `later`: nothing was decided, try again by itself. `credential`: a person must
 * give a new secret or unlock the keychain; nothing is dropped meanwhile. `final`: the server decided; a person must.
 */
export function failureKind(code: AppErrorCode): 'later' | 'credential' | 'final' {
  switch (code) {
    case 'busy':
    case 'cancelled':
    case 'name-not-resolved':
    case 'offline':
    case 'paused':
    case 'rate-limited':
    case 'server-fault':
    case 'timed-out':
    case 'tls-failed':
    case 'unreachable':
    case 'wrong-host':
    case 'disk-full':
    case 'database-damaged':
    case 'folder-not-writable':
    case 'internal':
      return 'later'
    case 'credential-missing':
    case 'credential-refused':
    case 'keychain-locked':
    case 'keychain-unavailable':
    case 'keychain-unreadable':
      return 'credential'
    default:
      return 'final'
  }
}

/** Whether the error means that the organization could not be reached at all. */
export function isUnreachable(code: AppErrorCode): boolean {
  return (
    code === 'offline' ||
    code === 'unreachable' ||
    code === 'name-not-resolved' ||
    code === 'timed-out' ||
    code === 'tls-failed'
  )
}
