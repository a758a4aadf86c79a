import type { ArchivedRow, TableSync } from '../../src/shared/contract/archive.ts'
import type { Connection, TableColumn } from '../../src/shared/contract/connections.ts'
import type { ConnectionTestStep, KeychainStatus } from '../../src/shared/contract/credentials.ts'
import type { About, Notice } from '../../src/shared/contract/diagnostics.ts'
import type { InboxEntry } from '../../src/shared/contract/inbox.ts'
import type { JournalEntry } from '../../src/shared/contract/journal.ts'
import type { Organization } from '../../src/shared/contract/organizations.ts'
import type { Preferences } from '../../src/shared/contract/preferences.ts'
import type { GeneralSettings, SettingValue } from '../../src/shared/contract/settings.ts'
import { settingKeys } from '../../src/shared/domain/setting-keys.ts'
import type { OrganizationId } from '../../src/shared/kit/ids.ts'
import { dayMs, hourMs, minuteMs } from '../../src/shared/kit/time.ts'
import { type FakeArchive, standardArchive } from './fake-api-archive.ts'
import { emptyBulk, type FakeBulk } from './fake-api-bulk.ts'
import type { FakeDirectory } from './fake-api-directory.ts'
import { auditConnectionId, fakeIds } from './fake-api-ids.ts'
import { fakeInbox } from './fake-api-inbox.ts'
import { fakeJournal } from './fake-api-journal.ts'

export { auditConnectionId, fakeIds } from './fake-api-ids.ts'
export const auditLogsPath = ['AUDIT_LOG', 'PUBLIC', 'AUDIT_LOGS']

/** What the fake main process knows. */
export interface FakeState {
  organizations: Organization[]
  settings: Map<OrganizationId, GeneralSettings>
  connections: Connection[]
  paths: string[][]
  columns: TableColumn[]
  rows: ArchivedRow[]
  sync: Omit<TableSync, 'path'>
  archive: FakeArchive
  inbox: InboxEntry[]
  journal: JournalEntry[]
  /** People of each organization; made up when first asked for where there are none. */
  directories: Map<OrganizationId, FakeDirectory>
  /** Organizations whose files cannot be read. */
  unreadable: OrganizationId[]
  /** What Sigma has once more in place of a value that was shown in a conflict, by change. */
  newerValues: Map<string, SettingValue>
  bulk: FakeBulk
  preferences: Preferences
  keychain: KeychainStatus
  about: About
  notices: Notice[]
  /** What a connection test ends in. */
  testSteps: ConnectionTestStep[]
  /** How long Feature Pending lasts; undefined: for ever. */
  activationMs: number | undefined
}

/** An organization with sensible facts; `facts` overrides them. */
export function fakeOrganization(facts: Partial<Organization> & { readonly id: OrganizationId }): Organization {
  const nowMs = Date.now()
  return {
    name: 'Acme Corporation',
    kind: 'sigma',
    label: 'production',
    color: 'gray',
    regionId: 'aws-us-west',
    apiUrl: 'https://aws-api.sigmacomputing.com',
    slug: 'acme',
    clientId: '4f1c9a7b2e8d4c53a0b6',
    position: 0,
    addedAtMs: nowMs - 40 * dayMs,
    vault: { state: 'keychain', storeName: 'GNOME Keyring', isRefused: false },
    auditLogging: {
      kind: 'enabled',
      connectionId: auditConnectionId,
      activatedAtMs: nowMs - 20 * dayMs,
      tookMs: 4 * minuteMs
    },
    health: 'good',
    lastContactAtMs: nowMs - 3 * minuteMs,
    lastReadAtMs: nowMs - 3 * minuteMs,
    pendingChanges: 0,
    refusedChanges: 0,
    accountType: 'Admin',
    syncPhase: 'idle',
    nextSyncAtMs: nowMs + 2 * minuteMs,
    lastEventAtMs: nowMs - 20 * minuteMs,
    auditLogReadAtMs: nowMs - 10 * minuteMs,
    unarchivedSinceMs: nowMs - 10 * minuteMs,
    sigmaOrganizationId: '7d1f2c44-1b2a-4c3d-8e9f-001122334455',
    ...facts
  }
}

