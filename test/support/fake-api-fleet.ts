import type { Organization } from '../../src/shared/contract/organizations.ts'
import { labelColors } from '../../src/shared/domain/label-colors.ts'
import { regions } from '../../src/shared/domain/regions.ts'
import type { OrganizationId } from '../../src/shared/kit/ids.ts'
import { dayMs, hourMs, minuteMs } from '../../src/shared/kit/time.ts'
import { auditConnectionId, fakeOrganization } from './fake-api-data.ts'

/** The id of the organization at this place of a fake fleet, from 0. */
export function fleetId(index: number): OrganizationId {
  return `00000000-0000-4000-8000-${(index + 1).toString(16).padStart(12, '0')}` as OrganizationId
}

const clients = [
  'Acme Corporation',
  'Northwind Traders',
  'Contoso',
  'Fabrikam',
  'Globex',
  'Initech',
  'Umbrella Health',
  'Stark Industries',
  'Wayne Enterprises',
  'Hooli',
  'Vandelay Imports',
  'Soylent Foods',
  'Tyrell',
  'Wonka Confectionery',
  'Cyberdyne',
  'Gringotts'
]
const places = ['', ' Europe', ' Canada', ' Retail', ' Logistics', ' Finance', ' Staging', ' Sandbox', ' APAC', ' Labs']
const labels = [
  'production',
  'production',
  'customer',
  'staging',
  'customer',
  'development',
  'customer',
  'none'
] as const
const accountTypes = ['Admin', 'Admin', 'Admin', 'Analyst', 'Admin', 'Creator']

/** What is unusual about every so-many-th organization; the first that fits counts. */
const oddities: readonly {
  readonly every: number
  readonly at: number
  readonly facts: (nowMs: number, index: number) => Partial<Organization>
}[] = [
  {
    every: 16,
    at: 3,
    facts: (nowMs) => ({
      health: 'attention',
      syncPhase: 'needs-credential',
      vault: { state: 'keychain', storeName: 'GNOME Keyring', isRefused: true },
      lastReadAtMs: nowMs - 26 * hourMs,
      auditLogReadAtMs: nowMs - 26 * hourMs,
      unarchivedSinceMs: nowMs - 26 * dayMs,
      lastError: { code: 'credential-refused', params: {} },
      nextSyncAtMs: undefined
    })
  },
  {
    every: 13,
    at: 5,
    facts: (nowMs, index) => ({
      health: 'offline',
      syncPhase: 'offline',
      lastContactAtMs: nowMs - (3 + (index % 5)) * hourMs,
      lastReadAtMs: nowMs - (3 + (index % 5)) * hourMs,
      auditLogReadAtMs: nowMs - (3 + (index % 5)) * hourMs,
      unarchivedSinceMs: nowMs - (5 + (index % 5)) * hourMs,
      lastError: { code: 'unreachable', params: { host: 'api.eu.aws.sigmacomputing.com' } },
      pendingChanges: 2
    })
  },
  {
    every: 11,
    at: 7,
    facts: (nowMs) => ({
      health: 'attention',
      pendingChanges: 3,
      refusedChanges: 1,
      auditLogReadAtMs: nowMs - 40 * minuteMs
    })
  },
  {
    every: 17,
    at: 9,
    facts: (nowMs) => ({
      health: 'paused',
      syncPhase: 'halted',
      pausedAtMs: nowMs - 3 * dayMs,
      nextSyncAtMs: undefined,
      lastReadAtMs: nowMs - 3 * dayMs,
      auditLogReadAtMs: nowMs - 3 * dayMs,
      unarchivedSinceMs: nowMs - 3 * dayMs - 2 * hourMs
    })
  },
  {
    every: 6,
    at: 2,
    facts: () => ({
      auditLogging: { kind: 'disabled' },
      lastEventAtMs: undefined,
      auditLogReadAtMs: undefined,
      unarchivedSinceMs: undefined
    })
  },
  {
    every: 19,
    at: 4,
    facts: (nowMs) => ({
      health: 'working',
      syncPhase: 'pulling',
      auditLogging: { kind: 'pending', requestedAtMs: nowMs - 3 * minuteMs },
      lastEventAtMs: undefined,
      auditLogReadAtMs: undefined,
      unarchivedSinceMs: undefined
    })
  },
  {
    every: 23,
    at: 6,
    facts: () => ({
      auditLogging: { kind: 'region-not-supported' },
      regionId: 'azure-uk',
      lastEventAtMs: undefined,
      auditLogReadAtMs: undefined,
      unarchivedSinceMs: undefined
    })
  },
  {
    every: 29,
    at: 8,
    facts: () => ({
      health: 'never-read',
      accountType: undefined,
      lastContactAtMs: undefined,
      lastReadAtMs: undefined,
      auditLogging: { kind: 'unknown' },
      lastEventAtMs: undefined,
      auditLogReadAtMs: undefined,
      unarchivedSinceMs: undefined
    })
  },
  { every: 7, at: 0, facts: () => ({ pendingChanges: 1, syncPhase: 'pushing', health: 'working' }) }
]

/** A fleet of organizations in every state that there is, the same each time. */
export function fakeFleet(count: number, nowMs: number = Date.now()): Organization[] {
  return Array.from({ length: count }, (_nothing, index) => {
    const label = labels[index % labels.length] ?? 'none'
    const region = regions[(index * 5) % regions.length]
    const odd = oddities.find(({ every, at }) => index % every === at)
    const round = Math.floor(index / clients.length)
    const name = `${clients[index % clients.length] ?? ''}${places[round % places.length] ?? ''}`
    return fakeOrganization({
      id: fleetId(index),
      name: round >= places.length ? `${name} ${Math.floor(round / places.length) + 1}` : name,
      label,
      color: index % 9 === 4 ? 'purple' : index % 9 === 7 ? 'teal' : labelColors[label],
      regionId: region?.id,
      apiUrl: `https://${region?.apiHost ?? ''}`,
      slug: name.toLowerCase().replaceAll(' ', '-'),
      position: index,
      addedAtMs: nowMs - (400 - index) * dayMs,
      accountType: accountTypes[index % accountTypes.length],
      lastContactAtMs: nowMs - (1 + (index % 9)) * minuteMs,
      lastReadAtMs: nowMs - (1 + (index % 9)) * minuteMs,
      nextSyncAtMs: nowMs + (1 + (index % 14)) * minuteMs,
      lastEventAtMs: nowMs - (4 + ((index * 7) % 90)) * minuteMs,
      auditLogReadAtMs: nowMs - (5 + ((index * 3) % 70)) * minuteMs,
      unarchivedSinceMs: nowMs - 2 * hourMs - (5 + ((index * 3) % 70)) * minuteMs,
      auditLogging: { kind: 'enabled', connectionId: auditConnectionId },
      ...odd?.facts(nowMs, index)
    })
  })
}
