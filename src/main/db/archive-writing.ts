import type { Cell } from '../../shared/contract/archive.ts'
import { AppError } from '../../shared/kit/app-error.ts'
import { type ArchivedTableRow, columnNames, findTable, pathText } from './archived-table.ts'
import type { WriteDb } from './handle.ts'

/** A row as read from an export: column name to value. */
export type SourceCells = Readonly<Record<string, Cell>>

/**
 * The table with that path; made when it is new.
 * @param kind what its rows are, when rows are about to be written
 * @throws AppError `invalid-input` when its rows are of the other kind
 */
export function ensureTable(db: WriteDb, path: readonly string[], kind?: 'events' | 'snapshot'): ArchivedTableRow {
  db.run('INSERT INTO archived_tables (path, kind) VALUES (:path, :kind) ON CONFLICT (path) DO NOTHING', {
    path: pathText(path),
    kind
  })
  if (kind !== undefined)
    db.run('UPDATE archived_tables SET kind = :kind WHERE path = :path AND kind IS NULL', {
      path: pathText(path),
      kind
    })
  const table = findTable(db, path)
  if (table === undefined) throw new AppError('internal', { what: 'archived table' })
  if (kind !== undefined && table.kind !== kind) throw new AppError('invalid-input', { field: 'path' })
  return table
}

/** Makes the columns those of the rows; one that stays keeps the time when it was first seen. */
export function replaceColumns(db: WriteDb, tableId: number, rows: readonly SourceCells[], atMs: number): string[] {
  const before = new Map(
    db
      .all<{ name: string; atMs: number }>(
        'SELECT name, first_seen_at_ms AS atMs FROM archived_columns WHERE table_id = :tableId',
        { tableId }
      )
      .map((column) => [column.name, column.atMs])
  )
  // an empty export names no column: keep what is known, so that the empty table has its head
  if (rows.length === 0) return columnNames(db, tableId)
  db.run('DELETE FROM archived_columns WHERE table_id = :tableId', { tableId })
  const columns = [...namesIn(rows)]
  for (const [position, name] of columns.entries())
    db.run(
      'INSERT INTO archived_columns (table_id, position, name, first_seen_at_ms) VALUES (:tableId, :position, :name, :firstSeenAtMs)',
      {
        tableId,
        position,
        name,
        firstSeenAtMs: before.get(name) ?? atMs
      }
    )
  return columns
}

/** A row's cells as stored: JSON array in the order of the columns. */
export function cellsOf(row: SourceCells, columns: readonly string[]): string {
  return JSON.stringify(columns.map((name) => row[name] ?? null))
}

function namesIn(rows: readonly SourceCells[]): Set<string> {
  const names = new Set<string>()
  for (const row of rows) for (const name of Object.keys(row)) names.add(name)
  return names
}
