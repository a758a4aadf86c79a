import { assertNever } from '../../../shared/kit/assert-never.ts'

/** Where the audit logging of an organization stands, and since when. */
export interface AuditLoggingState {
  readonly phase: 'off' | 'pending' | 'on' | 'disabling'
  readonly sinceMs: number
}

export interface AuditLoggingTimings {
  /** How long Feature Pending lasts. */
  readonly activationMs: number
  /** How long Disabling lasts. */
  readonly disablingMs: number
}

export type AuditLoggingChange =
  | { readonly kind: 'changed'; readonly state: AuditLoggingState }
  | { readonly kind: 'unchanged' }
  | { readonly kind: 'refused' }

/** Sigma keeps audit rows this long, and brings them back when logging is enabled again within that time. */
export const auditRetentionMs = 30 * 24 * 60 * 60 * 1000

/**
 * Where a state has got to by `nowMs` on its own. Nothing has to run in between: an organization that was closed in
 * the middle of Feature Pending is on when it is opened late enough, since the moment when it would have become so.
 */
export function settleAuditLogging(
  state: AuditLoggingState,
  nowMs: number,
  timings: AuditLoggingTimings
): AuditLoggingState {
  switch (state.phase) {
    case 'off':
    case 'on':
      return state
    case 'pending': {
      const activeAtMs = state.sinceMs + timings.activationMs
      return nowMs >= activeAtMs ? { phase: 'on', sinceMs: activeAtMs } : state
    }
    case 'disabling': {
      const offAtMs = state.sinceMs + timings.disablingMs
      return nowMs >= offAtMs ? { phase: 'off', sinceMs: offAtMs } : state
    }
    default:
      return assertNever(state.phase)
  }
}

/**
 * What a request to enable or disable does to a settled state. Sigma's behaviour here is not documented; the console
 * tolerates more than this. The sandbox's choices: asking for what is already so (or on its way) changes nothing;
 * disabling while pending calls the activation off at once; enabling while disabling is refused until it has ended.
 */
export function requestAuditLogging(state: AuditLoggingState, enabled: boolean, nowMs: number): AuditLoggingChange {
  switch (state.phase) {
    case 'off':
      return enabled ? { kind: 'changed', state: { phase: 'pending', sinceMs: nowMs } } : { kind: 'unchanged' }
    case 'pending':
      return enabled ? { kind: 'unchanged' } : { kind: 'changed', state: { phase: 'off', sinceMs: nowMs } }
    case 'on':
      return enabled ? { kind: 'unchanged' } : { kind: 'changed', state: { phase: 'disabling', sinceMs: nowMs } }
    case 'disabling':
      return enabled ? { kind: 'refused' } : { kind: 'unchanged' }
    default:
      return assertNever(state.phase)
  }
}

/** Whether the audit connection is listed and its tables can be read. It goes only when disabling has ended. */
export function hasAuditConnection(state: AuditLoggingState): boolean {
  return state.phase === 'on' || state.phase === 'disabling'
}
