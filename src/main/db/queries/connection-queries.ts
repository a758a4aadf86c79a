import type { Connection, TableColumn } from '../../../shared/contract/connections.ts'
import type { AppErrorData } from '../../../shared/kit/app-error.ts'
import { fromJson, fromJsonOrNull, withoutNulls } from '../json-column.ts'
import { query } from '../operation.ts'

export interface FreshnessRow {
  readonly readAtMs?: number
  readonly lastError?: AppErrorData
  readonly lastErrorAtMs?: number
}

type StoredConnection = Omit<Connection, 'isAuditLog' | 'isSample' | 'isArchived'> & {
  readonly isAuditLog: 0 | 1
  readonly isSample: 0 | 1
  readonly isArchived: 0 | 1
}

/** In Sigma's order; those that Sigma no longer lists come last. */
export const listConnections = query('org', (db): readonly Connection[] =>
  db
    .all<StoredConnection>(
      `SELECT connection_id AS connectionId, name, type, is_audit_log AS isAuditLog, is_sample AS isSample,
         is_archived AS isArchived, created_at_ms AS createdAtMs, updated_at_ms AS updatedAtMs, removed_at_ms AS removedAtMs
       FROM connections ORDER BY removed_at_ms IS NOT NULL, position, connection_id`
    )
    .map((row) => ({
      ...withoutNulls(row),
      isAuditLog: row.isAuditLog === 1,
      isSample: row.isSample === 1,
      isArchived: row.isArchived === 1
    }))
)

export const listPaths = query('org', (db, params: { readonly connectionId: string }): readonly (readonly string[])[] =>
  db
    .all<{ path: string }>(
      'SELECT path FROM connection_paths WHERE connection_id = :connectionId ORDER BY position',
      params
    )
    .map((row) => fromJson<readonly string[]>(row.path))
)

export const listTableColumns = query(
  'org',
  (db, params: { readonly connectionId: string; readonly path: readonly string[] }): readonly TableColumn[] =>
    db
      .all<TableColumn>(
        `SELECT name, type, visibility, description FROM table_columns
         WHERE connection_id = :connectionId AND path = :path ORDER BY position`,
        { connectionId: params.connectionId, path: JSON.stringify(params.path) }
      )
      .map(withoutNulls)
)

export const getFreshness = query('org', (db, params: { readonly subject: string }): FreshnessRow => {
  const row = db.get<{ readAtMs: number | null; lastError: string | null; lastErrorAtMs: number | null }>(
    `SELECT read_at_ms AS readAtMs, last_error AS lastError, last_error_at_ms AS lastErrorAtMs
     FROM freshness_marks WHERE subject = :subject`,
    params
  )
  return row === undefined ? {} : (withoutNulls({ ...row, lastError: fromJsonOrNull(row.lastError) }) as FreshnessRow)
})
