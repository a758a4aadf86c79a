import { isBeingWatched } from '../../shared/domain/audit-logging.ts'
import { toAppError } from '../../shared/kit/app-error.ts'
import { applyObservation, observeAuditLogging } from './audit-logging-observation.ts'
import { watchDelayMs } from './back-off.ts'
import { type Agenda, emptyAgenda } from './engine-agenda.ts'
import { failureKind } from './failure-kind.ts'
import { noteContact, pullConnections } from './pull.ts'
import type { EngineContext } from './sync-context.ts'

/** A look at an activation: the connections and what the setting says. @throws AppError */
export async function lookAtActivation(context: EngineContext, signal: AbortSignal): Promise<void> {
  const connections = await pullConnections(context, signal)
  await applyObservation(context, await observeAuditLogging(context, connections, signal))
  await noteContact(context)
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
export async function readRowsIfOn(context: EngineContext): Promise<void> {
  const state = await context.settings.auditLogging(context.organizationId)
  if (state.kind === 'enabled' && state.connectionId !== undefined) context.readRows(state.connectionId)
}

/** How long until an activation is looked at next, ms; undefined when none is being followed. */
export async function nextLookMs(context: EngineContext): Promise<number | undefined> {
  const state = await context.settings.auditLogging(context.organizationId)
  return isBeingWatched(state) && 'requestedAtMs' in state
    ? watchDelayMs(context.clock.nowMs() - state.requestedAtMs)
    : undefined
}

/** What the organization's file says about when it was last read. */
export async function loadAgenda(context: EngineContext, fraction: number): Promise<Agenda> {
  const { settings, organizationId, time } = context
  const empty = emptyAgenda(fraction)
  try {
    const [facts, directoryReadAtMs, lookMs] = await Promise.all([
      settings.facts(organizationId),
      context.directory.readAtMs(),
      nextLookMs(context)
    ])
    const at = (epochMs: number | undefined) => (epochMs === undefined ? undefined : time.ofEpochMs(epochMs))
    return {
      ...empty,
      readAtMs: { organization: at(facts.settingsReadAtMs), directory: at(directoryReadAtMs), rows: undefined },
      watchAtMs: lookMs === undefined ? undefined : time.nowMs()
    }
  } catch (error) {
    // A file that cannot be read is the database's to repair; the organization is read as if it were new.
    context.logger.warn('what was read before is not known', { organizationId, error })
    return empty
  }
}
