import { hourMs } from '../../shared/kit/time.ts'
import type { Clock } from '../ports/clock.port.ts'

/**
 * A sleep that can be ended early from outside, without losing a call that comes just before it begins.
 */
export class WakeUp {
  readonly #clock: Clock
  #isDue = false
  #controller: AbortController | undefined

  /** @param clock where the sleeping is done */
  constructor(clock: Clock) {
    this.#clock = clock
  }

  /** Ends the sleep that is going on, or the next one at once. */
  now(): void {
    this.#isDue = true
    this.#controller?.abort()
  }

  /** Sleeps for `durationMs`, or until `now()` or the signal. Never throws. */
  async after(durationMs: number, signal: AbortSignal): Promise<void> {
    if (this.#isDue || signal.aborted) {
      this.#isDue = false
      return
    }
    const controller = new AbortController()
    this.#controller = controller
    const stop = () => controller.abort()
    signal.addEventListener('abort', stop, { once: true })
    // An hour at most at a time: a long timer does not notice that the machine slept or that its clock was set.
    await this.#clock.sleep(Math.min(Math.max(0, durationMs), hourMs), controller.signal).catch(() => undefined)
    signal.removeEventListener('abort', stop)
    this.#controller = undefined
    this.#isDue = false
  }
}
