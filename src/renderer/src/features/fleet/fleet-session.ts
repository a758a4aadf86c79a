import { useSyncExternalStore } from 'react'
import type { QuickFilter } from './fleet-facts.ts'

/** What is looked for on the page, kept while the window is open: whoever opens an organization comes back to it. */
export interface FleetSession {
  readonly text: string
  readonly quick: QuickFilter
  /** Ids of groups whose rows are hidden. */
  readonly collapsed: ReadonlySet<string>
}

export const initialFleetSession: FleetSession = { text: '', quick: 'all', collapsed: new Set() }
let session = initialFleetSession
const listeners = new Set<() => void>()

/** Changes what is looked for. */
export function setFleetSession(change: Partial<FleetSession>): void {
  session = { ...session, ...change }
  for (const listener of listeners) listener()
}

/** Shows or hides the rows of a group. */
export function toggleFleetGroup(groupId: string): void {
  const collapsed = new Set(session.collapsed)
  if (!collapsed.delete(groupId)) collapsed.add(groupId)
  setFleetSession({ collapsed })
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

/** What is looked for now. */
export function useFleetSession(): FleetSession {
  return useSyncExternalStore(subscribe, () => session)
}
