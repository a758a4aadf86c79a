/**
 * The life of the setting Sigma Audit Logs in one organization, as Vigil sees it.
 * Words and order follow Sigma's page on enabling audit logging; `-waiting` states and `refused` are Vigil's own,
 * since Sigma documents neither offline requests nor failures.
 */
export type AuditLoggingState =
  /** Nothing has been read yet, or the credentials may not read it. */
  | { readonly kind: 'unknown' }
  /** Sigma does not offer the section in this organization. */
  | { readonly kind: 'not-provisioned' }
  | { readonly kind: 'region-not-supported' }
  | { readonly kind: 'disabled' }
  /** The admin asked for it here; it is kept and sent when the organization can be reached. */
  | { readonly kind: 'enable-waiting'; readonly requestedAtMs: number }
  /** Sent and accepted: Feature Pending. */
  | { readonly kind: 'pending'; readonly requestedAtMs: number }
  | {
      readonly kind: 'enabled'
      readonly connectionId: string
      readonly activatedAtMs?: number
      readonly tookMs?: number
    }
  | ({ readonly kind: 'disable-waiting'; readonly requestedAtMs: number; readonly connectionId: string } & Activation)
  /** Sent and accepted: Disabling. */
  | { readonly kind: 'disabling'; readonly requestedAtMs: number }
  /** Sigma said no. What was true before the request still is. */
  | ({
      readonly kind: 'refused'
      readonly request: 'enable' | 'disable'
      readonly reason: AuditLoggingRefusal
      readonly refusedAtMs: number
      readonly connectionId?: string
    } & Activation)
  /** Pending for longer than it ever takes; the watch goes on, slower. */
  | { readonly kind: 'timed-out'; readonly requestedAtMs: number }

/** When audit logging became active and how long that took, where Vigil saw it. */
interface Activation {
  readonly activatedAtMs?: number
  readonly tookMs?: number
}

export type AuditLoggingRefusal =
  | 'not-permitted'
  | 'region-not-supported'
  | 'not-provisioned'
  | 'credential-refused'
  | 'server-fault'

export type AuditLoggingKind = AuditLoggingState['kind']

export type AuditLoggingEvent =
  | { readonly type: 'enable-requested'; readonly atMs: number }
  | { readonly type: 'disable-requested'; readonly atMs: number }
  /** The admin took back a request that was not sent yet, or gave up on one that timed out. */
  | { readonly type: 'request-withdrawn' }
  | { readonly type: 'request-accepted'; readonly atMs: number }
  | { readonly type: 'request-refused'; readonly reason: AuditLoggingRefusal; readonly atMs: number }
  /** What Sigma says now: the setting, and the audit connection when there is one. */
  | { readonly type: 'observed'; readonly isEnabled: boolean; readonly connectionId?: string; readonly atMs: number }
  | { readonly type: 'observed-not-provisioned' }
  | { readonly type: 'observed-region-not-supported' }
  /** The credentials may not see the setting, and see no audit connection: that says nothing about whether it is on. */
  | { readonly type: 'observed-not-permitted' }
  | { readonly type: 'refusal-dismissed' }

/** Feature Pending for longer than this is called timed out (Sigma: "usually a few minutes"). */
export const pendingTimeoutMs = 2 * 60 * 60 * 1000

/**
 * Disabling for longer than this with the setting off is taken for off. Whether the audit connection goes when audit
 * logging is off is not documented: one that stays must not keep Enable away for ever.
 */
export const disablingTimeoutMs = 30 * 60 * 1000

/**
 * The next state. Events that make no sense in a state leave it as it is, so that a late or repeated answer is harmless.
 *
 * While a request is waiting or pending, an observation that still shows the old value changes nothing: Sigma needs a
 * while, and forgetting the request would hide the Feature Pending tag.
 * @returns the very object that was given where nothing changes, so that callers can tell news from repetition
 */
export function nextAuditLoggingState(state: AuditLoggingState, event: AuditLoggingEvent): AuditLoggingState {
  const next = transition(state, event)
  return isSame(state, next) ? state : next
}

/** States are flat, so that comparing their fields is comparing them. */
function isSame(one: AuditLoggingState, other: AuditLoggingState): boolean {
  const fields = new Map<string, unknown>(Object.entries(one))
  const others = Object.entries(other)
  return others.length === fields.size && others.every(([name, value]) => fields.get(name) === value)
}

