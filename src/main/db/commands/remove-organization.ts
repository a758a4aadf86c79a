import type { OrganizationId } from '../../../shared/kit/ids.ts'
import { command } from '../operation.ts'
import { requireOrganization } from './add-organization.ts'
import { writeRegistryJournal } from './append-registry-journal.ts'

/**
 * Takes an organization from the list and notes that its files are to go. What its inbox entries say stays readable;
 * they lead nowhere any more. `isJournalKept`: whether its own journal was copied before.
 * @throws AppError `not-found`
 */
export const removeOrganization = command(
  'registry',
  (db, params: { readonly id: OrganizationId; readonly atMs: number; readonly isJournalKept?: boolean }): void => {
    const { name, kind } = requireOrganization(db, params.id)
    db.run('DELETE FROM organizations WHERE id = :id', { id: params.id })
    db.run('DELETE FROM organization_summaries WHERE organization_id = :id', { id: params.id })
    db.run('UPDATE inbox_entries SET organization_id = NULL WHERE organization_id = :id', { id: params.id })
    db.run('INSERT INTO removals (organization_id, asked_at_ms) VALUES (:id, :atMs) ON CONFLICT DO NOTHING', params)
    writeRegistryJournal(db, {
      organizationId: params.id,
      organizationName: name,
      action: 'organization-removed',
      outcome: 'done',
      detail: { name, kind, ...(params.isJournalKept === false ? { earlierActivity: 'unreadable' } : {}) },
      atMs: params.atMs
    })
  }
)

/** Its files are gone. */
export const finishRemoval = command('registry', (db, params: { readonly id: OrganizationId }): void => {
  db.run('DELETE FROM removals WHERE organization_id = :id', params)
})
