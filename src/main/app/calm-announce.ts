import type { EventName, EventPayload } from '../../shared/contract/events.ts'
import type { OrganizationId } from '../../shared/kit/ids.ts'
import type { Announce } from '../ports/announcer.port.ts'
import type { Clock } from '../ports/clock.port.ts'

/** The same thing is told this often and no more, ms: quick enough for an eye, slow enough for 200 engines at work. */
export const calmMs = 250

type Event = { readonly [Name in EventName]: { readonly name: Name; readonly payload: EventPayload<Name> } }[EventName]

/**
 * What makes two events the same thing, so that the later one says all that the earlier one said; undefined for what must
 * arrive each time, in order and at once.
 */
function subjectOf({ name, payload }: Event): string | undefined {
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
      return `${name}:${payload.organizationId}`
    case 'tableSyncChanged':
      return `${name}:${payload.organizationId}:${JSON.stringify(payload.sync.path)}`
    case 'bulkRunChanged':
      return `${name}:${payload.runId}`
    case 'connectionTestStepChanged':
    case 'destinationRequested':
    case 'preferencesChanged':
      return undefined
  }
}

/** The later event, with all that the earlier one said. */
function merged(earlier: Event | undefined, later: Event): Event {
  if (earlier?.name !== 'organizationsChanged' || later.name !== 'organizationsChanged') return later
  const ids = [earlier.payload.organizationIds, later.payload.organizationIds]
  // Without ids the list itself changed, which is more than any of its organizations.
  if (ids.includes(undefined)) return { name: 'organizationsChanged', payload: {} }
  const together = new Set<OrganizationId>(ids.flatMap((some) => some ?? []))
  return { name: 'organizationsChanged', payload: { organizationIds: [...together] } }
}

/**
 * Tells the window at once what is new, and gathers what repeats itself: the same thing at most four times a second, the
 * last of it always.
 */
export function calmAnnounce(announce: Announce, clock: Clock): Announce {
  /** Subjects that were told a moment ago, with what has gathered since. */
  const resting = new Map<string, Event | undefined>()

  const tell = (event: Event, subject: string): void => {
    resting.set(subject, undefined)
    announce(event.name, event.payload)
    clock.sleep(calmMs).then(
      () => {
        const gathered = resting.get(subject)
        resting.delete(subject)
        if (gathered !== undefined) tell(gathered, subject)
      },
      () => resting.delete(subject)
    )
  }

  return (name, payload) => {
    const event = { name, payload } as Event
    const subject = subjectOf(event)
    if (subject === undefined) announce(name, payload)
    else if (resting.has(subject)) resting.set(subject, merged(resting.get(subject), event))
    else tell(event, subject)
  }
}
