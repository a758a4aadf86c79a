import type { Api } from '../http/api.ts'
import { listAll, type ListPage, listPages } from '../http/paging.ts'
import { type Tenant, tenantSchema } from '../wire/tenants.ts'

export interface TenantsResource {
  /** Admins only; Beta at Sigma. @throws AppError `not-permitted`; `not-found` where there is no such feature */
  list(query?: { readonly search?: string }, signal?: AbortSignal): Promise<Tenant[]>
  /** The same list, a page at a time; a tenant may come twice. */
  pages(signal?: AbortSignal): AsyncIterable<ListPage<Tenant>>
  get(tenantOrganizationId: string, signal?: AbortSignal): Promise<Tenant>
}

/** Tenant organizations of a parent organization. */
export function tenantsResource(api: Api): TenantsResource {
  return {
    list: (query = {}, signal) =>
      listAll(
        api,
        { method: 'GET', endpoint: '/v2/tenants', query, signal },
        { style: 'token', entry: tenantSchema, keyOf: (tenant) => tenant.tenantOrganizationId }
      ),
    pages: (signal) =>
      listPages(api, { method: 'GET', endpoint: '/v2/tenants', signal }, { style: 'token', entry: tenantSchema }),
    get: (tenantOrganizationId, signal) =>
      api.json(
        {
          method: 'GET',
          endpoint: '/v2/tenants/{tenantOrganizationId}',
          path: `/v2/tenants/${encodeURIComponent(tenantOrganizationId)}`,
          signal
        },
        tenantSchema
      )
  }
}
