import type { Organization } from '../../../../shared/contract/organizations.ts'
import { wordsOfAuditLogging } from '../../lib/audit-logging-words.ts'
import { formatDay } from '../../lib/formats.ts'
import { labelWords, wordsOfEndpoint, wordsOfHealth } from '../../lib/organization-words.ts'
import { wordsOfSync } from '../../lib/sync-words.ts'
import { wordsOfVault } from '../../lib/vault-words.ts'
import { leavesSigmaAtMs } from './fleet-facts.ts'
import { formatAge, formatAhead, wordsOfFreshness, wordsOfLeaving, wordsOfPending } from './fleet-words.ts'

type SortValue = string | number | undefined

export interface FleetColumn {
  readonly id: string
  readonly title: string
  readonly widthPx: number
  readonly alignment?: 'end'
  /** Hidden until it is chosen. */
  readonly isExtra?: boolean
  /** What the cell says. */
  readonly words: (organization: Organization, nowMs: number) => string
  /** By what rows are ordered; undefined comes last whichever way. */
  readonly sortBy: (organization: Organization) => SortValue
  /** A point in time, which is exported whole. */
  readonly timeOf?: (organization: Organization) => number | undefined
}

const time = (
  facts: Pick<FleetColumn, 'id' | 'title' | 'isExtra'> & { readonly widthPx?: number; readonly never?: string },
  timeOf: (organization: Organization) => number | undefined
): FleetColumn => ({
  widthPx: 120,
  ...facts,
  words: (organization, nowMs) => formatAge(timeOf(organization), nowMs, facts.never),
  sortBy: timeOf,
  timeOf
})

/** What ranks first when the worst is wanted first. */
const severities = { bad: 0, warning: 1, working: 2, neutral: 3, good: 4 }
const healthOrder = ['attention', 'offline', 'working', 'never-read', 'paused', 'good']

/** Every column that the table of all organizations can show, in the order it has until a person changes it. */
export const fleetColumns: readonly FleetColumn[] = [
  { id: 'name', title: 'Organization', widthPx: 260, words: ({ name }) => name, sortBy: ({ name }) => name },
  {
    id: 'label',
    title: 'Label',
    widthPx: 112,
    isExtra: true,
    words: ({ label }) => (label === 'none' ? '' : labelWords[label]),
    sortBy: ({ label }) => (label === 'none' ? undefined : labelWords[label])
  },
  {
    id: 'health',
    title: 'Health',
    widthPx: 140,
    words: ({ health }) => wordsOfHealth(health).word,
    sortBy: ({ health }) => healthOrder.indexOf(health)
  },
  { id: 'region', title: 'Cloud and region', widthPx: 184, words: wordsOfEndpoint, sortBy: wordsOfEndpoint },
  {
    id: 'accountType',
    title: 'Account type',
    widthPx: 112,
    words: ({ accountType }) => accountType ?? '',
    sortBy: ({ accountType }) => accountType
  },
  {
    id: 'auditLogging',
    title: 'Audit logging',
    widthPx: 144,
    words: ({ auditLogging }) => wordsOfAuditLogging(auditLogging).tag,
    sortBy: ({ auditLogging }) => wordsOfAuditLogging(auditLogging).tag
  },
  time({ id: 'lastEvent', title: 'Last event' }, ({ lastEventAtMs }) => lastEventAtMs),
  time({ id: 'lastSync', title: 'Last sync', never: 'Never' }, ({ lastReadAtMs }) => lastReadAtMs),
  {
    id: 'freshness',
    title: 'Freshness',
    widthPx: 120,
    words: (organization, nowMs) => wordsOfFreshness(organization, nowMs).word,
    sortBy: ({ auditLogReadAtMs }) => auditLogReadAtMs
  },
  {
    id: 'leavesSigma',
    title: 'Leaves Sigma in',
    widthPx: 144,
    words: (organization, nowMs) => wordsOfLeaving(organization, nowMs).word,
    sortBy: leavesSigmaAtMs,
    timeOf: leavesSigmaAtMs
  },
  {
    id: 'pending',
    title: 'Pending changes',
    widthPx: 136,
    words: (organization) => wordsOfPending(organization).word,
    // Refused ones weigh more than any number that is on its way.
    sortBy: ({ pendingChanges, refusedChanges }) =>
      pendingChanges === 0 ? undefined : refusedChanges * 1_000_000 + pendingChanges
  },
  {
    id: 'credentials',
    title: 'Credentials',
    widthPx: 148,
    words: ({ vault }) => wordsOfVault(vault).tag,
    sortBy: ({ vault }) => severities[wordsOfVault(vault).tone]
  },
  {
    id: 'sync',
    title: 'Sync',
    widthPx: 148,
    words: (organization) => wordsOfSync(organization).word,
    sortBy: (organization) => wordsOfSync(organization).word
  },
  {
    id: 'nextSync',
    title: 'Next sync',
    widthPx: 120,
    isExtra: true,
    words: ({ nextSyncAtMs }, nowMs) => formatAhead(nextSyncAtMs, nowMs),
    sortBy: ({ nextSyncAtMs }) => nextSyncAtMs,
    timeOf: ({ nextSyncAtMs }) => nextSyncAtMs
  },
  time({ id: 'lastContact', title: 'Last contact', isExtra: true, never: 'Never' }, (one) => one.lastContactAtMs),
  time({ id: 'auditLogRead', title: 'Audit log read', isExtra: true }, (one) => one.auditLogReadAtMs),
  {
    id: 'slug',
    title: 'URL slug',
    widthPx: 128,
    isExtra: true,
    words: ({ slug }) => slug ?? '',
    sortBy: ({ slug }) => slug
  },
  {
    id: 'added',
    title: 'Added',
    widthPx: 112,
    isExtra: true,
    words: ({ addedAtMs }) => formatDay(addedAtMs),
    sortBy: ({ addedAtMs }) => addedAtMs,
    timeOf: ({ addedAtMs }) => addedAtMs
  }
]

const byId = new Map(fleetColumns.map((column) => [column.id, column]))

/** The column of this name; undefined for one of another version. */
export function fleetColumn(id: string): FleetColumn | undefined {
  return byId.get(id)
}

export const fleetColumnIds = fleetColumns.map((column) => column.id)
