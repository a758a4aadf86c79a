import type { WriteDb } from '../handle.ts'
import type { StoredColumn } from './values-of-table.ts'

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
    if (isNewTable) continue
    db.run("INSERT INTO column_changes (table_id, at_ms, change, name) VALUES (:tableId, :atMs, 'added', :name)", {
      tableId,
      atMs,
      name
    })
  }
  return { columns, added }
}
