import type { SettingKey, SettingValue } from '../../shared/contract/settings.ts'
import { nextAuditLoggingState } from '../../shared/domain/audit-logging.ts'
import { AppError, toAppError } from '../../shared/kit/app-error.ts'
import type { StoredPendingChange } from '../stores/settings-store.ts'
import { retryDelayMs } from './back-off.ts'
import { failureKind } from './failure-kind.ts'
import { refusalReason } from './refusal-reason.ts'
import type { SyncContext } from './sync-context.ts'

/**
 * Sends the changes that are due, oldest first; all of them when somebody asked for it. A change that Sigma refuses waits
 * for a person and does not hold up the next one; a change that could not be sent is tried again later, as are those behind it.
 * @returns `againAtMs`: when the next try is due, epoch ms; undefined when nothing waits for time to pass. `hasContact`:
 * whether the organization has answered
 * @throws AppError when the organization could not be reached or the credentials do not work
 */
export async function pushChanges(
  context: SyncContext,
  signal: AbortSignal,
  isAskedFor: boolean
): Promise<{ readonly againAtMs: number | undefined; readonly hasContact: boolean }> {
  const changes = await context.settings.pendingChanges(context.organizationId)
  let hasContact = false
  for (const change of changes) {
    if (change.state === 'refused' || signal.aborted) continue
    // A change found "sending" was cut off by the end of the program: whether it arrived is seen by reading first.
    if (!isAskedFor && change.nextAttemptAtMs !== undefined && change.nextAttemptAtMs > context.clock.nowMs())
      return { againAtMs: change.nextAttemptAtMs, hasContact }
    hasContact = (await pushChange(context, change, signal)) || hasContact
  }
  return { againAtMs: undefined, hasContact }
}

/** Whether there is anything to send. */
export async function hasChangesToPush(context: SyncContext): Promise<boolean> {
  return (await context.settings.pendingChanges(context.organizationId)).some((change) => change.state !== 'refused')
}

/** @returns whether the organization has answered; a refusal is an answer, too */
async function pushChange(context: SyncContext, change: StoredPendingChange, signal: AbortSignal): Promise<boolean> {
  const { organizationId, settings } = context
  // While those before it were sent, a person may have discarded this one or put another in its place.
  const isStillWanted = await settings.updatePendingChange(organizationId, change.id, {
    state: 'sending',
    attempts: change.attempts + 1
  })
  if (!isStillWanted) return false
  context.announce('settingsChanged', { organizationId })
  context.announce('changesChanged', {})
  try {
    if (change.key === 'auditLogging') await sendAuditLogging(context, change, signal)
    else await sendSetting(context, change, change.key, signal)
    return true
  } catch (thrown) {
    const error = toAppError(thrown)
    await afterFailure(context, change, error)
    if (failureKind(error.code) !== 'final') throw error
    return true
  } finally {
    context.announce('settingsChanged', { organizationId })
    context.announce('changesChanged', {})
    context.announce('organizationsChanged', { organizationIds: [organizationId] })
  }
}

async function sendAuditLogging(context: SyncContext, change: StoredPendingChange, signal: AbortSignal): Promise<void> {
  const { organizationId, settings, clock } = context
  const client = await context.client()
  const wanted = change.value === true
  // The answer to an earlier try may have been lost: what Sigma says now decides whether there is anything to send.
  const current = await client.settings.getSetting('auditLogging', signal).catch((thrown: unknown) => {
    const error = toAppError(thrown)
    if (failureKind(error.code) === 'final') return undefined
    throw error
  })
  if (current !== wanted)
    await client.settings.setSetting('auditLogging', wanted, { idempotencyKey: change.idempotencyKey, signal })
  const atMs = clock.nowMs()
  await settings.settlePendingChange(organizationId, change.id, {
    journal: { action: wanted ? 'audit-logging-enabled' : 'audit-logging-disabled', outcome: 'done', detail: {}, atMs },
    auditLogging: nextAuditLoggingState(await settings.auditLogging(organizationId), { type: 'request-accepted', atMs })
  })
}

/** Sigma has neither what was there when the change was made nor what the change wants. */
class SettingConflict extends AppError {
  readonly key: SettingKey
  readonly theirs: SettingValue

  constructor(change: StoredPendingChange, key: SettingKey, theirs: SettingValue) {
    super('conflict', {
      key,
      theirs: String(theirs),
      mine: String(change.value),
      base: String(change.baseValue)
    })
    this.key = key
    this.theirs = theirs
  }
}

async function sendSetting(
  context: SyncContext,
  change: StoredPendingChange,
  key: SettingKey,
  signal: AbortSignal
): Promise<void> {
  const { organizationId, settings, clock } = context
  const client = await context.client()
  const theirs = await client.settings.getSetting(key, signal)
  if (theirs !== change.value) {
    const isConflict =
      change.baseValue !== undefined && theirs !== change.baseValue && change.ownValues?.includes(theirs) !== true
    if (isConflict) throw new SettingConflict(change, key, theirs)
    // From here on it may arrive without our hearing of it.
    await settings.updatePendingChange(organizationId, change.id, { sentAtMs: clock.nowMs() })
    await client.settings.setSetting(key, change.value, { idempotencyKey: change.idempotencyKey, signal })
  }
  const atMs = clock.nowMs()
  await settings.settlePendingChange(organizationId, change.id, {
    journal: { action: 'setting-changed', outcome: 'done', detail: { key, value: change.value }, atMs },
    setting: { key, value: change.value, readAtMs: atMs }
  })
}

async function afterFailure(context: SyncContext, change: StoredPendingChange, error: AppError): Promise<void> {
  const { organizationId, settings, clock } = context
  const atMs = clock.nowMs()
  if (failureKind(error.code) !== 'final') {
    await settings.updatePendingChange(organizationId, change.id, {
      state: 'waiting',
      lastError: error.toData(),
      nextAttemptAtMs:
        failureKind(error.code) === 'credential' ? null : atMs + retryDelayMs(change.attempts + 1, context.random())
    })
    return
  }
  const reason = refusalReason(error)
  if (change.key === 'auditLogging') {
    const refused = nextAuditLoggingState(await settings.auditLogging(organizationId), {
      type: 'request-refused',
      reason: reason ?? 'server-fault',
      atMs
    })
    await settings.settlePendingChange(organizationId, change.id, {
      journal: {
        action: change.value === true ? 'audit-logging-enabled' : 'audit-logging-disabled',
        outcome: 'refused',
        detail: { code: error.code },
        atMs
      },
      auditLogging: refused
    })
  } else {
    const outcome = await settings.refusePendingChange(organizationId, change.id, {
      error: error.toData(),
      ...(error instanceof SettingConflict
        ? {
            conflict: { theirs: error.theirs, seenAtMs: atMs },
            setting: { key: error.key, value: error.theirs, readAtMs: atMs }
          }
        : {}),
      journal: {
        action: 'setting-changed',
        outcome: 'refused',
        detail: { key: change.key, value: change.value, code: error.code },
        atMs
      }
    })
    // Overtaken by a newer change: there is nothing for a person to do.
    if (outcome !== 'refused') return
  }
  await context.tell({
    key: `refused:${organizationId}:${change.id}`,
    kind: change.key === 'auditLogging' ? 'audit-logging-refused' : 'change-refused',
    facts: { code: error.code, key: change.key, ...(reason === undefined ? {} : { reason }) },
    isNotified: false
  })
}
