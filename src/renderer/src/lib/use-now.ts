import { useSyncExternalStore } from 'react'
import { whileVisible } from './while-visible.ts'

type Subscribe = (listener: () => void) => () => void

/** One timer for all clocks of a step; it stops when nothing on screen has that step. */
function clockOf(stepMs: number): Subscribe {
  const listeners = new Set<() => void>()
  let stop: (() => void) | undefined
  const tick = (): void => {
    for (const each of listeners) each()
  }
  return (listener) => {
    listeners.add(listener)
    // At the beginning of each step: all that have this step are drawn together.
    stop ??= whileVisible(() => stepMs - (Date.now() % stepMs), tick)
    return () => {
      listeners.delete(listener)
      if (listeners.size > 0) return
      stop?.()
      stop = undefined
    }
  }
}

const clocks = new Map<number, Subscribe>()

function subscribeTo(stepMs: number): Subscribe {
  const known = clocks.get(stepMs)
  if (known !== undefined) return known
  const made = clockOf(stepMs)
  clocks.set(stepMs, made)
  return made
}

/**
 * The time now, in steps, so that a component renders again only when a step is over. It is behind by up to a step, which
 * must stay below what `formatRelative` calls "just now".
 * @param stepMs 1,000 for a running clock
 */
export function useNow(stepMs = 5_000): number {
  return useSyncExternalStore(subscribeTo(stepMs), () => Math.floor(Date.now() / stepMs) * stepMs)
}
