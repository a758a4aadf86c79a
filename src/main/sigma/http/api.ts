import type { z } from 'zod'
import { AppError, toAppError } from '../../../shared/kit/app-error.ts'
import { minuteMs, secondMs } from '../../../shared/kit/time.ts'
import type { Clock } from '../../ports/clock.port.ts'
import type { HttpClient, HttpRequest, HttpResponse } from '../../ports/http-client.port.ts'
import type { Logger } from '../../ports/logger.port.ts'
import { discard, readJson, withinTime } from './body.ts'
import { contractBreach, errorOfResponse } from './errors.ts'
import type { LimitName, Limits } from './limits.ts'
import { retryDelayMs } from './retry.ts'
import { connectTimeoutMs, firstByteTimeoutMs } from './timeouts.ts'
import type { TokenManager } from './token-manager.ts'

export interface ApiRequest {
  readonly method: HttpRequest['method']
  /** Name of the call in errors and logs, without ids: `/v2/connections/{connectionId}`. */
  readonly endpoint: string
  /** The address itself; `endpoint` where it has no ids. */
  readonly path?: string
  /** A list is sent as one parameter for each of its values. */
  readonly query?: Readonly<Record<string, string | number | boolean | readonly string[] | undefined>>
  readonly body?: unknown
  readonly headers?: Readonly<Record<string, string>>
  /** May be sent again when it is unknown whether it arrived. Default: GET only. */
  readonly isIdempotent?: boolean
  readonly limit?: LimitName
  readonly firstByteTimeoutMs?: number
  readonly signal?: AbortSignal
}

export interface Api {
  /** Sends, and parses the answer. @throws AppError */
  json<Schema extends z.ZodType>(request: ApiRequest, schema: Schema): Promise<z.output<Schema>>
  /**
   * Sends, and hands a successful answer to `use`, which must read or discard its body. The slot among the concurrent
   * requests is held until `use` ends.
   * @throws AppError
   */
  raw<Value>(request: ApiRequest, use: (response: HttpResponse) => Promise<Value>): Promise<Value>
  /** As `raw`, for bodies that are read piece by piece. `use` is never called twice: once bytes flow, nothing is repeated. */
  stream<Value>(request: ApiRequest, use: (response: HttpResponse) => AsyncIterable<Value>): AsyncIterable<Value>
  readonly logger: Logger
}

export interface ApiOptions {
  readonly apiUrl: string
  readonly httpClient: HttpClient
  readonly clock: Clock
  readonly logger: Logger
  readonly random: () => number
  readonly tokens: TokenManager
  readonly limits: Limits
}

const idleTimeoutMs = 60 * secondMs
/** Longest time for the whole of an answer that is read at once: a trickle never exceeds the idle timeout. */
const bodyTimeoutMs = 5 * minuteMs
const maxAttempts = 4

/** The way of every call: token, limits, one renewal on 401, retries, errors by name. */
export function createApi(options: ApiOptions): Api {
  const { apiUrl, httpClient, clock, logger, random, tokens, limits } = options

  const host = URL.parse(apiUrl)?.host
  const timed = (response: HttpResponse): HttpResponse => withinTime(response, clock, bodyTimeoutMs)

  function toHttp(request: ApiRequest, token: string): HttpRequest {
    return {
      method: request.method,
      url: apiUrl + (request.path ?? request.endpoint) + queryString(request.query),
      headers: {
        accept: 'application/json',
        ...(request.body === undefined ? {} : { 'content-type': 'application/json' }),
        ...request.headers,
        authorization: `Bearer ${token}`
      },
      body: request.body === undefined ? undefined : JSON.stringify(request.body),
      signal: request.signal,
      connectTimeoutMs,
      firstByteTimeoutMs: request.firstByteTimeoutMs ?? firstByteTimeoutMs,
      idleTimeoutMs
    }
  }

  /** One try; a 401 costs one renewal and one more try. */
  async function sendOnce(request: ApiRequest): Promise<HttpResponse> {
    const token = await tokens.get(request.signal)
    const response = await httpClient.send(toHttp(request, token))
    if (response.status !== 401) return response
    await discard(timed(response))
    return httpClient.send(toHttp(request, await tokens.renew(token, request.signal)))
  }

  async function sendChecked(request: ApiRequest): Promise<HttpResponse> {
    const response = await sendOnce(request)
    if (response.status >= 200 && response.status < 300) return response
    throw await errorOfResponse(timed(response), nameOf(request), clock.nowMs(), host)
  }

  /** Runs `once` until it succeeds or must not be repeated. */
  async function retrying<Value>(request: ApiRequest, once: () => Promise<Value>): Promise<Value> {
    const isIdempotent = request.isIdempotent ?? request.method === 'GET'
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await once()
      } catch (thrown) {
        if (request.signal?.aborted === true) throw new AppError('cancelled', {}, { cause: thrown })
        const error = toAppError(thrown)
        const delayMs = attempt < maxAttempts ? retryDelayMs(error, { attempt, isIdempotent, random }) : undefined
        if (delayMs === undefined) throw error
        // The limit is the organization's, not this call's: the other calls wait too.
        if (error.code === 'rate-limited') limits.pauseFor(delayMs)
        logger.debug('request will be repeated', { name: nameOf(request), attempt, code: error.code, delayMs })
        await clock.sleep(delayMs, request.signal)
      }
    }
  }

  function raw<Value>(request: ApiRequest, use: (response: HttpResponse) => Promise<Value>): Promise<Value> {
    return retrying(request, async () => {
      const release = await limits.acquire(request.limit, request.signal)
      try {
        return await use(timed(await sendChecked(request)))
      } finally {
        release()
      }
    })
  }

  function open(request: ApiRequest): Promise<{ response: HttpResponse; release: () => void }> {
    return retrying(request, async () => {
      const release = await limits.acquire(request.limit, request.signal)
      try {
        return { response: await sendChecked(request), release }
      } catch (thrown) {
        release()
        throw thrown
      }
    })
  }

  return {
    logger,
    raw,
    async json(request, schema) {
      const name = nameOf(request)
      const value = await raw(request, (response) => readJson(response, name))
      const parsed = schema.safeParse(value)
      if (!parsed.success) throw contractBreach(name, parsed.error)
      return parsed.data
    },
    async *stream(request, use) {
      const { response, release } = await open(request)
      try {
        yield* use(response)
      } finally {
        release()
      }
    }
  }
}

function nameOf(request: ApiRequest): string {
  return `${request.method} ${request.endpoint}`
}

function queryString(query: ApiRequest['query']): string {
  const parameters = new URLSearchParams()
  for (const [name, value] of Object.entries(query ?? {})) {
    if (value === undefined) continue
    for (const one of Array.isArray(value) ? value : [value]) parameters.append(name, String(one))
  }
  const text = parameters.toString()
  return text === '' ? '' : `?${text}`
}
