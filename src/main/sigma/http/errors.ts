import type { z } from 'zod'
import { AppError, type AppErrorCode } from '../../../shared/kit/app-error.ts'
import { redactText } from '../../../shared/kit/redact.ts'
import type { HttpResponse } from '../../ports/http-client.port.ts'
import { type ErrorBody, errorBodySchema } from '../wire/token.ts'
import { errorLimitBytes, isHtml, readText } from './body.ts'
import { retryAfterMs } from './retry.ts'

/**
 * The error that an unsuccessful answer means. Params: `endpoint`, `status`, and where Sigma says them `requestId`,
 * `sigmaCode`, `message` (redacted, cut) and `retryAfterMs`.
 * @param nowMs for a `Retry-After` that is a date
 * @param host named in `wrong-host` and `unreachable`, which are about it
 */
export async function errorOfResponse(
  response: HttpResponse,
  endpoint: string,
  nowMs: number,
  host?: string
): Promise<AppError> {
  let text = ''
  try {
    text = (await readText(response, errorLimitBytes)).text
  } catch {
    // The status says enough.
  }
  const body = errorBodyOf(text)
  const waitMs = retryAfterMs(response.headers['retry-after'], nowMs)
  const code = codeOf(response.status, isHtml(text))
  return new AppError(code, {
    endpoint,
    status: response.status,
    ...(host !== undefined && (code === 'wrong-host' || code === 'unreachable') ? { host } : {}),
    ...wordsOf(body),
    ...(waitMs === undefined ? {} : { retryAfterMs: waitMs })
  })
}

function codeOf(status: number, isPage: boolean): AppErrorCode {
  // Sigma does not redirect its API: whatever answers so is something else.
  if (status >= 300 && status < 400) return 'wrong-host'
  switch (status) {
    case 400:
    case 409:
    case 422:
      return 'invalid-input'
    case 401:
      return 'credential-refused'
    case 403:
      return 'not-permitted'
    case 404:
    case 410:
      return isPage ? 'wrong-host' : 'not-found'
    case 405:
    case 501:
      return 'not-supported'
    // A proxy or a network's sign-in page asks for something before it lets anything through to Sigma (RFC 9110, 6585).
    case 407:
    case 511:
      return 'unreachable'
    case 408:
      return 'timed-out'
    case 429:
      return 'rate-limited'
    default:
      return status >= 500 ? 'server-fault' : 'contract-breach'
  }
}

function wordsOf(body: ErrorBody | undefined): Record<string, string> {
  const words: Record<string, string> = {}
  if (body?.requestId !== undefined && /^[\w.-]{1,80}$/.test(body.requestId)) words.requestId = body.requestId
  const code = body?.error ?? body?.code
  if (code !== undefined && /^[\w.-]{1,64}$/.test(String(code))) words.sigmaCode = String(code)
  if (body?.message !== undefined && body.message !== '') words.message = redactText(body.message.slice(0, 300))
  return words
}

function errorBodyOf(text: string): ErrorBody | undefined {
  try {
    return errorBodySchema.safeParse(JSON.parse(text)).data
  } catch {
    return undefined
  }
}

/** The error for an answer that breaks its schema: the call and the path of the breach, never a value. */
export function contractBreach(endpoint: string, error: z.ZodError): AppError {
  const issue = error.issues[0]
  return new AppError('contract-breach', {
    endpoint,
    path: issue?.path.map(String).join('.') ?? '',
    found: issue?.code ?? 'unknown'
  })
}
