import type { AppErrorData } from '../../shared/kit/app-error.ts'
import type { ReadDb } from './handle.ts'

/** A row of `archived_tables`. */
export interface ArchivedTableRow {
  readonly tableId: number
  readonly kind: 'events' | 'snapshot' | null
  readonly timeColumn: string | null
  readonly eventIdColumn: string | null
  readonly rowCount: number
  readonly oldestEventAtMs: number | null
  readonly newestEventAtMs: number | null
  readonly lastSyncAtMs: number | null
  readonly rowsAddedLastTime: number
  readonly lastError: string | null
}

/** What is known of a table's rows and of the last try to read it. */
export interface ArchivedTableSummary {
  readonly path: readonly string[]
  readonly lastSyncAtMs?: number
  readonly rowsKept: number
  readonly rowsAddedLastTime: number
  readonly newestEventAtMs?: number
  readonly oldestEventAtMs?: number
  readonly lastError?: AppErrorData
}

/** The form in which a path is stored. */
export function pathText(path: readonly string[]): string {
  return JSON.stringify(path)
}

/** The table with that path, when anything of it is known. */
export function findTable(db: ReadDb, path: readonly string[]): ArchivedTableRow | undefined {
  return db.get<ArchivedTableRow>(
    `SELECT table_id AS tableId, kind, time_column AS timeColumn, event_id_column AS eventIdColumn, row_count AS rowCount,
       oldest_event_at_ms AS oldestEventAtMs, newest_event_at_ms AS newestEventAtMs, last_sync_at_ms AS lastSyncAtMs,
       rows_added_last_time AS rowsAddedLastTime, last_error AS lastError
     FROM archived_tables WHERE path = :path`,
    { path: pathText(path) }
  )
}

/** Names of a table's columns, in the order of its rows' cells. */
export function columnNames(db: ReadDb, tableId: number): string[] {
  return db
    .all<{ name: string }>('SELECT name FROM archived_columns WHERE table_id = :tableId ORDER BY position', { tableId })
    .map((column) => column.name)
}
