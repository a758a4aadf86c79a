import type { TableSync } from '../../../src/shared/contract/archive.ts'
import type { GeneralSettings, PendingChange, Setting } from '../../../src/shared/contract/settings.ts'
import type { AuditLoggingState } from '../../../src/shared/domain/audit-logging.ts'
import type { PendingChangeId } from '../../../src/shared/kit/ids.ts'
import { dayMs, hourMs, minuteMs } from '../../../src/shared/kit/time.ts'
import {
  auditConnectionId,
  type FakeState,
  fakeIds,
  fakeOrganization,
  fakeSettings,
  standardState
} from '../fake-api.ts'
import { bulkScenarios } from './bulk-scenarios.ts'
import type { Scenario } from './scenarios.ts'

const offline = { code: 'offline' as const, params: {} }

/** The first organization with audit logging in the given state. */
function auditLogging(
  state: AuditLoggingState,
  facts: Partial<GeneralSettings['auditLogging']> = {},
  settings: Partial<GeneralSettings> = {},
  more: Partial<FakeState> = {}
): Scenario {
  return {
    state: () => {
      const organization = fakeOrganization({ id: fakeIds.acme, auditLogging: state })
      const base = fakeSettings(organization)
      const general = { ...base, ...settings, auditLogging: { ...base.auditLogging, ...facts, state } }
      const { organizations, settings: others } = standardState()
      return {
        organizations: organizations.map((one) => (one.id === organization.id ? organization : one)),
        settings: new Map([...others, [organization.id, general]]),
        ...more
      }
    }
  }
}

const ago = (ms: number): number => Date.now() - ms

function change(key: PendingChange['key'], facts: Partial<PendingChange>): PendingChange {
  return {
    id: crypto.randomUUID() as PendingChangeId,
    key,
    value: false,
    madeAtMs: ago(12 * minuteMs),
    attempts: 2,
    state: 'waiting',
    ...facts
  }
}

const settingsStates: readonly Partial<Setting>[] = [
  {
    key: 'timezone',
    pending: change('timezone', { value: 'Europe/Berlin', lastError: offline, nextAttemptAtMs: Date.now() + minuteMs })
  },
  { key: 'csvUpload', pending: change('csvUpload', { value: true, state: 'sending' }) },
  {
    key: 'comments',
    pending: change('comments', {
      state: 'refused',
      lastError: { code: 'not-permitted', params: { accountType: 'Creator' } }
    })
  },
  { key: 'bulkCopy', value: undefined, unavailable: { code: 'not-found', params: {} } },
  { key: 'publicEmbeds', value: undefined, readAtMs: undefined }
]

/** The sync of the rows in another state. */
function sync(facts: Partial<TableSync>, more: Partial<FakeState> = {}): Scenario {
  return { state: () => ({ sync: { ...standardState().sync, ...facts }, ...more }) }
}

const nothingKept = {
  rowsKept: 0,
  rowsAddedLastTime: 0,
  lastSyncAtMs: undefined,
  newestEventAtMs: undefined,
  oldestEventAtMs: undefined
}

/** A wide and sparse table, as Sigma's is, with long and hostile values. */
function wideRows(): Partial<FakeState> {
  const standard = standardState()
  const extra = Array.from({ length: 70 }, (_nothing, index) => `DETAIL_${String(index + 1).padStart(2, '0')}`)
  const columns = [
    ...standard.columns,
    ...extra.map((name) => ({ name, type: 'text', visibility: 'included' as const }))
  ]
  const hostile = [
    '<img src=x onerror=alert(1)>',
    '\u202Egnp.elif\u202C.exe and then more',
    'line one\nline two\tand a tab',
    'a very long value '.repeat(40),
    '=HYPERLINK("http://example.invalid","click")',
    '{"nested":{"json":[1,2,3]}}'
  ]
  const rows = standard.rows.map((row, index) => ({
    ...row,
    cells: [
      ...row.cells,
      ...extra.map((_name, at) =>
        (index + at) % 11 === 0 && at % 3 === 0 ? (hostile[(index + at) % hostile.length] ?? null) : null
      )
    ]
  }))
  return { columns, rows }
}

