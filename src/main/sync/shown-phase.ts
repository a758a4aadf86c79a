import type { SyncPhase } from '../../shared/domain/sync-phases.ts'

/**
 * What a person is told of an engine's phase. That an organization is read by itself while nobody looks at it or waits for
 * it, nobody is told: with 200 organizations the list would change all the time and say nothing.
 */
export class ShownPhase {
  #phase: SyncPhase

  constructor(phase: SyncPhase) {
    this.#phase = phase
  }

  get now(): SyncPhase {
    return this.#phase
  }

  /**
   * The engine is in `phase` now.
   * @param isNews whether a reading is worth telling
   * @returns what was shown until now, where something else is shown from now on
   */
  follow(phase: SyncPhase, isNews: boolean): SyncPhase | undefined {
    const before = this.#phase
    if (phase === 'pulling' && !isNews) return undefined
    this.#phase = phase
    return before === phase ? undefined : before
  }
}
