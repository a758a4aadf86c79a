import type { Connection } from '../../shared/contract/connections.ts'
import { type AuditLoggingState, isBeingWatched, nextAuditLoggingState } from '../../shared/domain/audit-logging.ts'
import { toAppError } from '../../shared/kit/app-error.ts'
import { applyObservation, observeAuditLogging } from './audit-logging-observation.ts'
import { watchDelayMs } from './back-off.ts'
import { type Agenda, emptyAgenda, type Watch } from './engine-agenda.ts'
import { failureKind } from './failure-kind.ts'
import { listConnections, noteContact, storeConnections } from './pull.ts'
import type { EngineContext, ReadContext } from './sync-context.ts'

/**
 * A look at an activation: is the audit connection there, and where that does not decide it, what does the setting say?
 * Where nobody looks and nothing has changed, nothing is written.
 * @returns the state now
 * @throws AppError
 */
export async function lookAtActivation(context: ReadContext, signal: AbortSignal): Promise<AuditLoggingState> {
  const list = await listConnections(context, signal)
  const before = await context.settings.auditLogging(context.organizationId)
  const isStillWaiting = list.leftOut === 0 && saysNothingNew(before, list.connections, context.clock.nowMs())
  const connections = isStillWaiting && !context.isWanted() ? [] : await storeConnections(context, list)
  const state = isStillWaiting
    ? before
    : await applyObservation(context, await observeAuditLogging(context, connections, signal))
  await noteContact(context)
  return state
}

/** Whether the setting is not worth a request: without the audit connection no activation is complete, whatever it says. */
function saysNothingNew(state: AuditLoggingState, connections: readonly Connection[], atMs: number): boolean {
  if (state.kind !== 'pending' && state.kind !== 'timed-out') return false
  if (connections.some((one) => one.isAuditLog && !one.isArchived)) return false
  return nextAuditLoggingState(state, { type: 'observed', isEnabled: true, atMs }) === state
}

/**
 * Members, teams and the like. What Sigma refuses for good is no failure of the organization: the rest of it works.
 * @throws AppError when the organization is out of reach or the credentials do not work
 */
export async function readDirectory(context: EngineContext, signal: AbortSignal): Promise<void> {
  try {
    await context.directory.pull(signal)
  } catch (thrown) {
    const error = toAppError(thrown)
    if (failureKind(error.code) !== 'final') throw error
    context.logger.warn('directory could not be read', {
      organizationId: context.organizationId,
      code: error.code,
      params: error.params
    })
  }
}

/** Has new rows of the audit log read, where audit logging is on. */
export function readRowsIfOn(context: EngineContext, state: AuditLoggingState): void {
  if (state.kind === 'enabled') context.readRows(state.connectionId)
}

/** How long until an activation is looked at next, ms; undefined when none is being followed. */
export function nextLookMs(context: EngineContext, state: AuditLoggingState): Watch['afterMs'] | undefined {
  if (!isBeingWatched(state) || !('requestedAtMs' in state)) return undefined
  const sinceMs = context.clock.nowMs() - state.requestedAtMs
  return { background: watchDelayMs(sinceMs, false), onScreen: watchDelayMs(sinceMs, true) }
}

/** What the organization's file says about when it was last read. */
export async function loadAgenda(context: EngineContext, fraction: number): Promise<Agenda> {
  const { settings, organizationId, time } = context
  const empty = emptyAgenda(fraction)
  try {
    const [facts, directoryReadAtMs, auditLogging] = await Promise.all([
      settings.facts(organizationId),
      context.directory.readAtMs(),
      settings.auditLogging(organizationId)
    ])
    const at = (epochMs: number | undefined) => (epochMs === undefined ? undefined : time.ofEpochMs(epochMs))
    return {
      ...empty,
      readAtMs: { organization: at(facts.settingsReadAtMs), directory: at(directoryReadAtMs), rows: undefined },
      watch: isBeingWatched(auditLogging)
        ? { fromMs: time.nowMs(), afterMs: { background: 0, onScreen: 0 } }
        : undefined
    }
  } catch (error) {
    // A file that cannot be read is the database's to repair; the organization is read as if it were new.
    context.logger.warn('what was read before is not known', { organizationId, error })
    return empty
  }
}
