import type { AuditLoggingEvent, AuditLoggingState } from '../../shared/domain/audit-logging.ts'
import { nextAuditLoggingState } from '../../shared/domain/audit-logging.ts'
import { toAppError } from '../../shared/kit/app-error.ts'
import type { Connection } from '../../shared/contract/connections.ts'
import type { SyncContext } from './sync-context.ts'
import { refusalReason } from './refusal-reason.ts'

/**
 * What Sigma says about audit logging now: the setting's endpoint and the presence of the audit connection. The endpoint
 * is young and its behaviour while pending is not documented, so that neither is believed alone: active means that the
 * connection is there, and an endpoint that does not answer leaves the judgement to the connection.
 * @throws AppError when nothing was learnt (out of reach, refused credentials)
 */
export async function observeAuditLogging(
  context: SyncContext,
  connections: readonly Connection[],
  signal: AbortSignal
): Promise<AuditLoggingEvent> {
  const connectionId = connections.find((one) => one.isAuditLog && !one.isArchived)?.connectionId
  const atMs = context.clock.nowMs()
  const found = connectionId === undefined ? {} : { connectionId }
  try {
    const client = await context.client()
    const isEnabled = await client.settings.getSetting('auditLogging', signal)
    return { type: 'observed', isEnabled, ...found, atMs }
  } catch (thrown) {
    const error = toAppError(thrown)
    const reason = refusalReason(error)
    if (connectionId !== undefined && reason !== undefined)
      return { type: 'observed', isEnabled: true, connectionId, atMs }
    if (reason === 'region-not-supported') return { type: 'observed-region-not-supported' }
    if (reason === 'not-provisioned') return { type: 'observed-not-provisioned' }
    if (reason === 'not-permitted') return { type: 'observed-not-permitted' }
    throw error
  }
}

/**
 * Applies what was observed: the new state, and the news that a person must hear, told before the state is written so
 * that a crash between the two tells it again rather than never (the inbox knows it by its key).
 * @returns the new state
 */
export async function applyObservation(context: SyncContext, event: AuditLoggingEvent): Promise<AuditLoggingState> {
  const { organizationId, settings, organizations, clock } = context
  const before = await settings.auditLogging(organizationId)
  const after = nextAuditLoggingState(before, event)
  if (after === before) return after
  const atMs = clock.nowMs()
  const isActivation = after.kind === 'enabled' && (before.kind === 'pending' || before.kind === 'timed-out')
  if (isActivation) {
    await context.tell({
      key: `activated:${organizationId}:${before.requestedAtMs}`,
      kind: 'audit-logging-activated',
      facts: { requestedAtMs: before.requestedAtMs, tookMs: after.tookMs ?? 0, connectionId: after.connectionId },
      isNotified: true
    })
  } else if (after.kind === 'timed-out') {
    await context.tell({
      key: `timed-out:${organizationId}:${after.requestedAtMs}`,
      kind: 'audit-logging-timed-out',
      facts: { requestedAtMs: after.requestedAtMs },
      isNotified: true
    })
  } else if (after.kind === 'disabled' && before.kind === 'disabling') {
    await context.tell({
      key: `disabled:${organizationId}:${before.requestedAtMs}`,
      kind: 'audit-logging-disabled',
      facts: { requestedAtMs: before.requestedAtMs },
      isNotified: false
    })
  }
  await settings.saveAuditLogging(organizationId, after, {
    action: `audit-logging-observed-${after.kind}`,
    outcome: 'done',
    detail: { from: before.kind },
    atMs
  })
  if (isActivation && after.tookMs !== undefined)
    await organizations.recordActivation(organizationId, after.tookMs, atMs)
  context.announce('settingsChanged', { organizationId })
  context.announce('organizationsChanged', { organizationIds: [organizationId] })
  if (isActivation) context.announce('connectionsChanged', { organizationId })
  return after
}
