import type { Api, CallName } from '../../src/shared/contract/api-types.ts'
import { contract, type GroupName } from '../../src/shared/contract/contract.ts'
import { type EventName, type EventPayload, events } from '../../src/shared/contract/events.ts'
import { AppError, type AppErrorCode, toAppError } from '../../src/shared/kit/app-error.ts'
import { fail, ok, type Result } from '../../src/shared/kit/result.ts'
import { type FakeState, standardState } from './fake-api-data.ts'
import { fakeHandlers } from './fake-api-handlers.ts'

export { fakeChange, fakeConflict, withWaitingChanges } from './fake-api-changes.ts'
export {
  auditConnectionId,
  auditLogsPath,
  type FakeState,
  fakeIds,
  fakeOrganization,
  fakeSettings,
  passingTestSteps,
  standardState
} from './fake-api-data.ts'

export interface FakeCall {
  readonly group: GroupName
  readonly name: string
  readonly input: unknown
}

export interface FakeApi {
  /** For `window.api`. */
  readonly api: Api
  /** What the fake main process knows; change it, then `emit` what changed. */
  readonly state: FakeState
  /** Every call so far, oldest first. */
  readonly calls: readonly FakeCall[]
  /** The inputs of one call so far. */
  readonly inputsOf: <Group extends GroupName>(group: Group, name: CallName<Group>) => unknown[]
  readonly emit: <Name extends EventName>(name: Name, payload: EventPayload<Name>) => void
  /** Makes a call fail until `succeed`. */
  readonly failWith: <Group extends GroupName>(
    group: Group,
    name: CallName<Group>,
    code: AppErrorCode,
    params?: Record<string, string | number>
  ) => void
  readonly succeed: <Group extends GroupName>(group: Group, name: CallName<Group>) => void
  /** Makes a call wait; the returned function lets all waiting and later ones go on. */
  readonly hold: <Group extends GroupName>(group: Group, name: CallName<Group>) => () => void
}

/** As the preload script does; the name stands for the path. */
function withPaths(group: GroupName, name: string, input: unknown): unknown {
  if (group !== 'imports' || name !== 'importDropped') return input
  const { files, ...rest } = input as { readonly files: readonly { readonly name: string }[] }
  return { ...rest, files: files.map((file) => file.name) }
}

type AnyHandler = (input: unknown) => Promise<unknown>

/**
 * `window.api` over data in memory, for component tests and the preview page. Inputs and answers are checked against the
 * contract, so that it cannot drift from it.
 * @param overrides replaces parts of the standard scenario
 */
export function createFakeApi(overrides: Partial<FakeState> = {}): FakeApi {
  const state: FakeState = { ...standardState(), ...overrides }
  const listeners = new Map<string, Set<(payload: unknown) => void>>()
  const calls: FakeCall[] = []
  const failures = new Map<string, AppError>()
  const holds = new Map<string, Promise<void>>()

  const emit: FakeApi['emit'] = (name, payload) => {
    const checked = events[name].parse(payload)
    for (const listener of listeners.get(name) ?? []) listener(checked)
  }
  const handlers = fakeHandlers(state, emit) as unknown as Record<string, Record<string, AnyHandler>>

  const answer = async (group: GroupName, name: string, input: unknown): Promise<Result<unknown>> => {
    const key = `${group}.${name}`
    const call = (
      contract[group] as Record<
        string,
        { input: { parse(value: unknown): unknown }; output: { parse(value: unknown): unknown } }
      >
    )[name]
    const handler = handlers[group]?.[name]
    if (call === undefined || handler === undefined) return fail({ code: 'not-supported', params: {} })
    calls.push({ group, name, input })
    try {
      // The real call copies its input over the process line; a fake that shared objects would hide mistakes.
      const parsed = call.input.parse(structuredClone(withPaths(group, name, input)))
      await holds.get(key)
      const failure = failures.get(key)
      if (failure !== undefined) throw failure
      return ok(call.output.parse(structuredClone(await handler(parsed))))
    } catch (thrown) {
      if (!(thrown instanceof AppError)) throw thrown
      return fail(toAppError(thrown).toData())
    }
  }

  const api: Record<string, unknown> = {
    on: (name: string, listener: (payload: unknown) => void) => {
      const set = listeners.get(name) ?? new Set()
      listeners.set(name, set.add(listener))
      return () => set.delete(listener)
    }
  }
  for (const group of Object.keys(contract) as GroupName[]) {
    api[group] = Object.fromEntries(
      Object.keys(contract[group]).map((name) => [name, (input: unknown) => answer(group, name, input)])
    )
  }

  return {
    api: api as unknown as Api,
    state,
    calls,
    inputsOf: (group, name) =>
      calls.filter((call) => call.group === group && call.name === name).map((call) => call.input),
    emit,
    failWith: (group, name, code, params = {}) => failures.set(`${group}.${name}`, new AppError(code, params)),
    succeed: (group, name) => failures.delete(`${group}.${name}`),
    hold: (group, name) => {
      let release = (): void => undefined
      holds.set(`${group}.${name}`, new Promise((resolve) => (release = resolve)))
      return () => {
        holds.delete(`${group}.${name}`)
        release()
      }
    }
  }
}
