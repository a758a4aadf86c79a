import { rowsPerBatch } from '../archive/event-batch.ts'
import { buffersOf, type CommitInput, type CommitResult } from '../archive/commit-input.ts'
import type { DatabaseClient } from '../db/client.ts'
import type { Cell, EventTable, RowPage } from '../../shared/contract/archive.ts'
import type { AppErrorData } from '../../shared/kit/app-error.ts'
import type { OrganizationId } from '../../shared/kit/ids.ts'

/** A row as read from an export: column name to value. */
export type SourceRow = Readonly<Record<string, Cell>>

export interface TableSyncRecord {
  readonly path: readonly string[]
  readonly lastSyncAtMs?: number
  readonly rowsKept: number
  readonly rowsAddedLastTime: number
  readonly newestEventAtMs?: number
  readonly oldestEventAtMs?: number
  readonly lastError?: AppErrorData
}

export interface ArchiveStore {
  /**
   * Adds a batch of rows of one table in one transaction. A row that is there already (same event id, else same content)
   * is not doubled: re-reading an overlap is harmless. New columns are added to the table's column list.
   * `exportId`: the same for all batches of one export, so that identical rows are counted over all of them and stay as
   * many as they are; a batch is given once, and again only when it failed.
   * For a snapshot table (SIGMA_SHARED) rows are replaced as a whole through `replaceSnapshot` instead.
   * @returns how many rows were new
   */
  addEvents(
    id: OrganizationId,
    path: readonly string[],
    batch: {
      readonly rows: readonly SourceRow[]
      readonly timeColumn?: string
      readonly eventIdColumn?: string
      readonly exportId?: string
    }
  ): Promise<{ readonly added: number }>
  /**
   * Keeps the rows of a batch that the archive does not have yet. The batch's buffers are moved and empty from then on:
   * after `database-damaged` (the file has been recovered by then) or `internal` (the thread died) the caller parses and
   * gives the part again, which doubles nothing.
   */
  commitEvents(id: OrganizationId, input: Omit<CommitInput, 'organizationId'>): Promise<CommitResult>
  /** Joins small segments of the index, a bounded piece of work. @returns whether there is nothing left to join */
  joinSegments(id: OrganizationId): Promise<boolean>
  /** Ends an export or file, so that what it has met is forgotten. */
  endSession(id: OrganizationId, path: readonly string[], sessionId: string): Promise<void>
  replaceSnapshot(id: OrganizationId, path: readonly string[], rows: readonly SourceRow[]): Promise<void>
  page(
    id: OrganizationId,
    path: readonly string[],
    request: { readonly cursor?: string; readonly limit: number }
  ): Promise<RowPage>
  /** Tables of which there are events, most events first. */
  eventTables(id: OrganizationId): Promise<EventTable[]>
  tableSync(id: OrganizationId, path: readonly string[]): Promise<TableSyncRecord>
  finishSync(
    id: OrganizationId,
    path: readonly string[],
    result: { readonly atMs: number; readonly rowsAdded: number }
  ): Promise<void>
  failSync(id: OrganizationId, path: readonly string[], error: AppErrorData, atMs: number): Promise<void>
}

const archive = (organizationId: OrganizationId) => ({ kind: 'archive', organizationId }) as const

/** Rows read from Sigma, in the organization's archive file. */
export function createArchiveStore(client: DatabaseClient): ArchiveStore {
  return {
    addEvents: (id, path, batch) =>
      client.command(archive(id), 'addArchivedEvents', { ...batch, path, organizationId: id, atMs: Date.now() }),
    commitEvents: (id, input) =>
      client.commandMoving(archive(id), 'commitEvents', buffersOf(input.batch), { ...input, organizationId: id }),
    endSession: (id, path, sessionId) => client.command(archive(id), 'endCommitSession', { path, sessionId }),
    async joinSegments(id) {
      return (await client.command(archive(id), 'mergeArchiveSegments', { maxRows: rowsPerBatch })).isFinished
    },
    replaceSnapshot: (id, path, rows) =>
      client.command(archive(id), 'replaceArchivedSnapshot', { path, rows, atMs: Date.now() }),
    page: (id, path, request) => client.query(archive(id), 'listArchivedRows', { ...request, path }),
    eventTables: (id) => client.query(archive(id), 'listEventTables'),
    tableSync: (id, path) => client.query(archive(id), 'getArchivedTable', { path }),
    finishSync: (id, path, result) => client.command(archive(id), 'finishTableSync', { path, ...result }),
    failSync: (id, path, error, atMs) => client.command(archive(id), 'failTableSync', { path, error, atMs })
  }
}
