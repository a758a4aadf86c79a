import type { OrganizationId } from '../../../shared/kit/ids.ts'
import { command } from '../operation.ts'
import type { OrganizationRow } from '../queries/organization-queries.ts'
import { nameKey, refuseTakenName, requireOrganization } from './add-organization.ts'

/** Absent stays as it is, `null` clears. */
export interface OrganizationRowChange {
  readonly name?: string
  readonly label?: OrganizationRow['label']
  readonly color?: OrganizationRow['color']
  readonly slug?: string | null
  readonly clientId?: string
  readonly sigmaOrganizationId?: string
  readonly credentialRefusedAtMs?: number | null
  readonly lastContactAtMs?: number
  readonly pausedAtMs?: number | null
  readonly parentSigmaOrganizationId?: string | null
}

/** @throws AppError `not-found | name-taken` */
export const updateOrganization = command(
  'registry',
  (db, params: { readonly id: OrganizationId; readonly change: OrganizationRowChange }): OrganizationRow => {
    const before = requireOrganization(db, params.id)
    const given = Object.fromEntries(Object.entries(params.change).filter(([, value]) => value !== undefined))
    const after: OrganizationRow = { ...before, ...given }
    if (after.name !== before.name) refuseTakenName(db, after.name, params.id)
    db.run(
      `UPDATE organizations SET name = :name, name_key = :nameKey, label = :label, color = :color, slug = :slug, client_id = :clientId,
         sigma_organization_id = :sigmaOrganizationId, credential_refused_at_ms = :credentialRefusedAtMs,
         last_contact_at_ms = :lastContactAtMs, paused_at_ms = :pausedAtMs,
         parent_sigma_organization_id = :parentSigmaOrganizationId
       WHERE id = :id`,
      {
        id: params.id,
        name: after.name,
        nameKey: nameKey(after.name),
        label: after.label,
        color: after.color,
        slug: after.slug,
        clientId: after.clientId,
        sigmaOrganizationId: after.sigmaOrganizationId,
        credentialRefusedAtMs: after.credentialRefusedAtMs,
        lastContactAtMs: after.lastContactAtMs,
        pausedAtMs: after.pausedAtMs,
        parentSigmaOrganizationId: after.parentSigmaOrganizationId
      }
    )
    return requireOrganization(db, params.id)
  }
)
