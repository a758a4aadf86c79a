import { makeWorkbooks, tagBlueprints, teamBlueprints, type WorldWorkbook, workspaceNames } from './content.ts'
import { makePeople, makeVisitors, type Visitor, type WorldMember } from './people.ts'
import { type Random, randomFrom } from './random.ts'
import { type WorldWarehouse, worldWarehouses } from './warehouses.ts'

export interface WorldTeam {
  readonly teamId: string
  readonly name: string
  readonly description: string | null
  readonly visibility: 'public' | 'private'
  readonly memberIds: readonly string[]
}

/** Everything that the seed decides. Pure: the same seed and size give the same world, on every machine, for ever. */
export interface World {
  readonly seed: number
  readonly organizationId: string
  readonly name: string
  readonly slug: string
  readonly domain: string
  readonly members: readonly WorldMember[]
  readonly teams: readonly WorldTeam[]
  readonly workspaces: readonly { readonly workspaceId: string; readonly name: string }[]
  readonly tags: readonly {
    readonly versionTagId: string
    readonly name: string
    readonly color: string
    readonly description: string
  }[]
  readonly connections: readonly (WorldWarehouse & { readonly connectionId: string })[]
  readonly workbooks: readonly WorldWorkbook[]
  readonly auditConnectionId: string
  readonly explorerWorkbookId: string
  readonly explorerElementId: string
}

export interface GivenWorld {
  readonly name?: string | undefined
  readonly domain?: string | undefined
  readonly visitors?: readonly Visitor[]
}

const companyNames = [
  'Halden & Vik Trading',
  'Okavango Foods',
  'Kintaro Components',
  'Ribera Textil',
  'Maple Ridge Outfitters'
] as const

/** A name as it stands in URLs. */
export function slugOf(name: string): string {
  return name
    .toLowerCase()
    .normalize('NFD')
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-|-$/g, '')
}

function makeTeams(random: Random, members: readonly WorldMember[]): WorldTeam[] {
  return teamBlueprints.map((team) => {
    const chosen = members.filter(() => random.chance(0.22)).map((member) => member.memberId)
    const first = random.pick(members).memberId
    return { ...team, teamId: random.uuid(), memberIds: [...new Set([first, ...chosen])] }
  })
}

/**
 * Builds the world of a seed.
 * @param memberCount how many members, at least 2; the first owns the API credentials
 * @param apiAccountType account type of that first member
 * @param given what the seed does not decide: the organization's name, the domain of its addresses, more members
 */
export function makeWorld(seed: number, memberCount: number, apiAccountType: string, given: GivenWorld = {}): World {
  const random = randomFrom('world', seed)
  const organizationId = random.uuid()
  const chosenName = given.name ?? companyNames[Math.abs(seed) % companyNames.length] ?? companyNames[0]
  const slug = slugOf(chosenName) || 'sandbox'
  const domain = given.domain ?? `${slug}.example`
  const fixed = randomFrom('world-fixed', seed)
  const members = [
    ...makePeople(randomFrom('people', seed), memberCount, domain, apiAccountType),
    ...makeVisitors(randomFrom('visitors', seed), given.visitors ?? [])
  ]
  return {
    seed,
    organizationId,
    name: chosenName,
    slug,
    domain,
    members,
    teams: makeTeams(randomFrom('teams', seed), members),
    workspaces: workspaceNames.map((workspace) => ({ workspaceId: fixed.uuid(), name: workspace })),
    tags: tagBlueprints.map((tag) => ({ ...tag, versionTagId: fixed.uuid() })),
    connections: worldWarehouses.map((warehouse) => ({ ...warehouse, connectionId: fixed.uuid() })),
    workbooks: makeWorkbooks(randomFrom('workbooks', seed)),
    auditConnectionId: fixed.uuid(),
    explorerWorkbookId: fixed.uuid(),
    explorerElementId: fixed.uuid()
  }
}
