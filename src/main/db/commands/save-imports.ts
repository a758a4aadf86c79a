import type { QuarantineReason } from '../../../shared/domain/quarantine.ts'
import { AppError, type AppErrorData } from '../../../shared/kit/app-error.ts'
import { pathText } from '../archived-table.ts'
import { toJson } from '../json-column.ts'
import { command } from '../operation.ts'
import { type NewReading, writeReading } from './add-reading.ts'

export interface NewImport {
  readonly path: readonly string[]
  readonly file: string
  readonly fileName: string
  readonly fileBytes: number
  readonly modifiedAtMs: number
  /** SHA-256 of the file's first 64 KB, hex. */
  readonly headHash: string
  readonly origin: 'dialog' | 'drop' | 'folder'
}

export interface ImportChange {
  readonly state?: 'waiting' | 'reading' | 'complete' | 'cancelled' | 'failed'
  readonly startedAtMs?: number | null
  readonly finishedAtMs?: number | null
  readonly rowsAdded?: number
  readonly rowsKnown?: number
  readonly rowsQuarantined?: number
  readonly quarantined?: Readonly<Partial<Record<QuarantineReason, number>>>
  readonly oldestEventAtMs?: number | null
  readonly newestEventAtMs?: number | null
  readonly error?: AppErrorData | null
}

const columnOf = {
  state: 'state',
  startedAtMs: 'started_at_ms',
  finishedAtMs: 'finished_at_ms',
  rowsAdded: 'rows_added',
  rowsKnown: 'rows_known',
  rowsQuarantined: 'rows_quarantined',
  quarantined: 'quarantined',
  oldestEventAtMs: 'oldest_event_at_ms',
  newestEventAtMs: 'newest_event_at_ms',
  error: 'error'
} as const satisfies Readonly<Record<keyof ImportChange, string>>

/** Writes down files that are to be read. @returns their ids, in the same order */
export const addImports = command(
  'archive',
  (db, params: { readonly imports: readonly NewImport[]; readonly atMs: number }): readonly number[] =>
    params.imports.map(({ path, ...file }) => {
      db.run(
        `INSERT INTO imports (path, file, file_name, file_bytes, modified_at_ms, head_hash, origin, state, added_at_ms)
         VALUES (:path, :file, :fileName, :fileBytes, :modifiedAtMs, :headHash, :origin, 'waiting', :atMs)`,
        { ...file, path: pathText(path), atMs: params.atMs }
      )
      return (db.get<{ readonly id: number }>('SELECT max(import_id) AS id FROM imports') as { readonly id: number }).id
    })
)

/**
 * Changes what is known of an import; what is not named stays, `null` forgets.
 * @param params `reading`: what the ledger is told of it in the same transaction
 * @throws AppError `not-found`
 */
export const saveImport = command(
  'archive',
  (db, params: { readonly importId: number; readonly change: ImportChange; readonly reading?: NewReading }): void => {
    const { importId, change, reading } = params
    const found = db.get<{ readonly path: string }>('SELECT path FROM imports WHERE import_id = :importId', {
      importId
    })
    if (found === undefined) throw new AppError('not-found', { what: 'import' })
    for (const [name, column] of Object.entries(columnOf)) {
      const value = change[name as keyof ImportChange]
      if (value === undefined) continue
      db.run(`UPDATE imports SET ${column} = :value WHERE import_id = :importId`, {
        importId,
        value: typeof value === 'object' && value !== null ? toJson(value) : value
      })
    }
    if (reading !== undefined) writeReading(db, JSON.parse(found.path) as string[], reading)
  }
)

/** Watches a folder instead of the one before; without a folder: none. */
export const saveWatchedFolder = command(
  'archive',
  (db, params: { readonly folder?: string; readonly path?: readonly string[]; readonly atMs: number }): void => {
    db.run('DELETE FROM watched_folders')
    if (params.folder !== undefined && params.path !== undefined)
      db.run('INSERT INTO watched_folders (id, folder, path, since_ms) VALUES (1, :folder, :path, :atMs)', {
        folder: params.folder,
        path: pathText(params.path),
        atMs: params.atMs
      })
  }
)
