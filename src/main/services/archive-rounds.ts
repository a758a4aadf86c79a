import { AppError, toAppError } from '../../shared/kit/app-error.ts'
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
  /** Does what is due for an archive; asked about once an hour. */
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
      await this.#each(takeUp, 0)
      await clock.sleep(firstRoundAfterMs, signal)
      // Spread over the hour: two hundred files opened in a row would be seen, and felt.
      for (;;) await this.#each(round, roundEveryMs)
    } catch (thrown) {
      const { code } = toAppError(thrown)
      if (code !== 'cancelled') logger.error('archives are no longer looked after', { code })
    }
  }

  stop(): void {
    this.#ended.abort()
  }

  /** @param spreadMs how long going through all of them takes at least */
  async #each(work: (id: OrganizationId) => Promise<void>, spreadMs: number): Promise<void> {
    const ids = await this.#options.archives()
    const restMs = spreadMs / Math.max(1, ids.length)
    if (ids.length === 0) await this.#options.clock.sleep(restMs, this.#ended.signal)
    for (const id of ids) {
      if (this.#ended.signal.aborted) throw new AppError('cancelled')
      try {
        await work(id)
      } catch (thrown) {
        const { code } = toAppError(thrown)
        this.#options.logger.warn('an archive was not looked after', { organizationId: id, code })
      }
      await this.#options.clock.sleep(restMs, this.#ended.signal)
    }
  }
}
