import type { SettingValue } from '../../../shared/contract/settings.ts'
import type { AuditLoggingState } from '../../../shared/domain/audit-logging.ts'
import type { PendingChangeId } from '../../../shared/kit/ids.ts'
import { AppError } from '../../../shared/kit/app-error.ts'
import { auditLoggingValue } from '../../../shared/domain/audit-logging-value.ts'
import type { ReadDb } from '../handle.ts'
import { fromJsonOrNull, toJson } from '../json-column.ts'
import { machineUser } from '../machine-user.ts'
import { command } from '../operation.ts'
import type { SettingRow } from '../queries/settings-queries.ts'
import { type NewJournalEntry, writeJournal } from './append-journal.ts'
import { writeAuditLogging } from './save-audit-logging.ts'
import { writeSetting } from './save-settings.ts'

interface Params {
  readonly id: PendingChangeId
  readonly journal: NewJournalEntry
  readonly setting?: SettingRow
  readonly auditLogging?: AuditLoggingState
  /** A person takes the change back, which is possible only while it is not on its way. */
  readonly isWithdrawal?: boolean
}

/**
 * Ends a change. What Sigma answered is true and kept even when the change itself was withdrawn while it was on its way.
 * @throws AppError `busy` for a withdrawal of a change that is being sent
 */
export const settlePendingChange = command('org', (db, params: Params): void => {
  if (params.isWithdrawal === true && isBeingSent(db, params.id)) throw new AppError('busy', {})
  const user = isMadeByVigil(db, params) ? machineUser() : undefined
  db.run('DELETE FROM pending_changes WHERE id = :id', { id: params.id })
  writeJournal(db, params.journal)
  if (params.setting !== undefined) writeSetting(db, params.setting, user)
  if (params.auditLogging !== undefined)
    writeAuditLogging(db, params.auditLogging, { atMs: params.journal.atMs, machineUser: user })
})

/**
 * Whether it was Vigil that brought about what Sigma has now: it is what was asked for here, and not what Sigma had before
 * anything was sent.
 */
function isMadeByVigil(db: ReadDb, { id, journal, isWithdrawal, setting, auditLogging }: Params): boolean {
  if (isWithdrawal === true || journal.outcome !== 'done') return false
  const asked = db.get<{ readonly value: string; readonly sentAtMs: number | null; readonly ownValues: string | null }>(
    'SELECT value, sent_at_ms AS sentAtMs, own_values AS ownValues FROM pending_changes WHERE id = :id',
    { id }
  )
  // Withdrawn while it was on its way: it has arrived all the same.
  if (asked === undefined) return true
  if (auditLogging !== undefined) return asked.value === toJson(auditLoggingValue(auditLogging))
  const value = setting?.value
  if (value === undefined || asked.value !== toJson(value)) return false
  return asked.sentAtMs !== null || (fromJsonOrNull<SettingValue[]>(asked.ownValues) ?? []).includes(value)
}

function isBeingSent(db: ReadDb, id: PendingChangeId): boolean {
  const sql = "SELECT 1 AS found FROM pending_changes WHERE id = :id AND state = 'sending'"
  return db.all<{ readonly found: 1 }>(sql, { id }).length > 0
}
