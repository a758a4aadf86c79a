import type { RetentionPolicy, RetentionPreview, RetentionStatus } from '../../shared/contract/retention.ts'
import { daysOver, sumsOf } from '../../shared/domain/retention.ts'
import { type AppErrorData, toAppError } from '../../shared/kit/app-error.ts'
import type { OrganizationId } from '../../shared/kit/ids.ts'
import { dayMs, secondMs } from '../../shared/kit/time.ts'
import type { Announce } from '../ports/announcer.port.ts'
import type { Clock } from '../ports/clock.port.ts'
import type { Logger } from '../ports/logger.port.ts'
import type { RetentionRecord, RetentionStore } from '../stores/retention-store.ts'
import type { SettingsStore } from '../stores/settings-store.ts'
import type { ArchiveKeys } from './archive-keys.ts'
import { nameOfDay, nameOfRule, pruneArchive } from './archive-pruning.ts'
import { journalled } from './journalled.ts'
import { Turns } from './turns.ts'

/** Progress is told this often and no more, ms. */
const tellEveryMs = secondMs / 4

export interface RetentionServiceOptions {
  readonly retention: RetentionStore
  readonly settings: Pick<SettingsStore, 'appendJournal'>
  readonly keys: Pick<ArchiveKeys, 'need'>
  /** Bytes of the archive's file with its log. */
  readonly archiveBytes: (id: OrganizationId) => number
  readonly backUpBefore: (id: OrganizationId) => Promise<void>
  readonly clock: Clock
  readonly logger: Logger
  readonly announce: Announce
}

interface Running {
  readonly controller: AbortController
  readonly done: Promise<void>
  progress: NonNullable<RetentionStatus['progress']>
  toldAtMs: number
}

/** How long events are kept: the rule, a legal hold that wins, and what lets days leave. It is of all tables of events. */
export class RetentionService {
  readonly #options: RetentionServiceOptions
  readonly #running = new Map<OrganizationId, Running>()
  /** Failures that could not be written down, as on a full disk: they are told as long as Vigil runs. */
  readonly #unwritten = new Map<OrganizationId, AppErrorData>()
  readonly #turns = new Turns()

  constructor(options: RetentionServiceOptions) {
    this.#options = options
  }

  async status(id: OrganizationId): Promise<RetentionStatus> {
    const { retention, archiveBytes } = this.#options
    const [record, state, pruned] = await Promise.all([
      retention.record(id),
      retention.state(id),
      retention.prunedDays(id)
    ])
    const running = this.#running.get(id)
    const lastError = this.#unwritten.get(id) ?? record.lastError
    return {
      policy: record.policy,
      ...(record.legalHold === undefined ? {} : { legalHold: record.legalHold }),
      rows: state.days.reduce((sum, { rows }) => sum + rows, 0),
      bytes: archiveBytes(id),
      ...(state.oldestAtMs === undefined ? {} : { oldestAtMs: state.oldestAtMs }),
      ...(state.newestAtMs === undefined ? {} : { newestAtMs: state.newestAtMs }),
      ...(record.prunedAtMs === undefined ? {} : { lastPruneAtMs: record.prunedAtMs }),
      ...(running === undefined ? {} : { progress: running.progress }),
      ...(lastError === undefined || running !== undefined ? {} : { lastError }),
      prunedDays: pruned.days.map(({ day, rows, prunedAtMs, isSigned }) => ({
        day: nameOfDay(day),
        rows,
        prunedAtMs,
        isSigned
      })),
      prunedDaysTotal: pruned.total
    }
  }

  /** What a rule would do now; under a hold, what it would do without. Changes nothing. */
  async preview(id: OrganizationId, policy: RetentionPolicy): Promise<RetentionPreview> {
    const { retention, clock } = this.#options
    const [{ legalHold }, { days, usedBytes }] = await Promise.all([retention.record(id), retention.state(id)])
    const over = daysOver(days, { rule: policy, isHeld: false, nowMs: clock.nowMs(), usedBytes })
    return { policy, isHeld: legalHold !== undefined, ...sumsOf(days, over, usedBytes) }
  }

  /** From now on; what is over begins to leave. */
  async setPolicy(id: OrganizationId, policy: RetentionPolicy): Promise<RetentionStatus> {
    await journalled(this.#options, id, 'retention-changed', { rule: nameOfRule(policy) }, () =>
      this.#change(id, ({ appliedAtMs: _applied, lastError: _error, ...record }) => ({ ...record, policy }))
    )
    await this.stop(id)
    this.#begin(id)
    return this.status(id)
  }

