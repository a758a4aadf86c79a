import type { Cell } from '../../shared/contract/archive.ts'
import { AppError } from '../../shared/kit/app-error.ts'
import { type ArchivedTableRow, columnNames, findTable, pathText } from './archived-table.ts'
import { contentKey } from './dedupe-key.ts'
import { parseEventTime } from './event-time.ts'
import type { WriteDb } from './handle.ts'
import { fromJson } from './json-column.ts'

/** A row as read from an export: column name to value. */
export type SourceCells = Readonly<Record<string, Cell>>

/** A batch of rows of one table of events. */
export interface NewEvents {
  readonly path: readonly string[]
  readonly rows: readonly SourceCells[]
  readonly timeColumn?: string
  readonly eventIdColumn?: string
  /** The same for all batches of one export: identical rows are counted over all of them. */
  readonly exportId?: string
  readonly atMs: number
}

/** Rows looked at in one go when times are derived anew. */
const rederivedAtOnce = 5_000

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

/** Adds columns that were not seen before behind the known ones. @returns all columns in the order of cells */
export function addColumns(db: WriteDb, tableId: number, rows: readonly SourceCells[], atMs: number): string[] {
  const columns = columnNames(db, tableId)
  const known = new Set(columns)
  for (const name of namesIn(rows)) {
    if (known.has(name)) continue
    db.run(
      'INSERT INTO archived_columns (table_id, position, name, first_seen_at_ms) VALUES (:tableId, :position, :name, :atMs)',
      {
        tableId,
        position: columns.length,
        name,
        atMs
      }
    )
    known.add(name)
    columns.push(name)
  }
  return columns
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

/**
 * The column that times are read from. The first one in which a time was found stays: callers recognise it anew in every
 * batch, and a sparse batch must not turn the order of the whole table round. A table that has found no time so far takes
 * the one that is given, and the times of its rows are derived anew from their cells.
 */
export function settleTimeColumn(db: WriteDb, table: ArchivedTableRow, given: string | undefined): string | undefined {
  const isSettled = table.timeColumn !== null && table.newestEventAtMs !== null
  if (given === undefined || given === table.timeColumn || isSettled) return table.timeColumn ?? undefined
  const { tableId } = table
  db.run('UPDATE archived_tables SET time_column = :given WHERE table_id = :tableId', { given, tableId })
  if (table.rowCount > 0) rederiveTimes(db, tableId, columnNames(db, tableId).indexOf(given))
  return given
}

/**
 * Counts identical rows over all batches of an export. The counts live in the thread's temporary database, within the
 * same transaction, so that a batch which failed is not counted.
 * @returns the number of earlier rows with the same content
 */
export function occurrencesIn(
  db: WriteDb,
  tableId: number,
  exportId: string | undefined
): (canonical: string) => number {
  if (exportId === undefined) {
    const counts = new Map<string, number>()
    return (canonical) => {
      const seen = counts.get(canonical) ?? 0
      counts.set(canonical, seen + 1)
      return seen
    }
  }
  db.run(
    'CREATE TEMP TABLE IF NOT EXISTS export_rows (table_id INTEGER, content BLOB, export_id TEXT, seen INTEGER, PRIMARY KEY (table_id, content)) WITHOUT ROWID'
  )
  db.run('DELETE FROM temp.export_rows WHERE table_id = :tableId AND export_id <> :exportId', { tableId, exportId })
  return (canonical) =>
    db.get<{ seen: number }>(
      `INSERT INTO temp.export_rows (table_id, content, export_id, seen) VALUES (:tableId, :content, :exportId, 0)
       ON CONFLICT (table_id, content) DO UPDATE SET seen = seen + 1 RETURNING seen`,
      { tableId, content: contentKey(canonical, 0), exportId }
    )?.seen ?? 0
}

/** Forgets the counts of a table's export, which has come to its end. */
export function forgetOccurrences(db: WriteDb, tableId: number): void {
  const isThere = db.get("SELECT 1 FROM sqlite_temp_schema WHERE name = 'export_rows'") !== undefined
  if (isThere) db.run('DELETE FROM temp.export_rows WHERE table_id = :tableId', { tableId })
}

function rederiveTimes(db: WriteDb, tableId: number, position: number): void {
  let oldest: number | undefined
  let newest: number | undefined
  for (let after = 0, isMore = true; isMore; ) {
    const rows = db.all<{ rowId: number; cells: string }>(
      'SELECT row_id AS rowId, cells FROM events WHERE table_id = :tableId AND row_id > :after ORDER BY row_id LIMIT :limit',
      { tableId, after, limit: rederivedAtOnce }
    )
    for (const row of rows) {
      const eventAtMs = position < 0 ? undefined : parseEventTime(fromJson<Cell[]>(row.cells)[position])
      db.run('UPDATE events SET event_at_ms = :eventAtMs WHERE row_id = :rowId', { rowId: row.rowId, eventAtMs })
      after = row.rowId
      if (eventAtMs === undefined) continue
      oldest = Math.min(oldest ?? eventAtMs, eventAtMs)
      newest = Math.max(newest ?? eventAtMs, eventAtMs)
    }
    isMore = rows.length === rederivedAtOnce
  }
  db.run(
    'UPDATE archived_tables SET oldest_event_at_ms = :oldest, newest_event_at_ms = :newest WHERE table_id = :tableId',
    { tableId, oldest, newest }
  )
}

function namesIn(rows: readonly SourceCells[]): Set<string> {
  const names = new Set<string>()
  for (const row of rows) for (const name of Object.keys(row)) names.add(name)
  return names
}
