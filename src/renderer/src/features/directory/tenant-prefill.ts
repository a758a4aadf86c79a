import type { Tenant } from '../../../../shared/contract/directory.ts'
import { endpointOfTenant } from '../../../../shared/domain/tenant-endpoint.ts'
import type { OrganizationPrefill } from '../../lib/organization-prefill.ts'

/** What Sigma tells of a tenant, for the form that adds it as an organization of its own. */
export function prefillOfTenant(tenant: Tenant): OrganizationPrefill {
  const { name, slug, parentSigmaOrganizationId } = tenant
  const endpoint = endpointOfTenant(tenant)
  return {
    name,
    parentSigmaOrganizationId,
    ...(slug === '' ? {} : { slug }),
    ...(endpoint?.kind === 'region' ? { regionId: endpoint.regionId } : {}),
    ...(endpoint?.kind === 'custom' ? { apiUrl: endpoint.apiUrl } : {})
  }
}
