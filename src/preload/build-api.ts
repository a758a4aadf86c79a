import type { Api } from '../shared/contract/api-types.ts'
import { callChannel, callNames, eventChannel, eventNames } from '../shared/contract/channels.ts'
import type { Result } from '../shared/kit/result.ts'

/** The two verbs that the API is made of. Neither shows the window the raw channel or an event object. */
export interface Wire {
  readonly invoke: (channel: string, input: unknown) => Promise<Result<unknown>>
  /** @returns ends the subscription */
  readonly subscribe: (channel: string, listener: (payload: unknown) => void) => () => void
}

const internal: Result<never> = { ok: false, error: { code: 'internal', params: {} } }
const knownEvents: ReadonlySet<string> = new Set(eventNames)

/** Builds `window.api`: one function a call of the contract, and `on` for the events of the contract. Frozen through. */
export function buildApi(wire: Wire): Api {
  const groups = Object.entries(callNames).map(([group, names]) => {
    const calls = names.map((name) => [name, callOver(wire, callChannel(group, name))] as const)
    return [group, Object.freeze(Object.fromEntries(calls))] as const
  })
  const on = (name: string, listener: (payload: unknown) => void) => {
    if (!knownEvents.has(name)) throw new TypeError('no such event')
    if (typeof listener !== 'function') throw new TypeError('the listener is not a function')
    return wire.subscribe(eventChannel(name), listener)
  }
  // The names are proven complete by channels.ts; only their schemas, which stay in the main process, give the types.
  return Object.freeze({ ...Object.fromEntries(groups), on }) as unknown as Api
}

/** A call never throws: a main process that does not answer is an error like any other. */
function callOver(wire: Wire, channel: string): (input: unknown) => Promise<Result<unknown>> {
  return async (input) => {
    try {
      return await wire.invoke(channel, input)
    } catch {
      return internal
    }
  }
}
