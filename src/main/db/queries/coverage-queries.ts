import type { ReadingSource } from '../../../shared/domain/coverage.ts'
import type { StartedExport } from '../commands/save-reading-state.ts'
import { pathText } from '../archived-table.ts'
import { fromJsonOrNull, withoutNulls } from '../json-column.ts'
import { query } from '../operation.ts'

interface OfTable {
  readonly path: readonly string[]
}

export interface ReadingRow {
  readonly readingId: number
  readonly source: ReadingSource
  readonly fromMs: number
  readonly toMs: number
  readonly askedAtMs: number
  readonly answeredAtMs: number
  readonly rows: number
  readonly rowsAdded: number
  readonly fileName?: string
}

const columns = `r.reading_id AS readingId, r.source, r.from_ms AS fromMs, r.to_ms AS toMs, r.asked_at_ms AS askedAtMs,
  r.answered_at_ms AS answeredAtMs, r.rows, r.rows_added AS rowsAdded, r.file_name AS fileName`

/** Readings that reach behind a time, without order. */
export const listReadingsSince = query(
  'archive',
  (db, params: OfTable & { readonly sinceMs?: number }): readonly ReadingRow[] =>
    db
      .all<ReadingRow>(
        `SELECT ${columns} FROM readings AS r JOIN archived_tables AS t USING (table_id)
         WHERE t.path = :path AND r.to_ms > :sinceMs`,
        { path: pathText(params.path), sinceMs: params.sinceMs ?? Number.MIN_SAFE_INTEGER }
      )
      .map(withoutNulls)
)

/** A page of the ledger, newest first. */
export const listReadings = query(
  'archive',
  (db, params: OfTable & { readonly before?: number; readonly limit: number }): readonly ReadingRow[] =>
    db
      .all<ReadingRow>(
        `SELECT ${columns} FROM readings AS r JOIN archived_tables AS t USING (table_id)
         WHERE t.path = :path AND r.reading_id < :before ORDER BY r.reading_id DESC LIMIT :limit`,
        { path: pathText(params.path), before: params.before ?? Number.MAX_SAFE_INTEGER, limit: params.limit }
      )
      .map(withoutNulls)
)

export interface ReadingStateRow {
  readonly pausedAtMs?: number
  readonly dailyStartedAtMs?: number
  readonly dailyReadAtMs?: number
  readonly exportQuery?: StartedExport
}

/** How far the reading of a table is. */
export const getReadingState = query('archive', (db, params: OfTable): ReadingStateRow => {
  const row = db.get<{ readonly exportQuery: string | null }>(
    `SELECT paused_at_ms AS pausedAtMs, daily_started_at_ms AS dailyStartedAtMs, daily_read_at_ms AS dailyReadAtMs,
       export_query AS exportQuery FROM reading_states WHERE path = :path`,
    { path: pathText(params.path) }
  )
  return row === undefined
    ? {}
    : (withoutNulls({ ...row, exportQuery: fromJsonOrNull(row.exportQuery) }) as ReadingStateRow)
})
