import type { TableSync } from '../../shared/contract/archive.ts'
import { mapRoles, type SourceRow } from '../../shared/domain/audit-schema.ts'
import { AppError, toAppError } from '../../shared/kit/app-error.ts'
import type { OrganizationId } from '../../shared/kit/ids.ts'
import { dayMs, hourMs } from '../../shared/kit/time.ts'
import type { Announce } from '../ports/announcer.port.ts'
import type { Clock } from '../ports/clock.port.ts'
import type { Logger } from '../ports/logger.port.ts'
import type { SigmaClient } from '../sigma/sigma-client.ts'
import { findExportWorkbook } from '../sources/find-export-workbook.ts'
import { exportTable } from '../sources/workbook-export-source.ts'
import type { ArchiveStore } from '../stores/archive-store.ts'
import type { OrganizationFacts, SettingsStore } from '../stores/settings-store.ts'

/** Sigma's tables of events carry up to two hours of delay; every reading goes back over that much again. */
const overlapMs = 2 * hourMs
/** Sigma keeps 30 days. */
const retentionMs = 30 * dayMs

type ExportWorkbook = NonNullable<OrganizationFacts['exportWorkbook']>

export interface TableSyncOptions {
  readonly archive: ArchiveStore
  readonly settings: SettingsStore
  readonly client: (id: OrganizationId) => Promise<SigmaClient>
  readonly clock: Clock
  readonly logger: Logger
  readonly announce: Announce
}

interface Running {
  readonly controller: AbortController
  readonly done: Promise<void>
  progress: NonNullable<TableSync['progress']>
}

/**
 * Brings the rows of the audit connection's tables into the archive, through a workbook's export. Tables are read one at
 * a time per organization; a reading can be cancelled; what was stored before that stays and is not doubled later.
 */
export class TableSyncs {
  readonly #options: TableSyncOptions
  readonly #running = new Map<string, Running>()
  readonly #turns = new Map<OrganizationId, Promise<void>>()
  readonly #lastFailure = new Map<string, number>()

  constructor(options: TableSyncOptions) {
    this.#options = options
  }

  /** What is known of a table's rows, with the progress of a reading that is going on. */
  async status(id: OrganizationId, path: readonly string[]): Promise<TableSync> {
    const [record, facts] = await Promise.all([
      this.#options.archive.tableSync(id, path),
      this.#options.settings.facts(id)
    ])
    const running = this.#running.get(keyOf(id, path))
    const state: TableSync['state'] =
      running !== undefined
        ? 'running'
        : record.lastError !== undefined
          ? record.lastError.code === 'no-export-workbook' && facts.exportWorkbook === undefined
            ? 'no-workbook'
            : 'failed'
          : record.lastSyncAtMs === undefined
            ? 'never'
            : 'complete'
    return { ...record, path: [...record.path], state, ...(running ? { progress: running.progress } : {}) }
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
      progress: { rowsRead: 0, bytesRead: 0, step: 'preparing' }
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
    const { archive, clock, logger } = this.#options
    try {
      if (signal.aborted) throw new AppError('cancelled')
      const rowsAdded = await this.#read(id, path, signal)
      this.#lastFailure.delete(keyOf(id, path))
      await archive.finishSync(id, path, { atMs: clock.nowMs(), rowsAdded })
    } catch (thrown) {
      const error = toAppError(thrown)
      // A cancelled reading counts as well: it must not begin again by itself a moment later.
      this.#lastFailure.set(keyOf(id, path), clock.nowMs())
      if (error.code === 'cancelled') return
      logger.warn('rows could not be read', {
        organizationId: id,
        table: path.join('.'),
        code: error.code,
        params: error.params,
        cause: error.cause
      })
      await archive
        .failSync(id, path, error.toData(), clock.nowMs())
        .catch((reason: unknown) => logger.error('failure could not be written down', { reason }))
    }
  }

  async #read(id: OrganizationId, path: readonly string[], signal: AbortSignal): Promise<number> {
    const { archive, clock } = this.#options
    const client = await this.#options.client(id)
    const workbook = await this.#workbook(id, client, signal)
    const tableName = path.at(-1) ?? ''
    const element = workbook.elements.find((one) => one.name.toUpperCase() === tableName.toUpperCase())
    if (element === undefined)
      throw new AppError('no-export-workbook', { table: tableName, workbook: workbook.workbookName })
    const isSnapshot = path.includes('SIGMA_SHARED')
    const known = await archive.tableSync(id, path)
    const now = clock.nowMs()
    // From the last reading that came to its end: one that was cut off may have left a gap below its newest row.
    const fromMs =
      known.newestEventAtMs === undefined || known.lastSyncAtMs === undefined
        ? now - retentionMs
        : Math.max(now - retentionMs, Math.min(known.newestEventAtMs, known.lastSyncAtMs) - overlapMs)
    const batches = exportTable({
      client,
      workbookId: workbook.workbookId,
      elementId: element.elementId,
      ...(element.timeControlId !== undefined && !isSnapshot
        ? { timeControlId: element.timeControlId, window: { fromMs, toMs: now + dayMs } }
        : {}),
      signal,
      onProgress: (progress) => this.#progressed(id, path, progress)
    })
    const runId = crypto.randomUUID()
    const snapshot: SourceRow[] = []
    let added = 0
    for await (const rows of batches) {
      if (isSnapshot) snapshot.push(...rows)
      else {
        const roles = mapRoles([...new Set(rows.flatMap((row) => Object.keys(row)))])
        added += (
          await archive.addEvents(id, path, {
            rows,
            // One export holds a row as often as Sigma has it; a window that is read again holds the same rows again.
            exportId: `${runId}:${batches.counts.exportsStarted}`,
            ...(roles.time ? { timeColumn: roles.time } : {}),
            ...(roles.eventId ? { eventIdColumn: roles.eventId } : {})
          })
        ).added
      }
    }
    if (isSnapshot) await archive.replaceSnapshot(id, path, snapshot)
    return isSnapshot ? snapshot.length : added
  }

  /** The workbook that was chosen; else one in Sigma that has the tables, remembered from then on. */
  async #workbook(id: OrganizationId, client: SigmaClient, signal: AbortSignal): Promise<ExportWorkbook> {
    const { settings } = this.#options
    const chosen = (await settings.facts(id)).exportWorkbook
    if (chosen !== undefined) return chosen
    const found = await findExportWorkbook(client, { signal })
    if (found === undefined) throw new AppError('no-export-workbook', {})
    await settings.saveFacts(id, { exportWorkbook: found })
    return found
  }

  #progressed(id: OrganizationId, path: readonly string[], progress: Running['progress']): void {
    const running = this.#running.get(keyOf(id, path))
    if (running === undefined) return
    running.progress = progress
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
