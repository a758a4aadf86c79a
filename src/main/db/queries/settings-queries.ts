import type { PendingChange, SettingKey, SettingValue } from '../../../shared/contract/settings.ts'
import type { AuditLoggingState } from '../../../shared/domain/audit-logging.ts'
import type { AppErrorData } from '../../../shared/kit/app-error.ts'
import { fromJson, fromJsonOrNull, withoutNulls } from '../json-column.ts'
import { query } from '../operation.ts'

export interface SettingRow {
  readonly key: SettingKey
  readonly value?: SettingValue
  readonly readAtMs: number
  readonly unavailable?: AppErrorData
}

export interface PendingChangeRow extends PendingChange {
  readonly idempotencyKey: string
  /** Since when it may have arrived at Sigma without our knowing. */
  readonly sentAtMs?: number
  /** What earlier changes of the same setting may have made of it: finding that at Sigma is no conflict. */
  readonly ownValues?: readonly SettingValue[]
}

export interface JournalRow {
  readonly sequence: number
  readonly action: string
  readonly outcome: 'done' | 'refused' | 'failed' | 'requested'
  readonly detail: Readonly<Record<string, string | number | boolean>>
  readonly atMs: number
}

/** The SQL form of a row: JSON columns as text, absent as NULL. */
type Stored<Row, Json extends keyof Row> = {
  readonly [Key in keyof Row]-?: Key extends Json ? string | null : Row[Key] | null
}

export const listSettings = query('org', (db): readonly SettingRow[] =>
  db
    .all<Stored<SettingRow, 'value' | 'unavailable'>>(
      'SELECT key, value, read_at_ms AS readAtMs, unavailable FROM settings ORDER BY key'
    )
    .map(
      (row) =>
        withoutNulls({
          ...row,
          value: fromJsonOrNull(row.value),
          unavailable: fromJsonOrNull(row.unavailable)
        }) as SettingRow
    )
)

/** Facts by name. */
export const listFacts = query(
  'org',
  (db): Readonly<Record<string, unknown>> =>
    Object.fromEntries(
      db
        .all<{ name: string; value: string }>('SELECT name, value FROM facts')
        .map((row) => [row.name, fromJson(row.value)])
    )
)

export const getAuditLogging = query('org', (db): AuditLoggingState => {
  const row = db.get<{ state: string }>('SELECT state FROM audit_logging_states WHERE id = 1')
  return row === undefined ? { kind: 'unknown' } : fromJson(row.state)
})

type PendingJson = 'value' | 'baseValue' | 'lastError' | 'conflict' | 'ownValues'

/** Oldest first, the order in which they are sent. */
export const listPendingChanges = query('org', (db): readonly PendingChangeRow[] =>
  db
    .all<Stored<PendingChangeRow, PendingJson>>(
      `SELECT id, key, value, base_value AS baseValue, idempotency_key AS idempotencyKey, made_at_ms AS madeAtMs, state,
         attempts, last_error AS lastError, next_attempt_at_ms AS nextAttemptAtMs, conflict, sent_at_ms AS sentAtMs,
         own_values AS ownValues
       FROM pending_changes ORDER BY sequence`
    )
    .map(
      (row) =>
        withoutNulls({
          ...row,
          value: fromJsonOrNull(row.value),
          baseValue: fromJsonOrNull(row.baseValue),
          lastError: fromJsonOrNull(row.lastError),
          conflict: fromJsonOrNull(row.conflict),
          ownValues: fromJsonOrNull(row.ownValues)
        }) as PendingChangeRow
    )
)

/** Newest first. */
export const listJournal = query('org', (db, params: { readonly limit: number }): readonly JournalRow[] =>
  db
    .all<Omit<JournalRow, 'detail'> & { readonly detail: string }>(
      'SELECT sequence, action, outcome, detail, at_ms AS atMs FROM journal_entries ORDER BY sequence DESC LIMIT :limit',
      params
    )
    .map((row) => ({ ...row, detail: fromJson<JournalRow['detail']>(row.detail) }))
)
