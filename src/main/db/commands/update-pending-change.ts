import type { PendingChangeId } from '../../../shared/kit/ids.ts'
import type { SettingValue } from '../../../shared/contract/settings.ts'
import type { AppErrorData } from '../../../shared/kit/app-error.ts'
import { toJson } from '../json-column.ts'
import { type NewJournalEntry, writeJournal } from './append-journal.ts'
import { command } from '../operation.ts'
import type { PendingChangeRow } from '../queries/settings-queries.ts'

/** Absent stays as it is, `null` clears. */
export interface PendingChangeUpdate {
  readonly state?: PendingChangeRow['state']
  readonly attempts?: number
  readonly lastError?: AppErrorData | null
  readonly nextAttemptAtMs?: number | null
  readonly baseValue?: SettingValue | null
  /** It may arrive at Sigma from now on. */
  readonly sentAtMs?: number | null
  readonly conflict?: null
  /** For a new wish: under the old key a server may repeat its old answer. */
  readonly idempotencyKey?: string
  /** Written only when the change is still there. */
  readonly journal?: NewJournalEntry
}

/** Notes how the sending goes. @returns whether the change is still there: it may have been settled meanwhile */
export const updatePendingChange = command(
  'org',
  (db, params: { readonly id: PendingChangeId; readonly change: PendingChangeUpdate }): boolean => {
    const { state, attempts, lastError, nextAttemptAtMs, baseValue, sentAtMs, journal } = params.change
    const updated = db.run(
      `UPDATE pending_changes SET
         state = ifnull(:state, state),
         attempts = ifnull(:attempts, attempts),
         last_error = iif(:hasLastError, :lastError, last_error),
         next_attempt_at_ms = iif(:hasNextAttempt, :nextAttemptAtMs, next_attempt_at_ms),
         base_value = iif(:hasBaseValue, :baseValue, base_value),
         sent_at_ms = iif(:hasSentAt, :sentAtMs, sent_at_ms),
         conflict = iif(:isConflictOver, NULL, conflict),
         idempotency_key = ifnull(:idempotencyKey, idempotency_key)
       WHERE id = :id`,
      {
        id: params.id,
        state,
        attempts,
        hasLastError: lastError !== undefined,
        lastError: lastError === null ? null : toJson(lastError),
        hasNextAttempt: nextAttemptAtMs !== undefined,
        nextAttemptAtMs,
        hasBaseValue: baseValue !== undefined,
        baseValue: baseValue === null ? null : toJson(baseValue),
        hasSentAt: sentAtMs !== undefined,
        sentAtMs,
        isConflictOver: params.change.conflict === null,
        idempotencyKey: params.change.idempotencyKey
      }
    )
    const isThere = updated.changes > 0
    if (isThere && journal !== undefined) writeJournal(db, journal)
    return isThere
  }
)
