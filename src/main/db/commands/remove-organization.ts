import type { OrganizationId } from '../../../shared/kit/ids.ts'
import { command } from '../operation.ts'
import { requireOrganization } from './add-organization.ts'

/**
 * Takes an organization from the list and notes that its files are to go. What its inbox entries say stays readable;
 * they lead nowhere any more.
 * @throws AppError `not-found`
 */
export const removeOrganization = command(
  'registry',
  (db, params: { readonly id: OrganizationId; readonly atMs: number }): void => {
    requireOrganization(db, params.id)
    db.run('DELETE FROM organizations WHERE id = :id', { id: params.id })
    db.run('UPDATE inbox_entries SET organization_id = NULL WHERE organization_id = :id', { id: params.id })
    db.run('INSERT INTO removals (organization_id, asked_at_ms) VALUES (:id, :atMs) ON CONFLICT DO NOTHING', params)
  }
)

/** Its files are gone. */
export const finishRemoval = command('registry', (db, params: { readonly id: OrganizationId }): void => {
  db.run('DELETE FROM removals WHERE organization_id = :id', params)
})
