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
 * The time now, in steps, so that a component renders again only when a step is over. It is behind by up to a step, which
 * must stay below what `formatRelative` calls "just now".
 * @param stepMs 1,000 for a running clock
 */
export function useNow(stepMs = 5_000): number {
  return useSyncExternalStore(subscribe, () => Math.floor(Date.now() / stepMs) * stepMs)
}
