import { AppError } from '../../../shared/kit/app-error.ts'
import type { OrganizationId } from '../../../shared/kit/ids.ts'
import type { ReadDb } from '../handle.ts'
import { command } from '../operation.ts'
import { getOrganization, type OrganizationRow } from '../queries/organization-queries.ts'

/** Adds an organization at the end of the list. @throws AppError `name-taken` */
export const addOrganization = command('registry', (db, record: Omit<OrganizationRow, 'position'>): OrganizationRow => {
  refuseTakenName(db, record.name)
  db.run(
    `INSERT INTO organizations (id, name, name_key, kind, label, region_id, api_url, slug, client_id, position, added_at_ms,
       sigma_organization_id, credential_refused_at_ms, last_contact_at_ms)
     VALUES (:id, :name, :nameKey, :kind, :label, :regionId, :apiUrl, :slug, :clientId,
       (SELECT ifnull(max(position) + 1, 0) FROM organizations), :addedAtMs,
       :sigmaOrganizationId, :credentialRefusedAtMs, :lastContactAtMs)`,
    {
      ...record,
      nameKey: nameKey(record.name),
      regionId: record.regionId,
      slug: record.slug,
      sigmaOrganizationId: record.sigmaOrganizationId,
      credentialRefusedAtMs: record.credentialRefusedAtMs,
      lastContactAtMs: record.lastContactAtMs
    }
  )
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
