import type { Handlers } from '../../src/shared/contract/api-types.ts'
import type { WaitingChange } from '../../src/shared/contract/changes.ts'
import type { GeneralSettings, PendingChange, SettingValue } from '../../src/shared/contract/settings.ts'
import { AppError } from '../../src/shared/kit/app-error.ts'
import type { OrganizationId, PendingChangeId } from '../../src/shared/kit/ids.ts'
import type { FakeState } from './fake-api-data.ts'
import type { Emit } from './fake-api-handlers.ts'

export interface FakeChanges {
  readonly handlers: Handlers<'changes'>
  readonly retry: (id: OrganizationId, changeId: PendingChangeId) => GeneralSettings
  readonly discard: (id: OrganizationId, changeId: PendingChangeId) => GeneralSettings
}

/** A change as it stands after a while without the network; `facts` overrides. */
export function fakeChange(key: PendingChange['key'], facts: Partial<PendingChange> = {}): PendingChange {
  return {
    id: crypto.randomUUID() as PendingChangeId,
    key,
    value: false,
    madeAtMs: Date.now() - 12 * 60_000,
    attempts: 2,
    state: 'waiting',
    baseValue: true,
    ...facts
  }
}

/** A change that met another value in Sigma: On here and before, and what Sigma has now. */
export function fakeConflict(key: PendingChange['key'], facts: Partial<PendingChange> = {}): PendingChange {
  return fakeChange(key, {
    state: 'refused',
    lastError: { code: 'conflict', params: {} },
    conflict: { theirs: true, seenAtMs: Date.now() - 60_000 },
    ...facts
  })
}

function changesOf(settings: GeneralSettings): PendingChange[] {
  const all = [...settings.settings.map(({ pending }) => pending), settings.auditLogging.pending]
  return all.filter((change) => change !== undefined)
}

function withChanges(
  settings: GeneralSettings,
  of: (change: PendingChange | undefined) => PendingChange | undefined
): GeneralSettings {
  return {
    ...settings,
    settings: settings.settings.map((one) => ({ ...one, pending: of(one.pending) })),
    auditLogging: { ...settings.auditLogging, pending: of(settings.auditLogging.pending) }
  }
}

/** Gives organizations changes that wait, in their settings and in the list. */
export function withWaitingChanges(
  state: FakeState,
  changes: readonly (readonly [id: OrganizationId, change: PendingChange])[]
): FakeState {
  const settings = new Map(state.settings)
  for (const [id, change] of changes) {
    const before = settings.get(id)
    if (before === undefined) continue
    settings.set(
      id,
      change.key === 'auditLogging'
        ? { ...before, auditLogging: { ...before.auditLogging, pending: change } }
        : {
            ...before,
            settings: before.settings.map((one) => (one.key === change.key ? { ...one, pending: change } : one))
          }
    )
  }
  return { ...state, settings, organizations: state.organizations.map((one) => counted(one, settings.get(one.id))) }
}

function counted<One extends { pendingChanges: number; refusedChanges: number }>(
  one: One,
  settings: GeneralSettings | undefined
): One {
  if (settings === undefined) return one
  const changes = changesOf(settings)
  return {
    ...one,
    pendingChanges: changes.length,
    refusedChanges: changes.filter(({ state }) => state === 'refused').length
  }
}

/** Changes that wait, over plain data in memory. */
export function fakeChanges(state: FakeState, emit: Emit): FakeChanges {
  const store = (next: GeneralSettings): GeneralSettings => {
    const id = next.organizationId
    state.settings.set(id, next)
    state.organizations = state.organizations.map((one) => (one.id === id ? counted(one, next) : one))
    emit('settingsChanged', { organizationId: id })
    emit('organizationsChanged', { organizationIds: [id] })
    emit('changesChanged', {})
    return next
  }
  const settings = (id: OrganizationId): GeneralSettings => {
    const found = state.settings.get(id)
    if (found === undefined) throw new AppError('not-found')
    return found
  }
  const change = (id: OrganizationId, changeId: PendingChangeId): PendingChange => {
    const found = changesOf(settings(id)).find((one) => one.id === changeId)
    if (found === undefined) throw new AppError('not-found')
    return found
  }
  const replace = (id: OrganizationId, next: PendingChange): GeneralSettings =>
    store(withChanges(settings(id), (one) => (one?.id === next.id ? next : one)))
  const discard = (id: OrganizationId, changeId: PendingChangeId): GeneralSettings =>
    store(withChanges(settings(id), (one) => (one?.id === changeId ? undefined : one)))
  const takeTheirs = (id: OrganizationId, taken: PendingChange, theirs: SettingValue | undefined): GeneralSettings => {
    const before = settings(id)
    return store({
      ...before,
      settings: before.settings.map((one) =>
        one.pending?.id === taken.id ? { ...one, value: theirs, pending: undefined } : one
      )
    })
  }
  return {
    retry: (id, changeId) => {
      const { lastError: _error, nextAttemptAtMs: _next, ...rest } = change(id, changeId)
      return replace(id, { ...rest, state: 'waiting' })
    },
    discard,
    handlers: {
      listChanges: async () => {
        const all = state.organizations
          .filter(({ id }) => !state.unreadable.includes(id))
          .flatMap(({ id, name }): WaitingChange[] => {
            const known = state.settings.get(id)
            return known === undefined
              ? []
              : changesOf(known).map((one) => ({ organizationId: id, organizationName: name, change: one }))
          })
          .toSorted((left, right) => left.change.madeAtMs - right.change.madeAtMs)
        return {
          changes: [
            ...all.filter((one) => one.change.state === 'refused'),
            ...all.filter((one) => one.change.state !== 'refused')
          ],
          unreadable: state.unreadable
        }
      },
      resolveConflict: async ({ organizationId, changeId, choice }) => {
        const before = change(organizationId, changeId)
        if (choice === 'theirs') return takeTheirs(organizationId, before, before.conflict?.theirs)
        const newer = state.newerValues.get(changeId)
        if (newer !== undefined) {
          state.newerValues.delete(changeId)
          replace(organizationId, { ...before, conflict: { theirs: newer, seenAtMs: Date.now() } })
          throw new AppError('conflict', { theirs: String(newer) })
        }
        const { conflict, lastError: _error, ...rest } = before
        return replace(organizationId, { ...rest, state: 'waiting', baseValue: conflict?.theirs })
      }
    }
  }
}
