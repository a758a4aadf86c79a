/** Codes of the sandbox's error bodies. `unauthorized` is attested in a live answer; the others are in its style. */
export type ApiErrorCode =
  | 'audit_logging_busy'
  | 'feature_not_provisioned'
  | 'forbidden'
  | 'internal_error'
  | 'invalid_request'
  | 'not_found'
  | 'region_not_supported'
  | 'too_many_requests'
  | 'unauthorized'
  | 'unsupported_grant_type'

export type ApiErrorStatus = 400 | 401 | 403 | 404 | 405 | 409 | 429 | 500

/** An answer of the form `{requestId, message, code}`. */
export class ApiError extends Error {
  readonly status: ApiErrorStatus
  readonly code: ApiErrorCode
  readonly retryAfterSeconds: number | undefined

  /**
   * @param status HTTP status
   * @param code machine-readable reason
   * @param message one sentence for a person
   * @param retryAfterSeconds sent as Retry-After when given
   */
  constructor(status: ApiErrorStatus, code: ApiErrorCode, message: string, retryAfterSeconds?: number) {
    super(message)
    this.name = 'ApiError'
    this.status = status
    this.code = code
    this.retryAfterSeconds = retryAfterSeconds
  }
}

/** 404 for something that does not exist or that the caller may not see; Sigma does not tell the two apart. */
export function notFound(what: string): ApiError {
  return new ApiError(404, 'not_found', `${what} not found`)
}
