import type { SyncPhase } from '../../shared/domain/sync-phases.ts'
import type { AppError, AppErrorCode } from '../../shared/kit/app-error.ts'
import { hourMs, minuteMs } from '../../shared/kit/time.ts'
import { retryDelayMs } from './back-off.ts'
import { failureKind } from './failure-kind.ts'

/** The phases in which a failure is waited out. */
export type WaitingPhase = Extract<SyncPhase, 'offline' | 'backing-off' | 'needs-credential'>
/** The phases in which requests may be on their way. */
export type WorkingPhase = Extract<SyncPhase, 'pulling' | 'pushing'>

/**
 * What an engine is doing. `failures`: tries in a row that failed, the work at hand not counted. `retryAtMs` is on the
 * engine's own time, which neither sleep nor a change of the clock can stop.
 */
export type EngineState =
  | { readonly phase: 'idle' }
  | { readonly phase: WorkingPhase; readonly failures: number }
  | { readonly phase: WaitingPhase; readonly failures: number; readonly retryAtMs: number }
  | { readonly phase: 'halted' }

export interface EngineFailure {
  readonly type: 'failed'
  readonly code: AppErrorCode
  /** How long the server asked to be left alone, where it did. */
  readonly askedDelayMs?: number
  /** What the system says about the network. */
  readonly isSystemOnline: boolean
  readonly isOnScreen: boolean
  readonly nowMs: number
  /** From 0 to below 1. */
  readonly random: number
}

export type EngineEvent =
  | { readonly type: 'began'; readonly work: WorkingPhase }
  /** Everything that was due is done. */
  | { readonly type: 'ended' }
  | EngineFailure
  /** The work was called off; it says nothing about the organization. */
  | { readonly type: 'called-off' }
  /** Somebody waits for it, or something happened that may make it work. */
  | { readonly type: 'asked' }
  | { readonly type: 'paused' }
  | { readonly type: 'resumed' }

/** How long an organization that is on screen is left alone after a failure, at most. */
const longestOnScreenMs = minuteMs
/** Tries without any network are rare: its return is announced, this is for a system that is wrong about it. */
const withoutNetworkMs = 5 * minuteMs
/** A keychain that was locked may have been unlocked outside Vigil, so that even this is tried again, rarely. */
const credentialRetryMs = 5 * minuteMs
/** What Sigma refused it will refuse again; too many refusals look like an attack. */
const longestRefusedMs = 6 * hourMs

export const initialEngineState: EngineState = { phase: 'idle' }

/** A failure as an event: how long the server asked to be left alone counts up to an hour. */
export function failureOf(
  { code, params }: AppError,
  facts: Pick<EngineFailure, 'isSystemOnline' | 'isOnScreen' | 'nowMs' | 'random'>
): EngineFailure {
  const { retryAfterMs } = params
  const asked = typeof retryAfterMs === 'number' ? { askedDelayMs: Math.min(retryAfterMs, hourMs) } : {}
  return { type: 'failed', code, ...asked, ...facts }
}

/** The state after an event. Only `resumed` leads out of `halted`. */
export function nextEngineState(state: EngineState, event: EngineEvent): EngineState {
  if (event.type === 'paused') return { phase: 'halted' }
  if (state.phase === 'halted') return event.type === 'resumed' ? { phase: 'idle' } : state
  switch (event.type) {
    case 'resumed':
      return state
    case 'began':
      return { phase: event.work, failures: failuresOf(state) }
    case 'ended':
      return { phase: 'idle' }
    case 'called-off':
      return isWorking(state) ? { phase: 'idle' } : state
    case 'asked':
      return isWorking(state) ? { phase: state.phase, failures: 0 } : { phase: 'idle' }
    case 'failed':
      return afterFailure(failuresOf(state) + 1, event)
  }
}

/** Until when nothing is tried, on the engine's time: 0 for no wait, infinity for a halted engine. */
export function waitsUntilMs(state: EngineState): number {
  switch (state.phase) {
    case 'halted':
      return Number.POSITIVE_INFINITY
    case 'offline':
    case 'backing-off':
    case 'needs-credential':
      return state.retryAtMs
    case 'idle':
    case 'pulling':
    case 'pushing':
      return 0
  }
}

function failuresOf(state: EngineState): number {
  return 'failures' in state ? state.failures : 0
}

function isWorking(state: EngineState): state is Extract<EngineState, { phase: WorkingPhase }> {
  return state.phase === 'pulling' || state.phase === 'pushing'
}

function afterFailure(failures: number, failure: EngineFailure): EngineState {
  const phase = waitingPhaseOf(failure.code)
  return { phase, failures, retryAtMs: failure.nowMs + delayMs(phase, failures, failure) }
}

function delayMs(phase: WaitingPhase, failures: number, failure: EngineFailure): number {
  const { code, random, isOnScreen, isSystemOnline, askedDelayMs = 0 } = failure
  if (phase === 'needs-credential') {
    const times = code === 'credential-refused' ? 2 ** Math.min(failures - 1, 10) : 1
    return Math.min(longestRefusedMs, credentialRetryMs * times) * (1 + random / 4)
  }
  if (phase === 'offline' && !isSystemOnline) return withoutNetworkMs * (1 + random / 4)
  const usualMs = retryDelayMs(failures, random)
  return Math.max(askedDelayMs, isOnScreen ? Math.min(longestOnScreenMs, usualMs) : usualMs)
}

/** What a failure makes of an organization. Real results decide, never the system's word about the network alone. */
export function waitingPhaseOf(code: AppErrorCode): WaitingPhase {
  switch (code) {
    case 'offline':
    case 'unreachable':
    case 'name-not-resolved':
    case 'timed-out':
      return 'offline'
    default:
      return failureKind(code) === 'credential' ? 'needs-credential' : 'backing-off'
  }
}
