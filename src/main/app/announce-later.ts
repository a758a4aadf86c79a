import type { EventName, EventPayload } from '../../shared/contract/events.ts'
import { minuteMs } from '../../shared/kit/time.ts'
import type { Announce } from '../ports/announcer.port.ts'
import type { Clock } from '../ports/clock.port.ts'
import { type AnnouncedEvent, mergedEvents, subjectOf } from './announced-events.ts'

/** What can wait is told this often, ms: as often as "3 minutes ago" becomes another word. */
export const laterMs = minuteMs

/**
 * Gathers what nobody waits for and tells it together, so that 200 organizations that are read now and then make the
 * window draw their ages once a minute and not each time.
 */
export function announceLater(announce: Announce, clock: Clock): Announce {
  const waiting = new Map<string, AnnouncedEvent>()

  const tellAll = (): void => {
    const events = [...waiting.values()]
    waiting.clear()
    for (const event of events) announce(event.name, event.payload)
  }

  return <Name extends EventName>(name: Name, payload: EventPayload<Name>): void => {
    const event = { name, payload } as AnnouncedEvent
    const subject = subjectOf(event)
    if (subject === undefined) return announce(name, payload)
    const isFirst = waiting.size === 0
    waiting.set(subject, mergedEvents(waiting.get(subject), event))
    if (isFirst) clock.sleep(laterMs).then(tellAll, () => waiting.clear())
  }
}
