import type { HttpClient, HttpRequest, HttpResponse } from '../../src/main/ports/http-client.port.ts'
import { AppError } from '../../src/shared/kit/app-error.ts'

/** What a scripted server answers: a response, or an error that is thrown instead of one. */
export type Answer = AppError | ScriptedResponse

export interface ScriptedResponse {
  /** Default 200. */
  readonly status?: number
  readonly headers?: Readonly<Record<string, string>>
  /** One of the three: a value as JSON, a text, or pieces, among which an error breaks the body off. */
  readonly json?: unknown
  readonly text?: string
  readonly pieces?: Iterable<string | Uint8Array | AppError> | AsyncIterable<string | Uint8Array | AppError>
}

export interface ScriptedHttpClient extends HttpClient {
  /** Every request so far. */
  readonly requests: readonly HttpRequest[]
  /** Requests to any address but the token endpoint's. */
  readonly calls: readonly HttpRequest[]
  readonly tokenRequests: readonly HttpRequest[]
  /** Responses whose body was neither read to its end nor given up. */
  readonly openBodies: number
}

/** Answers in order; a request beyond the script is a failure of the test. */
export function inOrder(...answers: readonly Answer[]): (request: HttpRequest) => Answer {
  let next = 0
  return (request) => {
    const answer = answers[next]
    next += 1
    if (answer === undefined) throw new Error(`no answer left for ${request.method} ${request.url}`)
    return answer
  }
}

/** A good token answer; the token is told apart by its number. */
export function tokenAnswer(number = 1, more: Readonly<Record<string, unknown>> = {}): ScriptedResponse {
  return { json: { access_token: `token-${number}`, token_type: 'bearer', expires_in: 3600, ...more } }
}

/**
 * An HTTP client that answers from a script. Aborting a request's signal ends it with `cancelled`, as the real ones do.
 * @param call answers everything but the token endpoint
 * @param token answers the token endpoint; default: a new token each time
 */
export function createScriptedHttpClient(
  call: (request: HttpRequest) => Answer | Promise<Answer>,
  token?: (request: HttpRequest) => Answer | Promise<Answer>
): ScriptedHttpClient {
  const requests: HttpRequest[] = []
  let openBodies = 0
  let tokens = 0

  async function* bodyOf(answer: ScriptedResponse, signal: AbortSignal | undefined): AsyncGenerator<Uint8Array> {
    try {
      for await (const piece of answer.pieces ?? [
        answer.text ?? (answer.json === undefined ? '' : JSON.stringify(answer.json))
      ]) {
        if (signal?.aborted === true) throw new AppError('cancelled')
        if (piece instanceof AppError) throw piece
        if (piece.length > 0) yield typeof piece === 'string' ? new TextEncoder().encode(piece) : piece
      }
    } finally {
      openBodies -= 1
    }
  }

  function isToken(request: HttpRequest): boolean {
    return request.url.endsWith('/v2/auth/token')
  }

  async function answerOf(request: HttpRequest): Promise<Answer> {
    if (!isToken(request)) return call(request)
    if (token !== undefined) return token(request)
    tokens += 1
    return tokenAnswer(tokens)
  }

  return {
    requests,
    get calls() {
      return requests.filter((request) => !isToken(request))
    },
    get tokenRequests() {
      return requests.filter(isToken)
    },
    get openBodies() {
      return openBodies
    },
    async send(request): Promise<HttpResponse> {
      requests.push(request)
      if (request.signal?.aborted === true) throw new AppError('cancelled')
      const aborted = new Promise<never>((_resolve, reject) => {
        request.signal?.addEventListener('abort', () => reject(new AppError('cancelled')), { once: true })
      })
      aborted.catch(() => undefined)
      const answer = await Promise.race([answerOf(request), aborted])
      if (answer instanceof AppError) throw answer
      openBodies += 1
      return { status: answer.status ?? 200, headers: answer.headers ?? {}, body: bodyOf(answer, request.signal) }
    }
  }
}
