import { describe, expect, test } from 'vitest'
import {
  type EngineEvent,
  type EngineFailure,
  type EngineState,
  nextEngineState,
  waitingPhaseOf,
  waitsUntilMs
} from '../../../../src/main/sync/engine-state.ts'
import { syncPhases } from '../../../../src/shared/domain/sync-phases.ts'
import { type AppErrorCode, appErrorCodes } from '../../../../src/shared/kit/app-error.ts'

const failed = (code: AppErrorCode, more: Partial<EngineFailure> = {}): EngineFailure => ({
  type: 'failed',
  code,
  isSystemOnline: true,
  isOnScreen: false,
  nowMs: 1_000_000,
  random: 0,
  ...more
})

const states = {
  offline: { phase: 'offline', failures: 2, retryAtMs: 5_000 },
  idle: { phase: 'idle' },
  pulling: { phase: 'pulling', failures: 2 },
  pushing: { phase: 'pushing', failures: 2 },
  'backing-off': { phase: 'backing-off', failures: 2, retryAtMs: 5_000 },
  'needs-credential': { phase: 'needs-credential', failures: 2, retryAtMs: 5_000 },
  halted: { phase: 'halted' }
} as const satisfies Record<(typeof syncPhases)[number], EngineState>

const events = {
  pulls: { type: 'began', work: 'pulling' },
  pushes: { type: 'began', work: 'pushing' },
  ended: { type: 'ended' },
  unreachable: failed('unreachable'),
  fault: failed('server-fault'),
  refused: failed('credential-refused'),
  'called off': { type: 'called-off' },
  asked: { type: 'asked' },
  paused: { type: 'paused' },
  resumed: { type: 'resumed' }
} as const satisfies Record<string, EngineEvent>

/** What becomes of each phase with each event; a dot for "stays as it is". */
const table: Record<keyof typeof states, Record<keyof typeof events, string>> = {
  offline: row('pulling pushing idle offline backing-off needs-credential . idle halted .'),
  idle: row('pulling pushing . offline backing-off needs-credential . . halted .'),
  pulling: row('. pushing idle offline backing-off needs-credential idle . halted .'),
  pushing: row('pulling . idle offline backing-off needs-credential idle . halted .'),
  'backing-off': row('pulling pushing idle offline backing-off needs-credential . idle halted .'),
  'needs-credential': row('pulling pushing idle offline backing-off needs-credential . idle halted .'),
  halted: row('. . . . . . . . . idle')
}

function row(words: string): Record<keyof typeof events, string> {
  const phases = words.split(' ')
  return Object.fromEntries(Object.keys(events).map((name, index) => [name, phases[index] ?? ''])) as Record<
    keyof typeof events,
    string
  >
}

describe.each(syncPhases)('the phase %s', (phase) => {
  test.each(Object.keys(events) as (keyof typeof events)[])('goes on as the table says when: %s', (event) => {
    const expected = table[phase][event] === '.' ? phase : table[phase][event]
    expect(nextEngineState(states[phase], events[event]).phase).toBe(expected)
  })
})

test('failures are counted over the tries between them, and forgotten by success and by being asked', () => {
  let state: EngineState = { phase: 'idle' }
  const delays: number[] = []
  for (let number = 0; number < 3; number += 1) {
    state = nextEngineState(state, { type: 'began', work: 'pulling' })
    state = nextEngineState(state, failed('server-fault'))
    delays.push(waitsUntilMs(state) - 1_000_000)
  }
  expect(delays).toEqual([2_000, 4_000, 8_000])
  state = nextEngineState(nextEngineState(state, { type: 'asked' }), failed('server-fault'))
  expect(waitsUntilMs(state) - 1_000_000).toBe(2_000)
})

test('what was asked for while a try is on its way makes the next failure count as the first', () => {
  const state = nextEngineState(nextEngineState(states.pulling, { type: 'asked' }), failed('server-fault'))
  expect(state).toEqual({ phase: 'backing-off', failures: 1, retryAtMs: 1_002_000 })
})

test('nothing waits but what has failed, and a halted engine waits for ever', () => {
  expect(syncPhases.map((phase) => [phase, waitsUntilMs(states[phase])])).toEqual([
    ['offline', 5_000],
    ['idle', 0],
    ['pulling', 0],
    ['pushing', 0],
    ['backing-off', 5_000],
    ['needs-credential', 5_000],
    ['halted', Number.POSITIVE_INFINITY]
  ])
})

const waitOf = (failures: number, failure: EngineFailure) =>
  waitsUntilMs(nextEngineState({ phase: 'pulling', failures }, failure)) - failure.nowMs

test('without any network there are no quick tries', () => {
  expect(waitOf(0, failed('offline', { isSystemOnline: false }))).toBe(300_000)
  expect(waitOf(0, failed('offline'))).toBe(2_000)
  // The server has answered: that beats what the system says about the network.
  expect(waitOf(0, failed('server-fault', { isSystemOnline: false }))).toBe(2_000)
})

test('on screen no failure is waited out for more than a minute, unless the server asks for it', () => {
  expect(waitOf(10, failed('unreachable'))).toBe(300_000)
  expect(waitOf(10, failed('unreachable', { isOnScreen: true }))).toBe(60_000)
  expect(waitOf(10, failed('rate-limited', { isOnScreen: true, askedDelayMs: 600_000 }))).toBe(600_000)
})

test('credentials that were refused are tried more and more rarely, a locked keychain every five minutes', () => {
  expect([0, 1, 2, 20].map((failures) => waitOf(failures, failed('credential-refused')))).toEqual([
    300_000, 600_000, 1_200_000, 21_600_000
  ])
  expect([0, 20].map((failures) => waitOf(failures, failed('keychain-locked')))).toEqual([300_000, 300_000])
})

test('every error has a phase: out of reach, a person needed, or tried again', () => {
  const of = (phase: string) => appErrorCodes.filter((code) => waitingPhaseOf(code) === phase)
  expect(of('offline')).toEqual(['name-not-resolved', 'offline', 'timed-out', 'unreachable'])
  expect(of('needs-credential')).toEqual([
    'credential-missing',
    'credential-refused',
    'keychain-locked',
    'keychain-unavailable',
    'keychain-unreadable'
  ])
  expect(of('backing-off').length).toBe(appErrorCodes.length - 9)
})
