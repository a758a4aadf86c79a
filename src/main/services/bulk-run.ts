import type { BulkAction, BulkItem, BulkPlanItem, BulkRun } from '../../shared/contract/bulk.ts'
import { AppError, toAppError } from '../../shared/kit/app-error.ts'
import type { OrganizationId } from '../../shared/kit/ids.ts'
import type { Clock } from '../ports/clock.port.ts'
import { inParallel } from './in-parallel.ts'

/** Organizations at work at once. The limit of requests over all organizations is another, lower down. */
export const bulkAtOnce = 6

/** What an act came to: `isWaiting` when it is kept and on its way to Sigma. */
export interface BulkOutcome {
  readonly isWaiting?: boolean
}

export interface BulkTask {
  readonly organizationId: OrganizationId
  /** What the plan doubted, such as `paused`. */
  readonly reason: BulkPlanItem['reason']
}

export interface BulkDeed {
  /**
   * Does it in one organization. Ends soon after the signal, with `cancelled` unless it is done all the same; what cannot
   * be called off then goes on by itself.
   * @throws AppError why it failed
   */
  perform(task: BulkTask, signal: AbortSignal): Promise<BulkOutcome>
  /** Longest time for one organization, ms; after it the organization counts as failed and the next has its turn. */
  readonly limitMs: number
}

export interface BulkRunningOptions {
  readonly action: BulkAction
  readonly plan: readonly BulkPlanItem[]
  readonly deed: BulkDeed
  readonly clock: Clock
  readonly changed: (runId: string) => void
}

/** One action on its way through many organizations. */
export class BulkRunning {
  readonly runId = crypto.randomUUID()
  readonly action: BulkAction
  readonly #options: BulkRunningOptions
  readonly #items: BulkItem[]
  readonly #cancel = new AbortController()
  readonly #startedAtMs: number
  #endedAtMs: number | undefined

  constructor(options: BulkRunningOptions) {
    this.#options = options
    this.action = options.action
    this.#startedAtMs = options.clock.nowMs()
    this.#items = options.plan.map(({ organizationId, name, verdict, reason }) => ({
      organizationId,
      name,
      state: verdict === 'change' ? 'waiting' : 'skipped',
      ...(reason === undefined ? {} : { reason })
    }))
  }

  get hasEnded(): boolean {
    return this.#endedAtMs !== undefined
  }

  /** As it is now. */
  view(): BulkRun {
    return {
      runId: this.runId,
      action: this.action,
      state: this.hasEnded ? 'ended' : this.#cancel.signal.aborted ? 'cancelling' : 'running',
      startedAtMs: this.#startedAtMs,
      ...(this.#endedAtMs === undefined ? {} : { endedAtMs: this.#endedAtMs }),
      items: [...this.#items]
    }
  }

  /** How many items are in each state. */
  counts(): Record<BulkItem['state'], number> {
    const counts = { waiting: 0, running: 0, done: 0, failed: 0, skipped: 0, cancelled: 0 }
    for (const { state } of this.#items) counts[state] += 1
    return counts
  }

  /** Goes through the organizations. Resolves when the last one has ended; never rejects. */
  async run(): Promise<void> {
    const waiting = this.#items.flatMap((item, index) => (item.state === 'waiting' ? [index] : []))
    await inParallel(waiting, bulkAtOnce, (index) => this.#one(index))
    this.#endedAtMs = this.#options.clock.nowMs()
    this.#options.changed(this.runId)
  }

  /** Lets what is running end and starts nothing more. */
  cancel(): void {
    if (this.hasEnded) return
    this.#cancel.abort()
    this.#options.changed(this.runId)
  }

  async #one(index: number): Promise<void> {
    const { clock } = this.#options
    if (this.#cancel.signal.aborted) return this.#set(index, { state: 'cancelled' })
    this.#set(index, { state: 'running', startedAtMs: clock.nowMs() })
    const end = await this.#perform(index)
    this.#set(index, { ...end, endedAtMs: clock.nowMs() })
  }

  async #perform(index: number): Promise<Partial<BulkItem> & Pick<BulkItem, 'state'>> {
    const item = this.#items[index]
    if (item === undefined) return { state: 'cancelled' }
    const { clock, deed } = this.#options
    const late = new AbortController()
    const done = new AbortController()
    clock.sleep(deed.limitMs, done.signal).then(
      () => late.abort(),
      () => undefined
    )
    try {
      const task = { organizationId: item.organizationId, reason: item.reason }
      const outcome = await deed.perform(task, AbortSignal.any([late.signal, this.#cancel.signal]))
      return { state: 'done', ...(outcome.isWaiting === true ? { isWaiting: true } : {}) }
    } catch (thrown) {
      const error = toAppError(thrown)
      if (error.code !== 'cancelled') return { state: 'failed', error: dataOf(error) }
      if (late.signal.aborted) return { state: 'failed', error: dataOf(new AppError('timed-out')) }
      return this.#cancel.signal.aborted ? { state: 'cancelled' } : { state: 'failed', error: dataOf(error) }
    } finally {
      done.abort()
    }
  }

  #set(index: number, change: Partial<BulkItem>): void {
    const item = this.#items[index]
    if (item !== undefined) this.#items[index] = { ...item, ...change }
    this.#options.changed(this.runId)
  }
}

function dataOf({ code, params }: AppError): NonNullable<BulkItem['error']> {
  return { code, params: { ...params } }
}
