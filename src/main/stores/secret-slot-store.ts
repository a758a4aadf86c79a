import type { JournalDetail } from '../../shared/domain/journal.ts'
import type { SecretSlot } from '../../shared/domain/secret-slot.ts'
import type { OrganizationId } from '../../shared/kit/ids.ts'
import type { DatabaseClient } from '../db/client.ts'
import type { OrganizationRecord } from './organization-store.ts'

/** Which of an organization's two secrets counts, in the registry. */
export interface SecretSlotStore {
  /** Notes that a secret is about to be stored where none counts. @returns the slot for it @throws AppError `not-found` */
  begin(id: OrganizationId): Promise<SecretSlot>
  /**
   * The secret in the slot counts from now on; client ID, verdict and journal entry in the same transaction.
   * @throws AppError `not-found`
   */
  swap(
    id: OrganizationId,
    change: {
      readonly slot: SecretSlot
      readonly clientId: string
      readonly journalDetail: JournalDetail
      readonly atMs: number
    }
  ): Promise<OrganizationRecord>
  /** The slot, which does not count, is empty. */
  forgotten(id: OrganizationId, slot: SecretSlot): Promise<void>
  /** Slots that may hold a secret that does not count. */
  leftovers(): Promise<readonly { readonly organizationId: OrganizationId; readonly slot: SecretSlot }[]>
}

const registry = { kind: 'registry' } as const

/** Which of an organization's two secrets counts, in the registry. */
export function createSecretSlotStore(client: DatabaseClient): SecretSlotStore {
  return {
    begin: (id) => client.command(registry, 'beginSecretRotation', { id }),
    swap: (id, change) => client.command(registry, 'swapSecret', { id, ...change }),
    forgotten: (id, slot) => client.command(registry, 'leftoverSecretForgotten', { id, slot }),
    leftovers: () => client.query(registry, 'listLeftoverSecrets')
  }
}
