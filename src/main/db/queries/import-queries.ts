import type { QuarantineReason } from '../../../shared/domain/quarantine.ts'
import type { AppErrorData } from '../../../shared/kit/app-error.ts'
import { pathText } from '../archived-table.ts'
import { fromJson, fromJsonOrNull, withoutNulls } from '../json-column.ts'
import { query } from '../operation.ts'

export interface ImportRow {
  readonly importId: number
  readonly path: readonly string[]
  readonly file: string
  readonly fileName: string
  readonly fileBytes: number
  readonly modifiedAtMs: number
  readonly headHash: string
  readonly origin: 'dialog' | 'drop' | 'folder'
  readonly state: 'waiting' | 'reading' | 'complete' | 'cancelled' | 'failed'
  readonly addedAtMs: number
  readonly startedAtMs?: number
  readonly finishedAtMs?: number
  readonly rowsAdded: number
  readonly rowsKnown: number
  readonly rowsQuarantined: number
  readonly quarantined: Readonly<Partial<Record<QuarantineReason, number>>>
  readonly oldestEventAtMs?: number
  readonly newestEventAtMs?: number
  readonly error?: AppErrorData
}

type StoredImport = Omit<ImportRow, 'path' | 'quarantined' | 'error'> & {
  readonly path: string
  readonly quarantined: string
  readonly error: string | null
}

const columns = `import_id AS importId, path, file, file_name AS fileName, file_bytes AS fileBytes,
  modified_at_ms AS modifiedAtMs, head_hash AS headHash, origin, state, added_at_ms AS addedAtMs,
  started_at_ms AS startedAtMs, finished_at_ms AS finishedAtMs, rows_added AS rowsAdded, rows_known AS rowsKnown,
  rows_quarantined AS rowsQuarantined, quarantined, oldest_event_at_ms AS oldestEventAtMs,
  newest_event_at_ms AS newestEventAtMs, error`

/** Newest first. */
export const listImports = query(
  'archive',
  (db, params: { readonly before?: number; readonly limit: number }): readonly ImportRow[] =>
    db
      .all<StoredImport>(
        `SELECT ${columns} FROM imports WHERE import_id < :before ORDER BY import_id DESC LIMIT :limit`,
        {
          before: params.before ?? Number.MAX_SAFE_INTEGER,
          limit: params.limit
        }
      )
      .map(toImport)
)

export const getImport = query('archive', (db, params: { readonly importId: number }): ImportRow | undefined => {
  const row = db.get<StoredImport>(`SELECT ${columns} FROM imports WHERE import_id = :importId`, { ...params })
  return row === undefined ? undefined : toImport(row)
})

/** Imports that did not come to an end, oldest first. */
export const listOpenImports = query('archive', (db): readonly ImportRow[] =>
  db
    .all<StoredImport>(`SELECT ${columns} FROM imports WHERE state IN ('waiting', 'reading') ORDER BY import_id`)
    .map(toImport)
)

/** The newest import of the very same file: place, size, time of change and beginning. */
export const findImport = query(
  'archive',
  (
    db,
    params: {
      readonly file: string
      readonly fileBytes: number
      readonly modifiedAtMs: number
      readonly headHash: string
    }
  ): ImportRow | undefined => {
    const row = db.get<StoredImport>(
      `SELECT ${columns} FROM imports WHERE file = :file AND file_bytes = :fileBytes
         AND modified_at_ms = :modifiedAtMs AND head_hash = :headHash ORDER BY import_id DESC LIMIT 1`,
      { ...params }
    )
    return row === undefined ? undefined : toImport(row)
  }
)

export interface QuarantinedLineRow {
  readonly id: number
  readonly atMs: number
  readonly fileName?: string
  readonly line?: number
  readonly reason: QuarantineReason
  readonly detail?: string
  readonly excerpt: string
}

interface OfQuarantine {
  readonly path?: readonly string[]
  readonly file?: { readonly name: string; readonly sizeBytes: number }
  readonly before?: number
  readonly limit: number
}

/** Excerpts are shown in a list; what is kept of a row can be much longer. */
const excerptCharacters = 2_000

/** Newest first, and how many there are in all. */
export const listQuarantinedLines = query(
  'archive',
  (db, params: OfQuarantine): { readonly lines: readonly QuarantinedLineRow[]; readonly total: number } => {
    const where = `(:path IS NULL OR table_id = (SELECT table_id FROM archived_tables WHERE path = :path))
      AND (:name IS NULL OR (json_extract(source, '$.name') = :name AND json_extract(source, '$.sizeBytes') = :sizeBytes))`
    const of = {
      path: params.path === undefined ? null : pathText(params.path),
      name: params.file?.name ?? null,
      sizeBytes: params.file?.sizeBytes ?? null
    }
    const lines = db.all<QuarantinedLineRow>(
      `SELECT id, at_ms AS atMs, json_extract(source, '$.name') AS fileName, line, reason, detail,
         substr(excerpt, 1, ${excerptCharacters}) AS excerpt
       FROM quarantined_lines WHERE ${where} AND id < :before ORDER BY id DESC LIMIT :limit`,
      { ...of, before: params.before ?? Number.MAX_SAFE_INTEGER, limit: params.limit }
    )
    const total = db.get<{ readonly total: number }>(
      `SELECT count(*) AS total FROM quarantined_lines WHERE ${where}`,
      of
    )
    return { lines: lines.map(withoutNulls), total: total?.total ?? 0 }
  }
)

export interface WatchedFolderRow {
  readonly folder: string
  readonly path: readonly string[]
  readonly sinceMs: number
}

export const getWatchedFolder = query('archive', (db): WatchedFolderRow | undefined => {
  const row = db.get<{ readonly folder: string; readonly path: string; readonly sinceMs: number }>(
    'SELECT folder, path, since_ms AS sinceMs FROM watched_folders WHERE id = 1'
  )
  return row === undefined ? undefined : { ...row, path: fromJson<string[]>(row.path) }
})

function toImport({ path, quarantined, error, ...row }: StoredImport): ImportRow {
  return withoutNulls({
    ...row,
    path: fromJson<string[]>(path),
    quarantined: fromJson<ImportRow['quarantined']>(quarantined),
    error: fromJsonOrNull<AppErrorData>(error)
  })
}
