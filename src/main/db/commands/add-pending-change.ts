import type { AuditLoggingState } from '../../../shared/domain/audit-logging.ts'
import { toJson } from '../json-column.ts'
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
 * the journal keeps what was asked before. One that is being sent stays, since Sigma may have it already.
 */
export const addPendingChange = command('org', (db, params: Params): void => {
  const { change } = params
  db.run("DELETE FROM pending_changes WHERE key = :key AND state <> 'sending'", { key: change.key })
  db.run(
    `INSERT INTO pending_changes (id, idempotency_key, key, value, base_value, made_at_ms, state, attempts, last_error, next_attempt_at_ms)
     VALUES (:id, :idempotencyKey, :key, :value, :baseValue, :madeAtMs, :state, :attempts, :lastError, :nextAttemptAtMs)`,
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
      nextAttemptAtMs: change.nextAttemptAtMs
    }
  )
  writeJournal(db, params.journal)
  if (params.auditLogging !== undefined) writeAuditLogging(db, params.auditLogging)
})
