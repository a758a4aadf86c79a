import type { AccountType, Member, MemberStatus, Team, Tenant } from '../../shared/contract/directory.ts'
import type {
  AccountTypeRecord,
  DirectoryListName,
  MemberPosition,
  MemberRecord,
  StoredPage,
  TeamMemberRecord,
  TeamRecord,
  TenantRecord
} from '../../shared/domain/directory-records.ts'
import type { AppErrorData } from '../../shared/kit/app-error.ts'
import type { OrganizationId } from '../../shared/kit/ids.ts'
import type { DatabaseClient } from '../db/client.ts'
import type { StoredFreshness } from './connection-store.ts'

/** A member with the key that tells whose membership it is. */
export type MemberRow = Member & { readonly personKey: string }

/** How a reading of a list ended that came to the list's end. */
export interface FinishedList {
  /** Ids of all entries. */
  readonly seen: readonly string[]
  /** Why something is not whole. */
  readonly error?: AppErrorData
  /** Entries were errors: nothing is marked as removed then. */
  readonly hasLeftOut: boolean
  readonly readAtMs: number
  /** Teams whose members were read, with the time of the team's last change as Sigma told it. */
  readonly teamsRead?: readonly { readonly teamId: string; readonly updatedAtMs?: number }[]
}

/**
 * Members, teams, account types and tenants of each organization, in its org file. A list is stored page by page, each in
 * a transaction of its own: a crash between two leaves what was stored, and nothing is marked as removed before the list
 * was read to its end. Pages of a reading are refused once a later one has begun.
 */
export interface DirectoryStore {
  /** @returns the number of the reading that begins */
  begin(id: OrganizationId): Promise<number>
  saveMembers(id: OrganizationId, reading: number, entries: readonly MemberRecord[]): Promise<StoredPage>
  saveTeams(id: OrganizationId, reading: number, entries: readonly TeamRecord[]): Promise<StoredPage>
  /** @param isComplete false keeps those who are not named */
  saveTeamMembers(
    id: OrganizationId,
    reading: number,
    team: {
      readonly teamId: string
      readonly members: readonly TeamMemberRecord[]
      readonly isComplete: boolean
      readonly readAtMs: number
    }
  ): Promise<StoredPage>
  /** @param position of the first entry in the list */
  saveAccountTypes(
    id: OrganizationId,
    reading: number,
    entries: readonly AccountTypeRecord[],
    position: number
  ): Promise<StoredPage>
  saveTenants(id: OrganizationId, reading: number, entries: readonly TenantRecord[]): Promise<StoredPage>
  /** Marks what was not seen as removed, and the list as read. */
  finish(id: OrganizationId, reading: number, list: DirectoryListName, result: FinishedList): Promise<StoredPage>
  /** Notes why a list could not be read; what was read before stays. */
  saveError(id: OrganizationId, list: DirectoryListName, error: AppErrorData, atMs: number): Promise<void>
  freshness(id: OrganizationId, list: DirectoryListName): Promise<StoredFreshness>
  /** By (personKey, memberId), behind `after`. */
  members(
    id: OrganizationId,
    selection: {
      readonly status: MemberStatus
      readonly search?: string | undefined
      readonly after?: MemberPosition | undefined
      readonly limit: number
    }
  ): Promise<readonly MemberRow[]>
  /** The keys of the members that a search finds, a line each, and a character each of their `statusBits`. */
  marks(id: OrganizationId, search: string | undefined): Promise<{ readonly keys: string; readonly marks: string }>
  teams(id: OrganizationId): Promise<readonly Team[]>
  teamMembers(id: OrganizationId, teamId: string): Promise<readonly (Member & { readonly isTeamAdmin: boolean })[]>
  /** When the members of each team were last read. */
  teamReadings(
    id: OrganizationId
  ): Promise<readonly { readonly teamId: string; readonly readAtMs: number; readonly updatedAtMs?: number }[]>
  accountTypes(id: OrganizationId): Promise<readonly AccountType[]>
  tenants(id: OrganizationId): Promise<readonly Omit<Tenant, 'organizationId'>[]>
}

const org = (organizationId: OrganizationId) => ({ kind: 'org', organizationId }) as const
const subjectOf = (list: DirectoryListName): string => JSON.stringify([list])

/** The directory of each organization. */
export function createDirectoryStore(client: DatabaseClient): DirectoryStore {
  return {
    begin: (id) => client.command(org(id), 'beginDirectoryReading'),
    saveMembers: (id, reading, entries) => client.command(org(id), 'saveMembersPage', { reading, entries }),
    saveTeams: (id, reading, entries) => client.command(org(id), 'saveTeamsPage', { reading, entries }),
    saveTeamMembers: (id, reading, team) => client.command(org(id), 'saveTeamMembers', { reading, ...team }),
    saveAccountTypes: (id, reading, entries, position) =>
      client.command(org(id), 'saveAccountTypesPage', { reading, entries, position }),
    saveTenants: (id, reading, entries) => client.command(org(id), 'saveTenantsPage', { reading, entries }),
    finish: (id, reading, list, result) =>
      client.command(org(id), 'finishDirectoryList', { reading, list, subject: subjectOf(list), ...result }),
    saveError: (id, list, error, atMs) =>
      client.command(org(id), 'saveReadError', { subject: subjectOf(list), error, atMs }),
    freshness: (id, list) => client.query(org(id), 'getFreshness', { subject: subjectOf(list) }),
    members: (id, { status, search, after, limit }) =>
      client.query(org(id), 'listMembersPage', {
        status,
        limit,
        ...(search === undefined ? {} : { search }),
        ...(after === undefined ? {} : { after })
      }),
    marks: (id, search) => client.query(org(id), 'markPeople', search === undefined ? {} : { search }),
    teams: (id) => client.query(org(id), 'listTeams'),
    teamMembers: (id, teamId) => client.query(org(id), 'listTeamMembers', { teamId }),
    teamReadings: (id) => client.query(org(id), 'listTeamReadings'),
    accountTypes: (id) => client.query(org(id), 'listAccountTypes'),
    tenants: (id) => client.query(org(id), 'listTenants')
  }
}