/** General Settings of an organization, everything read and nothing pending. */
export function fakeSettings(organization: Organization): GeneralSettings {
  const nowMs = Date.now()
  return {
    organizationId: organization.id,
    freshness: { readAtMs: nowMs - 3 * minuteMs, isReading: false },
    settings: settingKeys.map((key) => ({
      key,
      value: key === 'timezone' ? 'America/New_York' : key !== 'csvUpload',
      readAtMs: nowMs - 3 * minuteMs
    })),
    auditLogging: {
      state: organization.auditLogging,
      isAdmin: true,
      accountType: 'Admin',
      earlierActivationsMs: [4 * minuteMs, 6 * minuteMs, 3 * minuteMs]
    },
    actingMember: { name: 'Ada Lovelace', email: 'ada@example.com' }
  }
}

const testStepFacts: Record<ConnectionTestStep['name'], Record<string, string>> = {
  'name-resolution': { host: 'aws-api.sigmacomputing.com' },
  tls: {},
  token: {},
  whoami: { organizationId: '7d1f2c44-1b2a-4c3d-8e9f-001122334455', userId: 'member-1' },
  'account-type': { accountType: 'Admin', name: 'Ada Lovelace', email: 'ada@example.com' },
  region: { support: 'supported', regionId: 'aws-us-west', region: 'AWS US West (Oregon)' },
  'audit-connection': { connectionId: auditConnectionId, connectionName: 'Sigma Audit Logs' }
}

/** A connection test that passes every step. */
export function passingTestSteps(): ConnectionTestStep[] {
  return Object.entries(testStepFacts).map(([name, facts], index) => ({
    name: name as ConnectionTestStep['name'],
    outcome: 'passed',
    durationMs: 40 + index * 35,
    facts
  }))
}

const columnTypes: readonly (readonly [name: string, type: string])[] = [
  ['REQUEST_TIME', 'datetime'],
  ['EVENT_CATEGORY', 'text'],
  ['EVENT_TYPE', 'text'],
  ['EVENT_STATUS', 'text'],
  ['USER_EMAIL', 'text'],
  ['OBJECT_NAME', 'text'],
  ['IP_ADDRESS', 'text'],
  ['AFFECTED_ROWS', 'number']
]

function fakeRows(nowMs: number, count: number): ArchivedRow[] {
  const events = [
    ['ACCESS_SIGMA', 'LOGIN', 'SUCCESS'],
    ['OBJECT_INTERACTION', 'VIEW_WORKBOOK', 'SUCCESS'],
    ['EXPORTS', 'EXPORT', 'SUCCESS'],
    ['ACCESS_SIGMA', 'LOGIN', 'FAILURE'],
    ['PUBLIC_API', 'LIST_CONNECTIONS', 'SUCCESS']
  ]
  const people = ['ada@example.com', 'grace@example.com', 'alan@example.com', 'edsger@example.com']
  return Array.from({ length: count }, (_nothing, index) => {
    const [category = '', type = '', status = ''] = events[(index * 7) % events.length] ?? []
    return {
      rowId: String(count - index),
      cells: [
        new Date(nowMs - index * 97_000).toISOString(),
        category,
        type,
        status,
        people[index % people.length] ?? null,
        index % 3 === 0 ? 'Quarterly revenue' : null,
        `203.0.113.${index % 200}`,
        index % 9 === 0 ? index * 13 : null
      ]
    }
  })
}

