import { describe, expect, it } from 'vitest'
import {
  type AuditLoggingEvent,
  type AuditLoggingKind,
  type AuditLoggingState,
  canRequestEnable,
  connectionOf,
  disablingTimeoutMs,
  hasRequestInFlight,
  isBeingWatched,
  nextAuditLoggingState,
  pendingTimeoutMs
} from '../../../../src/shared/domain/audit-logging.ts'

const t0 = 1_000_000
const now = t0 + 60_000

/** One state of each kind, and both refusals. */
const states = {
  unknown: { kind: 'unknown' },
  'not-provisioned': { kind: 'not-provisioned' },
  'region-not-supported': { kind: 'region-not-supported' },
  disabled: { kind: 'disabled' },
  'enable-waiting': { kind: 'enable-waiting', requestedAtMs: t0 },
  pending: { kind: 'pending', requestedAtMs: t0 },
  enabled: { kind: 'enabled', connectionId: 'c1' },
  'disable-waiting': { kind: 'disable-waiting', requestedAtMs: t0, connectionId: 'c1' },
  disabling: { kind: 'disabling', requestedAtMs: t0 },
  'refused enable': { kind: 'refused', request: 'enable', reason: 'not-permitted', refusedAtMs: t0 },
  'refused disable': {
    kind: 'refused',
    request: 'disable',
    reason: 'server-fault',
    refusedAtMs: t0,
    connectionId: 'c1'
  },
  'timed-out': { kind: 'timed-out', requestedAtMs: t0 }
} as const satisfies Record<string, AuditLoggingState>
type StateName = keyof typeof states

const events = {
  'enable-requested': { type: 'enable-requested', atMs: now },
  'disable-requested': { type: 'disable-requested', atMs: now },
  'request-withdrawn': { type: 'request-withdrawn' },
  'request-accepted': { type: 'request-accepted', atMs: now },
  'request-refused': { type: 'request-refused', reason: 'not-permitted', atMs: now },
  'observed off': { type: 'observed', isEnabled: false, atMs: now },
  'observed on, no connection': { type: 'observed', isEnabled: true, atMs: now },
  'observed on': { type: 'observed', isEnabled: true, connectionId: 'c1', atMs: now },
  'observed off, connection still there': { type: 'observed', isEnabled: false, connectionId: 'c1', atMs: now },
  'observed-not-provisioned': { type: 'observed-not-provisioned' },
  'observed-region-not-supported': { type: 'observed-region-not-supported' },
  'observed-not-permitted': { type: 'observed-not-permitted' },
  'refusal-dismissed': { type: 'refusal-dismissed' }
} as const satisfies Record<string, AuditLoggingEvent>
type EventName = keyof typeof events

const activated = { kind: 'enabled', connectionId: 'c1', activatedAtMs: now, tookMs: 60_000 } as const
const enabled = states.enabled
const disabled = states.disabled
const pendingNow = { kind: 'pending', requestedAtMs: now } as const

