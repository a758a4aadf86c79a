import { type ArchivedDay, archiveBytes as bytesOf, archivedDays } from '../archive/archived-days.ts'
import { fromJson } from '../json-column.ts'
import { query } from '../operation.ts'

/** Stubs listed at most. */
const stubsListed = 100

export interface RetentionState {
  readonly days: readonly ArchivedDay[]
  /** Bytes that hold something. */
  readonly usedBytes: number
  readonly freeBytes: number
  readonly oldestAtMs?: number
  readonly newestAtMs?: number
  /** Whether texts are to be forgotten yet. */
  readonly isForgetting: boolean
}

/** What a rule of retention is applied to: the days that there are, and how much room they take. */
export const getRetentionState = query('archive', (db): RetentionState => {
  const edges = db.get<{ oldest: number | null; newest: number | null }>(
    `SELECT min(oldest_event_at_ms) AS oldest, max(newest_event_at_ms) AS newest
     FROM archived_tables WHERE kind = 'events'`
  )
  return {
    days: archivedDays(db),
    ...bytesOf(db),
    ...(edges?.oldest == null ? {} : { oldestAtMs: edges.oldest }),
    ...(edges?.newest == null ? {} : { newestAtMs: edges.newest }),
    isForgetting: db.get('SELECT 1 FROM forgetting') !== undefined
  }
})

export interface PrunedDayRow {
  readonly path: readonly string[]
  readonly day: number
  readonly rows: number
  readonly prunedAtMs: number
  readonly isSigned: boolean
}

/** The stubs of days that left, those of the newest days first, and how many there are. */
export const listPrunedDays = query('archive', (db): { readonly days: PrunedDayRow[]; readonly total: number } => ({
  days: db
    .all<{ path: string; day: number; rows: number; prunedAtMs: number; isSigned: number }>(
      `SELECT t.path, p.day, p.row_count AS rows, p.pruned_at_ms AS prunedAtMs, p.signature IS NOT NULL AS isSigned
       FROM pruned_days AS p JOIN archived_tables AS t USING (table_id)
       ORDER BY p.pruned_at_ms DESC, p.day DESC LIMIT :limit`,
      { limit: stubsListed }
    )
    .map((row) => ({ ...row, path: fromJson<string[]>(row.path), isSigned: row.isSigned === 1 })),
  total: db.get<{ total: number }>('SELECT count(*) AS total FROM pruned_days')?.total ?? 0
}))
