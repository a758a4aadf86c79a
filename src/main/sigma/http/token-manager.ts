import { AppError } from '../../../shared/kit/app-error.ts'
import { Secret } from '../../../shared/kit/secret.ts'
import { hourMs, minuteMs, secondMs } from '../../../shared/kit/time.ts'
import type { Clock } from '../../ports/clock.port.ts'
import type { HttpClient, HttpResponse } from '../../ports/http-client.port.ts'
import type { Logger } from '../../ports/logger.port.ts'
import { type TokenAnswer, tokenSchema } from '../wire/token.ts'
import { isHtml, readText, withinTime } from './body.ts'
import { contractBreach, errorOfResponse } from './errors.ts'
import { retryDelayMs } from './retry.ts'
import { connectTimeoutMs, firstByteTimeoutMs } from './timeouts.ts'
import { turnAtTokenEndpoint } from './token-pace.ts'

export interface TokenManager {
  /** A token that is good for a while. @throws AppError */
  get(signal: AbortSignal | undefined): Promise<string>
  /** A token other than `refused`, which the API did not take. One request, however many calls were refused. */
  renew(refused: string, signal: AbortSignal | undefined): Promise<string>
}

export interface TokenManagerOptions {
  readonly apiUrl: string
  readonly httpClient: HttpClient
  readonly clock: Clock
  readonly logger: Logger
  readonly clientId: string
  readonly readSecret: () => Promise<Secret>
  readonly random: () => number
}

interface HeldToken {
  readonly access: Secret
  readonly refresh: Secret | undefined
  /** Both clocks: the monotonic one may stand still while the machine sleeps, the other one may be set back. */
  readonly staleAtMonotonicMs: number
  readonly staleAtMs: number
}

const endpoint = 'POST /v2/auth/token'
const maxAttempts = 3
const bodyLimitBytes = 64 * 1024

/**
 * Holds the access token, in memory only. Client credentials by HTTP Basic; the refresh token first where there is one.
 * Sigma's tokens last an hour and are renewed a minute before that.
 */
