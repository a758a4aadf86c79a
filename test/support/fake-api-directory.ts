import type { Handlers } from '../../src/shared/contract/api-types.ts'
import type { AccountType, Member, MemberStatus, Person, Team, Tenant } from '../../src/shared/contract/directory.ts'
import type { Organization } from '../../src/shared/contract/organizations.ts'
import type { Freshness } from '../../src/shared/contract/primitives.ts'
import { AppError } from '../../src/shared/kit/app-error.ts'
import type { OrganizationId } from '../../src/shared/kit/ids.ts'
import { dayMs, minuteMs } from '../../src/shared/kit/time.ts'
import type { FakeState } from './fake-api-data.ts'
import type { Emit } from './fake-api-handlers.ts'

/** What is kept of one organization's people. */
export interface FakeDirectory {
  freshness: Freshness
  /** Tenants have an age of their own: few organizations may list them. */
  tenantsFreshness: Freshness
  members: Member[]
  teams: Team[]
  accountTypes: AccountType[]
  tenants: Tenant[]
}

const givenNames = ['Ada', 'Grace', 'Alan', 'Edsger', 'Barbara', 'Donald', 'Radia', 'Ken', 'Margaret', 'Tim', 'Hedy']
const familyNames = ['Lovelace', 'Hopper', 'Turing', 'Dijkstra', 'Liskov', 'Knuth', 'Perlman', 'Thompson', 'Hamilton']
const accountTypeNames = ['Admin', 'Build', 'Analyze', 'View', 'Finance Reader']
const teamNames = ['All Members', 'Data Platform', 'Finance', 'Marketing', 'Revenue Operations']

const permissionsOf: Record<string, AccountType['permissions']> = {
  Admin: [
    { permission: 'admin.settings', description: 'Change the settings of the organization.' },
    { permission: 'admin.users', description: 'Add, change and deactivate members.' },
    { permission: 'connections.create', description: 'Create and edit connections.' }
  ],
  Build: [
    { permission: 'workbooks.create', description: 'Create, edit and publish workbooks.' },
    { permission: 'datasets.create', description: 'Create and edit data models.' }
  ],
  Analyze: [{ permission: 'workbooks.explore', description: 'Explore workbooks and save copies.' }],
  View: [{ permission: 'workbooks.view', description: 'View workbooks that are shared.' }],
  'Finance Reader': []
}

/** One of the people of the fake world, the same in every organization. */
function personAt(index: number): { readonly name: string; readonly email: string } {
  const given = givenNames[index % givenNames.length] ?? ''
  const family = familyNames[index % familyNames.length] ?? ''
  const round = Math.floor(index / (givenNames.length * familyNames.length))
  const name = `${given} ${family}`
  return { name, email: `${name.toLowerCase().replace(' ', '.')}${round === 0 ? '' : round}@example.com` }
}

function memberAt(person: number, place: number, nowMs: number): Member {
  const { name, email } = personAt(person)
  const accountType = person === 0 ? 'Admin' : (accountTypeNames[(person * 3 + place) % accountTypeNames.length] ?? '')
  return {
    memberId: `member-${place}-${person}`,
    name,
    email: place % 2 === 1 ? email.toUpperCase().replace('@EXAMPLE.COM', '@example.com') : email,
    accountType,
    isAdmin: accountType === 'Admin',
    userKind: person % 7 === 5 ? 'guest' : person % 13 === 11 ? 'embed' : 'internal',
    isDeactivated: person % 9 === 7,
    isInactive: person % 11 === 8,
    teams: teamNames.filter((_name, team) => team === 0 || (person + team + place) % 4 === 0),
    createdAtMs: nowMs - (40 + ((person * 17) % 600)) * dayMs,
    updatedAtMs: nowMs - ((person * 5) % 30) * dayMs,
    ...(person % 17 === 14 ? { removedAtMs: nowMs - 3 * dayMs } : {})
  }
}

/**
 * The people of one organization.
 * @param place of the organization in the list; each has other people, some of them the same
 */
export function fakeDirectory(
  organization: Organization,
  place: number,
  people = 24,
  nowMs: number = Date.now()
): FakeDirectory {
  const members = Array.from({ length: people }, (_nothing, index) => index)
    .filter((person) => person === 0 || (person + place) % 3 !== 0)
    .map((person) => memberAt(person, place, nowMs))
  const listed = members.filter((member) => member.removedAtMs === undefined)
  const freshness = { readAtMs: nowMs - 12 * minuteMs, isReading: false }
  return {
    freshness,
    tenantsFreshness:
      place === 0
        ? freshness
        : { isReading: false, lastError: { code: 'not-found', params: {} }, lastErrorAtMs: nowMs },
    members,
    teams: teamNames.map((name, index) => ({
      teamId: `team-${place}-${index}`,
      name,
      ...(index === 1 ? { description: 'Owns the warehouse connections and the shared data models.' } : {}),
      visibility: index % 2 === 0 ? 'public' : 'private',
      memberCount: listed.filter((member) => member.teams.includes(name)).length,
      createdAtMs: nowMs - 200 * dayMs
    })),
    accountTypes: accountTypeNames.map((name, index) => ({
      accountTypeId: `type-${place}-${index}`,
      name,
      ...(index === 4 ? { description: 'Reads finance workbooks, exports nothing.' } : {}),
      isCustom: index === 4,
      memberCount: listed.filter((member) => member.accountType === name).length,
      permissions: permissionsOf[name] ?? []
    })),
    tenants:
      place === 0
        ? ['Contoso Retail', 'Litware Health', 'Tailspin Toys'].map((name, index) => ({
            tenantSigmaOrganizationId: `tenant-${index}`,
            parentSigmaOrganizationId: organization.sigmaOrganizationId ?? 'parent-1',
            name,
            slug: name.toLowerCase().replace(' ', '-'),
            cloudProvider: index === 1 ? 'azure-uk' : 'aws',
            region: index === 1 ? 'uksouth' : 'us-west-2',
            ...(index === 2
              ? {}
              : { apiUrl: `https://${index === 1 ? 'api.uk.azure' : 'aws-api'}.sigmacomputing.com` }),
            createdAtMs: nowMs - (30 + index * 40) * dayMs
          }))
        : []
  }
}

