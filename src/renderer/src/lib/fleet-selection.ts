import { useSyncExternalStore } from 'react'
import type { OrganizationId } from '../../../shared/kit/ids.ts'

const none: ReadonlySet<OrganizationId> = new Set()
let selected = none
const listeners = new Set<() => void>()

/** The organizations that are selected on the page of all organizations; it outlives the page, for what acts on it. */
export function fleetSelection(): ReadonlySet<OrganizationId> {
  return selected
}

/** Selects these and no others. */
export function setFleetSelection(organizationIds: Iterable<OrganizationId>): void {
  const next = new Set(organizationIds)
  if (next.size === selected.size && [...next].every((id) => selected.has(id))) return
  selected = next.size === 0 ? none : next
  for (const listener of listeners) listener()
}

/**
 * Listens for another selection.
 * @returns stops listening
 */
export function subscribeToFleetSelection(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

/** The selected organizations, as they are now. */
export function useFleetSelection(): ReadonlySet<OrganizationId> {
  return useSyncExternalStore(subscribeToFleetSelection, fleetSelection)
}
