import { useSyncExternalStore } from 'react'

const listeners = new Set<() => void>()
const tickMs = 1_000
let timer: ReturnType<typeof setInterval> | undefined

/** One timer for all clocks of the window, which stops when nothing on screen shows a time. */
function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  timer ??= setInterval(() => {
    for (const each of listeners) each()
  }, tickMs)
  return () => {
    listeners.delete(listener)
    if (listeners.size === 0) {
      clearInterval(timer)
      timer = undefined
    }
  }
}

/**
 * The time now, in steps, so that a component renders again only when a step is over.
 * @param stepMs 1,000 for a running clock; 15,000 suits "2 minutes ago"
 */
export function useNow(stepMs = 15_000): number {
  useSyncExternalStore(subscribe, () => Math.floor(Date.now() / stepMs))
  // The step decides when to render; the time itself is exact, so that "just now" is true right after an event.
  return Date.now()
}
