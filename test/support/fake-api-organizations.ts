import type { Handlers } from '../../src/shared/contract/api-types.ts'
import type { SecretStorage, Organization } from '../../src/shared/contract/organizations.ts'
import { findRegion } from '../../src/shared/domain/regions.ts'
import { AppError } from '../../src/shared/kit/app-error.ts'
import { newOrganizationId, type OrganizationId } from '../../src/shared/kit/ids.ts'
import { minuteMs } from '../../src/shared/kit/time.ts'
import { type FakeState, fakeOrganization } from './fake-api-data.ts'
import type { Emit } from './fake-api-handlers.ts'

export interface FakeOrganizations {
  readonly organization: (id: OrganizationId) => Organization
  /** Puts this organization in the place of the one with its id, and announces it. */
  readonly replace: (next: Organization) => Organization
  readonly checkStorage: (storage: SecretStorage) => void
  readonly handlers: Handlers<'organizations'>
}

/** The list of organizations over plain data in memory. */
export function fakeOrganizations(state: FakeState, emit: Emit): FakeOrganizations {
  const organization = (id: OrganizationId): Organization => {
    const found = state.organizations.find((one) => one.id === id)
    if (found === undefined) throw new AppError('not-found')
    return found
  }
  const replace = (next: Organization): Organization => {
    state.organizations = state.organizations.map((one) => (one.id === next.id ? next : one))
    emit('organizationsChanged', { organizationIds: [next.id] })
    return next
  }
  const add = (next: Organization): Organization => {
    state.organizations = [...state.organizations, next]
    emit('organizationsChanged', {})
    return next
  }
  const checkStorage = (storage: SecretStorage): void => {
    if (storage === 'keychain' && state.keychain.state !== 'keychain')
      throw new AppError(`keychain-${state.keychain.state}`)
  }
  const handlers: Handlers<'organizations'> = {
    listOrganizations: async ({ organizationIds }) => {
      if (organizationIds === undefined) return state.organizations
      const wanted = new Set(organizationIds)
      return state.organizations.filter((one) => wanted.has(one.id))
    },
    addOrganization: async ({ draft, storage }) => {
      checkStorage(storage)
      if (state.organizations.some((one) => one.name === draft.name))
        throw new AppError('name-taken', { name: draft.name })
      const region = draft.endpoint.kind === 'region' ? findRegion(draft.endpoint.regionId) : undefined
      return add(
        fakeOrganization({
          id: newOrganizationId(),
          name: draft.name,
          label: draft.label,
          regionId: draft.endpoint.kind === 'region' ? draft.endpoint.regionId : undefined,
          apiUrl: draft.endpoint.kind === 'custom' ? draft.endpoint.apiUrl : `https://${region?.apiHost ?? ''}`,
          slug: draft.slug,
          clientId: draft.clientId,
          parentSigmaOrganizationId: draft.parentSigmaOrganizationId,
          position: state.organizations.length,
          vault: { state: storage, isRefused: false },
          auditLogging: { kind: 'disabled' },
          addedAtMs: Date.now()
        })
      )
    },
    addSandboxOrganization: async ({ name, storage }) => {
      checkStorage(storage)
      return add(
        fakeOrganization({
          id: newOrganizationId(),
          name: name ?? 'Sandbox',
          kind: 'sandbox',
          label: 'none',
          regionId: undefined,
          slug: undefined,
          apiUrl: 'http://sandbox.invalid',
          auditLogging: { kind: 'disabled' },
          position: state.organizations.length,
          vault: { state: storage, isRefused: false }
        })
      )
    },
    updateOrganization: async ({ organizationId, slug, ...change }) => {
      if (state.organizations.some((one) => one.id !== organizationId && one.name === change.name))
        throw new AppError('name-taken', { name: change.name ?? '' })
      const before = organization(organizationId)
      return replace({ ...before, ...change, slug: slug === undefined ? before.slug : (slug ?? undefined) })
    },
    reorderOrganizations: async ({ organizationIds }) => {
      state.organizations = organizationIds.map((id, position) => ({ ...organization(id), position }))
      emit('organizationsChanged', {})
      return {}
    },
    removeOrganization: async ({ organizationId, typedName }) => {
      if (organization(organizationId).name !== typedName) throw new AppError('name-mismatch')
      state.organizations = state.organizations.filter((one) => one.id !== organizationId)
      emit('organizationsChanged', {})
      return {}
    },
    refreshOrganization: async ({ organizationId }) => {
      replace({ ...organization(organizationId), lastContactAtMs: Date.now(), lastReadAtMs: Date.now() })
      return {}
    },
    pauseOrganization: async ({ organizationId }) => {
      const { nextSyncAtMs: _next, ...before } = organization(organizationId)
      return replace({ ...before, pausedAtMs: before.pausedAtMs ?? Date.now(), syncPhase: 'halted', health: 'paused' })
    },
    resumeOrganization: async ({ organizationId }) => {
      const { pausedAtMs: _since, ...before } = organization(organizationId)
      return replace({ ...before, syncPhase: 'idle', health: 'good', nextSyncAtMs: Date.now() + 5 * minuteMs })
    },
    setOnScreen: async () => ({}),
    exportFleet: async ({ rows }) => ({ outcome: 'saved', fileName: 'vigil-organizations.csv', entries: rows.length })
  }
  return { organization, replace, checkStorage, handlers }
}
