import type { EventTable, ExportWorkbook, RowPage, TableSync } from '../../shared/contract/archive.ts'
import { AppError } from '../../shared/kit/app-error.ts'
import type { OrganizationId } from '../../shared/kit/ids.ts'
import { minuteMs, secondMs } from '../../shared/kit/time.ts'
import type { Clock } from '../ports/clock.port.ts'
import type { SigmaClient } from '../sigma/sigma-client.ts'
import { createExportWorkbook } from '../sources/create-export-workbook.ts'
import { type ExportWorkbook as FoundWorkbook, readExportWorkbook } from '../sources/find-export-workbook.ts'
import type { ArchiveStore } from '../stores/archive-store.ts'
import type { ConnectionStore } from '../stores/connection-store.ts'
import type { OrganizationFacts, SettingsStore } from '../stores/settings-store.ts'
import { journalled } from './journalled.ts'

/** Rows older than this are read again while somebody looks at their table. */
const staleAfterMs = minuteMs
/** The same for a table without rows: just activated, its first events are on their way. */
const staleWhenEmptyAfterMs = 5 * secondMs

/** What the service asks of the readings that are going on. */
export interface TableReadings {
  status(id: OrganizationId, path: readonly string[]): Promise<TableSync>
  start(id: OrganizationId, path: readonly string[]): void
  cancel(id: OrganizationId, path: readonly string[]): void
  pause(id: OrganizationId, path: readonly string[]): Promise<void>
  resume(id: OrganizationId, path: readonly string[]): Promise<void>
  isFresh(id: OrganizationId, path: readonly string[], ageMs: number): Promise<boolean>
}

export interface ArchiveServiceOptions {
  readonly archive: ArchiveStore
  readonly settings: SettingsStore
  readonly connections: ConnectionStore
  readonly readings: TableReadings
  readonly client: (id: OrganizationId) => Promise<SigmaClient>
  readonly clock: Clock
}

/** The rows that Vigil keeps, and the workbook that they come through. */
export class ArchiveService {
  readonly #options: ArchiveServiceOptions

  constructor(options: ArchiveServiceOptions) {
    this.#options = options
  }

  /** A page of kept rows, newest first. Local. */
  page(
    id: OrganizationId,
    path: readonly string[],
    request: { readonly cursor?: string; readonly limit: number }
  ): Promise<RowPage> {
    return this.#options.archive.page(id, path, request)
  }

  /** Tables of which there are events, most events first. Local. */
  eventTables(id: OrganizationId): Promise<EventTable[]> {
    return this.#options.archive.eventTables(id)
  }

  /** What is known of a table's rows. Looking at a table whose rows are old starts a reading in the background. */
  async tableSync(id: OrganizationId, path: readonly string[]): Promise<TableSync> {
    const { connections, readings } = this.#options
    const status = await readings.status(id, path)
    // Looking for a workbook costs many requests; once none was found, a person chooses or makes one.
    if (status.state === 'running' || status.state === 'no-workbook' || status.state === 'paused') return status
    const hasAudit = (await connections.connections(id)).some((one) => one.isAuditLog && one.removedAtMs === undefined)
    const isEmpty = status.state === 'complete' && status.rowsKept === 0
    const isFresh = await readings.isFresh(id, path, isEmpty ? staleWhenEmptyAfterMs : staleAfterMs)
    if (!hasAudit || isFresh) return status
    readings.start(id, path)
    return readings.status(id, path)
  }

  async sync(id: OrganizationId, path: readonly string[]): Promise<TableSync> {
    const { readings } = this.#options
    await this.#note(id, 'table-sync-started', path)
    // Who asks for rows now does not want them paused any more.
    if ((await readings.status(id, path)).state === 'paused') await readings.resume(id, path)
    else readings.start(id, path)
    return readings.status(id, path)
  }

  async cancel(id: OrganizationId, path: readonly string[]): Promise<TableSync> {
    this.#options.readings.cancel(id, path)
    await this.#note(id, 'table-sync-cancelled', path)
    return this.#options.readings.status(id, path)
  }

  /** Stops reading, now and by itself, over restarts too; what was read stays. */
  async pause(id: OrganizationId, path: readonly string[]): Promise<TableSync> {
    await this.#options.readings.pause(id, path)
    await this.#note(id, 'table-sync-paused', path)
    return this.#options.readings.status(id, path)
  }

  async resume(id: OrganizationId, path: readonly string[]): Promise<TableSync> {
    await this.#note(id, 'table-sync-resumed', path)
    await this.#options.readings.resume(id, path)
    return this.#options.readings.status(id, path)
  }

  /** Workbooks that the credentials may see. @throws AppError from the requests */
  async listWorkbooks(id: OrganizationId): Promise<{ workbookId: string; name: string; path: string }[]> {
    const client = await this.#options.client(id)
    const workbooks = await client.workbooks.list({ skipPermissionCheck: true })
    return workbooks.map(({ workbookId, name, path }) => ({ workbookId, name, path: path ?? '' }))
  }

  /** Uses a workbook of the person's choice. @throws AppError `no-export-workbook` when none of its elements is AUDIT_LOGS */
  async chooseWorkbook(id: OrganizationId, workbookId: string): Promise<ExportWorkbook> {
    return journalled(this.#options, id, 'export-workbook-chosen', { workbookId }, async () => {
      const client = await this.#options.client(id)
      const found = await readExportWorkbook(client, workbookId, {})
      if (found === undefined) throw new AppError('no-export-workbook', { table: 'AUDIT_LOGS' })
      return this.#keep(id, found)
    })
  }

  /** Makes a workbook over the audit connection in Sigma. @throws AppError `not-found` without an audit connection */
  async createWorkbook(id: OrganizationId): Promise<ExportWorkbook> {
    const { connections } = this.#options
    const audit = (await connections.connections(id)).find((one) => one.isAuditLog && one.removedAtMs === undefined)
    if (audit === undefined) throw new AppError('not-found', { what: 'audit connection' })
    const client = await this.#options.client(id)
    const paths = await client.connections.paths(audit.connectionId)
    const created = await createExportWorkbook(
      client,
      audit.connectionId,
      paths.map((entry) => entry.path),
      {}
    )
    await this.#options.settings.appendJournal(id, {
      action: 'export-workbook-created',
      outcome: 'done',
      detail: { workbookId: created.workbookId },
      atMs: this.#options.clock.nowMs()
    })
    return this.#keep(id, created)
  }

  #note(
    id: OrganizationId,
    action: 'table-sync-started' | 'table-sync-cancelled' | 'table-sync-paused' | 'table-sync-resumed',
    path: readonly string[]
  ) {
    const { settings, clock } = this.#options
    const outcome = action === 'table-sync-started' ? 'requested' : 'done'
    return settings.appendJournal(id, { action, outcome, detail: { table: path.join('.') }, atMs: clock.nowMs() })
  }

  async #keep(id: OrganizationId, workbook: FoundWorkbook): Promise<ExportWorkbook> {
    await this.#options.settings.saveFacts(id, { exportWorkbook: workbook })
    return mutable(workbook)
  }
}

/** The process line's shapes are not read-only. */
function mutable(workbook: NonNullable<OrganizationFacts['exportWorkbook']>): ExportWorkbook {
  return { ...workbook, elements: [...workbook.elements] }
}
