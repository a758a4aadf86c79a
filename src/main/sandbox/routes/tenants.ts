import type { Hono } from 'hono'
import { notFound } from '../http/api-error.ts'
import { requireAdmin, type SandboxEnv } from '../http/context.ts'
import { pageStyleB } from '../http/paging.ts'

/** /v2/tenants: the sandbox organization has none, and says so in the documented shape. */
export function addTenantRoutes(app: Hono<SandboxEnv>): void {
  app.get('/v2/tenants', (context) => {
    requireAdmin(context)
    return context.json(pageStyleB(context, [], (row: never) => row))
  })
  app.get('/v2/tenants/:tenantOrganizationId', (context) => {
    requireAdmin(context)
    throw notFound('Tenant')
  })
}
