import { AppError, toAppError } from '../../shared/kit/app-error.ts'
import type { OrganizationId } from '../../shared/kit/ids.ts'
import { secondMs } from '../../shared/kit/time.ts'
import type { Announce } from '../ports/announcer.port.ts'
import type { Clock } from '../ports/clock.port.ts'
import type { Logger } from '../ports/logger.port.ts'
import type { OrganizationSummary, SummaryStore } from '../stores/summary-store.ts'
import { emptySummary, isSameButForAge, isSameSummary, summaryOf } from './organization-summary.ts'

/** Summaries made at once, so that a reader thread stays free for what is on screen. */
const atOnce = 2
/** An organization whose files change all the time, as while rows arrive, is summarized this often and no more, ms. */
const restMs = 250
/** When files that could not be read are looked at again. */
const againAfterFailureMs = 30 * secondMs
/** Repairs begin when a start has settled, and are spread, so that nobody feels them. */
const repairAfterMs = 3 * secondMs
const repairEveryMs = 50

interface Due {
  /** Its archive changed, so that there is one. */
  readonly hasArchive: boolean
  /** On the monotonic clock. */
  atMs: number
}

export interface OrganizationSummariesOptions {
  readonly store: SummaryStore
  readonly clock: Clock
  readonly logger: Logger
  readonly announce: Announce
  /** For summaries in which nothing but the times of readings is new. */
  readonly announceAge: Announce
}

/**
 * Keeps the summary of each organization in step with its files. A summary lives in another file than what it is made
 * from, so that a crash can leave it behind: each start makes all of them anew in the background.
 */
export class OrganizationSummaries {
  readonly #options: OrganizationSummariesOptions
  readonly #known = new Map<OrganizationId, OrganizationSummary>()
  readonly #due = new Map<OrganizationId, Due>()
  readonly #running = new Map<OrganizationId, Promise<void>>()
  readonly #madeAtMs = new Map<OrganizationId, number>()
  readonly #stop = new AbortController()
  #isKnownLoaded: Promise<void> | undefined
  #alarmAtMs = Number.POSITIVE_INFINITY

  constructor(options: OrganizationSummariesOptions) {
    this.#options = options
  }

  /** Something of the organization's files changed. */
  changed(id: OrganizationId, hasArchive = false): void {
    if (this.#stop.signal.aborted) return
    const due = this.#due.get(id)
    const atMs = (this.#madeAtMs.get(id) ?? 0) + restMs
    this.#due.set(id, {
      hasArchive: hasArchive || due?.hasArchive === true,
      atMs: Math.min(atMs, due?.atMs ?? atMs)
    })
    this.#pump()
  }

