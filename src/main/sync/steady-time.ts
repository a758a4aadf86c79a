import { secondMs } from '../../shared/kit/time.ts'
import type { Clock } from '../ports/clock.port.ts'

/** Differences between the clocks below this are their ordinary drift. */
const driftMs = 2 * secondMs

/**
 * Time for schedules: it never goes back, goes on while the machine sleeps, and does not stop for hours when somebody sets
 * the clock back. The monotonic clock stands still during sleep on Linux and macOS; what the wall clock gained meanwhile
 * is added. A clock that was set forward looks the same as sleep, and makes everything due once, which harms nobody.
 */
export class SteadyTime {
  readonly #clock: Clock
  readonly #listeners = new Set<(jumpMs: number) => void>()
  #lastMonotonicMs: number
  #lastWallMs: number
  #sleptMs = 0

  constructor(clock: Clock) {
    this.#clock = clock
    this.#lastMonotonicMs = clock.monotonicMs()
    this.#lastWallMs = clock.nowMs()
  }

  /** Ms since some instant. */
  nowMs(): number {
    const monotonicMs = this.#clock.monotonicMs()
    const wallMs = this.#clock.nowMs()
    const jumpMs = wallMs - this.#lastWallMs - (monotonicMs - this.#lastMonotonicMs)
    this.#lastMonotonicMs = monotonicMs
    this.#lastWallMs = wallMs
    if (jumpMs > driftMs) this.#sleptMs += jumpMs
    if (Math.abs(jumpMs) > driftMs) for (const listener of this.#listeners) listener(jumpMs)
    return monotonicMs + this.#sleptMs
  }

  /** The wall-clock time of an instant of this time, as far as it can be said now; epoch ms. */
  toEpochMs(steadyMs: number): number {
    return this.#clock.nowMs() + (steadyMs - this.nowMs())
  }

  /**
   * The instant of this time at which something happened by the wall clock. What lies in the future by it, because the
   * clock was set back since, counts as happened just now.
   */
  ofEpochMs(epochMs: number): number {
    return this.nowMs() - Math.max(0, this.#clock.nowMs() - epochMs)
  }

  /** Calls back when the clocks came apart: the machine slept or its clock was set. Ms forward, negative for back. */
  onJump(listener: (jumpMs: number) => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }
}
