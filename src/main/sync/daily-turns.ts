import { fractionOf } from '../../shared/kit/fraction-of.ts'
import type { OrganizationId } from '../../shared/kit/ids.ts'
import { dayMs } from '../../shared/kit/time.ts'
import { nextSlotMs } from './engine-agenda.ts'
import type { SteadyTime } from './steady-time.ts'

/**
 * Whose turn it is once a day. Each organization has its own place in the day, so that a fleet does not read everything
 * at once; on a time that neither stops nor repeats when somebody sets the clock.
 */
export class DailyTurns {
  readonly #time: SteadyTime
  readonly #doneAtMs = new Map<string, number>()

  constructor(time: SteadyTime) {
    this.#time = time
  }

  /** @param doneAtMs when it was done last, epoch ms, as far as that was kept */
  isDue(id: OrganizationId, key: string, doneAtMs: number | undefined): boolean {
    const last = this.#doneAtMs.get(key) ?? (doneAtMs === undefined ? undefined : this.#time.ofEpochMs(doneAtMs))
    if (last === undefined) return true
    this.#doneAtMs.set(key, last)
    return nextSlotMs(last, dayMs, fractionOf(id)) <= this.#time.nowMs()
  }

  /** Whether anything is known of a key without asking. */
  knows(key: string): boolean {
    return this.#doneAtMs.has(key)
  }

  /** When it was done last, epoch ms, as it was kept. */
  learn(key: string, doneAtMs: number | undefined): void {
    if (doneAtMs !== undefined) this.#doneAtMs.set(key, this.#time.ofEpochMs(doneAtMs))
  }

  done(key: string): void {
    this.#doneAtMs.set(key, this.#time.nowMs())
  }
}