/** What the pages of an organization can be looked at in. */
export const featureScenarios: Readonly<Record<string, Scenario>> = {
  ...bulkScenarios,
  'audit-pending': auditLogging(
    { kind: 'pending', requestedAtMs: ago(2 * minuteMs) },
    { nextCheckAtMs: Date.now() + 20_000 }
  ),
  'audit-disabling': auditLogging(
    { kind: 'disabling', requestedAtMs: ago(minuteMs) },
    { nextCheckAtMs: Date.now() + 20_000 }
  ),
  'audit-waiting': auditLogging(
    { kind: 'enable-waiting', requestedAtMs: ago(hourMs) },
    {
      pending: change('auditLogging', { value: true, lastError: offline, nextAttemptAtMs: Date.now() + 2 * minuteMs })
    },
    { freshness: { readAtMs: ago(2 * hourMs), isReading: false, lastError: offline, lastErrorAtMs: ago(minuteMs) } }
  ),
  'audit-refused': auditLogging(
    { kind: 'refused', request: 'enable', reason: 'not-permitted', refusedAtMs: ago(3 * minuteMs) },
    { isAdmin: false, accountType: 'Creator' }
  ),
  'audit-timed-out': auditLogging(
    { kind: 'timed-out', requestedAtMs: ago(3 * hourMs) },
    { nextCheckAtMs: Date.now() + 8 * minuteMs }
  ),
  'audit-not-provisioned': auditLogging({ kind: 'not-provisioned' }),
  'audit-no-admin': auditLogging({ kind: 'disabled' }, { isAdmin: false, accountType: 'Creator' }),
  'audit-off': auditLogging(
    { kind: 'disabled' },
    {},
    {},
    { connections: standardState().connections.filter((one) => !one.isAuditLog) }
  ),
  'audit-unknown': auditLogging(
    { kind: 'unknown' },
    {},
    {
      freshness: {
        isReading: false,
        lastError: { code: 'unreachable', params: { host: 'aws-api.sigmacomputing.com' } }
      },
      settings: []
    }
  ),
  'settings-states': {
    state: () => {
      const { settings } = standardState()
      const before = settings.get(fakeIds.acme) as GeneralSettings
      const next = before.settings.map((setting) => ({
        ...setting,
        ...settingsStates.find((one) => one.key === setting.key)
      }))
      return { settings: new Map([...settings, [fakeIds.acme, { ...before, settings: next }]]) }
    }
  },
  'connections-marked': {
    state: () => {
      const { connections } = standardState()
      const base = { isAuditLog: false, isSample: false, isArchived: false, type: 'snowflake' }
      return {
        connections: [
          ...connections,
          { ...base, connectionId: 'old-1', name: 'Old warehouse', isArchived: true },
          {
            ...base,
            connectionId: 'gone-1',
            name: 'Vanished connection with quite a long name indeed',
            removedAtMs: ago(4 * dayMs)
          }
        ]
      }
    }
  },
  'rows-wide': { state: wideRows },
  'sync-running': sync({ state: 'running', progress: { rowsRead: 12_300, bytesRead: 4_200_000, step: 'reading' } }),
  'sync-failed': sync({
    state: 'failed',
    lastError: { code: 'export-failed', params: { reason: 'the workbook has no such element' } }
  }),
  'sync-offline': sync({ state: 'failed', lastSyncAtMs: ago(7 * hourMs), lastError: offline }),
  'no-workbook': sync({ ...nothingKept, state: 'no-workbook' }, { rows: [] }),
  'rows-empty': sync({ ...nothingKept, state: 'complete', lastSyncAtMs: ago(minuteMs) }, { rows: [] }),
  'audit-removed': {
    state: () => ({
      connections: standardState().connections.map((one) =>
        one.connectionId === auditConnectionId ? { ...one, removedAtMs: ago(dayMs) } : one
      )
    })
  }
}
