import { randomUUID } from 'node:crypto'
import { Hono } from 'hono'
import { ApiError, notFound } from './http/api-error.ts'
import type { SandboxContext, SandboxEnv } from './http/context.ts'
import { RateLimits } from './http/rate-limits.ts'
import { recordRequests } from './http/record-requests.ts'
import { addAccountTypeRoutes } from './routes/account-types.ts'
import { addAuthRoutes, authenticate } from './routes/auth.ts'
import { addConnectionRoutes } from './routes/connections.ts'
import { addExportRoutes } from './routes/exports.ts'
import { addFileRoutes } from './routes/files.ts'
import { addGrantRoutes } from './routes/grants.ts'
import { addMemberRoutes } from './routes/members.ts'
import { addOrganizationSettingsRoutes } from './routes/organization-settings.ts'
import { addTagRoutes } from './routes/tags.ts'
import { addTeamRoutes } from './routes/teams.ts'
import { addTenantRoutes } from './routes/tenants.ts'
import { addWorkbookSpecRoutes } from './routes/workbook-spec.ts'
import { addWorkbookRoutes } from './routes/workbooks.ts'
import { addWorkspaceRoutes } from './routes/workspaces.ts'
import type { Sandbox } from './state/sandbox.ts'

/** One request, as the access log sees it. Never a header, a query string or a body. */
export interface AccessLogEntry {
  readonly method: string
  readonly path: string
  readonly status: number
  readonly requestId: string
}

/** The error body that Sigma uses everywhere: `{requestId, message, code}`. */
function errorResponse(context: SandboxContext, error: Error): Response {
  const known =
    error instanceof ApiError ? error : new ApiError(500, 'internal_error', 'The sandbox organization failed')
  if (known.retryAfterSeconds !== undefined) context.header('retry-after', String(known.retryAfterSeconds))
  return context.json(
    { requestId: context.get('requestId') ?? randomUUID(), message: known.message, code: known.code },
    known.status
  )
}

/**
 * The whole API of a sandbox organization.
 * @param accessLog told of every answered request
 * @param onFault told of what broke inside a handler; the caller of the API sees only a 500
 */
export function makeSandboxApp(
  sandbox: Sandbox,
  accessLog?: (entry: AccessLogEntry) => void,
  onFault?: (error: Error) => void
): Hono<SandboxEnv> {
  const app = new Hono<SandboxEnv>()
  const limits = new RateLimits(sandbox.clock)
  app.onError((error, context) => {
    if (!(error instanceof ApiError)) onFault?.(error)
    return errorResponse(context, error)
  })
  app.notFound((context) => errorResponse(context, notFound(`${context.req.method} ${context.req.path}`)))
  app.use(async (context, next) => {
    const requestId = randomUUID()
    context.set('sandbox', sandbox)
    context.set('limits', limits)
    context.set('requestId', requestId)
    context.set('member', undefined)
    context.set('acts', [])
    await next()
    context.header('x-request-id', requestId)
    accessLog?.({ method: context.req.method, path: context.req.path, status: context.res.status, requestId })
  })
  app.use('/v2/*', recordRequests)
  app.use('/v2.1/*', recordRequests)
  addAuthRoutes(app)
  app.use('/v2/*', authenticate)
  app.use('/v2.1/*', authenticate)
  addMemberRoutes(app)
  addAccountTypeRoutes(app)
  addTeamRoutes(app)
  addConnectionRoutes(app)
  addGrantRoutes(app)
  addWorkbookSpecRoutes(app)
  addWorkbookRoutes(app)
  addExportRoutes(app)
  addWorkspaceRoutes(app)
  addFileRoutes(app)
  addTagRoutes(app)
  addTenantRoutes(app)
  addOrganizationSettingsRoutes(app)
  return app
}