/** Three organizations: one good, one that needs attention, one sandbox that is off. */
export function standardState(): FakeState {
  const nowMs = Date.now()
  const organizations = [
    fakeOrganization({ id: fakeIds.acme }),
    fakeOrganization({
      id: fakeIds.northwind,
      name: 'Northwind Traders',
      label: 'customer',
      regionId: 'azure-uk',
      apiUrl: 'https://api.uk.azure.sigmacomputing.com',
      slug: 'northwind',
      position: 1,
      vault: { state: 'keychain', storeName: 'GNOME Keyring', isRefused: true },
      auditLogging: { kind: 'region-not-supported' },
      health: 'attention',
      lastContactAtMs: nowMs - 5 * hourMs,
      lastReadAtMs: nowMs - 5 * hourMs
    }),
    fakeOrganization({
      id: fakeIds.sandbox,
      name: 'Sandbox',
      kind: 'sandbox',
      label: 'none',
      regionId: undefined,
      apiUrl: 'http://sandbox.invalid',
      slug: undefined,
      clientId: 'sandbox-client',
      position: 2,
      auditLogging: { kind: 'disabled' }
    })
  ]
  const connection = (
    connectionId: string,
    name: string,
    type: string,
    facts: Partial<Connection> = {}
  ): Connection => ({
    connectionId,
    name,
    type,
    isAuditLog: false,
    isSample: false,
    isArchived: false,
    createdAtMs: nowMs - 300 * dayMs,
    updatedAtMs: nowMs - 9 * dayMs,
    ...facts
  })
  return {
    organizations,
    settings: new Map(organizations.map((organization) => [organization.id, fakeSettings(organization)])),
    connections: [
      connection(auditConnectionId, 'Sigma Audit Logs', 'snowflake', { isAuditLog: true }),
      connection('warehouse-1', 'Production warehouse', 'snowflake'),
      connection('warehouse-2', 'Marketing lake', 'bigQuery'),
      connection('sample-1', 'Sigma Sample Database', 'snowflake', { isSample: true })
    ],
    paths: [
      auditLogsPath,
      ...['USERS', 'TEAMS', 'CONNECTIONS', 'DOCUMENTS', 'COMMENTS'].map((table) => ['AUDIT_LOG', 'SIGMA_SHARED', table])
    ],
    columns: columnTypes.map(([name, type]) => ({ name, type, visibility: 'included' as const })),
    rows: fakeRows(nowMs, 1_200),
    sync: {
      state: 'complete',
      lastSyncAtMs: nowMs - 3 * minuteMs,
      rowsKept: 1_200,
      rowsAddedLastTime: 14,
      newestEventAtMs: nowMs,
      oldestEventAtMs: nowMs - 1_199 * 97_000,
      nextSyncAtMs: nowMs + 12 * minuteMs
    },
    archive: standardArchive(nowMs),
    inbox: fakeInbox(nowMs),
    journal: fakeJournal(organizations, nowMs),
    directories: new Map(),
    unreadable: [],
    newerValues: new Map(),
    bulk: emptyBulk(),
    preferences: { theme: 'system', sidebarWidth: 248, organizationOrder: [] },
    keychain: { state: 'keychain', storeName: 'GNOME Keyring', platform: 'linux' },
    about: {
      version: '0.1.0',
      electron: '45.4.1',
      chrome: '152.0.0.0',
      node: '24.18.0',
      sqlite: '3.54.1',
      platform: 'linux x64',
      isPackaged: true,
      dataFolder: '/home/ada/.config/vigil',
      logFile: '/home/ada/.config/vigil/logs/main.log',
      licences: [
        { name: 'better-sqlite3', version: '13.2.0', licence: 'MIT' },
        { name: 'electron', version: '45.4.1', licence: 'MIT' },
        { name: 'react', version: '19.3.1', licence: 'MIT' },
        { name: 'react-aria-components', version: '1.22.1', licence: 'Apache-2.0' }
      ]
    },
    notices: [],
    testSteps: passingTestSteps(),
    activationMs: undefined
  }
}
