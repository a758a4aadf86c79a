import type { WriteDb } from '../handle.ts'
import type { StoredColumn } from './values-of-table.ts'

type ColumnChange = 'added' | 'vanished' | 'returned'

/** A table's columns by name. */
export function storedColumns(db: WriteDb, tableId: number): Map<string, StoredColumn> {
  const columns = db.all<StoredColumn>(
    `SELECT position AS columnId, name, storage, value_count AS valueCount FROM archived_columns
     WHERE table_id = :tableId ORDER BY position`,
    { tableId }
  )
  return new Map(columns.map((column) => [column.name, column]))
}

/**
 * Adds columns that were not seen before behind the known ones, and notes them as news of the table; the columns that a
 * table begins with are none.
 * @returns all columns by name, and the names of the new ones
 */
export function addNewColumns(
  db: WriteDb,
  tableId: number,
  names: readonly string[],
  atMs: number
): { readonly columns: ReadonlyMap<string, StoredColumn>; readonly added: readonly string[] } {
  const columns = storedColumns(db, tableId)
  const isNewTable = columns.size === 0
  const added = names.filter((name) => !columns.has(name))
  for (const name of added) {
    const columnId = columns.size
    db.run(
      `INSERT INTO archived_columns (table_id, position, name, first_seen_at_ms)
       VALUES (:tableId, :columnId, :name, :atMs)`,
      { tableId, columnId, name, atMs }
    )
    columns.set(name, { columnId, name, storage: 'dictionary', valueCount: 0 })
    if (!isNewTable) noteChange(db, tableId, name, 'added', atMs)
  }
  return { columns, added }
}

/**
 * Notes, at the end of a whole export, which columns it had: one that it has no more has vanished, one that comes again
 * has returned. Nothing of them is dropped.
 * @param names the columns of the export; an export without rows names none and says nothing
 */
export function noteColumnsSeen(db: WriteDb, tableId: number, names: readonly string[], atMs: number): void {
  if (names.length === 0) return
  const seen = new Set(names)
  const columns = db.all<{ name: string; vanishedAtMs: number | null }>(
    'SELECT name, vanished_at_ms AS vanishedAtMs FROM archived_columns WHERE table_id = :tableId ORDER BY position',
    { tableId }
  )
  for (const { name, vanishedAtMs } of columns) {
    if (seen.has(name) === (vanishedAtMs === null)) continue
    const hasVanished = vanishedAtMs === null
    db.run('UPDATE archived_columns SET vanished_at_ms = :vanishedAtMs WHERE table_id = :tableId AND name = :name', {
      vanishedAtMs: hasVanished ? atMs : null,
      tableId,
      name
    })
    noteChange(db, tableId, name, hasVanished ? 'vanished' : 'returned', atMs)
  }
}

function noteChange(db: WriteDb, tableId: number, name: string, change: ColumnChange, atMs: number): void {
  db.run('INSERT INTO column_changes (table_id, at_ms, change, name) VALUES (:tableId, :atMs, :change, :name)', {
    tableId,
    atMs,
    change,
    name
  })
}
