import type { JournalDetail, JournalOutcome } from '../../../shared/domain/journal.ts'
import type { OrganizationId } from '../../../shared/kit/ids.ts'
import type { WriteDb } from '../handle.ts'
import { toJson } from '../json-column.ts'
import { machineUser } from '../machine-user.ts'
import { command } from '../operation.ts'
import type { JournalPageRow } from '../queries/journal-queries.ts'

export interface NewRegistryEntry {
  readonly organizationId?: OrganizationId
  readonly organizationName?: string
  readonly action: string
  readonly outcome: JournalOutcome
  readonly detail: JournalDetail
  readonly atMs: number
}

/** Adds an entry that belongs to no organization's own file. */
export const appendRegistryJournal = command('registry', (db, entry: NewRegistryEntry): void =>
  writeRegistryJournal(db, entry)
)

/** Adds the entry within the transaction of the change that it tells of. */
export function writeRegistryJournal(db: WriteDb, entry: NewRegistryEntry): void {
  db.run(
    `INSERT INTO journal_entries (organization_id, organization_name, action, outcome, detail, at_ms, machine_user)
     VALUES (:organizationId, :organizationName, :action, :outcome, :detail, :atMs, :machineUser)`,
    {
      organizationId: entry.organizationId,
      organizationName: entry.organizationName,
      action: entry.action,
      outcome: entry.outcome,
      detail: toJson(entry.detail),
      atMs: entry.atMs,
      machineUser: machineUser()
    }
  )
}

/** Copies entries of an organization whose files are about to go. What was copied before a crash is not copied again. */
export const keepJournal = command(
  'registry',
  (
    db,
    params: {
      readonly organizationId: OrganizationId
      readonly organizationName: string
      readonly entries: readonly JournalPageRow[]
    }
  ): void => {
    for (const entry of params.entries)
      db.run(
        `INSERT INTO journal_entries
           (organization_id, organization_name, source_sequence, action, outcome, detail, at_ms, machine_user)
         SELECT :organizationId, :organizationName, :sequence, :action, :outcome, :detail, :atMs, :machineUser
         WHERE NOT EXISTS (
           SELECT 1 FROM journal_entries WHERE organization_id = :organizationId AND source_sequence = :sequence)`,
        {
          organizationId: params.organizationId,
          organizationName: params.organizationName,
          sequence: entry.sequence,
          action: entry.action,
          outcome: entry.outcome,
          detail: toJson(entry.detail),
          atMs: entry.atMs,
          machineUser: entry.machineUser
        }
      )
  }
)
