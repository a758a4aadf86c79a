import { AppError } from '../../../shared/kit/app-error.ts'
import type { Clock } from '../../ports/clock.port.ts'
import type { HttpResponse } from '../../ports/http-client.port.ts'

/** Longest JSON body that is read. The largest real ones are pages of a thousand entries, about 1 MB. */
export const jsonLimitBytes = 20 * 1024 * 1024
/** Longest part of an error's body that is read; the rest is not waited for. */
export const errorLimitBytes = 64 * 1024

/**
 * Reads a body up to a limit; the rest is left unread and the request ends.
 * @throws AppError as the HTTP client's body does; `unreachable` for anything else that breaks a body
 */
export async function readText(
  response: HttpResponse,
  limitBytes: number
): Promise<{ readonly text: string; readonly isCut: boolean }> {
  const decoder = new TextDecoder()
  let text = ''
  let bytes = 0
  for await (const chunk of guarded(response.body)) {
    const room = limitBytes - bytes
    if (chunk.byteLength > room) {
      return { text: text + decoder.decode(chunk.subarray(0, room)), isCut: true }
    }
    bytes += chunk.byteLength
    text += decoder.decode(chunk, { stream: true })
  }
  return { text: text + decoder.decode(), isCut: false }
}

/** Ends a response whose body is of no interest, so that its connection is free again. Never throws. */
export async function discard(response: HttpResponse): Promise<void> {
  try {
    await readText(response, errorLimitBytes)
  } catch {
    // The answer's status was all that mattered.
  }
}

/**
 * Reads a JSON body.
 * @param endpoint name for the error, such as `GET /v2/members`
 * @throws AppError `contract-breach` for HTML, cut or too long text; `unreachable` for a body that broke off
 */
export async function readJson(response: HttpResponse, endpoint: string): Promise<unknown> {
  const { text, isCut } = await readText(response, jsonLimitBytes)
  if (isCut) throw new AppError('contract-breach', { endpoint, path: '', found: 'too-long' })
  return parseJson(text, endpoint)
}

/** @throws AppError `contract-breach` for HTML and for what is not JSON */
export function parseJson(text: string, endpoint: string): unknown {
  if (isHtml(text)) throw new AppError('contract-breach', { endpoint, path: '', found: 'html' })
  try {
    return JSON.parse(text)
  } catch {
    // The parser's message quotes the text, which may hold anything: it is not kept as cause.
    throw new AppError('contract-breach', { endpoint, path: '', found: text.trim() === '' ? 'nothing' : 'not-json' })
  }
}

/** Whether a body is a web page: a proxy, a sign-in portal or a wrong host answered. */
export function isHtml(text: string): boolean {
  return text.trimStart().startsWith('<')
}

/**
 * The response with a limit on the time that its body takes as a whole, which is looked at with each piece. The pause
 * between two pieces has its own limit in the HTTP client.
 */
export function withinTime(response: HttpResponse, clock: Clock, longestMs: number): HttpResponse {
  const lateMs = clock.monotonicMs() + longestMs
  async function* body(): AsyncIterable<Uint8Array> {
    for await (const chunk of response.body) {
      if (clock.monotonicMs() > lateMs) throw new AppError('timed-out', { afterMs: longestMs })
      yield chunk
    }
  }
  return { ...response, body: body() }
}

/** A body whose failures are all AppErrors. */
export async function* guarded(body: AsyncIterable<Uint8Array>): AsyncIterable<Uint8Array> {
  try {
    yield* body
  } catch (thrown) {
    throw thrown instanceof AppError
      ? thrown
      : new AppError('unreachable', { reason: 'broken-body' }, { cause: thrown })
  }
}
