import type { EventName, EventPayload } from '../../shared/contract/events.ts'
import type { OrganizationId } from '../../shared/kit/ids.ts'

/** An event with its name. */
export type AnnouncedEvent = {
  readonly [Name in EventName]: { readonly name: Name; readonly payload: EventPayload<Name> }
}[EventName]

/**
 * What makes two events the same thing, so that the later one says all that the earlier one said; undefined for what must
 * arrive each time, in order and at once.
 */
export function subjectOf({ name, payload }: AnnouncedEvent): string | undefined {
  switch (name) {
    case 'organizationsChanged':
    case 'keychainChanged':
    case 'changesChanged':
    case 'inboxChanged':
    case 'noticesChanged':
      return name
    case 'settingsChanged':
    case 'connectionsChanged':
    case 'directoryChanged':
    case 'coverageChanged':
    case 'importsChanged':
    case 'retentionChanged':
    case 'backupsChanged':
    case 'integrityChanged':
    case 'evidenceChanged':
      return `${name}:${payload.organizationId}`
    case 'tableSyncChanged':
      return `${name}:${payload.organizationId}:${JSON.stringify(payload.sync.path)}`
    case 'columnsChanged':
      return `${name}:${payload.organizationId}:${JSON.stringify(payload.path)}`
    case 'bulkRunChanged':
      return `${name}:${payload.runId}`
    case 'connectionTestStepChanged':
    case 'destinationRequested':
    case 'preferencesChanged':
      return undefined
  }
}

/** The later event, with all that the earlier one said. */
export function mergedEvents(earlier: AnnouncedEvent | undefined, later: AnnouncedEvent): AnnouncedEvent {
  if (earlier?.name !== 'organizationsChanged' || later.name !== 'organizationsChanged') return later
  const ids = [earlier.payload.organizationIds, later.payload.organizationIds]
  // Without ids the list itself changed, which is more than any of its organizations.
  if (ids.includes(undefined)) return { name: 'organizationsChanged', payload: {} }
  const together = new Set<OrganizationId>(ids.flatMap((some) => some ?? []))
  return { name: 'organizationsChanged', payload: { organizationIds: [...together] } }
}
