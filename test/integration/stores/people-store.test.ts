import path from 'node:path'
import Database from 'better-sqlite3'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createPeopleStore } from '../../../src/main/stores/people-store.ts'
import { errorOf } from '../../support/sigma-client-fixture.ts'
import { createPeopleFixture, member, type PeopleFixture } from './people-fixture.ts'

describe('people over all organizations', () => {
  let fixture: PeopleFixture

  beforeEach(() => {
    fixture = createPeopleFixture()
  })
  afterEach(() => fixture.dispose())

  /** E-mail addresses (or names) of every page, and how many memberships each person has. */
  async function walk(limit: number, selection: object = {}): Promise<[string, number][][]> {
    const pages: [string, number][][] = []
    let cursor: string | undefined
    do {
      const page = await fixture.people.page({ status: 'all', ...selection, cursor, limit })
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
    await fixture.add('One', [member('1', 'Ada@x.y'), member('2', 'bob@x.y')])
    await fixture.add('Two', [member('1', 'ada@X.Y'), member('3', 'ada@x.y'), member('4', 'cyd@x.y')])
    expect(await walk(1)).toEqual([[[expect.stringMatching(/ada@x\.y/i), 3]], [['bob@x.y', 1]], [['cyd@x.y', 1]]])
    expect(await walk(2)).toEqual([
      [
        [expect.stringMatching(/ada@x\.y/i), 3],
        ['bob@x.y', 1]
      ],
      [['cyd@x.y', 1]]
    ])
    expect(await walk(3)).toHaveLength(1)
    expect(await fixture.people.count({})).toEqual({ all: 3, admins: 0, inactive: 0, guests: 0, removed: 0 })
  })

  it('without an address are people of their own, last, also where two organizations share an id', async () => {
    const embed = [member('e', '', { name: 'Embed', userKind: 'embed' }), member('f', '', { name: 'Embed' })]
    await fixture.add('One', [...embed, member('1', 'zoe@x.y')])
    await fixture.add('Two', embed)
    const expected = [
      ['zoe@x.y', 1],
      ['Embed', 1],
      ['Embed', 1],
      ['Embed', 1],
      ['Embed', 1]
    ]
    for (const limit of [1, 2, 3, 4, 5, 6]) expect((await walk(limit)).flat()).toEqual(expected)
    expect((await fixture.people.count({})).all).toBe(5)
  })

  it('are found and counted by status, search and organization; a removed one is not among all', async () => {
    const one = await fixture.add('One', [
      member('1', 'ada@x.y', { accountType: 'Admin', isAdmin: true }),
      member('2', 'bob@x.y', { isDeactivated: true }),
      member('9', 'gone@x.y')
    ])
    const two = await fixture.add('Two', [
      member('1', 'ada@x.y', { userKind: 'guest' }),
      member('4', 'cyd@x.y', { isInactive: true })
    ])
    await fixture.removeAllBut(two, '1')
    expect(await fixture.people.count({})).toEqual({ all: 3, admins: 1, inactive: 1, guests: 1, removed: 1 })
    expect(await fixture.people.count({ organizationIds: [two] })).toEqual({
      all: 1,
      admins: 0,
      inactive: 0,
      guests: 1,
      removed: 1
    })
    expect((await fixture.people.count({ search: 'ADMIN' })).all).toBe(1)
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
    const one = await fixture.add('One', [
      member('1', 'Ada@x.y', { accountType: 'Admin', isAdmin: true }),
      member('2', 'bob@x.y'),
      member('e', '', { name: 'Embed', userKind: 'embed' })
    ])
    const two = await fixture.add('Two', [member('1', 'ada@x.y'), member('2', 'bob@x.y')])
    const three = await fixture.add('Three', [
      member('3', 'ada@x.y', { accountType: 'Finance' }),
      member('4', 'cyd@x.y'),
      member('e', '', { name: 'Embed', userKind: 'embed' })
    ])
    await fixture.removeAllBut(two, '2')
    const shown = async (selection: object) =>
      (await fixture.people.page({ status: 'all', limit: 10, ...selection })).people.map(({ memberships }) =>
        memberships
          .toSorted((left, right) => left.organizationName.localeCompare(right.organizationName))
          .map((membership) => [membership.organizationName, membership.memberId, membership.removedAtMs === undefined])
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
      expect(await shown(selection)).toEqual([listed])
    expect(await shown({ status: 'removed' })).toEqual([[...listed, ['Two', '1', false]]])
    // Embedded members of two organizations are not one person, though name and id are the same.
    expect(await shown({ search: 'embed', organizationIds: [one] })).toEqual([[['One', 'e', true]]])
    expect(await fixture.people.count({ search: 'finance' })).toMatchObject({ all: 1, admins: 0 })
    const exported: string[] = []
    for await (const { memberships } of fixture.people.all({ status: 'admins' }))
      exported.push(...memberships.map((membership) => membership.organizationName))
    expect(exported.toSorted()).toEqual(['One', 'Three'])
  })

  it('are counted as the members of an organization where it is the only one asked for', async () => {
    const one = await fixture.add('One', [member('1', 'ada@x.y'), member('2', 'bob@x.y'), member('3', 'cyd@x.y')])
    const two = await fixture.add('Two', [member('1', 'ada@x.y', { accountType: 'Admin', isAdmin: true })])
    expect(await fixture.people.count({ organizationIds: [one] })).toMatchObject({ all: 3, admins: 0 })
    expect(await fixture.people.count({ organizationIds: [two] })).toMatchObject({ all: 1, admins: 1 })
    expect(await fixture.people.count({})).toMatchObject({ all: 3, admins: 1 })
  })

  it('come in order through many pages of many organizations, each once', async () => {
    const expected = new Map<string, number>()
    for (let organization = 0; organization < 12; organization += 1) {
      const members = Array.from({ length: 40 }, (_nothing, index) => {
        const email = index < 5 ? `shared${index}@x.y` : `p${(index * 31 + organization * 7) % 997}.${organization}@x.y`
        expected.set(email, (expected.get(email) ?? 0) + 1)
        return member(`m${index}`, email)
      })
      await fixture.add(`Organization ${organization}`, members)
    }
    const sorted = [...expected].toSorted(([left], [right]) => (left < right ? -1 : 1))
    for (const limit of [7, 100, 500]) expect((await walk(limit)).flat()).toEqual(sorted)
    const all: string[] = []
    for await (const { memberships } of fixture.people.all({ status: 'all' })) all.push(memberships[0]?.email ?? '')
    expect(all).toEqual(sorted.map(([email]) => email))
    expect((await fixture.people.count({})).all).toBe(sorted.length)
  })

  it('are shown without an organization whose file cannot be read, which is named', async () => {
    await fixture.add('Good', [member('1', 'ada@x.y')])
    const bad = await fixture.add('Bad', [member('2', 'bob@x.y')])
    await fixture.database.close()
    // As a later version of the program leaves it.
    const newer = new Database(path.join(fixture.organizationsFolder, bad, 'org.sqlite'))
    newer.pragma('user_version = 9999')
    newer.close()
    const people = createPeopleStore(fixture.open())
    const page = await people.page({ status: 'all', limit: 10 })
    expect(page.people.map(({ memberships }) => memberships[0]?.email)).toEqual(['ada@x.y'])
    expect(page.unreadable).toEqual([bad])
    expect((await people.count({})).all).toBe(1)
  })

  it('refuses a cursor that is none', async () => {
    for (const cursor of ['', 'x', ':', '../..:a@x.y', 'ABCDEF:a@x.y'])
      expect((await errorOf(fixture.people.page({ status: 'all', cursor, limit: 5 }))).code).toBe('invalid-input')
  })
})
