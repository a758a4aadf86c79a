import type { JournalDetail } from '../../../shared/domain/journal.ts'
import { otherSlot, type SecretSlot } from '../../../shared/domain/secret-slot.ts'
import type { OrganizationId } from '../../../shared/kit/ids.ts'
import { command } from '../operation.ts'
import type { OrganizationRow } from '../queries/organization-queries.ts'
import { requireOrganization } from './add-organization.ts'
import { writeRegistryJournal } from './append-registry-journal.ts'

/**
 * Notes, before anything is stored there, that the slot that does not count may hold a secret.
 * @returns that slot
 * @throws AppError `not-found`
 */
export const beginSecretRotation = command('registry', (db, params: { readonly id: OrganizationId }): SecretSlot => {
  const slot = otherSlot(requireOrganization(db, params.id).secretSlot)
  db.run('UPDATE organizations SET leftover_secret_slot = :slot WHERE id = :id', { id: params.id, slot })
  return slot
})

/** The stored secret counts from now on, with its client ID and its journal entry. @throws AppError `not-found` */
export const swapSecret = command(
  'registry',
  (
    db,
    params: {
      readonly id: OrganizationId
      readonly slot: SecretSlot
      readonly clientId: string
      readonly journalDetail: JournalDetail
      readonly atMs: number
    }
  ): OrganizationRow => {
    const { id, slot, clientId } = params
    const { name } = requireOrganization(db, id)
    db.run(
      `UPDATE organizations SET secret_slot = :slot, leftover_secret_slot = :leftover, client_id = :clientId,
         credential_refused_at_ms = NULL
       WHERE id = :id`,
      { id, slot, leftover: otherSlot(slot), clientId }
    )
    writeRegistryJournal(db, {
      organizationId: id,
      organizationName: name,
      action: 'credentials-replaced',
      outcome: 'done',
      detail: params.journalDetail,
      atMs: params.atMs
    })
    return requireOrganization(db, id)
  }
)

/** The slot is empty. Nothing happens when it counts by now. */
export const leftoverSecretForgotten = command(
  'registry',
  (db, params: { readonly id: OrganizationId; readonly slot: SecretSlot }): void => {
    db.run(
      'UPDATE organizations SET leftover_secret_slot = NULL WHERE id = :id AND leftover_secret_slot = :slot',
      params
    )
  }
)
