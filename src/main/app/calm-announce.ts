import type { Announce } from '../ports/announcer.port.ts'
import type { Clock } from '../ports/clock.port.ts'
import { type AnnouncedEvent, mergedEvents, subjectOf } from './announced-events.ts'

/** The same thing is told this often and no more, ms: quick enough for an eye, slow enough for 200 engines at work. */
export const calmMs = 250

/**
 * Tells the window at once what is new, and gathers what repeats itself: the same thing at most four times a second, the
 * last of it always.
 */
export function calmAnnounce(announce: Announce, clock: Clock): Announce {
  /** Subjects that were told a moment ago, with what has gathered since. */
  const resting = new Map<string, AnnouncedEvent | undefined>()

  const tell = (event: AnnouncedEvent, subject: string): void => {
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
    const event = { name, payload } as AnnouncedEvent
    const subject = subjectOf(event)
    if (subject === undefined) announce(name, payload)
    else if (resting.has(subject)) resting.set(subject, mergedEvents(resting.get(subject), event))
    else tell(event, subject)
  }
}
