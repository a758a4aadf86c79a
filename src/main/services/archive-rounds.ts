import { toAppError } from '../../shared/kit/app-error.ts'
import type { OrganizationId } from '../../shared/kit/ids.ts'
import { hourMs, minuteMs, secondMs } from '../../shared/kit/time.ts'
import type { Clock } from '../ports/clock.port.ts'
import type { Logger } from '../ports/logger.port.ts'

/** What was interrupted goes on when a start has settled; what is due is done later. */
const takeUpAfterMs = 5 * secondMs
const firstRoundAfterMs = 5 * minuteMs
const roundEveryMs = hourMs

export interface ArchiveRoundsOptions {
  /** Organizations that have an archive. */
  readonly archives: () => Promise<readonly OrganizationId[]>
  /** Once for each at the start. */
  readonly takeUp: (id: OrganizationId) => Promise<void>
  /** Does what is due for an archive; asked every hour. */
  readonly round: (id: OrganizationId) => Promise<void>
  readonly clock: Clock
  readonly logger: Logger
}

/** Looks after every archive by itself, one after the other. */
export class ArchiveRounds {
  readonly #options: ArchiveRoundsOptions
  readonly #ended = new AbortController()

  constructor(options: ArchiveRoundsOptions) {
    this.#options = options
  }

  /** @returns when `stop` was called */
  async run(): Promise<void> {
    const { clock, logger, takeUp, round } = this.#options
    const { signal } = this.#ended
    try {
      await clock.sleep(takeUpAfterMs, signal)
      await this.#each(takeUp)
      await clock.sleep(firstRoundAfterMs, signal)
      for (;;) {
        await this.#each(round)
        await clock.sleep(roundEveryMs, signal)
      }
    } catch (thrown) {
      const { code } = toAppError(thrown)
      if (code !== 'cancelled') logger.error('archives are no longer looked after', { code })
    }
  }

  stop(): void {
    this.#ended.abort()
  }

  async #each(work: (id: OrganizationId) => Promise<void>): Promise<void> {
    for (const id of await this.#options.archives()) {
      if (this.#ended.signal.aborted) return
      try {
        await work(id)
      } catch (thrown) {
        const { code } = toAppError(thrown)
        this.#options.logger.warn('an archive was not looked after', { organizationId: id, code })
      }
    }
  }
}
