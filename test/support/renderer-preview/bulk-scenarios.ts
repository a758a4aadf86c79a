import type { BulkItem, BulkRun, CredentialList } from '../../../src/shared/contract/bulk.ts'
import type { Organization } from '../../../src/shared/contract/organizations.ts'
import type { GeneralSettings } from '../../../src/shared/contract/settings.ts'
import type { OrganizationId } from '../../../src/shared/kit/ids.ts'
import { hourMs, minuteMs, secondMs } from '../../../src/shared/kit/time.ts'
import {
  type FakeState,
  fakeChange,
  fakeConflict,
  fakeIds,
  fakeOrganization,
  fakeSettings,
  standardState,
  withWaitingChanges
} from '../fake-api.ts'
import type { Scenario } from './scenarios.ts'

const { acme, northwind, sandbox } = fakeIds
const longName = 'The Very Long Name Of An International Holding Company With Many Subsidiaries Ltd'
const ago = (ms: number): number => Date.now() - ms

function changes(): FakeState {
  const state = standardState()
  const named = state.organizations.map((one) => (one.id === northwind ? { ...one, name: longName } : one))
  return withWaitingChanges({ ...state, organizations: named }, [
    [
      acme,
      fakeConflict('timezone', {
        value: 'Europe/Berlin',
        baseValue: 'America/New_York',
        madeAtMs: ago(26 * hourMs),
        conflict: { theirs: 'America/Argentina/Buenos_Aires', seenAtMs: ago(3 * minuteMs) }
      })
    ],
    [
      northwind,
      fakeChange('comments', { state: 'refused', attempts: 1, lastError: { code: 'not-permitted', params: {} } })
    ],
    [
      acme,
      fakeChange('csvUpload', {
        value: true,
        baseValue: false,
        attempts: 7,
        madeAtMs: ago(5 * hourMs),
        lastError: { code: 'offline', params: {} },
        nextAttemptAtMs: Date.now() + 4 * minuteMs
      })
    ],
    [sandbox, fakeChange('auditLogging', { value: true, baseValue: false, attempts: 0, madeAtMs: ago(2 * minuteMs) })],
    [sandbox, fakeChange('publicEmbeds', { state: 'sending', attempts: 1, madeAtMs: ago(minuteMs) })]
  ])
}

const idOf = (index: number): OrganizationId =>
  `00000000-0000-4000-8000-${String(index + 1000).padStart(12, '0')}` as OrganizationId

const labels = ['production', 'staging', 'development', 'customer', 'none'] as const
const regions = ['aws-us-west', 'aws-eu', 'azure-uk', 'gcp-us'] as const

/** Two hundred organizations of every kind. */
export function fleet(count = 200): Organization[] {
  const states: readonly Organization['auditLogging'][] = [
    { kind: 'disabled' },
    { kind: 'enabled', connectionId: 'audit-1' },
    { kind: 'disabled' },
    { kind: 'not-provisioned' },
    { kind: 'pending', requestedAtMs: ago(minuteMs) },
    { kind: 'disabled' },
    { kind: 'region-not-supported' }
  ]
  return Array.from({ length: count }, (_nothing, index) =>
    fakeOrganization({
      id: idOf(index),
      name: index === 3 ? longName : `Customer ${String(index + 1).padStart(3, '0')}`,
      position: index,
      label: labels[index % labels.length] ?? 'none',
      regionId: regions[index % regions.length],
      auditLogging: states[index % states.length] ?? { kind: 'unknown' },
      health: index % 9 === 5 ? 'offline' : 'good',
      ...(index % 11 === 2 ? { accountType: 'Build' } : {}),
      ...(index % 40 === 7 ? { pausedAtMs: ago(hourMs) } : {})
    })
  )
}

