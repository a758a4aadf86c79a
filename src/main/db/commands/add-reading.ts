import type { ReadingSource } from '../../../shared/domain/coverage.ts'
import { ensureTable } from '../archive-writing.ts'
import type { WriteDb } from '../handle.ts'
import { command } from '../operation.ts'

/** A window that was asked for, answered to its end, and whose rows are in. */
export interface NewReading {
  readonly source: ReadingSource
  readonly fromMs: number
  readonly toMs: number
  readonly askedAtMs: number
  readonly answeredAtMs: number
  readonly rows: number
  readonly rowsAdded: number
  readonly fileName?: string
}

/** Writes a reading into the ledger. */
export const addReading = command(
  'archive',
  (db, params: { readonly path: readonly string[]; readonly reading: NewReading }): void => {
    writeReading(db, params.path, params.reading)
  }
)

/** Writes a reading within the transaction of what belongs to it. */
export function writeReading(db: WriteDb, path: readonly string[], reading: NewReading): void {
  const { tableId } = ensureTable(db, path)
  db.run(
    `INSERT INTO readings (table_id, source, from_ms, to_ms, asked_at_ms, answered_at_ms, rows, rows_added, file_name)
     VALUES (:tableId, :source, :fromMs, :toMs, :askedAtMs, :answeredAtMs, :rows, :rowsAdded, :fileName)`,
    {
      tableId,
      source: reading.source,
      fromMs: Math.floor(reading.fromMs),
      toMs: Math.ceil(reading.toMs),
      askedAtMs: reading.askedAtMs,
      answeredAtMs: reading.answeredAtMs,
      rows: reading.rows,
      rowsAdded: reading.rowsAdded,
      fileName: reading.fileName
    }
  )
}
