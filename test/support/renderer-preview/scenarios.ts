import type { Organization } from '../../../src/shared/contract/organizations.ts'
import { newOrganizationId } from '../../../src/shared/kit/ids.ts'
import { hourMs, minuteMs } from '../../../src/shared/kit/time.ts'
import {
  type FakeApi,
  type FakeState,
  fakeIds,
  fakeOrganization,
  fakeSettings,
  passingTestSteps,
  standardState
} from '../fake-api.ts'
import { comparisonScenarios } from './comparison-scenarios.ts'
import { featureScenarios } from './feature-scenarios.ts'
import { fleetScenarios } from './fleet-scenarios.ts'

export interface Scenario {
  readonly state: () => Partial<FakeState>
  readonly prepare?: (fake: FakeApi) => void
}

const longName = 'The Very Long Name Of An International Holding Company With Many Subsidiaries Ltd'.slice(0, 80)

/** The standard scenario with its first organization changed. */
function withAcme(facts: Partial<Organization>, more: Partial<FakeState> = {}): Partial<FakeState> {
  const { organizations } = standardState()
  const changed = organizations.map((one) => (one.id === fakeIds.acme ? { ...one, ...facts } : one))
  return { organizations: changed, settings: new Map(changed.map((one) => [one.id, fakeSettings(one)])), ...more }
}

const failingSteps = (): FakeState['testSteps'] =>
  passingTestSteps().map((step, index) =>
    index < 2
      ? step
      : index === 2
        ? { ...step, outcome: 'failed', facts: {}, error: { code: 'credential-refused', params: {} } }
        : { name: step.name, outcome: 'skipped', facts: {} }
  )

const notedSteps = (): FakeState['testSteps'] =>
  passingTestSteps().map((step) => {
    if (step.name === 'account-type')
      return { ...step, outcome: 'warning', facts: { ...step.facts, accountType: 'Creator' } }
    if (step.name === 'region')
      return { ...step, outcome: 'warning', facts: { support: 'not-supported', region: 'Azure UK (London)' } }
    if (step.name === 'audit-connection') return { ...step, outcome: 'warning', facts: { canBeEnabled: 'no' } }
    return step
  })

const calls = [
  'organizations',
  'inbox',
  'preferences',
  'diagnostics',
  'credentials',
  'settings',
  'connections',
  'archive'
] as const

const notices: FakeState['notices'] = [
  { kind: 'preferences-set-aside', facts: { file: 'preferences.damaged.json' } },
  { kind: 'running-without-sandbox', facts: {} }
]

/** What the window can be looked at in. */
export const scenarios: Readonly<Record<string, Scenario>> = {
  ...fleetScenarios,
  ...featureScenarios,
  ...comparisonScenarios,
  standard: { state: () => ({ activationMs: 15_000 }) },
  'first-run': { state: () => ({ organizations: [], settings: new Map(), inbox: [] }) },
  'first-run-no-keychain': {
    state: () => ({
      organizations: [],
      settings: new Map(),
      inbox: [],
      keychain: { state: 'unavailable', platform: 'linux', detail: 'Cannot autolaunch D-Bus without X11 $DISPLAY' }
    })
  },
  pending: {
    state: () =>
      withAcme({ auditLogging: { kind: 'pending', requestedAtMs: Date.now() - 2 * minuteMs }, health: 'working' })
  },
  disabled: { state: () => withAcme({ auditLogging: { kind: 'disabled' } }) },
  offline: {
    state: () =>
      withAcme({
        health: 'offline',
        lastContactAtMs: Date.now() - 7 * hourMs,
        lastReadAtMs: Date.now() - 7 * hourMs,
        pendingChanges: 2,
        auditLogging: { kind: 'enable-waiting', requestedAtMs: Date.now() - hourMs }
      })
  },
  locked: {
    state: () =>
      withAcme(
        { health: 'attention', vault: { state: 'locked', storeName: 'GNOME Keyring', isRefused: false } },
        { keychain: { state: 'locked', storeName: 'GNOME Keyring', platform: 'linux' } }
      )
  },
  'no-keychain': {
    state: () =>
      withAcme(
        { health: 'attention', vault: { state: 'unavailable', isRefused: false } },
        {
          keychain: {
            state: 'unavailable',
            platform: 'linux',
            detail: 'The name org.freedesktop.secrets was not provided by any .service files'
          }
        }
      )
  },
  'test-fails': { state: () => ({ testSteps: failingSteps() }) },
  'test-notes': { state: () => ({ testSteps: notedSteps() }) },
  notices: { state: () => ({ notices }) },
  'empty-inbox': { state: () => ({ inbox: [] }) },
  'long-text': {
    state: () => {
      const nowMs = Date.now()
      const { inbox } = standardState()
      return {
        ...withAcme({
          name: longName,
          slug: 'a-very-long-slug-of-an-international-holding-company-with-many',
          auditLogging: { kind: 'pending', requestedAtMs: nowMs - 5 * minuteMs }
        }),
        inbox: inbox.map((entry) => ({ ...entry, organizationName: longName }))
      }
    }
  },
  many: {
    state: () => {
      const kinds = ['good', 'working', 'attention', 'offline', 'never-read'] as const
      const labels = ['production', 'staging', 'development', 'customer', 'none'] as const
      const more = Array.from({ length: 22 }, (_nothing, index) =>
        fakeOrganization({
          id: newOrganizationId(),
          name: `Customer ${index + 1}`,
          position: index + 3,
          health: kinds[index % 5] ?? 'good',
          label: labels[index % 5] ?? 'none'
        })
      )
      return { organizations: [...standardState().organizations, ...more] }
    }
  },
  error: {
    state: () => ({}),
    prepare: (fake) => {
      fake.failWith('organizations', 'listOrganizations', 'database-damaged', { file: 'registry.sqlite' })
      fake.failWith('inbox', 'listInbox', 'internal')
      fake.failWith('preferences', 'getPreferences', 'internal')
      fake.failWith('diagnostics', 'about', 'internal')
    }
  },
  loading: {
    state: () => ({}),
    prepare: (fake) => {
      for (const group of calls) for (const name of Object.keys(fake.api[group])) fake.hold(group, name as never)
    }
  }
}
