import type { Clock } from '../../ports/clock.port.ts'
import type { HttpClient } from '../../ports/http-client.port.ts'

/** One a second is Sigma's limit; the rest is for requests that do not take equally long to arrive. */
const spacingMs = 1_100

/**
 * When each host's token endpoint may be asked next, per HTTP client: organizations on the same host share the limit,
 * and an embedded organization has a client of its own.
 */
const nextTurns = new WeakMap<HttpClient, Map<string, number>>()

/**
 * Waits for a turn at a host's token endpoint, which takes one request a second.
 * @throws AppError `cancelled`; the turn is used up then
 */
export async function turnAtTokenEndpoint(
  httpClient: HttpClient,
  apiUrl: string,
  clock: Clock,
  signal: AbortSignal
): Promise<void> {
  const turns = nextTurns.get(httpClient) ?? new Map<string, number>()
  nextTurns.set(httpClient, turns)
  const host = URL.parse(apiUrl)?.host ?? apiUrl
  const nowMs = clock.monotonicMs()
  const turnMs = Math.max(nowMs, turns.get(host) ?? nowMs)
  turns.set(host, turnMs + spacingMs)
  if (turnMs > nowMs) await clock.sleep(turnMs - nowMs, signal)
}
