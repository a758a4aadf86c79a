import { cellsOf, ensureTable, replaceColumns, type SourceCells } from '../archive-writing.ts'
import { recordSnapshot } from '../archive/snapshot-history.ts'
import { command } from '../operation.ts'

/** Replaces all rows and columns of a table that says how things are now; what it said before stays in its history. */
export const replaceArchivedSnapshot = command(
  'archive',
  (
    db,
    params: { readonly path: readonly string[]; readonly rows: readonly SourceCells[]; readonly atMs: number }
  ): void => {
    const { tableId } = ensureTable(db, params.path, 'snapshot')
    const columns = replaceColumns(db, tableId, params.rows, params.atMs)
    db.run('DELETE FROM snapshot_rows WHERE table_id = :tableId', { tableId })
    for (const [rowNumber, row] of params.rows.entries())
      db.run('INSERT INTO snapshot_rows (table_id, row_number, cells) VALUES (:tableId, :rowNumber, :cells)', {
        tableId,
        rowNumber,
        cells: cellsOf(row, columns)
      })
    recordSnapshot(db, tableId, params.rows, params.atMs)
    db.run('UPDATE archived_tables SET row_count = :rowCount WHERE table_id = :tableId', {
      tableId,
      rowCount: params.rows.length
    })
  }
)
