import type { Handlers } from '../../src/shared/contract/api-types.ts'
import type { GroupName } from '../../src/shared/contract/contract.ts'
import type { EventName, EventPayload } from '../../src/shared/contract/events.ts'
import type { GeneralSettings } from '../../src/shared/contract/settings.ts'
import { type AuditLoggingEvent, nextAuditLoggingState } from '../../src/shared/domain/audit-logging.ts'
import { AppError } from '../../src/shared/kit/app-error.ts'
import { type InboxEntryId, type OrganizationId, type PendingChangeId } from '../../src/shared/kit/ids.ts'
import { fakeArchiveHandlers } from './fake-api-archive.ts'
import { fakeBulkHandlers } from './fake-api-bulk.ts'
import { fakeChanges } from './fake-api-changes.ts'
import { fakeDirectoryHandlers } from './fake-api-directory.ts'
import { fakeDriftHandlers } from './fake-api-drift.ts'
import { fakeEventHandlers } from './fake-api-events.ts'
import { fakeJournalHandlers } from './fake-api-journal.ts'
import { fakeKeptHandlers } from './fake-api-kept.ts'
import { fakeReadingHandlers } from './fake-api-reading.ts'
import { fakeOrganizations } from './fake-api-organizations.ts'
import { auditConnectionId, type FakeState, fakeSettings } from './fake-api-data.ts'

export type Emit = <Name extends EventName>(name: Name, payload: EventPayload<Name>) => void
type AllHandlers = { readonly [Group in GroupName]: Handlers<Group> }

const stepMs = 120

