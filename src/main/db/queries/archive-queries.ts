import type { Cell, EventTable, RowPage } from '../../../shared/contract/archive.ts'
import { AppError } from '../../../shared/kit/app-error.ts'
import { eventReader } from '../archive/read-events.ts'
import { readStatements } from '../archive/read-statements.ts'
import { type ArchiveCursor, parseCursor, printCursor } from '../archive-cursor.ts'
import { type ArchivedTableRow, type ArchivedTableSummary, columnNames, findTable } from '../archived-table.ts'
import type { ReadDb } from '../handle.ts'
import { fromJson, fromJsonOrNull, withoutNulls } from '../json-column.ts'
import { query } from '../operation.ts'

/** What a page asks for. */
interface PageParams {
  readonly path: readonly string[]
  readonly cursor?: string
  readonly limit: number
}

interface FoundRow {
  readonly rowId: number
  readonly eventAtMs: number | null
  readonly cells: string
}

export const getArchivedTable = query(
  'archive',
  (db, params: { readonly path: readonly string[] }): ArchivedTableSummary => {
    const table = findTable(db, params.path)
    if (table === undefined) return { path: params.path, rowsKept: 0, rowsAddedLastTime: 0 }
    const { lastSyncAtMs, newestEventAtMs, oldestEventAtMs } = table
    const known = withoutNulls({
      lastSyncAtMs,
      newestEventAtMs,
      oldestEventAtMs,
      lastError: fromJsonOrNull(table.lastError)
    })
    return {
      path: params.path,
      rowsKept: table.rowCount,
      rowsAddedLastTime: table.rowsAddedLastTime,
      ...(known as Partial<ArchivedTableSummary>)
    }
  }
)

/** Tables of which there are events, most events first. */
export const listEventTables = query('archive', (db): EventTable[] =>
  db
    .all<{ readonly path: string; readonly rowsKept: number }>(
      `SELECT path, row_count AS rowsKept FROM archived_tables
       WHERE kind = 'events' AND row_count > 0 ORDER BY row_count DESC, table_id`,
      {}
    )
    .map(({ path, rowsKept }) => ({ path: fromJson<string[]>(path), rowsKept }))
)

/**
 * Rows by a key and not by an offset: the depth of a page costs nothing, and rows that arrive meanwhile move nothing.
 * The number of all rows is kept with the table, since counting millions would block the page.
 */
export const listArchivedRows = query('archive', (db, params: PageParams): RowPage => {
  const table = findTable(db, params.path)
  if (table === undefined) return { columns: [], rows: [], totalRows: 0 }
  if (table.kind !== 'snapshot' && hasBlocks(db, table.tableId)) return pageOfBlocks(db, table, params)
  const cursor = params.cursor === undefined ? undefined : parseCursor(params.cursor)
  const columns = columnNames(db, table.tableId)
  // one more than asked for tells whether there is a next page
  const found =
    table.kind === 'snapshot'
      ? snapshotRows(db, table, cursor, params.limit + 1)
      : eventRows(db, table, cursor, params.limit + 1)
  const shown = found.slice(0, params.limit)
  const last = found.length > params.limit ? shown.at(-1) : undefined
  return {
    columns,
    ...timeColumnOf(table),
    rows: shown.map((row) => ({
      rowId: String(row.rowId),
      cells: padded(fromJson<Cell[]>(row.cells), columns.length)
    })),
    ...(last === undefined ? {} : { nextCursor: printCursor(cursorAt(table, last)) }),
    totalRows: table.rowCount
  }
})

function timeColumnOf({ timeColumn }: ArchivedTableRow): { timeColumn?: string } {
  return timeColumn === null ? {} : { timeColumn }
}

function hasBlocks(db: ReadDb, tableId: number): boolean {
  return db.get(readStatements.anyBlock.sql, { tableId }) !== undefined
}

function pageOfBlocks(db: ReadDb, table: ArchivedTableRow, { path, cursor, limit }: PageParams): RowPage {
  const page = eventReader(db, path)?.page({
    filter: { kind: 'everything' },
    order: 'newest',
    limit,
    ...(cursor === undefined ? {} : { cursor })
  })
  return {
    columns: [...(page?.columns ?? [])],
    ...timeColumnOf(table),
    rows: (page?.rows ?? []).map(({ rowId, cells }) => ({ rowId, cells: [...cells] })),
    ...(page?.nextCursor === undefined ? {} : { nextCursor: page.nextCursor }),
    totalRows: table.rowCount
  }
}

function eventRows(db: ReadDb, table: ArchivedTableRow, cursor: ArchiveCursor | undefined, limit: number): FoundRow[] {
  if (cursor?.after === 'snapshot') throw new AppError('invalid-input', { field: 'cursor' })
  const { tableId } = table
  const timed = cursor?.after === 'untimed' ? [] : timedRows(db, tableId, cursor, limit)
  if (timed.length === limit) return timed
  const untimed = db.all<FoundRow>(
    `SELECT row_id AS rowId, NULL AS eventAtMs, cells FROM events
     WHERE table_id = :tableId AND event_at_ms IS NULL AND row_id < :rowId ORDER BY row_id DESC LIMIT :limit`,
    {
      tableId,
      rowId: cursor?.after === 'untimed' ? cursor.rowId : Number.MAX_SAFE_INTEGER,
      limit: limit - timed.length
    }
  )
  return [...timed, ...untimed]
}

function timedRows(
  db: ReadDb,
  tableId: number,
  cursor: Extract<ArchiveCursor, { after: 'timed' }> | undefined,
  limit: number
): FoundRow[] {
  return db.all<FoundRow>(
    `SELECT row_id AS rowId, event_at_ms AS eventAtMs, cells FROM events
     WHERE table_id = :tableId AND event_at_ms IS NOT NULL AND (event_at_ms, row_id) < (:eventAtMs, :rowId)
     ORDER BY event_at_ms DESC, row_id DESC LIMIT :limit`,
    { tableId, limit, eventAtMs: cursor?.eventAtMs ?? Number.MAX_SAFE_INTEGER, rowId: cursor?.rowId ?? 0 }
  )
}

function snapshotRows(
  db: ReadDb,
  table: ArchivedTableRow,
  cursor: ArchiveCursor | undefined,
  limit: number
): FoundRow[] {
  if (cursor !== undefined && cursor.after !== 'snapshot') throw new AppError('invalid-input', { field: 'cursor' })
  return db.all<FoundRow>(
    `SELECT row_number AS rowId, NULL AS eventAtMs, cells FROM snapshot_rows
     WHERE table_id = :tableId AND row_number > :rowNumber ORDER BY row_number LIMIT :limit`,
    { tableId: table.tableId, rowNumber: cursor?.rowNumber ?? -1, limit }
  )
}

function cursorAt(table: ArchivedTableRow, row: FoundRow): ArchiveCursor {
  if (table.kind === 'snapshot') return { after: 'snapshot', rowNumber: row.rowId }
  return row.eventAtMs === null
    ? { after: 'untimed', rowId: row.rowId }
    : { after: 'timed', eventAtMs: row.eventAtMs, rowId: row.rowId }
}

function padded(cells: Cell[], length: number): Cell[] {
  while (cells.length < length) cells.push(null)
  return cells
}
