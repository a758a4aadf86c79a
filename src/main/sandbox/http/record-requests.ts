import type { MiddlewareHandler } from 'hono'
import { actorFields, currentAuditLogging, recordEvent } from '../state/audit-trail.ts'
import type { SandboxEnv } from './context.ts'

const noToken = '/v2/auth/token'

/**
 * Leaves the audit events of a request: one of category PUBLIC_API for every call made with a member's credentials,
 * and those that the route noted. What happened while logging was off is never recorded.
 */
export const recordRequests: MiddlewareHandler<SandboxEnv> = async (context, next) => {
  const sandbox = context.get('sandbox')
  const timeMs = sandbox.clock.nowMs()
  const isOn = currentAuditLogging(sandbox).phase === 'on'
  await next()
  if (!isOn) return
  const member = context.get('member')
  const { status } = context.res
  const isSuccess = status < 400
  const common = {
    timeMs,
    EVENT_STATUS: isSuccess ? 'SUCCESS' : 'FAILURE',
    REQUEST_ID: context.get('requestId'),
    IP_ADDRESS: '127.0.0.1',
    ...(context.req.header('user-agent') === undefined ? {} : { USER_AGENT: String(context.req.header('user-agent')) }),
    ...(member === undefined ? {} : actorFields(member))
  }
  const reason = isSuccess ? {} : { EVENT_STATUS_REASON_CODE: `HTTP_${status}` }
  sandbox.database.transaction(() => {
    for (const act of context.get('acts')) recordEvent(sandbox, { ...common, ...reason, ...act })
    if (member === undefined || context.req.path === noToken) return
    recordEvent(sandbox, {
      ...common,
      ...reason,
      EVENT_CATEGORY: 'PUBLIC_API',
      EVENT_TYPE: 'API_REQUEST',
      API_METHOD: context.req.method,
      API_PATH: context.req.path,
      API_STATUS_CODE: status
    })
  })()
}
