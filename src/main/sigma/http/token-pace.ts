import { AppError } from '../../../shared/kit/app-error.ts'
import type { Clock } from '../../ports/clock.port.ts'
import type { HttpClient } from '../../ports/http-client.port.ts'

/** One a second is Sigma's limit; the rest is for requests that do not take equally long to arrive. */
const spacingMs = 1_100

interface Waiting {
  readonly isUrgent: () => boolean
  readonly begin: () => void
}

interface Pace {
  nextMs: number
  readonly waiting: Waiting[]
  isServing: boolean
}

/**
 * When each host's token endpoint may be asked next, per network: organizations on the same host share the limit, and an
 * embedded organization has a network of its own.
 */
const paces = new WeakMap<HttpClient, Map<string, Pace>>()

/**
 * Waits for a turn at a host's token endpoint, which takes one request a second. Organizations that a person waits for go
 * before the others.
 * @throws AppError `cancelled`
 */
export async function turnAtTokenEndpoint(
  httpClient: HttpClient,
  apiUrl: string,
  clock: Clock,
  signal: AbortSignal
): Promise<void> {
  if (signal.aborted) throw new AppError('cancelled')
  const pace = paceOf(httpClient.shared?.network ?? httpClient, URL.parse(apiUrl)?.host ?? apiUrl, clock)
  if (!pace.isServing && clock.monotonicMs() >= pace.nextMs) {
    pace.nextMs = clock.monotonicMs() + spacingMs
    return
  }
  const isUrgent = httpClient.shared?.isUrgent ?? (() => false)
  await new Promise<void>((resolve, reject) => {
    const waiting: Waiting = {
      isUrgent,
      begin: () => {
        signal.removeEventListener('abort', leave)
        resolve()
      }
    }
    const leave = (): void => {
      pace.waiting.splice(pace.waiting.indexOf(waiting), 1)
      reject(new AppError('cancelled'))
    }
    pace.waiting.push(waiting)
    signal.addEventListener('abort', leave, { once: true })
    if (!pace.isServing) void serve(pace, clock)
  })
}

async function serve(pace: Pace, clock: Clock): Promise<void> {
  pace.isServing = true
  while (pace.waiting.length > 0) {
    const waitMs = pace.nextMs - clock.monotonicMs()
    if (waitMs > 0) await clock.sleep(waitMs)
    const urgent = pace.waiting.findIndex((one) => one.isUrgent())
    const [next] = pace.waiting.splice(Math.max(0, urgent), 1)
    if (next === undefined) break
    pace.nextMs = clock.monotonicMs() + spacingMs
    next.begin()
  }
  pace.isServing = false
}

function paceOf(network: HttpClient, host: string, clock: Clock): Pace {
  const hosts = paces.get(network) ?? new Map<string, Pace>()
  paces.set(network, hosts)
  const pace = hosts.get(host) ?? { nextMs: clock.monotonicMs(), waiting: [], isServing: false }
  hosts.set(host, pace)
  return pace
}
