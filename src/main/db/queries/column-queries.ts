import type { AuditRole } from '../../../shared/domain/audit-schema.ts'
import { findTable, pathText } from '../archived-table.ts'
import type { ReadDb } from '../handle.ts'
import { withoutNulls } from '../json-column.ts'
import { query } from '../operation.ts'

interface OfTable {
  readonly path: readonly string[]
}

export interface ArchivedColumnRow {
  readonly name: string
  readonly firstSeenAtMs: number
  readonly vanishedAtMs?: number
}

export interface ColumnChangeRow {
  readonly id: number
  readonly atMs: number
  readonly change: 'added' | 'vanished' | 'returned' | 'renamed'
  readonly name: string
  readonly earlierName?: string
}

export const listArchivedColumns = query(
  'archive',
  (db, params: OfTable): { readonly columns: readonly ArchivedColumnRow[]; readonly hasRows: boolean } => {
    const table = findTable(db, params.path)
    if (table === undefined) return { columns: [], hasRows: false }
    const vanished = vanishedColumns(db, table.tableId)
    return {
      columns: db
        .all<{ readonly name: string; readonly firstSeenAtMs: number }>(
          `SELECT name, first_seen_at_ms AS firstSeenAtMs FROM archived_columns
           WHERE table_id = :tableId ORDER BY position`,
          { tableId: table.tableId }
        )
        .map((column) => withoutNulls({ ...column, vanishedAtMs: vanished.get(column.name) }) as ArchivedColumnRow),
      hasRows: table.rowCount > 0
    }
  }
)

/** Columns that are gone at the source, with the time at which that was seen. */
export function vanishedColumns(db: ReadDb, tableId: number): ReadonlyMap<string, number> {
  const vanished = new Map<string, number>()
  const changes = db.all<Pick<ColumnChangeRow, 'change' | 'name' | 'atMs'> & { readonly earlierName: string | null }>(
    `SELECT change, name, earlier_name AS earlierName, at_ms AS atMs FROM column_changes
     WHERE table_id = :tableId ORDER BY id`,
    { tableId }
  )
  for (const { change, name, earlierName, atMs } of changes) {
    if (change === 'vanished') vanished.set(name, atMs)
    else vanished.delete(name)
    if (change === 'renamed' && earlierName !== null) vanished.set(earlierName, atMs)
  }
  return vanished
}

/** Newest first. */
export const listColumnChanges = query(
  'archive',
  (db, params: OfTable & { readonly before?: number; readonly limit: number }): readonly ColumnChangeRow[] =>
    db
      .all<ColumnChangeRow>(
        `SELECT c.id, c.at_ms AS atMs, c.change, c.name, c.earlier_name AS earlierName
         FROM column_changes AS c JOIN archived_tables AS t USING (table_id)
         WHERE t.path = :path AND c.id < :before ORDER BY c.id DESC LIMIT :limit`,
        { path: pathText(params.path), before: params.before ?? Number.MAX_SAFE_INTEGER, limit: params.limit }
      )
      .map(withoutNulls)
)

/** Columns by role as a person chose them; null: no column has the role. */
export const listColumnRoles = query(
  'archive',
  (db, params: OfTable): Readonly<Partial<Record<AuditRole, string | null>>> =>
    Object.fromEntries(
      db
        .all<{ readonly role: AuditRole; readonly column: string | null }>(
          'SELECT role, column_name AS "column" FROM column_roles WHERE path = :path',
          { path: pathText(params.path) }
        )
        .map(({ role, column }) => [role, column])
    )
)
