import type { AppErrorData } from '../../../shared/kit/app-error.ts'
import { ensureTable } from '../archive-writing.ts'
import { toJson } from '../json-column.ts'
import { command } from '../operation.ts'

interface OfTable {
  readonly path: readonly string[]
  readonly atMs: number
}

/** Notes that a table was read to the end. */
export const finishTableSync = command('archive', (db, params: OfTable & { readonly rowsAdded: number }): void => {
  const { tableId } = ensureTable(db, params.path)
  db.run(
    `UPDATE archived_tables SET last_sync_at_ms = :atMs, rows_added_last_time = :rowsAdded, last_error = NULL, last_error_at_ms = NULL
     WHERE table_id = :tableId`,
    { tableId, atMs: params.atMs, rowsAdded: params.rowsAdded }
  )
})

/** Notes why a table could not be read; rows and the time of the last good read stay. */
export const failTableSync = command('archive', (db, params: OfTable & { readonly error: AppErrorData }): void => {
  const { tableId } = ensureTable(db, params.path)
  db.run('UPDATE archived_tables SET last_error = :error, last_error_at_ms = :atMs WHERE table_id = :tableId', {
    tableId,
    error: toJson(params.error),
    atMs: params.atMs
  })
})