  /** A hold is in force when this resolves: what was leaving has stopped. */
  async setHold(id: OrganizationId, isHeld: boolean, note: string): Promise<RetentionStatus> {
    const { clock } = this.#options
    const action = isHeld ? 'legal-hold-set' : 'legal-hold-lifted'
    await journalled(this.#options, id, action, note === '' ? {} : { note }, async () => {
      await this.#change(id, ({ legalHold, ...record }) =>
        isHeld ? { ...record, legalHold: { sinceMs: legalHold?.sinceMs ?? clock.nowMs(), note } } : record
      )
      await this.stop(id)
    })
    this.#options.announce('retentionChanged', { organizationId: id })
    return this.status(id)
  }

  /** Lets what is over leave now. */
  async pruneNow(id: OrganizationId): Promise<RetentionStatus> {
    this.#begin(id)
    return this.status(id)
  }

  async cancel(id: OrganizationId): Promise<RetentionStatus> {
    await this.stop(id)
    return this.status(id)
  }

  /** Applies the rule where it was not within a day; one that failed is tried again. @returns when it has come to its end */
  async applyWhereDue(id: OrganizationId): Promise<void> {
    const { retention, clock } = this.#options
    const { policy, legalHold, appliedAtMs } = await retention.record(id)
    if (policy.keep === 'forever' || legalHold !== undefined) return
    const ageMs = clock.nowMs() - (appliedAtMs ?? Number.NEGATIVE_INFINITY)
    // A time in the future is from before the clock was set back, and says nothing.
    if (ageMs < 0 || ageMs >= dayMs) await this.#begin(id).done
  }

  /** Ends what is leaving; what has left has left. */
  async stop(id: OrganizationId): Promise<void> {
    const running = this.#running.get(id)
    running?.controller.abort()
    await running?.done
  }

  async stopAll(): Promise<void> {
    await Promise.all([...this.#running.keys()].map((id) => this.stop(id)))
  }

  #begin(id: OrganizationId): Running {
    const known = this.#running.get(id)
    if (known !== undefined) return known
    this.#unwritten.delete(id)
    const controller = new AbortController()
    const running: Running = {
      controller,
      progress: { daysDone: 0, daysTotal: 0, rowsPruned: 0 },
      toldAtMs: 0,
      done: Promise.resolve().then(() => this.#prune(id, controller.signal))
    }
    this.#running.set(id, running)
    void running.done.finally(() => {
      this.#running.delete(id)
      this.#options.announce('retentionChanged', { organizationId: id })
    })
    return running
  }

  /** Never throws: how it ended is kept. */
  async #prune(id: OrganizationId, signal: AbortSignal): Promise<void> {
    const { retention, settings, clock, logger } = this.#options
    let last = { days: 0, rows: 0 }
    const note = async (outcome: 'done' | 'failed', code?: string): Promise<void> => {
      if (outcome === 'done' && last.rows === 0) return
      const { policy } = await retention.record(id)
      const detail = { rule: nameOfRule(policy), ...last, ...(code === undefined ? {} : { code }) }
      await settings.appendJournal(id, { action: 'archive-pruned', outcome, detail, atMs: clock.nowMs() })
    }
    try {
      await pruneArchive(
        id,
        {
          ...this.#options,
          onProgress: (progress) => {
            last = { days: progress.daysDone, rows: progress.rowsPruned }
            this.#tell(id, progress)
          }
        },
        signal
      )
      await note('done')
      await this.#change(id, ({ lastError: _error, ...record }) => ({
        ...record,
        appliedAtMs: clock.nowMs(),
        ...(last.days === 0 ? {} : { prunedAtMs: clock.nowMs() })
      }))
    } catch (thrown) {
      const error = toAppError(thrown)
      const isCancelled = error.code === 'cancelled' || signal.aborted
      if (!isCancelled) logger.warn('days could not leave the archive', { organizationId: id, code: error.code })
      // The archive may be what is out of order, or the program may be ending: then nobody can write this down.
      await note(isCancelled ? 'done' : 'failed', isCancelled ? undefined : error.code).catch(() => undefined)
      await this.#change(id, (record) => ({
        ...record,
        ...(last.days === 0 ? {} : { prunedAtMs: clock.nowMs() }),
        ...(isCancelled ? {} : { lastError: error.toData() })
      })).catch(() => {
        if (!isCancelled) this.#unwritten.set(id, error.toData())
      })
    }
  }

  #tell(id: OrganizationId, progress: Running['progress']): void {
    const { clock, announce } = this.#options
    const running = this.#running.get(id)
    if (running === undefined) return
    running.progress = progress
    if (clock.monotonicMs() - running.toldAtMs < tellEveryMs) return
    running.toldAtMs = clock.monotonicMs()
    announce('retentionChanged', { organizationId: id })
  }

  #change(id: OrganizationId, change: (record: RetentionRecord) => RetentionRecord): Promise<void> {
    const { retention } = this.#options
    return this.#turns.run(id, async () => retention.save(id, change(await retention.record(id))))
  }
}
