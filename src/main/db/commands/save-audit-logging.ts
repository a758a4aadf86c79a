import type { AuditLoggingState } from '../../../shared/domain/audit-logging.ts'
import type { WriteDb } from '../handle.ts'
import { toJson } from '../json-column.ts'
import { command } from '../operation.ts'
import { type NewJournalEntry, writeJournal } from './append-journal.ts'

export const saveAuditLogging = command(
  'org',
  (db, params: { readonly state: AuditLoggingState; readonly journal?: NewJournalEntry }): void => {
    writeAuditLogging(db, params.state)
    if (params.journal !== undefined) writeJournal(db, params.journal)
  }
)

/** Stores the state within the transaction of the change that led to it. */
export function writeAuditLogging(db: WriteDb, state: AuditLoggingState): void {
  db.run(
    'INSERT INTO audit_logging_states (id, state) VALUES (1, :state) ON CONFLICT (id) DO UPDATE SET state = excluded.state',
    {
      state: toJson(state)
    }
  )
}
