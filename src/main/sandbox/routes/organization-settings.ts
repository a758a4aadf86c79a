import type { Hono } from 'hono'
import { z } from 'zod'
import { ApiError } from '../http/api-error.ts'
import { noteAct, readBody, requireAdmin, type SandboxContext, type SandboxEnv } from '../http/context.ts'
import { requestAuditLogging } from '../state/audit-logging.ts'
import { currentAuditLogging, endPeriod, saveAuditLogging } from '../state/audit-trail.ts'
import type { Sandbox } from '../state/sandbox.ts'
import {
  isTimezone,
  readTimezone,
  readToggle,
  type ToggleName,
  toggleDefaults,
  writeTimezone,
  writeToggle
} from '../state/settings.ts'

const base = '/v2/organizations/settings'
const enabledBody = z.object({ enabled: z.boolean() })

function noteSetting(
  context: SandboxContext,
  name: string,
  previous: unknown,
  next: unknown,
  type = 'UPDATE_ORGANIZATION_SETTING'
): void {
  noteAct(context, {
    EVENT_CATEGORY: 'ACCESS_SIGMA',
    EVENT_TYPE: type,
    OBJECT_TYPE: 'organization',
    OBJECT_ID: context.get('sandbox').world.organizationId,
    OBJECT_NAME: context.get('sandbox').world.name,
    SETTING_NAME: name,
    PREVIOUS_VALUE: String(previous),
    NEW_VALUE: String(next)
  })
}

/** Refuses where Sigma cannot offer audit logging. The statuses are the sandbox's choice; Sigma's are not documented. */
function requireAuditLogging(sandbox: Sandbox): void {
  if (sandbox.config.auditLogging === 'not-provisioned') {
    throw new ApiError(
      404,
      'feature_not_provisioned',
      'Audit logging is not provisioned for this organization. Contact Sigma Support or your Account Executive'
    )
  }
  if (sandbox.config.region === 'not-supported') {
    throw new ApiError(400, 'region_not_supported', 'Audit logging is not supported in the region of this organization')
  }
}

/**
 * Sigma's behaviour while the change is under way is not documented; the console tolerates both. Here GET says
 * `enabled: true` only when logging is really on, and PATCH echoes what was asked for.
 */
async function patchAuditLogging(context: SandboxContext): Promise<Response> {
  const caller = requireAdmin(context)
  const sandbox = context.get('sandbox')
  requireAuditLogging(sandbox)
  const { enabled } = await readBody(context, enabledBody)
  const state = currentAuditLogging(sandbox)
  const nowMs = sandbox.clock.nowMs()
  const change = requestAuditLogging(state, enabled, nowMs)
  if (change.kind === 'refused')
    throw new ApiError(
      409,
      'audit_logging_busy',
      'Audit logging is being disabled. Enable it again when that has ended'
    )
  if (change.kind === 'changed') {
    sandbox.database.transaction(() => {
      if (change.state.phase === 'disabling') endPeriod(sandbox, nowMs)
      saveAuditLogging(sandbox, change.state, caller.member_id)
    })()
    noteSetting(
      context,
      'auditLogging',
      state.phase === 'on',
      enabled,
      enabled ? 'ENABLE_AUDIT_LOGGING' : 'DISABLE_AUDIT_LOGGING'
    )
  }
  return context.json({ enabled })
}

function changeTimezone(context: SandboxContext, timezone: string): void {
  const sandbox = context.get('sandbox')
  if (!isTimezone(timezone))
    throw new ApiError(400, 'invalid_request', `timezone: ${timezone} is not an IANA time zone`)
  const previous = readTimezone(sandbox)
  writeTimezone(sandbox, timezone)
  noteSetting(context, 'timezone', previous, timezone)
}

/** /v2/organizations/settings/*, for Admins only. */
export function addOrganizationSettingsRoutes(app: Hono<SandboxEnv>): void {
  for (const name of Object.keys(toggleDefaults) as ToggleName[]) {
    app.get(`${base}/${name}`, (context) => {
      requireAdmin(context)
      return context.json({ enabled: readToggle(context.get('sandbox'), name) })
    })
    app.patch(`${base}/${name}`, async (context) => {
      requireAdmin(context)
      const sandbox = context.get('sandbox')
      const { enabled } = await readBody(context, enabledBody)
      const previous = readToggle(sandbox, name)
      writeToggle(sandbox, name, enabled)
      noteSetting(context, name, previous, enabled)
      return context.json({ enabled })
    })
  }
  app.get(`${base}/auditLogging`, (context) => {
    requireAdmin(context)
    const sandbox = context.get('sandbox')
    requireAuditLogging(sandbox)
    return context.json({ enabled: currentAuditLogging(sandbox).phase === 'on' })
  })
  app.patch(`${base}/auditLogging`, patchAuditLogging)
  app.get(`${base}/timezone`, (context) => {
    requireAdmin(context)
    return context.json({ timezone: readTimezone(context.get('sandbox')) })
  })
  app.patch(`${base}/timezone`, async (context) => {
    requireAdmin(context)
    const { timezone } = await readBody(context, z.object({ timezone: z.string() }))
    changeTimezone(context, timezone)
    return context.json({ timezone })
  })
  // The older call, which knows the time zone alone.
  app.patch(base, async (context) => {
    requireAdmin(context)
    const sandbox = context.get('sandbox')
    const { timezone } = await readBody(context, z.object({ timezone: z.string().optional() }))
    if (timezone !== undefined) changeTimezone(context, timezone)
    return context.json({ organizationId: sandbox.world.organizationId, timezone: readTimezone(sandbox) })
  })
}