/** The calls of the contract over plain data in memory. */
export function fakeHandlers(state: FakeState, emit: Emit): AllHandlers {
  const { organization, replace, checkStorage, handlers: organizations } = fakeOrganizations(state, emit)
  const settings = (id: OrganizationId): GeneralSettings => {
    const found = state.settings.get(id) ?? fakeSettings(organization(id))
    state.settings.set(id, found)
    return found
  }
  const setSettings = (next: GeneralSettings): GeneralSettings => {
    state.settings.set(next.organizationId, next)
    emit('settingsChanged', { organizationId: next.organizationId })
    return next
  }
  const move = (id: OrganizationId, event: AuditLoggingEvent): GeneralSettings => {
    const before = settings(id)
    const next = nextAuditLoggingState(before.auditLogging.state, event)
    replace({ ...organization(id), auditLogging: next })
    return setSettings({ ...before, auditLogging: { ...before.auditLogging, state: next } })
  }
  const changes = fakeChanges(state, emit)
  const cancelled = new Set<string>()
  const runTest = async (testId: string): Promise<FakeState['testSteps']> => {
    for (const step of state.testSteps) {
      if (step.outcome !== 'skipped')
        emit('connectionTestStepChanged', {
          testId,
          step: { ...step, outcome: 'running', facts: {}, error: undefined }
        })
      await new Promise((resolve) => setTimeout(resolve, step.outcome === 'skipped' ? 0 : stepMs))
      if (cancelled.has(testId)) throw new AppError('cancelled')
      emit('connectionTestStepChanged', { testId, step })
    }
    return state.testSteps
  }
  const announceInbox = (): void =>
    emit('inboxChanged', { unread: state.inbox.filter((entry) => !entry.isRead).length })

  return {
    organizations,
    credentials: {
      keychainStatus: async () => state.keychain,
      retryKeychain: async () => state.keychain,
      testDraft: ({ testId }) => runTest(testId),
      testOrganization: ({ testId }) => runTest(testId),
      cancelTest: async ({ testId }) => {
        cancelled.add(testId)
        return {}
      },
      setCredentials: async ({ organizationId, clientId, storage }) => {
        checkStorage(storage)
        return replace({
          ...organization(organizationId),
          clientId,
          vault: { state: storage, isRefused: false },
          health: 'good'
        }).vault
      },
      clearCredentials: async ({ organizationId }) =>
        replace({ ...organization(organizationId), vault: { state: 'missing', isRefused: false }, health: 'attention' })
          .vault
    },
    settings: {
      getGeneralSettings: async ({ organizationId }) => settings(organizationId),
      refreshSettings: async ({ organizationId }) =>
        setSettings({ ...settings(organizationId), freshness: { readAtMs: Date.now(), isReading: false } }),
      changeSetting: async ({ organizationId, key, value }) => {
        const before = settings(organizationId)
        const pending = {
          id: crypto.randomUUID() as PendingChangeId,
          key,
          value,
          madeAtMs: Date.now(),
          attempts: 0,
          state: 'waiting' as const
        }
        return setSettings({
          ...before,
          settings: before.settings.map((one) => (one.key === key ? { ...one, pending } : one))
        })
      },
      retryPendingChange: async ({ organizationId, changeId }) => changes.retry(organizationId, changeId),
      discardPendingChange: async ({ organizationId, changeId }) => changes.discard(organizationId, changeId),
      enableAuditLogging: async ({ organizationId }) => {
        move(organizationId, { type: 'enable-requested', atMs: Date.now() })
        if (state.activationMs !== undefined) {
          setTimeout(() => {
            move(organizationId, {
              type: 'observed',
              isEnabled: true,
              connectionId: auditConnectionId,
              atMs: Date.now()
            })
            state.inbox = [
              {
                id: crypto.randomUUID() as InboxEntryId,
                organizationId,
                organizationName: organization(organizationId).name,
                kind: 'audit-logging-activated',
                atMs: Date.now(),
                isRead: false,
                facts: { tookMs: state.activationMs ?? 0, connectionId: auditConnectionId },
                notification: 'shown'
              },
              ...state.inbox
            ]
            announceInbox()
          }, state.activationMs)
        }
        return move(organizationId, { type: 'request-accepted', atMs: Date.now() })
      },
      disableAuditLogging: async ({ organizationId }) => {
        move(organizationId, { type: 'disable-requested', atMs: Date.now() })
        return move(organizationId, { type: 'request-accepted', atMs: Date.now() })
      },
      withdrawAuditLoggingRequest: async ({ organizationId }) => move(organizationId, { type: 'request-withdrawn' }),
      dismissAuditLoggingRefusal: async ({ organizationId }) => move(organizationId, { type: 'refusal-dismissed' }),
      openInSigma: async () => ({})
    },
    ...fakeReadingHandlers(state, emit),
    ...fakeArchiveHandlers(state, emit),
    ...fakeKeptHandlers(emit),
    auditEvents: fakeEventHandlers(state),
    changes: changes.handlers,
    bulk: fakeBulkHandlers(state, emit),
    journal: fakeJournalHandlers(state),
    directory: fakeDirectoryHandlers(state, emit),
    drift: fakeDriftHandlers(state),
    inbox: {
      listInbox: async () => state.inbox,
      markRead: async ({ entryId }) => {
        state.inbox = state.inbox.map((entry) => (entry.id === entryId ? { ...entry, isRead: true } : entry))
        announceInbox()
        return {}
      },
      markAllRead: async () => {
        state.inbox = state.inbox.map((entry) => ({ ...entry, isRead: true }))
        announceInbox()
        return {}
      },
      removeEntry: async ({ entryId }) => {
        state.inbox = state.inbox.filter((entry) => entry.id !== entryId)
        announceInbox()
        return {}
      }
    },
    preferences: {
      getPreferences: async () => state.preferences,
      setPreferences: async (change) => {
        state.preferences = { ...state.preferences, ...change }
        emit('preferencesChanged', state.preferences)
        return state.preferences
      }
    },
    diagnostics: {
      ping: async () => ({ atMs: Date.now() }),
      about: async () => state.about,
      listNotices: async () => state.notices,
      openDataFolder: async () => ({}),
      reportRendererError: async () => ({}),
      rendererReady: async () => ({})
    }
  }
}