/** What changes; every pair that is not here leaves the state as it is. */
const transitions: Record<StateName, Partial<Record<EventName, AuditLoggingState>>> = {
  unknown: {
    'observed off': disabled,
    'observed on, no connection': pendingNow,
    'observed on': enabled,
    'observed off, connection still there': disabled,
    'observed-not-provisioned': states['not-provisioned'],
    'observed-region-not-supported': states['region-not-supported']
  },
  'not-provisioned': {
    'observed-not-permitted': states.unknown,
    'observed off': disabled,
    'observed on, no connection': pendingNow,
    'observed on': enabled,
    'observed off, connection still there': disabled,
    'observed-region-not-supported': states['region-not-supported']
  },
  'region-not-supported': {
    'observed-not-permitted': states.unknown,
    'observed off': disabled,
    'observed on, no connection': pendingNow,
    'observed on': enabled,
    'observed off, connection still there': disabled,
    'observed-not-provisioned': states['not-provisioned']
  },
  disabled: {
    'enable-requested': { kind: 'enable-waiting', requestedAtMs: now },
    'observed-not-permitted': states.unknown,
    'observed on, no connection': pendingNow,
    'observed on': enabled,
    'observed-not-provisioned': states['not-provisioned'],
    'observed-region-not-supported': states['region-not-supported']
  },
  'enable-waiting': {
    'request-withdrawn': disabled,
    'request-accepted': pendingNow,
    'request-refused': { kind: 'refused', request: 'enable', reason: 'not-permitted', refusedAtMs: now }
  },
  pending: { 'observed on': activated },
  enabled: {
    'disable-requested': { kind: 'disable-waiting', requestedAtMs: now, connectionId: 'c1' },
    'observed-not-permitted': states.unknown,
    'observed off': disabled,
    'observed off, connection still there': { kind: 'disabling', requestedAtMs: now },
    'observed-not-provisioned': states['not-provisioned'],
    'observed-region-not-supported': states['region-not-supported']
  },
  'disable-waiting': {
    'request-withdrawn': enabled,
    'request-accepted': { kind: 'disabling', requestedAtMs: now },
    'request-refused': {
      kind: 'refused',
      request: 'disable',
      reason: 'not-permitted',
      refusedAtMs: now,
      connectionId: 'c1'
    }
  },
  disabling: { 'observed off': disabled },
  'refused enable': {
    'enable-requested': { kind: 'enable-waiting', requestedAtMs: now },
    'observed on': { kind: 'enabled', connectionId: 'c1', activatedAtMs: now },
    'observed-not-provisioned': states['not-provisioned'],
    'observed-region-not-supported': states['region-not-supported'],
    'refusal-dismissed': disabled
  },
  'refused disable': {
    'disable-requested': { kind: 'disable-waiting', requestedAtMs: now, connectionId: 'c1' },
    'observed off': disabled,
    'observed-not-provisioned': states['not-provisioned'],
    'observed-region-not-supported': states['region-not-supported'],
    'refusal-dismissed': enabled
  },
  'timed-out': { 'request-withdrawn': disabled, 'observed on': activated }
}

const pairs = (Object.keys(states) as StateName[]).flatMap((state) =>
  (Object.keys(events) as EventName[]).map((event) => [state, event, transitions[state][event]] as const)
)

describe('the next state of audit logging', () => {
  it.each(pairs.filter(([, , after]) => after !== undefined))(
    'of %s after %s is as the table says',
    (state, event, after) => {
      expect(nextAuditLoggingState(states[state], events[event])).toEqual(after)
    }
  )

  it.each(pairs.filter(([, , after]) => after === undefined))('of %s after %s is the same object', (state, event) => {
    expect(nextAuditLoggingState(states[state], events[event])).toBe(states[state])
  })

  it('covers every kind of state', () => {
    const kinds: Record<AuditLoggingKind, true> = {
      unknown: true,
      'not-provisioned': true,
      'region-not-supported': true,
      disabled: true,
      'enable-waiting': true,
      pending: true,
      enabled: true,
      'disable-waiting': true,
      disabling: true,
      refused: true,
      'timed-out': true
    }
    expect(new Set(Object.values(states).map((state) => state.kind))).toEqual(new Set(Object.keys(kinds)))
  })
})

describe('Feature Pending', () => {
  const offAt = (atMs: number): AuditLoggingEvent => ({ type: 'observed', isEnabled: true, atMs })

  it('is timed out when it lasts longer than two hours, and not a moment earlier', () => {
    expect(nextAuditLoggingState(states.pending, offAt(t0 + pendingTimeoutMs))).toBe(states.pending)
    expect(nextAuditLoggingState(states.pending, offAt(t0 + pendingTimeoutMs + 1))).toEqual({
      kind: 'timed-out',
      requestedAtMs: t0
    })
  })

  it('that timed out is not news again at the next look', () => {
    const state = nextAuditLoggingState(states.pending, offAt(t0 + pendingTimeoutMs + 1))
    expect(nextAuditLoggingState(state, offAt(t0 + 2 * pendingTimeoutMs))).toBe(state)
  })

  it('that timed out still becomes enabled when the connection appears', () => {
    const atMs = t0 + 3 * pendingTimeoutMs
    expect(
      nextAuditLoggingState(states['timed-out'], { type: 'observed', isEnabled: true, connectionId: 'c1', atMs })
    ).toEqual({
      kind: 'enabled',
      connectionId: 'c1',
      activatedAtMs: atMs,
      tookMs: 3 * pendingTimeoutMs
    })
  })

  it('never took less than nothing, whatever the clock did meanwhile', () => {
    const event: AuditLoggingEvent = { type: 'observed', isEnabled: true, connectionId: 'c1', atMs: t0 - 5_000 }
    expect(nextAuditLoggingState(states.pending, event)).toMatchObject({ tookMs: 0 })
  })
})

