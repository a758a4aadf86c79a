import type { z } from 'zod'
import type { Result } from '../kit/result.ts'
import type { Contract, GroupName } from './contract.ts'
import type { EventName, EventPayload } from './events.ts'

export type CallName<Group extends GroupName> = keyof Contract[Group] & string

type CallOf<Group extends GroupName, Name extends CallName<Group>> = Contract[Group][Name] extends {
  readonly input: infer Input extends z.ZodType
  readonly output: infer Output extends z.ZodType
}
  ? { input: z.input<Input>; parsed: z.output<Input>; output: z.output<Output> }
  : never

/** What a caller may pass. */
export type CallInput<Group extends GroupName, Name extends CallName<Group>> = CallOf<Group, Name>['input']
/** What a handler receives after the check. */
export type ParsedInput<Group extends GroupName, Name extends CallName<Group>> = CallOf<Group, Name>['parsed']
export type CallOutput<Group extends GroupName, Name extends CallName<Group>> = CallOf<Group, Name>['output']

/** `window.api`: one function a call, results as values, and a subscription to what the main process announces. */
export type Api = {
  readonly [Group in GroupName]: {
    readonly [Name in CallName<Group>]: (input: CallInput<Group, Name>) => Promise<Result<CallOutput<Group, Name>>>
  }
} & {
  /** Calls the listener for each such event until the returned function is called. */
  readonly on: <Name extends EventName>(name: Name, listener: (payload: EventPayload<Name>) => void) => () => void
}

/** The handlers that the main process must have, one a call; each may throw an AppError. */
export type Handlers<Group extends GroupName> = {
  readonly [Name in CallName<Group>]: (input: ParsedInput<Group, Name>) => Promise<CallOutput<Group, Name>>
}
