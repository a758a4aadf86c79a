import { labelColors } from '../../../shared/domain/label-colors.ts'
import { AppError } from '../../../shared/kit/app-error.ts'
import type { OrganizationId } from '../../../shared/kit/ids.ts'
import type { ReadDb } from '../handle.ts'
import type { JournalDetail } from '../../../shared/domain/journal.ts'
import { command } from '../operation.ts'
import { writeRegistryJournal } from './append-registry-journal.ts'
import { getOrganization, type OrganizationRow } from '../queries/organization-queries.ts'

export type NewOrganization = Omit<OrganizationRow, 'position' | 'color' | 'secretSlot'> & {
  /** That of its label where none is given. */
  readonly color?: OrganizationRow['color']
  /** More facts for its journal entry. */
  readonly journalDetail?: JournalDetail
}

/** Adds an organization at the end of the list, and its journal entry. @throws AppError `name-taken` */
export const addOrganization = command('registry', (db, given: NewOrganization): OrganizationRow => {
  const { journalDetail, ...record } = given
  refuseTakenName(db, record.name)
  db.run(
    `INSERT INTO organizations (id, name, name_key, kind, label, color, region_id, api_url, slug, client_id, position, added_at_ms,
       sigma_organization_id, credential_refused_at_ms, last_contact_at_ms, paused_at_ms, parent_sigma_organization_id)
     VALUES (:id, :name, :nameKey, :kind, :label, :color, :regionId, :apiUrl, :slug, :clientId,
       (SELECT ifnull(max(position) + 1, 0) FROM organizations), :addedAtMs,
       :sigmaOrganizationId, :credentialRefusedAtMs, :lastContactAtMs, :pausedAtMs, :parentSigmaOrganizationId)`,
    {
      ...record,
      nameKey: nameKey(record.name),
      color: record.color ?? labelColors[record.label],
      regionId: record.regionId,
      slug: record.slug,
      sigmaOrganizationId: record.sigmaOrganizationId,
      credentialRefusedAtMs: record.credentialRefusedAtMs,
      lastContactAtMs: record.lastContactAtMs,
      pausedAtMs: record.pausedAtMs,
      parentSigmaOrganizationId: record.parentSigmaOrganizationId
    }
  )
  writeRegistryJournal(db, {
    organizationId: record.id,
    organizationName: record.name,
    action: 'organization-added',
    outcome: 'done',
    detail: { name: record.name, kind: record.kind, ...journalDetail },
    atMs: record.addedAtMs
  })
  return requireOrganization(db, record.id)
})

/** A name as compared: case, width and outer spaces do not make another name. */
export function nameKey(name: string): string {
  return name.trim().normalize('NFKC').toLowerCase()
}

/** @throws AppError `name-taken` when another organization has that name */
export function refuseTakenName(db: ReadDb, name: string, except?: OrganizationId): void {
  const holder = db.get<{ id: OrganizationId }>('SELECT id FROM organizations WHERE name_key = :key', {
    key: nameKey(name)
  })
  if (holder !== undefined && holder.id !== except) throw new AppError('name-taken', { field: 'name' })
}

/** @throws AppError `not-found` */
export function requireOrganization(db: ReadDb, id: OrganizationId): OrganizationRow {
  const found = getOrganization.run(db, { id })
  if (found === undefined) throw new AppError('not-found', { what: 'organization' })
  return found
}
