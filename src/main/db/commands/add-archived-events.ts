import {
  addColumns,
  cellsOf,
  ensureTable,
  type NewEvents,
  occurrencesIn,
  settleTimeColumn,
  type SourceCells
} from '../archive-writing.ts'
import type { ArchivedTableRow } from '../archived-table.ts'
import { canonicalContent, contentKey, eventIdKey } from '../dedupe-key.ts'
import { parseEventTime } from '../event-time.ts'
import type { WriteDb } from '../handle.ts'
import { command } from '../operation.ts'

/** Adds the rows of a batch that are not there yet. @returns how many were new */
export const addArchivedEvents = command('archive', (db, batch: NewEvents): { readonly added: number } => {
  const table = ensureTable(db, batch.path, 'events')
  const timeColumn = settleTimeColumn(db, table, batch.timeColumn)
  const eventIdColumn = settleEventIdColumn(db, table, batch.eventIdColumn)
  const columns = addColumns(db, table.tableId, batch.rows, batch.atMs)
  const nextOccurrence = occurrencesIn(db, table.tableId, batch.exportId)
  let added = 0
  let oldest: number | undefined
  let newest: number | undefined
  for (const row of batch.rows) {
    const eventAtMs = timeColumn === undefined ? undefined : parseEventTime(row[timeColumn])
    const result = db.run(
      `INSERT INTO events (table_id, event_at_ms, dedupe_key, archived_at_ms, cells)
       VALUES (:tableId, :eventAtMs, :key, :atMs, :cells) ON CONFLICT (table_id, dedupe_key) DO NOTHING`,
      {
        tableId: table.tableId,
        eventAtMs,
        key: eventIdKey(row, eventIdColumn) ?? keyByContent(row, nextOccurrence),
        atMs: batch.atMs,
        cells: cellsOf(row, columns)
      }
    )
    if (result.changes === 0) continue
    added += 1
    if (eventAtMs === undefined) continue
    oldest = Math.min(oldest ?? eventAtMs, eventAtMs)
    newest = Math.max(newest ?? eventAtMs, eventAtMs)
  }
  db.run(
    `UPDATE archived_tables SET row_count = row_count + :added,
       oldest_event_at_ms = min(ifnull(oldest_event_at_ms, :oldest), ifnull(:oldest, oldest_event_at_ms)),
       newest_event_at_ms = max(ifnull(newest_event_at_ms, :newest), ifnull(:newest, newest_event_at_ms))
     WHERE table_id = :tableId`,
    { tableId: table.tableId, added, oldest, newest }
  )
  return { added }
})

function keyByContent(row: SourceCells, nextOccurrence: (canonical: string) => number): Uint8Array {
  const canonical = canonicalContent(row)
  return contentKey(canonical, nextOccurrence(canonical))
}

/**
 * The rule by which rows are told apart is settled with the first rows and stays: with another rule, rows that are there
 * already would come in a second time.
 */
function settleEventIdColumn(db: WriteDb, table: ArchivedTableRow, given: string | undefined): string | undefined {
  if (table.eventIdColumn !== null) return table.eventIdColumn
  if (given === undefined || table.rowCount > 0) return undefined
  db.run('UPDATE archived_tables SET event_id_column = :given WHERE table_id = :tableId', {
    given,
    tableId: table.tableId
  })
  return given
}
