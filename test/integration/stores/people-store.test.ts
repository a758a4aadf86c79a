import { readFile } from 'node:fs/promises'
import path from 'node:path'
import Database from 'better-sqlite3'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { DatabaseClient } from '../../../src/main/db/client.ts'
import { DirectoryService } from '../../../src/main/services/directory-service.ts'
import { PeopleService } from '../../../src/main/services/people-service.ts'
import { createDirectoryStore, type DirectoryStore } from '../../../src/main/stores/directory-store.ts'
import { createJournalStore } from '../../../src/main/stores/journal-store.ts'
import { createOrganizationStore } from '../../../src/main/stores/organization-store.ts'
import { createPeopleStore, type PeopleStore } from '../../../src/main/stores/people-store.ts'
import type { MemberRecord } from '../../../src/shared/domain/directory-records.ts'
import { newOrganizationId, type OrganizationId } from '../../../src/shared/kit/ids.ts'
import { createManualClock } from '../../support/manual-clock.ts'
import { errorOf } from '../../support/sigma-client-fixture.ts'
import { createStoreFixture, type StoreFixture } from './store-fixture.ts'

const member = (memberId: string, email: string, more: Partial<MemberRecord> = {}): MemberRecord => ({
  memberId,
  name: `Name ${memberId}`,
  email,
  accountType: 'View',
  isAdmin: false,
  isDeactivated: false,
  isInactive: false,
  ...more
})

