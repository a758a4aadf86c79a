import type { Api, CallInput, CallName, CallOutput } from '../../../shared/contract/api-types.ts'
import { callNames } from '../../../shared/contract/channels.ts'
import type { GroupName } from '../../../shared/contract/contract.ts'
import type { EventName, EventPayload } from '../../../shared/contract/events.ts'
import type { AppErrorCode, AppErrorData } from '../../../shared/kit/app-error.ts'

declare global {
  interface Window {
    /** Put there by the preload script; `lib` is its only reader. */
    readonly api: Api
  }
}

/** What a call throws here when the main process answered with an error. */
export class ApiError extends Error {
  readonly code: AppErrorCode
  readonly params: Readonly<Record<string, string | number>>

  constructor(data: AppErrorData) {
    super(data.code)
    this.name = 'ApiError'
    this.code = data.code
    this.params = data.params
  }
}

/** Anything thrown, as the data of an error; what is not an ApiError is `internal`. */
export function errorDataOf(thrown: unknown): AppErrorData {
  return thrown instanceof ApiError ? { code: thrown.code, params: thrown.params } : { code: 'internal', params: {} }
}

/** The contract with values instead of results: a failed call rejects with an ApiError. */
export type ApiClient = {
  readonly [Group in GroupName]: {
    readonly [Name in CallName<Group>]: (input: CallInput<Group, Name>) => Promise<CallOutput<Group, Name>>
  }
}

type LooseCall = (input: unknown) => Promise<{ ok: true; value: unknown } | { ok: false; error: AppErrorData }>

/** One function a call, made from the list of names, so that a new call of the contract needs no line here. */
function buildClient(): ApiClient {
  const client: Record<string, Record<string, (input: unknown) => Promise<unknown>>> = {}
  for (const [group, names] of Object.entries(callNames)) {
    const calls: Record<string, (input: unknown) => Promise<unknown>> = {}
    for (const name of names) {
      calls[name] = async (input) => {
        const bridge = window.api as unknown as Record<string, Record<string, LooseCall>>
        const call = bridge[group]?.[name]
        if (call === undefined) throw new ApiError({ code: 'not-supported', params: { call: `${group}.${name}` } })
        const result = await call(input)
        if (result.ok) return result.value
        throw new ApiError(result.error)
      }
    }
    client[group] = calls
  }
  return client as unknown as ApiClient
}

export const api: ApiClient = buildClient()

/**
 * Listens to what the main process announces.
 * @returns stops listening
 */
export function onEvent<Name extends EventName>(
  name: Name,
  listener: (payload: EventPayload<Name>) => void
): () => void {
  return window.api.on(name, listener)
}
