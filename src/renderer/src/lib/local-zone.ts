import { useSyncExternalStore } from 'react'
import { secondMs } from '../../../shared/kit/time.ts'
import { whileVisible } from './while-visible.ts'

let zone = readZone()
let readAtMs = Date.now()
const listeners = new Set<() => void>()
let stop: (() => void) | undefined

function readZone(): string {
  return new Intl.DateTimeFormat().resolvedOptions().timeZone
}

/**
 * The IANA name of the computer's zone, at most a second old. A traveller's laptop changes it while Vigil runs, and a
 * formatter keeps the one it was made with: whoever keeps formatters keeps them by this.
 */
export function localZone(): string {
  const nowMs = Date.now()
  if (Math.abs(nowMs - readAtMs) >= secondMs) {
    readAtMs = nowMs
    zone = readZone()
  }
  return zone
}

/** No event tells of a new zone, so that it is looked at while something on screen depends on it. */
function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  stop ??= whileVisible(
    () => 5 * secondMs,
    () => {
      for (const each of listeners) each()
    }
  )
  return () => {
    listeners.delete(listener)
    if (listeners.size > 0) return
    stop?.()
    stop = undefined
  }
}

/** The computer's zone; whoever uses it renders again when it changes. */
export function useLocalZone(): string {
  return useSyncExternalStore(subscribe, localZone)
}