export function createTokenManager(options: TokenManagerOptions): TokenManager {
  const { apiUrl, httpClient, clock, logger, clientId, readSecret, random } = options
  const host = URL.parse(apiUrl)?.host
  let held: HeldToken | undefined
  let inFlight: { readonly answer: Promise<string>; readonly abort: AbortController; waiting: number } | undefined

  async function post(form: Record<string, string>, signal: AbortSignal): Promise<TokenAnswer> {
    const secret = await readSecret()
    await turnAtTokenEndpoint(httpClient, apiUrl, clock, signal)
    const answer = await httpClient.send({
      method: 'POST',
      url: `${apiUrl}/v2/auth/token`,
      headers: {
        accept: 'application/json',
        'content-type': 'application/x-www-form-urlencoded',
        authorization: `Basic ${Buffer.from(`${clientId}:${secret.reveal()}`, 'utf8').toString('base64')}`
      },
      body: new URLSearchParams(form).toString(),
      signal,
      mayBeGivenUp: true,
      connectTimeoutMs,
      firstByteTimeoutMs,
      idleTimeoutMs: 30 * secondMs
    })
    const response = withinTime(answer, clock, minuteMs)
    if (response.status < 200 || response.status >= 300) throw await tokenError(response, clock.nowMs(), host)
    return parseToken(response, host)
  }

  async function postRetrying(form: Record<string, string>, signal: AbortSignal): Promise<TokenAnswer> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await post(form, signal)
      } catch (thrown) {
        if (!(thrown instanceof AppError) || attempt === maxAttempts) throw thrown
        // The call that needs the token repeats this one; repeating in both places would multiply the waits.
        if (thrown.code === 'unreachable') throw thrown
        const delayMs = retryDelayMs(thrown, { attempt, isIdempotent: true, random })
        if (delayMs === undefined) throw thrown
        await clock.sleep(delayMs, signal)
      }
    }
  }

  async function fetchToken(signal: AbortSignal): Promise<string> {
    const refresh = held?.refresh
    held = undefined
    let answer: TokenAnswer | undefined
    if (refresh !== undefined) {
      try {
        answer = await postRetrying({ grant_type: 'refresh_token', refresh_token: refresh.reveal() }, signal)
      } catch (thrown) {
        // A refresh token that is not taken says nothing about the secret: only the next request does.
        if (!(thrown instanceof AppError) || !isVerdict(thrown)) throw thrown
        logger.debug('refresh token not taken', { code: thrown.code })
      }
    }
    answer ??= await postRetrying({ grant_type: 'client_credentials' }, signal)
    const lifetimeMs = answer.expires_in == null ? hourMs : answer.expires_in * secondMs
    const goodForMs = lifetimeMs - Math.min(minuteMs, lifetimeMs / 10)
    held = {
      access: new Secret(answer.access_token),
      refresh: answer.refresh_token ? new Secret(answer.refresh_token) : undefined,
      staleAtMonotonicMs: clock.monotonicMs() + goodForMs,
      staleAtMs: clock.nowMs() + goodForMs
    }
    return answer.access_token
  }

  /** Joins the request that is under way, or starts one. It ends when nobody waits for it any more. */
  async function join(signal: AbortSignal | undefined): Promise<string> {
    if (signal?.aborted === true) throw new AppError('cancelled')
    if (inFlight === undefined) {
      const abort = new AbortController()
      const started = { answer: fetchToken(abort.signal), abort, waiting: 0 }
      inFlight = started
      const end = (): void => {
        if (inFlight === started) inFlight = undefined
      }
      started.answer.then(end, end)
    }
    const current = inFlight
    current.waiting += 1
    let leave: (() => void) | undefined
    const left = new Promise<never>((_resolve, reject) => {
      leave = () => {
        reject(new AppError('cancelled'))
      }
      signal?.addEventListener('abort', leave, { once: true })
    })
    try {
      return await Promise.race([current.answer, left])
    } finally {
      if (leave !== undefined) signal?.removeEventListener('abort', leave)
      current.waiting -= 1
      if (current.waiting === 0 && inFlight === current) {
        inFlight = undefined
        current.abort.abort()
      }
    }
  }

  function good(): string | undefined {
    return held !== undefined && clock.monotonicMs() < held.staleAtMonotonicMs && clock.nowMs() < held.staleAtMs
      ? held.access.reveal()
      : undefined
  }

  return {
    async get(signal) {
      return good() ?? join(signal)
    },
    async renew(refused, signal) {
      const current = good()
      if (current !== undefined && current !== refused) return current
      // The refresh token of a refused token is of the same session: client credentials are asked anew.
      if (inFlight === undefined) held = undefined
      return join(signal)
    }
  }
}

/** Whether the server decided, as opposed to a fault on the way. */
function isVerdict(error: AppError): boolean {
  return ['credential-refused', 'invalid-input', 'not-permitted', 'not-found', 'not-supported'].includes(error.code)
}

async function tokenError(response: HttpResponse, nowMs: number, host: string | undefined): Promise<AppError> {
  const error = await errorOfResponse(response, endpoint, nowMs, host)
  // Every Sigma host has this address, so whoever does not know it is no Sigma host.
  if (error.code === 'not-found')
    return new AppError('wrong-host', host === undefined ? error.params : { ...error.params, host })
  // OAuth servers may answer 400 where the credentials are meant (RFC 6749, 5.2).
  const sigmaCode = String(error.params.sigmaCode ?? '')
  if (error.code === 'invalid-input' && /invalid_client|invalid_grant|unauthorized/i.test(sigmaCode)) {
    return new AppError('credential-refused', error.params)
  }
  return error
}

async function parseToken(response: HttpResponse, host: string | undefined): Promise<TokenAnswer> {
  const { text, isCut } = await readText(response, bodyLimitBytes)
  if (isHtml(text)) {
    const params = { endpoint, status: response.status, found: 'html' }
    throw new AppError('wrong-host', host === undefined ? params : { ...params, host })
  }
  let value: unknown
  try {
    value = isCut ? undefined : JSON.parse(text)
  } catch {
    value = undefined
  }
  if (value === undefined) throw new AppError('contract-breach', { endpoint, path: '', found: 'not-json' })
  const parsed = tokenSchema.safeParse(value)
  if (!parsed.success) throw contractBreach(endpoint, parsed.error)
  return parsed.data
}
