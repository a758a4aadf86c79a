import { minuteMs, secondMs } from '../../../shared/kit/time.ts'
import type { Clock } from '../../ports/clock.port.ts'
import { ApiError } from './api-error.ts'

interface Limit {
  readonly count: number
  readonly windowMs: number
  /** Whether the refusal says when to come back. Sigma's often does not, so clients have to live with both. */
  readonly saysWhen: boolean
}

/** Published limits: one token request a second, 400 exports and 400 downloads a minute. */
const limits = {
  token: { count: 1, windowMs: secondMs, saysWhen: true },
  export: { count: 400, windowMs: minuteMs, saysWhen: true },
  download: { count: 400, windowMs: minuteMs, saysWhen: false }
} as const satisfies Record<string, Limit>

export type LimitName = keyof typeof limits

/** Counts requests of each kind and caller in a sliding window. */
export class RateLimits {
  readonly #clock: Clock
  readonly #seen = new Map<string, number[]>()

  constructor(clock: Clock) {
    this.#clock = clock
  }

  /**
   * Counts one request. A refused request does not count.
   * @throws ApiError 429 when the limit is reached
   */
  take(name: LimitName, caller: string): void {
    const limit: Limit = limits[name]
    const nowMs = this.#clock.nowMs()
    const key = `${name} ${caller}`
    // A clock that was set back must not lock callers out: moments of the future are dropped too.
    const recent = (this.#seen.get(key) ?? []).filter((atMs) => atMs > nowMs - limit.windowMs && atMs <= nowMs)
    const oldest = recent[0]
    if (recent.length >= limit.count && oldest !== undefined) {
      this.#seen.set(key, recent)
      const waitSeconds = Math.max(1, Math.ceil((oldest + limit.windowMs - nowMs) / secondMs))
      throw new ApiError(429, 'too_many_requests', 'Too many requests', limit.saysWhen ? waitSeconds : undefined)
    }
    recent.push(nowMs)
    this.#seen.set(key, recent)
  }
}
