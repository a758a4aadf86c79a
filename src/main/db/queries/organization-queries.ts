import type { OrganizationColor } from '../../../shared/contract/organizations.ts'
import type { SecretSlot } from '../../../shared/domain/secret-slot.ts'
import type { OrganizationId } from '../../../shared/kit/ids.ts'
import { withoutNulls } from '../json-column.ts'
import { query } from '../operation.ts'

/** A row of `organizations` as it crosses to the main thread. */
export interface OrganizationRow {
  readonly id: OrganizationId
  readonly name: string
  readonly kind: 'sigma' | 'sandbox'
  readonly label: 'none' | 'production' | 'staging' | 'development' | 'customer'
  readonly color: OrganizationColor
  readonly regionId?: string
  readonly apiUrl: string
  readonly slug?: string
  readonly clientId: string
  readonly position: number
  readonly addedAtMs: number
  readonly sigmaOrganizationId?: string
  readonly credentialRefusedAtMs?: number
  readonly lastContactAtMs?: number
  readonly pausedAtMs?: number
  readonly parentSigmaOrganizationId?: string
  readonly secretSlot: SecretSlot
}

const organizationColumns = `id, name, kind, label, color, region_id AS regionId, api_url AS apiUrl, slug, client_id AS clientId,
  position, added_at_ms AS addedAtMs, sigma_organization_id AS sigmaOrganizationId,
  credential_refused_at_ms AS credentialRefusedAtMs, last_contact_at_ms AS lastContactAtMs,
  paused_at_ms AS pausedAtMs, parent_sigma_organization_id AS parentSigmaOrganizationId,
  secret_slot AS secretSlot`

export const listOrganizations = query('registry', (db): readonly OrganizationRow[] =>
  db
    .all<OrganizationRow>(`SELECT ${organizationColumns} FROM organizations ORDER BY position, added_at_ms, id`)
    .map(withoutNulls)
)

export const getOrganization = query(
  'registry',
  (db, params: { readonly id: OrganizationId }): OrganizationRow | undefined => {
    const row = db.get<OrganizationRow>(`SELECT ${organizationColumns} FROM organizations WHERE id = :id`, params)
    return row === undefined ? undefined : withoutNulls(row)
  }
)

/** Organizations whose removal was asked for and has not come to its end. */
export const listRemovals = query('registry', (db): readonly OrganizationId[] =>
  db.all<{ id: OrganizationId }>('SELECT organization_id AS id FROM removals').map((row) => row.id)
)

/** Slots that may hold a secret that does not count. */
export const listLeftoverSecrets = query(
  'registry',
  (db): readonly { readonly organizationId: OrganizationId; readonly slot: SecretSlot }[] =>
    db.all(
      'SELECT id AS organizationId, leftover_secret_slot AS slot FROM organizations WHERE leftover_secret_slot IS NOT NULL'
    )
)

export const recentActivations = query('registry', (db, params: { readonly limit: number }): readonly number[] =>
  db
    .all<{ tookMs: number }>(
      'SELECT took_ms AS tookMs FROM activations ORDER BY at_ms DESC, sequence DESC LIMIT :limit',
      params
    )
    .map((row) => row.tookMs)
)
