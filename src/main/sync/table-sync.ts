import type { TableSync } from '../../shared/contract/archive.ts'
import { AppError, type AppErrorData, toAppError } from '../../shared/kit/app-error.ts'
import type { OrganizationId } from '../../shared/kit/ids.ts'
import { secondMs } from '../../shared/kit/time.ts'
import type { ParserPool } from '../archive/parse/source-types.ts'
import type { Announce } from '../ports/announcer.port.ts'
import type { Clock } from '../ports/clock.port.ts'
import type { Logger } from '../ports/logger.port.ts'
import type { SigmaClient } from '../sigma/sigma-client.ts'
import type { ArchiveStore } from '../stores/archive-store.ts'
import type { ConnectionStore } from '../stores/connection-store.ts'
import type { CoverageStore } from '../stores/coverage-store.ts'
import type { LedgerStore } from '../stores/ledger-store.ts'
import type { SettingsStore } from '../stores/settings-store.ts'
import { DailyTurns } from './daily-turns.ts'
import { RateMeter } from './rate-meter.ts'
import type { SteadyTime } from './steady-time.ts'
import type { Progress } from './table-reading.ts'
import { type RunContext, runReading } from './table-run.ts'

/** Progress is told this often and no more, ms. */
const tellEveryMs = secondMs / 4

export interface TableSyncOptions {
  readonly archive: ArchiveStore
  readonly ledger: LedgerStore
  readonly coverage: CoverageStore
  readonly settings: SettingsStore
  readonly connections: ConnectionStore
  readonly parser: Pick<ParserPool, 'parseJsonlChunk'>
  readonly client: (id: OrganizationId) => Promise<SigmaClient>
  readonly clock: Clock
  readonly time: SteadyTime
  readonly logger: Logger
  readonly announce: Announce
  /** Rows in an export, 1,000,000 at Sigma. Smaller for tests. */
  readonly rowLimit?: number
}

interface Running {
  readonly controller: AbortController
  readonly done: Promise<void>
  readonly rate: RateMeter
  progress: Progress
  toldAtMs: number
}

/**
 * Brings the rows of the audit connection's tables into the archive, through a workbook's export. Tables are read one at
 * a time per organization; a reading can be cancelled or paused; what was stored before that stays and is not doubled.
 */
export class TableSyncs {
  readonly #options: TableSyncOptions
  readonly #running = new Map<string, Running>()
  readonly #turns = new Map<OrganizationId, Promise<void>>()
  readonly #lastFailure = new Map<string, number>()
  /** Failures that could not be written down, as on a full disk: they are told as long as Vigil runs. */
  readonly #unwritten = new Map<string, AppErrorData>()
  readonly #daily: DailyTurns

  constructor(options: TableSyncOptions) {
    this.#options = options
    this.#daily = new DailyTurns(options.time)
  }

  /** What is known of a table's rows, with the progress of a reading that is going on. */
  async status(id: OrganizationId, path: readonly string[]): Promise<TableSync> {
    const { archive, ledger, settings } = this.#options
    const [stored, facts, { pausedAtMs }] = await Promise.all([
      archive.tableSync(id, path),
      settings.facts(id),
      ledger.state(id, path)
    ])
    const unwritten = this.#unwritten.get(keyOf(id, path))
    const record = unwritten === undefined ? stored : { ...stored, lastError: unwritten }
    const running = this.#running.get(keyOf(id, path))
    const state: TableSync['state'] =
      running !== undefined && pausedAtMs === undefined
        ? 'running'
        : pausedAtMs !== undefined
          ? 'paused'
          : record.lastError !== undefined
            ? record.lastError.code === 'no-export-workbook' && facts.exportWorkbook === undefined
              ? 'no-workbook'
              : 'failed'
            : record.lastSyncAtMs === undefined
              ? 'never'
              : 'complete'
    return {
      ...record,
      path: [...record.path],
      state,
      ...(pausedAtMs === undefined ? {} : { pausedAtMs }),
      ...(running !== undefined && state === 'running' ? { progress: running.progress } : {})
    }
  }