describe('people over all organizations', () => {
  let fixture: StoreFixture
  let database: DatabaseClient
  let directory: DirectoryStore
  let people: PeopleStore
  let ids: OrganizationId[]

  beforeEach(() => {
    fixture = createStoreFixture()
    database = fixture.open()
    directory = createDirectoryStore(database)
    people = createPeopleStore(database)
    ids = []
  })
  afterEach(() => fixture.dispose())

  /** Adds an organization with these members. */
  async function add(name: string, members: readonly MemberRecord[], more: object = {}): Promise<OrganizationId> {
    const id = newOrganizationId()
    const record = { id, name, kind: 'sigma' as const, label: 'none' as const, apiUrl: 'https://x', clientId: 'c' }
    const organizations = createOrganizationStore(database)
    type NewRecord = Parameters<typeof organizations.add>[0]
    await organizations.add({ color: 'gray', addedAtMs: 1, secretSlot: 'first', ...record, ...more } as NewRecord)
    const reading = await directory.begin(id)
    await directory.saveMembers(id, reading, members)
    await directory.finish(id, reading, 'members', {
      seen: members.map((one) => one.memberId),
      hasLeftOut: false,
      readAtMs: 5
    })
    ids.push(id)
    return id
  }
  const removeAllBut = async (id: OrganizationId, memberId: string) =>
    directory.finish(id, await directory.begin(id), 'members', { seen: [memberId], hasLeftOut: false, readAtMs: 9 })

  /** E-mail addresses (or names) of every page, and how many memberships each person has. */
  async function walk(limit: number, selection: object = {}): Promise<[string, number][][]> {
    const pages: [string, number][][] = []
    let cursor: string | undefined
    do {
      const page = await people.page({ status: 'all', ...selection, cursor, limit })
      pages.push(
        page.people.map(({ memberships }) => [
          memberships[0]?.email || (memberships[0]?.name ?? ''),
          memberships.length
        ])
      )
      cursor = page.nextCursor
    } while (cursor !== undefined)
    return pages
  }

  it('are one person wherever the address is the same, whatever its case, and never cut by a page', async () => {
    await add('One', [member('1', 'Ada@x.y'), member('2', 'bob@x.y')])
    await add('Two', [member('1', 'ada@X.Y'), member('3', 'ada@x.y'), member('4', 'cyd@x.y')])
    expect(await walk(1)).toEqual([[[expect.stringMatching(/ada@x\.y/i), 3]], [['bob@x.y', 1]], [['cyd@x.y', 1]]])
    expect(await walk(2)).toEqual([
      [
        [expect.stringMatching(/ada@x\.y/i), 3],
        ['bob@x.y', 1]
      ],
      [['cyd@x.y', 1]]
    ])
    expect(await walk(3)).toHaveLength(1)
    expect(await people.count({})).toEqual({ all: 3, admins: 0, inactive: 0, guests: 0, removed: 0 })
  })

  it('without an address are people of their own, last, also where two organizations share an id', async () => {
    const embed = [member('e', '', { name: 'Embed', userKind: 'embed' }), member('f', '', { name: 'Embed' })]
    await add('One', [...embed, member('1', 'zoe@x.y')])
    await add('Two', embed)
    const expected = [
      ['zoe@x.y', 1],
      ['Embed', 1],
      ['Embed', 1],
      ['Embed', 1],
      ['Embed', 1]
    ]
    for (const limit of [1, 2, 3, 4, 5, 6]) expect((await walk(limit)).flat()).toEqual(expected)
    expect((await people.count({})).all).toBe(5)
  })

  it('are found and counted by status, search and organization; a removed one is not among all', async () => {
    const one = await add('One', [
      member('1', 'ada@x.y', { accountType: 'Admin', isAdmin: true }),
      member('2', 'bob@x.y', { isDeactivated: true }),
      member('9', 'gone@x.y')
    ])
    const two = await add('Two', [
      member('1', 'ada@x.y', { userKind: 'guest' }),
      member('4', 'cyd@x.y', { isInactive: true })
    ])
    await removeAllBut(two, '1')
    expect(await people.count({})).toEqual({ all: 3, admins: 1, inactive: 1, guests: 1, removed: 1 })
    expect(await people.count({ organizationIds: [two] })).toEqual({
      all: 1,
      admins: 0,
      inactive: 0,
      guests: 1,
      removed: 1
    })
    expect((await people.count({ search: 'ADMIN' })).all).toBe(1)
    // Found by one membership, shown with both.
    expect(await walk(9, { status: 'admins' })).toEqual([[['ada@x.y', 2]]])
    expect(await walk(9, { status: 'guests' })).toEqual([[['ada@x.y', 2]]])
    // An Admin in One is no Admin in Two.
    expect(await walk(9, { status: 'admins', organizationIds: [two] })).toEqual([[]])
    expect(await walk(9, { status: 'removed' })).toEqual([[['cyd@x.y', 1]]])
    expect(await walk(9, { search: 'ada' })).toEqual([[['ada@x.y', 2]]])
    expect(await walk(9, { organizationIds: [one], status: 'inactive' })).toEqual([[['bob@x.y', 1]]])
    expect(await walk(9, { organizationIds: [] })).toEqual([[]])
  })

  it('come with all their memberships, whichever of them was found, and with removed ones only where those are asked for', async () => {
    const one = await add('One', [
      member('1', 'Ada@x.y', { accountType: 'Admin', isAdmin: true }),
      member('2', 'bob@x.y'),
      member('e', '', { name: 'Embed', userKind: 'embed' })
    ])
    const two = await add('Two', [member('1', 'ada@x.y'), member('2', 'bob@x.y')])
    const three = await add('Three', [
      member('3', 'ada@x.y', { accountType: 'Finance' }),
      member('4', 'cyd@x.y'),
      member('e', '', { name: 'Embed', userKind: 'embed' })
    ])
    await removeAllBut(two, '2')
    const shown = async (selection: object) =>
      (await people.page({ status: 'all', limit: 10, ...selection })).people.map(({ memberships }) =>
        memberships.map((membership) => [
          membership.organizationName,
          membership.memberId,
          membership.removedAtMs === undefined
        ])
      )
    const listed = [
      ['One', '1', true],
      ['Three', '3', true]
    ]
    for (const selection of [
      { status: 'admins' },
      { search: 'finance' },
      { search: 'ada', organizationIds: [three] },
      { organizationIds: [three], search: 'x.y', limit: 1 }
    ])
      expect((await shown(selection)).map((memberships) => memberships.toSorted())).toEqual([listed])
    expect((await shown({ status: 'removed' })).map((memberships) => memberships.toSorted())).toEqual([
      [...listed, ['Two', '1', false]]
    ])
    // Embedded members of two organizations are not one person, though name and id are the same.
    expect(await shown({ search: 'embed', organizationIds: [one] })).toEqual([[['One', 'e', true]]])
    expect(await people.count({ search: 'finance' })).toMatchObject({ all: 1, admins: 0 })
    const exported: string[] = []
    for await (const { memberships } of people.all({ status: 'admins' }))
      exported.push(...memberships.map((membership) => membership.organizationName))
    expect(exported.toSorted()).toEqual(['One', 'Three'])
  })

  it('are counted as the members of an organization where it is the only one asked for', async () => {
    const one = await add('One', [member('1', 'ada@x.y'), member('2', 'bob@x.y'), member('3', 'cyd@x.y')])
    const two = await add('Two', [member('1', 'ada@x.y', { accountType: 'Admin', isAdmin: true })])
    expect(await people.count({ organizationIds: [one] })).toMatchObject({ all: 3, admins: 0 })
    expect(await people.count({ organizationIds: [two] })).toMatchObject({ all: 1, admins: 1 })
    expect(await people.count({})).toMatchObject({ all: 3, admins: 1 })
  })

  it('of one organization are found by account type and by team, too', async () => {
    const id = await add('One', [
      member('1', 'ada@x.y', { accountType: 'Finance Reader' }),
      member('2', 'bob@x.y'),
      member('3', 'cyd@x.y')
    ])
    const reading = await directory.begin(id)
    await directory.saveTeams(id, reading, [{ teamId: 't', name: 'Données' }])
    const readAtMs = 7
    const members = [{ memberId: '2', isTeamAdmin: false }]
    await directory.saveTeamMembers(id, reading, { teamId: 't', members, isComplete: true, readAtMs })
    const service = new DirectoryService({
      directory,
      organizations: createOrganizationStore(database),
      isReading: () => false,
      refresh: () => Promise.resolve()
    })
    const found = async (search: string) =>
      (await service.members({ organizationId: id, status: 'all', search, limit: 9 })).members.map(
        (one) => one.memberId
      )
    expect(await found('finance')).toEqual(['1'])
    expect(await found('donnees')).toEqual(['2'])
    expect(await found('CYD@')).toEqual(['3'])
  })

  it('come in order through many pages of many organizations, each once', async () => {
    const expected = new Map<string, number>()
    for (let organization = 0; organization < 12; organization += 1) {
      const members = Array.from({ length: 40 }, (_nothing, index) => {
        const email = index < 5 ? `shared${index}@x.y` : `p${(index * 31 + organization * 7) % 997}.${organization}@x.y`
        expected.set(email, (expected.get(email) ?? 0) + 1)
        return member(`m${index}`, email)
      })
      await add(`Organization ${organization}`, members)
    }
    const sorted = [...expected].toSorted(([left], [right]) => (left < right ? -1 : 1))
    for (const limit of [7, 100, 500]) expect((await walk(limit)).flat()).toEqual(sorted)
    const all: string[] = []
    for await (const { memberships } of people.all({ status: 'all' })) all.push(memberships[0]?.email ?? '')
    expect(all).toEqual(sorted.map(([email]) => email))
    expect((await people.count({})).all).toBe(sorted.length)
  })

  it('are shown without an organization whose file cannot be read, which is named', async () => {
    await add('Good', [member('1', 'ada@x.y')])
    const bad = await add('Bad', [member('2', 'bob@x.y')])
    await database.close()
    // As a later version of the program leaves it.
    const newer = new Database(path.join(fixture.organizationsFolder, bad, 'org.sqlite'))
    newer.pragma('user_version = 9999')
    newer.close()
    people = createPeopleStore(fixture.open())
    const page = await people.page({ status: 'all', limit: 10 })
    expect(page.people.map(({ memberships }) => memberships[0]?.email)).toEqual(['ada@x.y'])
    expect(page.unreadable).toEqual([bad])
    expect((await people.count({})).all).toBe(1)
  })

  it('refuses a cursor that is none', async () => {
    for (const cursor of ['', 'x', ':', '../..:a@x.y', 'ABCDEF:a@x.y'])
      expect((await errorOf(people.page({ status: 'all', cursor, limit: 5 }))).code).toBe('invalid-input')
  })

  it('are exported a line a membership, safe for a spreadsheet, and that is in the journal', async () => {
    await add('Zeta "Z"', [member('1', 'ada@x.y', { name: '=HYPERLINK("x")', createdAtMs: 0 })])
    await add('Alpha', [member('2', 'Ada@x.y', { accountType: 'Admin', isAdmin: true })])
    const file = path.join(fixture.folder, 'people.csv')
    const journal = createJournalStore(database)
    const service = new PeopleService({
      people,
      journal,
      clock: createManualClock(),
      fileDialogs: { chooseSaveFile: async () => file } as never
    })
    expect(await service.export({ status: 'all', format: 'csv' })).toEqual({
      outcome: 'saved',
      fileName: 'people.csv',
      entries: 2
    })
    const [header, first, second, end] = (await readFile(file, 'utf8')).split('\r\n')
    expect(header).toMatch(/^\uFEFFemail,name,organization,/)
    expect(first).toBe(`Ada@x.y,Name 2,Alpha,${ids[1]},Admin,true,,false,false,,,,`)
    expect(second).toBe(
      `ada@x.y,"'=HYPERLINK(""x"")","Zeta ""Z""",${ids[0]},View,false,,false,false,,1970-01-01T00:00:00.000Z,,`
    )
    expect(end).toBe('')
    await service.export({ status: 'admins', format: 'ndjson' })
    const lines = (await readFile(file, 'utf8')).trim().split('\n')
    // As on screen: an Admin somewhere, with what they are elsewhere.
    expect(lines.map((line) => JSON.parse(line))).toMatchObject([
      { email: 'Ada@x.y', organization: 'Alpha', isAdmin: true, teams: [] },
      { email: 'ada@x.y', organization: 'Zeta "Z"', isAdmin: false }
    ])
    const { entries } = await journal.page({ limit: 10 })
    expect(entries.map((entry) => entry.action).filter((action) => action === 'people-exported')).toHaveLength(2)
    const [person] = (await service.page({ status: 'all', limit: 5 })).people
    expect(person?.memberships.map((one) => one.organizationName)).toEqual(['Alpha', 'Zeta "Z"'])
  })

  it('of one organization come page by page, and its tenants with the organizations that they were added as', async () => {
    const id = await add('Parent', [member('1', 'a@x.y'), member('2', 'b@x.y'), member('3:4', 'c@x.y')])
    const known = await add('Known', [], { sigmaOrganizationId: 'sigma-known', slug: 'other' })
    const young = await add('Young', [], { slug: 'young' })
    const tenant = (tenantSigmaOrganizationId: string, slug: string) => ({
      tenantSigmaOrganizationId,
      parentSigmaOrganizationId: 'p',
      name: slug,
      slug
    })
    const reading = await directory.begin(id)
    await directory.saveTenants(id, reading, [
      tenant('sigma-known', 'known'),
      tenant('sigma-other', 'other'),
      tenant('sigma-young', 'young'),
      tenant('sigma-none', '')
    ])
    const service = new DirectoryService({
      directory,
      organizations: createOrganizationStore(database),
      isReading: () => true,
      refresh: () => Promise.resolve()
    })
    const { tenants, freshness } = await service.tenants(id)
    expect(freshness).toEqual({ isReading: true })
    expect(tenants.map((one) => [one.tenantSigmaOrganizationId, one.organizationId])).toEqual([
      ['sigma-none', undefined],
      ['sigma-known', known],
      // Named so in Sigma's URLs, but known to be another one.
      ['sigma-other', undefined],
      ['sigma-young', young]
    ])
    const found: string[] = []
    let cursor: string | undefined
    do {
      const page = await service.members({ organizationId: id, status: 'all', cursor, limit: 1 })
      found.push(...page.members.map((one) => one.memberId))
      cursor = page.nextCursor
    } while (cursor !== undefined)
    expect(found).toEqual(['1', '2', '3:4'])
    for (const wrong of ['', 'x', '9', '3:ab', '-1:ab'])
      expect(
        (await errorOf(service.members({ organizationId: id, status: 'all', cursor: wrong, limit: 1 }))).code
      ).toBe('invalid-input')
  })
})