const isIn = (status: MemberStatus, member: Member): boolean => {
  if (status === 'removed') return member.removedAtMs !== undefined
  if (member.removedAtMs !== undefined) return false
  if (status === 'admins') return member.isAdmin
  if (status === 'inactive') return member.isDeactivated || member.isInactive
  return status === 'all' || member.userKind === 'guest'
}

const isFound = (search: string | undefined, member: Member): boolean =>
  search === undefined ||
  [member.name, member.email, member.accountType, ...member.teams].some((text) =>
    text.toLowerCase().includes(search.toLowerCase())
  )

function pageOf<Row>(rows: readonly Row[], cursor: string | undefined, limit: number) {
  const start = cursor === undefined ? 0 : Number(cursor)
  const end = start + limit
  return { rows: rows.slice(start, end), ...(end < rows.length ? { nextCursor: String(end) } : {}) }
}

/** Members, teams, account types and tenants over plain data in memory. */
export function fakeDirectoryHandlers(state: FakeState, emit: Emit): Handlers<'directory'> {
  const of = (id: OrganizationId): FakeDirectory => {
    const place = state.organizations.findIndex((one) => one.id === id)
    const organization = state.organizations[place]
    if (organization === undefined) throw new AppError('not-found')
    const found = state.directories.get(id) ?? fakeDirectory(organization, place)
    state.directories.set(id, found)
    return found
  }
  interface Selection {
    readonly search?: string | undefined
    readonly status: MemberStatus
    readonly organizationIds?: readonly OrganizationId[] | undefined
  }
  const select = ({ search, status, organizationIds }: Selection): Person[] => {
    const people = new Map<string, Person>()
    const wanted = new Set<string>()
    for (const { id, name } of state.organizations) {
      if (state.unreadable.includes(id)) continue
      for (const member of of(id).members) {
        const email = member.email.toLowerCase()
        const person = people.get(email) ?? { email, name: member.name, memberships: [] }
        if (status === 'removed' || member.removedAtMs === undefined)
          person.memberships.push({ ...member, organizationId: id, organizationName: name })
        people.set(email, person)
        const isHere = organizationIds === undefined || organizationIds.includes(id)
        if (isHere && isIn(status, member) && isFound(search, member)) wanted.add(email)
      }
    }
    return [...people.values()]
      .filter(({ email }) => wanted.has(email))
      .toSorted((left, right) => (left.email < right.email ? -1 : 1))
  }
  return {
    listPeople: async ({ cursor, limit, ...selection }) => {
      const { rows, ...more } = pageOf(select(selection), cursor, limit)
      return { people: rows, ...more, unreadable: state.unreadable }
    },
    countPeople: async (selection) => {
      const count = (status: MemberStatus): number => select({ ...selection, status }).length
      return {
        all: count('all'),
        admins: count('admins'),
        inactive: count('inactive'),
        guests: count('guests'),
        removed: count('removed')
      }
    },
    exportPeople: async ({ format, ...selection }) => ({
      outcome: 'saved',
      fileName: `vigil-people.${format}`,
      entries: select(selection).reduce((sum, person) => sum + person.memberships.length, 0)
    }),
    listMembers: async ({ organizationId, search, status, cursor, limit }) => {
      const { members, freshness } = of(organizationId)
      const found = members.filter((member) => isIn(status, member) && isFound(search, member))
      const { rows, ...more } = pageOf(found, cursor, limit)
      return { freshness, members: rows, ...more }
    },
    listTeams: async ({ organizationId }) => {
      const { freshness, teams } = of(organizationId)
      return { freshness, teams }
    },
    listTeamMembers: async ({ organizationId, teamId }) => {
      const { teams, members } = of(organizationId)
      const team = teams.find((one) => one.teamId === teamId)
      return members
        .filter((member) => member.removedAtMs === undefined && member.teams.includes(team?.name ?? ''))
        .map((member, index) => ({ ...member, isTeamAdmin: index === 0 }))
    },
    listAccountTypes: async ({ organizationId }) => {
      const { freshness, accountTypes } = of(organizationId)
      return { freshness, accountTypes }
    },
    listTenants: async ({ organizationId }) => {
      const { tenantsFreshness, tenants } = of(organizationId)
      return { freshness: tenantsFreshness, tenants }
    },
    refreshDirectory: async ({ organizationId }) => {
      const directory = of(organizationId)
      directory.freshness = { readAtMs: Date.now(), isReading: false }
      emit('directoryChanged', { organizationId })
      return {}
    }
  }
}