  /** Starts a reading unless one is going on. Its progress and its end are announced; failures are part of the status. */
  start(id: OrganizationId, path: readonly string[]): void {
    const key = keyOf(id, path)
    if (this.#running.has(key)) return
    const controller = new AbortController()
    const before = this.#turns.get(id) ?? Promise.resolve()
    const running: Running = {
      controller,
      done: before.then(() => this.#sync(id, path, controller.signal)),
      rate: new RateMeter(),
      progress: { rowsRead: 0, bytesRead: 0, step: 'preparing' },
      toldAtMs: 0
    }
    this.#running.set(key, running)
    const settled = running.done.then(
      () => undefined,
      () => undefined
    )
    this.#turns.set(id, settled)
    void settled.finally(() => {
      this.#running.delete(key)
      void this.#announce(id, path)
    })
    void this.#announce(id, path)
  }

  /** Whether a table's rows were read within `ageMs`, or failed to be within that time. */
  async isFresh(id: OrganizationId, path: readonly string[], ageMs: number): Promise<boolean> {
    const now = this.#options.clock.nowMs()
    const failedAtMs = this.#lastFailure.get(keyOf(id, path))
    // A time in the future is from before the clock was set back, and says nothing.
    const isWithin = (atMs: number | undefined) => atMs !== undefined && atMs <= now && now - atMs < ageMs
    if (isWithin(failedAtMs)) return true
    return isWithin((await this.#options.archive.tableSync(id, path)).lastSyncAtMs)
  }

  cancel(id: OrganizationId, path: readonly string[]): void {
    this.#running.get(keyOf(id, path))?.controller.abort()
  }

  /** Keeps a table from being read until `resume`, over restarts too, and ends the reading that is going on. */
  async pause(id: OrganizationId, path: readonly string[]): Promise<void> {
    const { ledger, clock } = this.#options
    if ((await ledger.state(id, path)).pausedAtMs === undefined)
      await ledger.saveState(id, path, { pausedAtMs: clock.nowMs() })
    const running = this.#running.get(keyOf(id, path))
    running?.controller.abort()
    await running?.done.catch(() => undefined)
  }

  /** Goes on with the first window that was not read to its end. */
  async resume(id: OrganizationId, path: readonly string[]): Promise<void> {
    await this.#options.ledger.saveState(id, path, { pausedAtMs: null })
    this.#lastFailure.delete(keyOf(id, path))
    this.start(id, path)
  }

  /** Cancels every reading of an organization and waits for their end. */
  async stop(id: OrganizationId): Promise<void> {
    const prefix = `${id}:`
    const mine = [...this.#running].filter(([key]) => key.startsWith(prefix)).map(([, running]) => running)
    for (const one of mine) one.controller.abort()
    await Promise.allSettled(mine.map((one) => one.done))
    this.#turns.delete(id)
  }

  /** Cancels every reading and waits for their end, so that quitting is not taken for a failure. */
  async stopAll(): Promise<void> {
    await Promise.all([...this.#turns.keys()].map((id) => this.stop(id)))
  }

  async #sync(id: OrganizationId, path: readonly string[], signal: AbortSignal): Promise<void> {
    const { archive, ledger, clock, logger } = this.#options
    const key = keyOf(id, path)
    this.#unwritten.delete(key)
    try {
      if (signal.aborted) throw new AppError('cancelled')
      const state = await ledger.state(id, path)
      if (state.pausedAtMs !== undefined) return
      const isDailyDue = this.#daily.isDue(id, key, state.dailyReadAtMs)
      const { rowsAdded, askedAtMs, wasWhole } = await runReading(this.#contextOf(id, path, signal), isDailyDue)
      this.#lastFailure.delete(key)
      if (wasWhole) {
        this.#daily.done(key)
        await ledger.saveState(id, path, { dailyReadAtMs: clock.nowMs(), dailyStartedAtMs: null })
      }
      await archive.finishSync(id, path, { atMs: askedAtMs, rowsAdded })
      this.#options.announce('coverageChanged', { organizationId: id })
    } catch (thrown) {
      const error = toAppError(thrown)
      // A cancelled reading counts as well: it must not begin again by itself a moment later.
      this.#lastFailure.set(key, clock.nowMs())
      if (error.code === 'cancelled') return
      logger.warn('rows could not be read', {
        organizationId: id,
        table: path.join('.'),
        code: error.code,
        params: error.params,
        cause: error.cause
      })
      await archive.failSync(id, path, error.toData(), clock.nowMs()).catch((reason: unknown) => {
        this.#unwritten.set(key, error.toData())
        logger.error('failure could not be written down', { reason })
      })
    }
  }

  #contextOf(id: OrganizationId, path: readonly string[], signal: AbortSignal): RunContext {
    const { announce } = this.#options
    return {
      ...this.#options,
      id,
      path,
      signal,
      onProgress: (progress) => this.#progressed(id, path, progress),
      onWindow: () => announce('coverageChanged', { organizationId: id }),
      onColumns: () => announce('columnsChanged', { organizationId: id, path: [...path] })
    }
  }

  #progressed(id: OrganizationId, path: readonly string[], progress: Progress): void {
    const running = this.#running.get(keyOf(id, path))
    if (running === undefined) return
    const nowMs = this.#options.clock.monotonicMs()
    running.rate.mark(nowMs, progress.rowsRead)
    const rowsPerSecond = running.rate.perSecond
    const isNewStep = running.progress.step !== progress.step && progress.step !== 'storing'
    running.progress = { ...progress, ...(rowsPerSecond === undefined ? {} : { rowsPerSecond }) }
    if (!isNewStep && nowMs - running.toldAtMs < tellEveryMs) return
    running.toldAtMs = nowMs
    void this.#announce(id, path)
  }

  async #announce(id: OrganizationId, path: readonly string[]): Promise<void> {
    const sync = await this.status(id, path).catch(() => undefined)
    if (sync !== undefined) this.#options.announce('tableSyncChanged', { organizationId: id, sync })
  }
}

function keyOf(id: OrganizationId, path: readonly string[]): string {
  return `${id}:${JSON.stringify(path)}`
}