  /**
   * Waits until what changed until now is in the summaries, or until `patienceMs` have passed. Nobody waits for those that
   * could not be read.
   * @param ids absent: all
   */
  async settled(ids: readonly OrganizationId[] | undefined, patienceMs: number): Promise<void> {
    const { clock } = this.#options
    const givesUp = new AbortController()
    const isLate = clock.sleep(patienceMs, givesUp.signal).catch(() => undefined)
    const wanted = new Set(ids ?? [...this.#due.keys(), ...this.#running.keys()])
    const settle = async () => {
      for (const id of wanted) {
        // One that runs now may have begun before the change: its change is due, and is made after it.
        while (!givesUp.signal.aborted && (this.#isAwaited(id) || this.#running.has(id))) {
          this.#hurry(wanted)
          await (this.#running.get(id) ?? Promise.race(this.#running.values()))
        }
      }
    }
    await Promise.race([settle(), isLate])
    givesUp.abort()
  }

  /** Makes the summaries of these organizations anew in the background, those without any first. Ends with `stop`. */
  async repair(ids: readonly OrganizationId[]): Promise<void> {
    const { clock } = this.#options
    const { signal } = this.#stop
    try {
      await this.#loadKnown()
      for (const id of ids.filter((one) => !this.#known.has(one))) this.changed(id)
      await clock.sleep(repairAfterMs, signal)
      for (const id of ids) {
        if (this.#madeAtMs.has(id)) continue
        this.changed(id)
        await clock.sleep(repairEveryMs, signal)
      }
    } catch (thrown) {
      if (!signal.aborted) this.#options.logger.warn('summaries were not repaired', { code: toAppError(thrown).code })
    }
  }

  /** Forgets an organization that was removed. */
  forget(id: OrganizationId): void {
    this.#due.delete(id)
    this.#known.delete(id)
    this.#madeAtMs.delete(id)
  }

  /** Brings the summaries into step, as far as that is quick, and ends. */
  async stop(): Promise<void> {
    if (this.#stop.signal.aborted) return
    await this.settled(undefined, 2 * secondMs)
    this.#stop.abort()
    this.#due.clear()
    await Promise.all(this.#running.values())
  }

  #isAwaited(id: OrganizationId): boolean {
    const due = this.#due.get(id)
    return due !== undefined && due.atMs <= this.#options.clock.monotonicMs() + restMs
  }

  /** Those that somebody waits for are made now, and before others. */
  #hurry(ids: ReadonlySet<OrganizationId>): void {
    const all = [...this.#due]
    const isWanted = ([id]: readonly [OrganizationId, Due]) => ids.has(id) && this.#isAwaited(id)
    const wanted = all.filter(isWanted)
    const others = all.filter((one) => !isWanted(one))
    this.#due.clear()
    for (const [id, due] of wanted) this.#due.set(id, { ...due, atMs: 0 })
    for (const [id, due] of others) this.#due.set(id, due)
    this.#pump()
  }

  #pump(): void {
    const nowMs = this.#options.clock.monotonicMs()
    let nextMs = Number.POSITIVE_INFINITY
    for (const [id, due] of this.#due) {
      if (this.#running.size >= atOnce) return
      // The end of the one that runs comes here again.
      if (this.#running.has(id)) continue
      if (due.atMs > nowMs) {
        nextMs = Math.min(nextMs, due.atMs)
        continue
      }
      this.#due.delete(id)
      const making = this.#make(id, due.hasArchive).finally(() => {
        this.#running.delete(id)
        this.#pump()
      })
      this.#running.set(id, making)
    }
    if (nextMs < this.#alarmAtMs) this.#setAlarm(nextMs, nowMs)
  }

  #setAlarm(atMs: number, nowMs: number): void {
    this.#alarmAtMs = atMs
    this.#options.clock.sleep(atMs - nowMs, this.#stop.signal).then(
      () => {
        if (this.#alarmAtMs === atMs) this.#alarmAtMs = Number.POSITIVE_INFINITY
        this.#pump()
      },
      () => undefined
    )
  }

  async #make(id: OrganizationId, hasArchive: boolean): Promise<void> {
    const { store, clock, logger, announce } = this.#options
    try {
      await this.#loadKnown()
      const before = this.#known.get(id)
      const source = await store.read(id, hasArchive || before?.lastEventAtMs !== undefined)
      await this.#keep(id, summaryOf(source, before, clock.nowMs()))
      this.#madeAtMs.set(id, clock.monotonicMs())
    } catch (thrown) {
      const { code } = toAppError(thrown)
      if (this.#stop.signal.aborted || isGone(thrown)) return
      logger.warn('organization could not be summarized', { organizationId: id, code })
      await this.#keep(id, { ...emptySummary, ...this.#known.get(id), isReadable: false }).catch(() => {
        // The registry itself cannot be written: the list still hears of it.
        announce('organizationsChanged', { organizationIds: [id] })
      })
      this.#due.set(id, {
        hasArchive: hasArchive || this.#due.get(id)?.hasArchive === true,
        atMs: clock.monotonicMs() + againAfterFailureMs
      })
    }
  }

  async #keep(id: OrganizationId, summary: OrganizationSummary): Promise<void> {
    const before = this.#known.get(id)
    if (isSameSummary(before, summary)) return
    await this.#options.store.save(id, summary)
    this.#known.set(id, summary)
    const { announce, announceAge } = this.#options
    ;(isSameButForAge(before, summary) ? announceAge : announce)('organizationsChanged', { organizationIds: [id] })
  }

  #loadKnown(): Promise<void> {
    this.#isKnownLoaded ??= this.#options.store.list().then(
      (listed) => {
        for (const { record, summary } of listed) if (summary !== undefined) this.#known.set(record.id, summary)
      },
      (thrown: unknown) => {
        this.#isKnownLoaded = undefined
        throw thrown
      }
    )
    return this.#isKnownLoaded
  }
}

function isGone(thrown: unknown): boolean {
  return thrown instanceof AppError && (thrown.code === 'not-found' || thrown.code === 'cancelled')
}
