import { toAppError } from '../../shared/kit/app-error.ts'
import type { OrganizationId } from '../../shared/kit/ids.ts'
import { dayMs, hourMs, minuteMs } from '../../shared/kit/time.ts'
import type { Clock } from '../ports/clock.port.ts'
import type { Logger } from '../ports/logger.port.ts'
import type { IntegrityStore } from '../stores/integrity-store.ts'

/** The first look comes when a start has settled. */
const firstRoundAfterMs = 10 * minuteMs
const roundEveryMs = hourMs
/** An archive is verified by itself when the last verification is older than this. */
const verifiedForMs = 7 * dayMs

export interface IntegrityRoundsOptions {
  readonly integrity: Pick<IntegrityStore, 'last' | 'rowsTotal'>
  readonly verify: (id: OrganizationId) => Promise<void>
  /** Organizations that have an archive. */
  readonly archives: () => Promise<readonly OrganizationId[]>
  readonly clock: Clock
  readonly logger: Logger
}

/** Verifies every archive once a week, one after the other, at a pace that nobody notices. */
export class IntegrityRounds {
  readonly #options: IntegrityRoundsOptions
  readonly #ended = new AbortController()

  constructor(options: IntegrityRoundsOptions) {
    this.#options = options
  }

  /** @returns when `stop` was called */
  async run(): Promise<void> {
    const { clock, logger } = this.#options
    const { signal } = this.#ended
    try {
      await clock.sleep(firstRoundAfterMs, signal)
      for (;;) {
        await this.#round()
        await clock.sleep(roundEveryMs, signal)
      }
    } catch (thrown) {
      const { code } = toAppError(thrown)
      if (code !== 'cancelled') logger.error('archives are no longer verified by themselves', { code })
    }
  }

  stop(): void {
    this.#ended.abort()
  }

  async #round(): Promise<void> {
    for (const id of await this.#options.archives()) {
      if (this.#ended.signal.aborted) return
      try {
        if (await this.#isDue(id)) await this.#options.verify(id)
      } catch (thrown) {
        this.#options.logger.warn('an archive was not verified', { organizationId: id, code: toAppError(thrown).code })
      }
    }
  }

  async #isDue(id: OrganizationId): Promise<boolean> {
    const { integrity, clock } = this.#options
    const last = await integrity.last(id)
    const ageMs = last === undefined ? Infinity : clock.nowMs() - last.finishedAtMs
    // A time in the future is from before the clock was set back, and says nothing.
    if (ageMs >= 0 && ageMs < verifiedForMs) return false
    return (await integrity.rowsTotal(id)) > 0
  }
}
