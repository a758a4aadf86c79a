import { AppError } from '../../shared/kit/app-error.ts'
import { CallTimeout } from './serial-calls.ts'

export type KeychainTrouble = 'locked' | 'unavailable' | 'unreadable'

// Words of libsecret and GDBus, of macOS Security, and of Windows (where they are translated, so only numbers would
// help and keytar gives none): what is not recognised is `unreadable`, which asks the person instead of guessing.
const lockedWords =
  /locked|prompt.*dismiss|dismissed|user interaction is not allowed|user canceled|passphrase you entered is not correct/i
const unavailableWords =
  /autolaunch|not provided by any|serviceunknown|no such (file|interface|secret collection)|could not connect|cannot open shared object|cannot find module|no d-bus session bus|connection refused|nameHasNoOwner|closed|keychain is not available|no keychain is available|spawn\.|timeout was reached|module did not self-register|was compiled against/i

/** What an error of the keychain, or of loading its module, means for the person. */
export function troubleOf(error: unknown): KeychainTrouble {
  // A keychain that does not answer is most often waiting for somebody to type a password.
  if (error instanceof CallTimeout) return 'locked'
  const text = messageOf(error)
  if (lockedWords.test(text)) return 'locked'
  return unavailableWords.test(text) ? 'unavailable' : 'unreadable'
}

/** The error that the port promises for a trouble. */
export function troubleError(trouble: KeychainTrouble, cause?: unknown): AppError {
  return new AppError(`keychain-${trouble}`, {}, { cause })
}

/** An error's own words. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
