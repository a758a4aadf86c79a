/** Every way in which Vigil can fail, by name. The renderer chooses the words. */
export const appErrorCodes = [
  'busy',
  'cancelled',
  'conflict',
  'contract-breach',
  'credential-missing',
  'credential-refused',
  'database-damaged',
  'database-newer',
  'disk-full',
  'evidence-incomplete',
  'export-expired',
  'export-failed',
  'file-not-readable',
  'file-not-writable',
  'folder-not-writable',
  'internal',
  'invalid-input',
  'keychain-locked',
  'keychain-unavailable',
  'keychain-unreadable',
  'list-incomplete',
  'name-mismatch',
  'name-not-resolved',
  'name-taken',
  'no-export-workbook',
  'not-found',
  'not-permitted',
  'not-supported',
  'offline',
  'other-organization',
  'paused',
  'rate-limited',
  'server-fault',
  'timed-out',
  'tls-failed',
  'unreachable',
  'wrong-host'
] as const

export type AppErrorCode = (typeof appErrorCodes)[number]

/** The part of an error that may cross the process line: no stack, no cause, no secret. */
export interface AppErrorData {
  readonly code: AppErrorCode
  /** Facts for the words: a file name, a status, a path of a breach, a field. Never a secret. */
  readonly params: Readonly<Record<string, string | number>>
}

/** The one error class of the program. `cause` stays in the process and in redacted logs. */
export class AppError extends Error {
  readonly code: AppErrorCode
  readonly params: Readonly<Record<string, string | number>>

  /**
   * @param code what happened
   * @param params facts for the words shown to the person; never a secret
   * @param options `cause`: the error underneath, for the log
   */
  constructor(
    code: AppErrorCode,
    params: Readonly<Record<string, string | number>> = {},
    options?: { cause?: unknown }
  ) {
    super(code, options)
    this.name = 'AppError'
    this.code = code
    this.params = params
  }

  /** The part that may cross the process line. */
  toData(): AppErrorData {
    return { code: this.code, params: this.params }
  }
}

/** Turns anything thrown into an AppError; what is not one becomes `internal` with the original as cause. */
export function toAppError(thrown: unknown): AppError {
  return thrown instanceof AppError ? thrown : new AppError('internal', {}, { cause: thrown })
}
