import { AppError } from '../../shared/kit/app-error.ts'
import type { OrganizationId } from '../../shared/kit/ids.ts'
import type { DatabaseClient } from '../db/client.ts'

/** Entries copied in one transaction, so that no writer waits long behind a large journal. */
const batch = 1_000

/**
 * Copies an organization's journal into the registry, since it outlives the organization. Can be done again after a crash.
 * @returns false when its file cannot be read, which must not keep a person from removing the organization
 * @throws AppError `not-found`; whatever the registry's file throws
 */
export async function keepJournalOf(client: DatabaseClient, id: OrganizationId): Promise<boolean> {
  const organization = await client.query({ kind: 'registry' }, 'getOrganization', { id })
  if (organization === undefined) throw new AppError('not-found', { what: 'organization' })
  let sequence = 0
  for (;;) {
    const entries = await client
      .query({ kind: 'org', organizationId: id }, 'listJournalAfter', { sequence, limit: batch })
      .catch(() => undefined)
    if (entries === undefined) return false
    const last = entries.at(-1)
    if (last === undefined) return true
    await client.command({ kind: 'registry' }, 'keepJournal', {
      organizationId: id,
      organizationName: organization.name,
      entries
    })
    sequence = last.sequence
  }
}
