import { toAppError } from '../../shared/kit/app-error.ts'
import type { OrganizationId } from '../../shared/kit/ids.ts'
import { secondMs } from '../../shared/kit/time.ts'
import type { Clock } from '../ports/clock.port.ts'
import type { Logger } from '../ports/logger.port.ts'

/** After rows have come in, so long passes before their segments are joined: more rows may follow at once, ms. */
const settledAfterMs = 5 * secondMs
/** Between two pieces of work on an index, ms: rows that come in need not wait. */
const restMs = secondMs / 2

export interface SegmentJoinsOptions {
  /** A bounded piece of work. @returns whether nothing is left to join */
  readonly joinSome: (id: OrganizationId) => Promise<boolean>
  readonly clock: Clock
  readonly logger: Logger
}

/** Joins what is small in the index of an archive: reading in portions leaves segments that answer slower than few large ones. */
export class SegmentJoins {
  readonly #options: SegmentJoinsOptions
  readonly #going = new Map<OrganizationId, { readonly controller: AbortController; readonly done: Promise<void> }>()
  #isEnded = false

  constructor(options: SegmentJoinsOptions) {
    this.#options = options
  }

  /** Joins a little later, once rows have come in. */
  soon(id: OrganizationId): void {
    void this.#begin(id, settledAfterMs)
  }

  /** @returns when nothing is left to join, or it was stopped */
  now(id: OrganizationId): Promise<void> {
    return this.#begin(id, 0)
  }

  async stop(id: OrganizationId): Promise<void> {
    const going = this.#going.get(id)
    going?.controller.abort()
    await going?.done
  }

  async stopAll(): Promise<void> {
    this.#isEnded = true
    await Promise.all([...this.#going.keys()].map((id) => this.stop(id)))
  }

  #begin(id: OrganizationId, afterMs: number): Promise<void> {
    if (this.#isEnded) return Promise.resolve()
    const known = this.#going.get(id)
    if (known !== undefined) return known.done
    const controller = new AbortController()
    const done = this.#run(id, afterMs, controller.signal).finally(() => this.#going.delete(id))
    this.#going.set(id, { controller, done })
    return done
  }

  async #run(id: OrganizationId, afterMs: number, signal: AbortSignal): Promise<void> {
    const { joinSome, clock, logger } = this.#options
    try {
      await clock.sleep(afterMs, signal)
      while (!(await joinSome(id))) await clock.sleep(restMs, signal)
    } catch (thrown) {
      const { code } = toAppError(thrown)
      if (code !== 'cancelled') logger.warn('an index was not joined', { organizationId: id, code })
    }
  }
}