function transition(state: AuditLoggingState, event: AuditLoggingEvent): AuditLoggingState {
  switch (event.type) {
    case 'enable-requested':
      return canRequestEnable(state) ? { kind: 'enable-waiting', requestedAtMs: event.atMs } : state
    case 'disable-requested': {
      const connectionId = connectionOf(state)
      return connectionId !== undefined && (state.kind === 'enabled' || state.kind === 'refused')
        ? { kind: 'disable-waiting', requestedAtMs: event.atMs, connectionId, ...activationOf(state) }
        : state
    }
    case 'request-withdrawn':
      if (state.kind === 'enable-waiting') return { kind: 'disabled' }
      if (state.kind === 'timed-out') return { kind: 'disabled' }
      if (state.kind === 'disable-waiting')
        return { kind: 'enabled', connectionId: state.connectionId, ...activationOf(state) }
      return state
    case 'request-accepted':
      if (state.kind === 'enable-waiting') return { kind: 'pending', requestedAtMs: event.atMs }
      if (state.kind === 'disable-waiting') return { kind: 'disabling', requestedAtMs: event.atMs }
      return state
    case 'request-refused':
      if (state.kind === 'enable-waiting')
        return { kind: 'refused', request: 'enable', reason: event.reason, refusedAtMs: event.atMs }
      if (state.kind === 'disable-waiting')
        return {
          kind: 'refused',
          request: 'disable',
          reason: event.reason,
          refusedAtMs: event.atMs,
          connectionId: state.connectionId,
          ...activationOf(state)
        }
      return state
    case 'refusal-dismissed':
      if (state.kind !== 'refused') return state
      return state.connectionId === undefined
        ? { kind: 'disabled' }
        : { kind: 'enabled', connectionId: state.connectionId, ...activationOf(state) }
    case 'observed-not-provisioned':
      return hasRequestInFlight(state) ? state : { kind: 'not-provisioned' }
    case 'observed-region-not-supported':
      return hasRequestInFlight(state) ? state : { kind: 'region-not-supported' }
    case 'observed-not-permitted':
      return hasRequestInFlight(state) || state.kind === 'refused' ? state : { kind: 'unknown' }
    case 'observed':
      return afterObservation(state, event)
  }
}

function afterObservation(
  state: AuditLoggingState,
  event: Extract<AuditLoggingEvent, { type: 'observed' }>
): AuditLoggingState {
  const { connectionId, atMs } = event
  const isActive = event.isEnabled && connectionId !== undefined
  switch (state.kind) {
    case 'enable-waiting':
    case 'disable-waiting':
      return state
    case 'pending':
    case 'timed-out':
      if (isActive)
        return { kind: 'enabled', connectionId, activatedAtMs: atMs, tookMs: Math.max(0, atMs - state.requestedAtMs) }
      return atMs - state.requestedAtMs > pendingTimeoutMs
        ? { kind: 'timed-out', requestedAtMs: state.requestedAtMs }
        : state
    case 'disabling':
      // Still on long after it was switched off: somebody switched it on again meanwhile.
      if (isActive && atMs - state.requestedAtMs > pendingTimeoutMs) return { kind: 'enabled', connectionId }
      if (event.isEnabled) return state
      return connectionId === undefined || atMs - state.requestedAtMs > disablingTimeoutMs
        ? { kind: 'disabled' }
        : state
    case 'refused':
      // The refusal stays on screen until it is dismissed or overtaken by the value that was asked for.
      if (state.request === 'enable' && isActive) return { kind: 'enabled', connectionId, activatedAtMs: atMs }
      if (state.request === 'disable' && !event.isEnabled && connectionId === undefined) return { kind: 'disabled' }
      return state
    case 'enabled':
      if (isActive) return state.connectionId === connectionId ? state : { ...state, connectionId }
      // Switched off by somebody else: while the connection is still there, Sigma is winding down.
      return connectionId === undefined && !event.isEnabled
        ? { kind: 'disabled' }
        : event.isEnabled
          ? state
          : { kind: 'disabling', requestedAtMs: atMs }
    case 'unknown':
    case 'disabled':
    case 'not-provisioned':
    case 'region-not-supported':
      if (isActive) return { kind: 'enabled', connectionId }
      // Switched on by somebody else and not active yet: the tag in Sigma says Feature Pending too.
      return event.isEnabled ? { kind: 'pending', requestedAtMs: atMs } : { kind: 'disabled' }
  }
}

/** Whether an Enable button makes sense in this state. */
export function canRequestEnable(state: AuditLoggingState): boolean {
  return state.kind === 'disabled' || (state.kind === 'refused' && state.request === 'enable')
}

/** Whether the state is one that the activation watch must follow until it ends. */
export function isBeingWatched(state: AuditLoggingState): boolean {
  return state.kind === 'pending' || state.kind === 'timed-out' || state.kind === 'disabling'
}

/** Whether a request was made here and has not come to its end. */
export function hasRequestInFlight(state: AuditLoggingState): boolean {
  return (
    state.kind === 'enable-waiting' ||
    state.kind === 'disable-waiting' ||
    state.kind === 'pending' ||
    state.kind === 'timed-out' ||
    state.kind === 'disabling'
  )
}

/** What is known of the activation, to be kept while audit logging stays on. */
function activationOf(state: AuditLoggingState): Activation {
  const { activatedAtMs, tookMs }: Activation = 'activatedAtMs' in state || 'tookMs' in state ? state : {}
  return {
    ...(activatedAtMs === undefined ? {} : { activatedAtMs }),
    ...(tookMs === undefined ? {} : { tookMs })
  }
}

/** The audit connection's id where the state knows one. */
export function connectionOf(state: AuditLoggingState): string | undefined {
  return 'connectionId' in state ? state.connectionId : undefined
}
