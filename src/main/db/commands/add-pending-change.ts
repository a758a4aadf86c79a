import type { SettingValue } from '../../../shared/contract/settings.ts'
import type { AuditLoggingState } from '../../../shared/domain/audit-logging.ts'
import type { WriteDb } from '../handle.ts'
import { fromJson, fromJsonOrNull, toJson } from '../json-column.ts'
import { command } from '../operation.ts'
import type { PendingChangeRow } from '../queries/settings-queries.ts'
import { type NewJournalEntry, writeJournal } from './append-journal.ts'
import { writeAuditLogging } from './save-audit-logging.ts'

interface Params {
  readonly change: PendingChangeRow
  readonly journal: NewJournalEntry
  readonly auditLogging?: AuditLoggingState
}

/**
 * Queues a change. One of the same key that waits, or that was refused, is replaced: the person has decided anew, and
 * the journal keeps what was asked before. One that is being sent stays, since Sigma may have it already. What such a
 * change, or one whose answer was lost, may have made of the setting is noted with the new one.
 */
export const addPendingChange = command('org', (db, params: Params): void => {
  const { change } = params
  const ownValues = valuesThatMayHaveArrived(db, change.key)
  db.run("DELETE FROM pending_changes WHERE key = :key AND state <> 'sending'", { key: change.key })
  db.run(
    `INSERT INTO pending_changes (id, idempotency_key, key, value, base_value, made_at_ms, state, attempts, last_error, next_attempt_at_ms, own_values)
     VALUES (:id, :idempotencyKey, :key, :value, :baseValue, :madeAtMs, :state, :attempts, :lastError, :nextAttemptAtMs, :ownValues)`,
    {
      id: change.id,
      idempotencyKey: change.idempotencyKey,
      key: change.key,
      value: toJson(change.value),
      baseValue: toJson(change.baseValue),
      madeAtMs: change.madeAtMs,
      state: change.state,
      attempts: change.attempts,
      lastError: toJson(change.lastError),
      nextAttemptAtMs: change.nextAttemptAtMs,
      ownValues
    }
  )
  writeJournal(db, params.journal)
  if (params.auditLogging !== undefined) writeAuditLogging(db, params.auditLogging, { atMs: params.journal.atMs })
})

/** A JSON array; NULL where there is none. */
function valuesThatMayHaveArrived(db: WriteDb, key: PendingChangeRow['key']): string | null {
  const earlier = db.all<{ readonly value: string; readonly hasGone: 0 | 1; readonly ownValues: string | null }>(
    `SELECT value, (state = 'sending' OR sent_at_ms IS NOT NULL) AS hasGone, own_values AS ownValues
     FROM pending_changes WHERE key = :key`,
    { key }
  )
  const values = earlier.flatMap((one) => [
    ...(fromJsonOrNull<SettingValue[]>(one.ownValues) ?? []),
    ...(one.hasGone === 1 ? [fromJson<SettingValue>(one.value)] : [])
  ])
  return values.length === 0 ? null : toJson([...new Set(values)])
}
