import type { EventName, EventPayload } from '../../shared/contract/events.ts'

/** Tells the window that something changed. A function, so that services do not need the whole process line. */
export type Announce = <Name extends EventName>(name: Name, payload: EventPayload<Name>) => void
