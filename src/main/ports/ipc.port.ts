import type { Handlers } from '../../shared/contract/api-types.ts'
import type { GroupName } from '../../shared/contract/contract.ts'
import type { EventName, EventPayload } from '../../shared/contract/events.ts'

/** The process line, from the side of the main process. */
export interface IpcPort {
  /** The only way to register handlers: sender verified, input parsed, result a value. */
  handle<Group extends GroupName>(group: Group, handlers: Handlers<Group>): void
  /** Tells every open window. */
  broadcast<Name extends EventName>(name: Name, payload: EventPayload<Name>): void
}
