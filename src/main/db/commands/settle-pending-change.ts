import type { AuditLoggingState } from '../../../shared/domain/audit-logging.ts'
import type { PendingChangeId } from '../../../shared/kit/ids.ts'
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
}

/**
 * Ends a change. What Sigma answered is true and kept even when the change itself was withdrawn while it was on its way.
 */
export const settlePendingChange = command('org', (db, params: Params): void => {
  db.run('DELETE FROM pending_changes WHERE id = :id', { id: params.id })
  writeJournal(db, params.journal)
  if (params.setting !== undefined) writeSetting(db, params.setting)
  if (params.auditLogging !== undefined) writeAuditLogging(db, params.auditLogging)
})
