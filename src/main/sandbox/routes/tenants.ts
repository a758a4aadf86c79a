import type { Hono } from 'hono'
import { notFound } from '../http/api-error.ts'
import { requireAdmin, type SandboxContext, type SandboxEnv } from '../http/context.ts'
import { pageStyleB } from '../http/paging.ts'
import { oneRow } from '../state/database.ts'
import { isoTime, type SandboxTenant } from '../state/sandbox.ts'

function tenantJson(context: SandboxContext, tenant: SandboxTenant) {
  const { database, world } = context.get('sandbox')
  const made = oneRow<{ created_at_ms: number }>(database, 'SELECT created_at_ms FROM organization WHERE id = 1')
  const madeAt = isoTime(made?.created_at_ms ?? 0)
  const founder = world.members[0]?.memberId ?? ''
  return {
    tenantOrganizationId: tenant.organizationId,
    parentOrganizationId: world.organizationId,
    tenantOrganizationName: tenant.name,
    tenantOrganizationSlug: tenant.slug,
    createdBy: founder,
    updatedBy: founder,
    createdAt: madeAt,
    updatedAt: madeAt,
    ...(tenant.cloudProvider === undefined ? {} : { tenantCloudProvider: tenant.cloudProvider }),
    ...(tenant.region === undefined ? {} : { tenantRegion: tenant.region }),
    ...(tenant.apiUrl === undefined ? {} : { tenantApiUrl: tenant.apiUrl })
  }
}

/** /v2/tenants: the tenants that the organization was made with, by default none. */
export function addTenantRoutes(app: Hono<SandboxEnv>): void {
  app.get('/v2/tenants', (context) => {
    requireAdmin(context)
    const search = context.req.query('search')?.toLowerCase()
    const tenants = context
      .get('sandbox')
      .config.tenants.filter((tenant) => search === undefined || tenant.name.toLowerCase().includes(search))
    return context.json(pageStyleB(context, tenants, (tenant) => tenantJson(context, tenant)))
  })
  app.get('/v2/tenants/:tenantOrganizationId', (context) => {
    requireAdmin(context)
    const id = context.req.param('tenantOrganizationId')
    const tenant = context.get('sandbox').config.tenants.find((one) => one.organizationId === id)
    if (tenant === undefined) throw notFound('Tenant')
    return context.json(tenantJson(context, tenant))
  })
}
