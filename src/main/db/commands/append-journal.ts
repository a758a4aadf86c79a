import type { WriteDb } from '../handle.ts'
import { toJson } from '../json-column.ts'
import { machineUser } from '../machine-user.ts'
import { command } from '../operation.ts'
import type { JournalRow } from '../queries/settings-queries.ts'

export type NewJournalEntry = Omit<JournalRow, 'sequence'>

export const appendJournal = command('org', (db, entry: NewJournalEntry): void => writeJournal(db, entry))

/** Adds the entry within the transaction of the change that it tells of. */
export function writeJournal(db: WriteDb, entry: NewJournalEntry): void {
  db.run(
    `INSERT INTO journal_entries (action, outcome, detail, at_ms, machine_user)
     VALUES (:action, :outcome, :detail, :atMs, :machineUser)`,
    {
      action: entry.action,
      outcome: entry.outcome,
      detail: toJson(entry.detail),
      atMs: entry.atMs,
      machineUser: machineUser()
    }
  )
}
