import type { AppErrorData } from '../../../shared/kit/app-error.ts'
import type { WriteDb } from '../handle.ts'
import { toJson } from '../json-column.ts'
import { command } from '../operation.ts'

/** Notes that a subject could not be read anew; what was read before stays. */
export const saveReadError = command(
  'org',
  (db, params: { readonly subject: string; readonly error: AppErrorData; readonly atMs: number }): void => {
    db.run(
      `INSERT INTO freshness_marks (subject, last_error, last_error_at_ms) VALUES (:subject, :error, :atMs)
       ON CONFLICT (subject) DO UPDATE SET last_error = excluded.last_error, last_error_at_ms = excluded.last_error_at_ms`,
      { subject: params.subject, error: toJson(params.error), atMs: params.atMs }
    )
  }
)

/**
 * Notes that a subject was read, within the transaction that stores it.
 * @param error why it is not whole nevertheless
 * @returns whether it was read for the first time, or is whole otherwise than before
 */
export function markRead(db: WriteDb, subject: string, readAtMs: number, error?: AppErrorData): boolean {
  const before = db.get<{ isRead: 0 | 1; lastError: string | null }>(
    'SELECT read_at_ms IS NOT NULL AS isRead, last_error AS lastError FROM freshness_marks WHERE subject = :subject',
    { subject }
  )
  const lastError = toJson(error)
  db.run(
    `INSERT INTO freshness_marks (subject, read_at_ms, last_error, last_error_at_ms)
     VALUES (:subject, :readAtMs, :lastError, :lastErrorAtMs)
     ON CONFLICT (subject) DO UPDATE SET read_at_ms = excluded.read_at_ms, last_error = excluded.last_error,
       last_error_at_ms = excluded.last_error_at_ms`,
    { subject, readAtMs, lastError, lastErrorAtMs: error === undefined ? null : readAtMs }
  )
  return before?.isRead !== 1 || before.lastError !== lastError
}