describe('Disabling', () => {
  const stillThere = (atMs: number): AuditLoggingEvent => ({
    type: 'observed',
    isEnabled: false,
    connectionId: 'c1',
    atMs
  })

  it('ends although the connection stays, so that Enable comes back', () => {
    expect(nextAuditLoggingState(states.disabling, stillThere(t0 + disablingTimeoutMs))).toBe(states.disabling)
    const off = nextAuditLoggingState(states.disabling, stillThere(t0 + disablingTimeoutMs + 1))
    expect(off).toEqual({ kind: 'disabled' })
    expect(nextAuditLoggingState(off, stillThere(t0 + 2 * disablingTimeoutMs))).toBe(off)
  })
})

describe('an enabled organization', () => {
  it('follows a connection that was made anew and keeps what is known of its activation', () => {
    const state: AuditLoggingState = { kind: 'enabled', connectionId: 'c1', activatedAtMs: 5, tookMs: 6 }
    expect(nextAuditLoggingState(state, { type: 'observed', isEnabled: true, connectionId: 'c2', atMs: now })).toEqual({
      kind: 'enabled',
      connectionId: 'c2',
      activatedAtMs: 5,
      tookMs: 6
    })
  })
})

describe('questions about a state', () => {
  const namesWhere = (test: (state: AuditLoggingState) => boolean) =>
    (Object.keys(states) as StateName[]).filter((name) => test(states[name]))

  it('Enable can be asked for when it is off or was refused', () => {
    expect(namesWhere(canRequestEnable)).toEqual(['disabled', 'refused enable'])
  })

  it('the watch follows what Sigma is busy with', () => {
    expect(namesWhere(isBeingWatched)).toEqual(['pending', 'disabling', 'timed-out'])
  })

  it('a request is in flight from the click until Sigma has done it', () => {
    expect(namesWhere(hasRequestInFlight)).toEqual([
      'enable-waiting',
      'pending',
      'disable-waiting',
      'disabling',
      'timed-out'
    ])
  })

  it('the connection is known where the state names one', () => {
    expect(namesWhere((state) => connectionOf(state) === 'c1')).toEqual([
      'enabled',
      'disable-waiting',
      'refused disable'
    ])
    expect(connectionOf(states.pending)).toBeUndefined()
  })
})

it('audit logging that is still on long after it was switched off was switched on again', () => {
  const disabling = { kind: 'disabling', requestedAtMs: t0 } as const
  const on = (atMs: number) => ({ type: 'observed', isEnabled: true, connectionId: 'c1', atMs }) as const
  expect(nextAuditLoggingState(disabling, on(t0 + pendingTimeoutMs))).toBe(disabling)
  expect(nextAuditLoggingState(disabling, on(t0 + pendingTimeoutMs + 1))).toEqual({
    kind: 'enabled',
    connectionId: 'c1'
  })
})

it('keeps when it became active through a Disable that was taken back or refused', () => {
  const active = { kind: 'enabled', connectionId: 'c1', activatedAtMs: t0, tookMs: 5 } as const
  const waiting = nextAuditLoggingState(active, { type: 'disable-requested', atMs: t0 + 1 })
  expect(nextAuditLoggingState(waiting, { type: 'request-withdrawn' })).toEqual(active)
  const refused = nextAuditLoggingState(waiting, { type: 'request-refused', reason: 'not-permitted', atMs: t0 + 2 })
  expect(nextAuditLoggingState(refused, { type: 'refusal-dismissed' })).toEqual(active)
})
