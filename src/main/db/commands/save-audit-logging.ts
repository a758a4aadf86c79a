import type { AuditLoggingState } from '../../../shared/domain/audit-logging.ts'
import { auditLoggingValue } from '../../../shared/domain/audit-logging-value.ts'
import type { WriteDb } from '../handle.ts'
import { toJson } from '../json-column.ts'
import { command } from '../operation.ts'
import { type NewJournalEntry, writeJournal } from './append-journal.ts'
import { hasSettingValue, recordSettingValue } from './record-setting-value.ts'

export const saveAuditLogging = command(
  'org',
  (db, params: { readonly state: AuditLoggingState; readonly journal?: NewJournalEntry }): void => {
    writeAuditLogging(db, params.state, { atMs: params.journal?.atMs ?? Date.now() })
    if (params.journal !== undefined) writeJournal(db, params.journal)
  }
)

/**
 * Stores the state within the transaction of the change that led to it, with the history of the setting.
 * @param seen `machineUser`: the account of the machine, where it was Vigil that switched it
 */
export function writeAuditLogging(
  db: WriteDb,
  state: AuditLoggingState,
  seen: { readonly atMs: number; readonly machineUser?: string | undefined }
): void {
  const value = auditLoggingValue(state)
  // Unknown is news only where it was known before: the credentials may not see it any more.
  if (value !== undefined || hasSettingValue(db, 'auditLogging'))
    recordSettingValue(db, { key: 'auditLogging', value: value === 'not-available' ? undefined : value, ...seen })
  db.run(
    'INSERT INTO audit_logging_states (id, state) VALUES (1, :state) ON CONFLICT (id) DO UPDATE SET state = excluded.state',
    {
      state: toJson(state)
    }
  )
}
