import { type ColumnChange, columnChangesOf } from '../../../shared/domain/column-changes.ts'
import { ensureTable } from '../archive-writing.ts'
import { command } from '../operation.ts'
import { vanishedColumns } from '../queries/column-queries.ts'

/**
 * Compares the columns that a table has at its source with those in the archive and notes what vanished, came back or
 * goes by another name. New columns are noted with their first rows.
 * @returns what was noted
 */
export const noteColumns = command(
  'archive',
  (
    db,
    params: {
      readonly path: readonly string[]
      readonly columns: readonly string[]
      /** Those that rows were kept of before the reading, which may have added some. */
      readonly earlier: readonly string[]
      readonly atMs: number
    }
  ): readonly ColumnChange[] => {
    const { tableId } = ensureTable(db, params.path)
    const changes = columnChangesOf({
      known: params.earlier,
      vanished: new Set(vanishedColumns(db, tableId).keys()),
      seen: params.columns
    })
    for (const { change, name, earlierName } of changes) {
      db.run(
        `INSERT INTO column_changes (table_id, at_ms, change, name, earlier_name)
         VALUES (:tableId, :atMs, :change, :name, :earlierName)`,
        { tableId, atMs: params.atMs, change, name, earlierName }
      )
    }
    return changes
  }
)