function fleetState(more: Partial<FakeState> = {}): Partial<FakeState> {
  const organizations = fleet()
  const settings = organizations.map((one, index): GeneralSettings => {
    const known = fakeSettings(one)
    return {
      ...known,
      settings: known.settings.map((setting) =>
        setting.key === 'publicEmbeds' ? { ...setting, value: index % 3 !== 0 } : setting
      )
    }
  })
  return { organizations, settings: new Map(settings.map((one) => [one.organizationId, one])), ...more }
}

const items = (count: number, of: (index: number) => Partial<BulkItem>): BulkItem[] =>
  fleet(count).map(({ id, name }, index) => ({ organizationId: id, name, state: 'waiting', ...of(index) }))

const runId = '00000000-0000-4000-8000-0000000000b1'

const running = (): BulkRun => ({
  runId,
  action: { kind: 'enable-audit-logging' },
  state: 'running',
  startedAtMs: ago(42 * secondMs),
  items: items(60, (index) => {
    if (index === 4) return { state: 'failed', error: { code: 'not-permitted', params: {} }, ...took(index) }
    if (index === 6) return { state: 'done', isWaiting: true, ...took(index) }
    if (index < 24) return { state: 'done', ...took(index) }
    return index < 30 ? { state: 'running', startedAtMs: ago((index - 20) * secondMs) } : {}
  })
})

function took(index: number): Partial<BulkItem> {
  const startedAtMs = ago((40 - index) * secondMs)
  return { startedAtMs, endedAtMs: startedAtMs + 800 + index * 230 }
}

const ended = (): BulkRun => ({
  ...running(),
  state: 'ended',
  endedAtMs: ago(2 * secondMs),
  items: items(60, (index) => {
    if (index === 4) return { state: 'failed', error: { code: 'not-permitted', params: {} }, ...took(index) }
    if (index === 9)
      return {
        state: 'failed',
        error: { code: 'timed-out', params: { host: 'api.uk.azure.sigmacomputing.com' } },
        ...took(30)
      }
    return index % 9 === 5
      ? { state: 'done', isWaiting: true, ...took(index % 30) }
      : { state: 'done', ...took(index % 30) }
  })
})

const file: CredentialList = {
  listId: '00000000-0000-4000-8000-0000000000cc',
  entries: [
    ...fleet(12).map(({ id, name }, index) => ({
      name,
      organizationId: id,
      clientId: `4f1c9a7b2e8d4c53a0b6${index}`,
      line: index + 2,
      ...(index === 5 ? { problem: 'no-client-secret' as const } : {}),
      ...(index === 7 ? { problem: 'no-client-id' as const, clientId: '' } : {})
    })),
    { name: 'Contoso', clientId: '9b0de2417c55', problem: 'no-such-organization', line: 14 }
  ]
}

const bulk = (runs: BulkRun[]): FakeState['bulk'] => ({ ...standardState().bulk, runs, file })

/** What the pages of pending changes and bulk actions can be looked at in. */
export const bulkScenarios: Readonly<Record<string, Scenario>> = {
  changes: { state: changes },
  'changes-unreadable': { state: () => ({ ...changes(), unreadable: [sandbox] }) },
  'changes-error': {
    state: () => ({}),
    prepare: (fake) => fake.failWith('changes', 'listChanges', 'database-damaged', { file: 'org.sqlite' })
  },
  'changes-loading': { state: () => ({}), prepare: (fake) => void fake.hold('changes', 'listChanges') },
  'bulk-fleet': { state: () => fleetState({ bulk: bulk([]) }) },
  'bulk-running': { state: () => fleetState({ bulk: bulk([running()]) }) },
  'bulk-ended': {
    state: () =>
      fleetState({
        bulk: bulk([
          ended(),
          {
            ...running(),
            runId: idOf(9000),
            state: 'ended',
            endedAtMs: ago(secondMs),
            action: { kind: 'test' },
            items: items(3, () => ({ state: 'done' }))
          }
        ])
      })
  },
  'bulk-no-keychain': {
    state: () => fleetState({ bulk: bulk([]), keychain: { state: 'unavailable', platform: 'linux' } })
  }
}
