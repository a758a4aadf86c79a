import { AppError } from '../../../shared/kit/app-error.ts'
import type { Cell } from '../../../shared/contract/archive.ts'
import { columnNames } from '../archived-table.ts'
import type { ReadDb, WriteDb } from '../handle.ts'
import { fromJson } from '../json-column.ts'
import { commitEvents } from './commit-events.ts'
import { batchOfEvents } from './plain-batch.ts'

/** Rows carried over in one transaction. */
const rowsAtOnce = 5_000

interface EarlierRow {
  readonly rowId: number
  readonly tableId: number
  readonly eventAtMs: number | null
  readonly cells: string
}

interface EarlierTable {
  readonly path: string
  readonly timeColumn: string | null
}

/** Whether there are rows from before there were blocks. */
export function hasEarlierEvents(db: ReadDb): boolean {
  return db.get('SELECT 1 FROM events LIMIT 1') !== undefined
}

/**
 * Carries rows from before there were blocks over into blocks, some at a time: rows are committed and taken out of where
 * they were in one transaction, so that one that was cut off is done again as a whole. They were told apart when they came
 * in, so all of them are kept, honestly identical ones as many as they are.
 * @returns whether there are more
 */
export function carryOver(db: WriteDb, organizationId: string, atMs: number): boolean {
  const found = db.all<EarlierRow>(
    `SELECT row_id AS rowId, table_id AS tableId, event_at_ms AS eventAtMs, cells FROM events
     ORDER BY row_id LIMIT :limit`,
    { limit: rowsAtOnce }
  )
  const last = found.at(-1)
  if (last === undefined) return false
  for (const tableId of new Set(found.map((row) => row.tableId)))
    carryRows(
      db,
      organizationId,
      tableId,
      found.filter((row) => row.tableId === tableId),
      atMs
    )
  db.run('UPDATE carried_over SET to_row_id = :rowId', { rowId: last.rowId })
  db.run('DELETE FROM events WHERE row_id <= :rowId', { rowId: last.rowId })
  return found.length === rowsAtOnce
}

function carryRows(
  db: WriteDb,
  organizationId: string,
  tableId: number,
  rows: readonly EarlierRow[],
  atMs: number
): void {
  const table = db.get<EarlierTable>(
    'SELECT path, time_column AS timeColumn FROM archived_tables WHERE table_id = :tableId',
    { tableId }
  )
  if (table === undefined) throw new AppError('database-damaged', { what: 'archived table' })
  const names = columnNames(db, tableId)
  const events = rows.map(({ cells, eventAtMs }) => ({
    cells: Object.fromEntries(fromJson<Cell[]>(cells).map((cell, place) => [names[place] ?? `COLUMN_${place}`, cell])),
    atMs: eventAtMs ?? Number.NaN
  }))
  // they are counted again as they are committed
  db.run('UPDATE archived_tables SET row_count = row_count - :count WHERE table_id = :tableId', {
    count: rows.length,
    tableId
  })
  commitEvents(
    db,
    {
      path: fromJson<string[]>(table.path),
      organizationId,
      batch: batchOfEvents(events),
      source: { kind: 'carry-over' },
      roles: table.timeColumn === null ? {} : { timeColumn: table.timeColumn },
      quarantined: [],
      atMs
    },
    { areAllNew: true }
  )
}
