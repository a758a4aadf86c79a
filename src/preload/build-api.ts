import type { Api } from '../shared/contract/api-types.ts'
import { callChannel, callNames, eventChannel, eventNames } from '../shared/contract/channels.ts'
import type { Result } from '../shared/kit/result.ts'

/** The two verbs that the API is made of. Neither shows the window the raw channel or an event object. */
export interface Wire {
  readonly invoke: (channel: string, input: unknown) => Promise<Result<unknown>>
  /** @returns ends the subscription */
  readonly subscribe: (channel: string, listener: (payload: unknown) => void) => () => void
  /** The path of a file that a person dropped on the window; throws or is empty for anything else. */
  readonly pathOfFile: (file: unknown) => string
}

const internal: Result<never> = { ok: false, error: { code: 'internal', params: {} } }
const knownEvents: ReadonlySet<string> = new Set(eventNames)

/** Builds `window.api`: one function a call of the contract, and `on` for the events of the contract. Frozen through. */
export function buildApi(wire: Wire): Api {
  const groups = Object.entries(callNames).map(([group, names]) => {
    const calls = names.map((name) => {
      const call = callOver(wire, callChannel(group, name))
      return [name, group === 'imports' && name === 'importDropped' ? withPaths(wire, call) : call] as const
    })
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

type CallOverWire = (input: unknown) => Promise<Result<unknown>>

/**
 * Puts the paths of dropped files in their place. The window has `File` objects and no say in what their paths are: a text
 * or a file that was made by a script does not pass.
 */
function withPaths({ pathOfFile }: Wire, call: CallOverWire): CallOverWire {
  return async (input) => {
    try {
      const { files, ...rest } = input as { readonly files: readonly unknown[] }
      const paths = [...files].map(pathOfFile)
      if (paths.includes('')) throw new TypeError('no file of the system')
      return await call({ ...rest, files: paths })
    } catch {
      return { ok: false, error: { code: 'invalid-input', params: { field: 'files' } } }
    }
  }
}

/** A call never throws: a main process that does not answer is an error like any other. */
function callOver(wire: Wire, channel: string): CallOverWire {
  return async (input) => {
    try {
      return await wire.invoke(channel, input)
    } catch {
      return internal
    }
  }
}
