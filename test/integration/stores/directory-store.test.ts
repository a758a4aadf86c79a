import { statSync } from 'node:fs'
import path from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { createDirectoryStore, type DirectoryStore } from '../../../src/main/stores/directory-store.ts'
import type { MemberRecord } from '../../../src/shared/domain/directory-records.ts'
import { newOrganizationId, type OrganizationId } from '../../../src/shared/kit/ids.ts'
import { createStoreFixture, type StoreFixture } from './store-fixture.ts'

const member = (memberId: string, more: Partial<MemberRecord> = {}): MemberRecord => ({
  memberId,
  name: `Name ${memberId}`,
  email: `${memberId}@example.com`,
  accountType: 'View',
  isAdmin: false,
  isDeactivated: false,
  isInactive: false,
  ...more
})
const team = (teamId: string, name = `Team ${teamId}`) => ({ teamId, name })
const whole = (seen: readonly string[], readAtMs = 10) => ({ seen, hasLeftOut: false, readAtMs })

describe('directory store', () => {
  let fixture: StoreFixture
  let store: DirectoryStore
  let id: OrganizationId
  beforeAll(() => {
    fixture = createStoreFixture()
    store = createDirectoryStore(fixture.open())
  })
  beforeEach(() => {
    id = newOrganizationId()
  })
  afterAll(() => fixture.dispose())

  const ids = async (status: 'all' | 'admins' | 'inactive' | 'guests' | 'removed' = 'all', search?: string) =>
    (await store.members(id, { status, search, limit: 100 })).map((one) => one.memberId)

  it('marks as removed what a whole reading did not see, and takes it back when it is there again', async () => {
    let reading = await store.begin(id)
    expect(await store.saveMembers(id, reading, [member('a'), member('b')])).toEqual({ isCurrent: true, changed: 2 })
    await store.finish(id, reading, 'members', whole(['a', 'b']))
    reading = await store.begin(id)
    await store.saveMembers(id, reading, [member('b')])
    expect(await ids()).toEqual(['a', 'b'])
    expect(await store.finish(id, reading, 'members', whole(['b'], 20))).toEqual({ isCurrent: true, changed: 1 })
    expect(await ids()).toEqual(['b'])
    expect(await store.members(id, { status: 'removed', limit: 9 })).toMatchObject([{ memberId: 'a', removedAtMs: 20 }])
    reading = await store.begin(id)
    await store.saveMembers(id, reading, [member('a'), member('b')])
    await store.finish(id, reading, 'members', whole(['a', 'b'], 30))
    expect(await ids()).toEqual(['a', 'b'])
    expect(await ids('removed')).toEqual([])
  })

  it('writes nothing for pages that hold what is known, duplicates included', async () => {
    const page = [member('a', { userKind: 'guest', createdAtMs: 5 }), member('b')]
    const first = await store.begin(id)
    await store.saveMembers(id, first, page)
    const log = path.join(fixture.organizationsFolder, id, 'org.sqlite-wal')
    const before = statSync(log)
    expect(await store.saveMembers(id, first, [...page, ...page])).toEqual({ isCurrent: true, changed: 0 })
    const after = statSync(log)
    expect([after.size, after.mtimeMs]).toEqual([before.size, before.mtimeMs])
    expect(await store.saveMembers(id, first, [member('b', { accountType: 'Admin', isAdmin: true })])).toEqual({
      isCurrent: true,
      changed: 1
    })
  })

  it('refuses a page that comes after a later reading has begun, and its end too', async () => {
    const late = await store.begin(id)
    const reading = await store.begin(id)
    await store.saveMembers(id, reading, [member('a', { name: 'New' })])
    const refused = { isCurrent: false, changed: 0 }
    expect(await store.saveMembers(id, late, [member('a', { name: 'Old' })])).toEqual(refused)
    expect(await store.saveTeams(id, late, [team('t')])).toEqual(refused)
    expect(await store.saveTeamMembers(id, late, { teamId: 't', members: [], isComplete: true, readAtMs: 1 })).toEqual(
      refused
    )
    expect(await store.finish(id, late, 'members', whole([]))).toEqual(refused)
    expect(await store.members(id, { status: 'all', limit: 9 })).toMatchObject([{ name: 'New' }])
    expect(await store.freshness(id, 'members')).toEqual({})
  })

  it('keeps what is missing from a list with errors in it, and says that the list is not whole', async () => {
    const reading = await store.begin(id)
    await store.saveMembers(id, reading, [member('a'), member('b')])
    await store.finish(id, reading, 'members', whole(['a', 'b']))
    const error = { code: 'list-incomplete', params: { leftOut: 1 } } as const
    expect(
      await store.finish(id, reading, 'members', { seen: ['a'], hasLeftOut: true, error, readAtMs: 20 })
    ).toMatchObject({ changed: 1 })
    expect(await ids()).toEqual(['a', 'b'])
    expect(await store.freshness(id, 'members')).toEqual({ readAtMs: 20, lastError: error, lastErrorAtMs: 20 })
    expect(
      await store.finish(id, reading, 'members', { seen: ['a'], hasLeftOut: true, error, readAtMs: 30 })
    ).toMatchObject({ changed: 0 })
    await store.finish(id, reading, 'members', whole(['a', 'b'], 40))
    expect(await store.freshness(id, 'members')).toEqual({ readAtMs: 40 })
  })

  it('finds members by status and by name, address, account type or team, without case and accents', async () => {
    const reading = await store.begin(id)
    await store.saveMembers(id, reading, [
      member('a', { name: 'Théo Marchand', accountType: 'Admin', isAdmin: true }),
      member('b', { isDeactivated: true }),
      member('c', { isInactive: true, userKind: 'guest' }),
      member('d', { userKind: 'embed', email: '' })
    ])
    await store.saveTeams(id, reading, [team('t', 'Équipe 50%'), team('gone', 'Marchand club')])
    const inTeam = (teamId: string, memberId: string) =>
      store.saveTeamMembers(id, reading, {
        teamId,
        members: [{ memberId, isTeamAdmin: true }],
        isComplete: true,
        readAtMs: 1
      })
    await inTeam('t', 'b')
    await inTeam('gone', 'c')
    await store.finish(id, reading, 'teams', whole(['t']))
    expect(await ids()).toEqual(['a', 'b', 'c', 'd'])
    expect(await ids('admins')).toEqual(['a'])
    expect(await ids('inactive')).toEqual(['b', 'c'])
    expect(await ids('guests')).toEqual(['c'])
    expect(await ids('all', 'theo MARCHAND')).toEqual(['a'])
    expect(await ids('all', 'C@EXAMPLE')).toEqual(['c'])
    expect(await ids('all', 'admin')).toEqual(['a'])
    expect(await ids('all', 'equipe 50%')).toEqual(['b'])
    expect(await ids('guests', 'marchand')).toEqual([])
    expect(await ids('all', '%')).toEqual(['b'])
    const [known] = await store.members(id, { status: 'all', search: 'equipe', limit: 1 })
    expect(known?.teams).toEqual(['Équipe 50%'])
  })

  it('gives members page by page, with two of one address on either side of a page', async () => {
    const reading = await store.begin(id)
    await store.saveMembers(
      id,
      reading,
      ['1', '2', '3', '4', '5'].map((memberId) => member(memberId, { email: memberId > '3' ? 'Z@x.y' : 'a@x.y' }))
    )
    const found: string[] = []
    let after: { personKey: string; memberId: string } | undefined
    for (;;) {
      const page = await store.members(id, { status: 'all', after, limit: 2 })
      if (page.length === 0) break
      found.push(...page.map((one) => one.memberId))
      after = page.at(-1)
    }
    expect(found).toEqual(['1', '2', '3', '4', '5'])
  })

  it('tells keys and marks of all whom a search finds', async () => {
    const reading = await store.begin(id)
    await store.saveMembers(id, reading, [
      member('a', { accountType: 'Admin', isAdmin: true, isDeactivated: true }),
      member('b', { userKind: 'guest' })
    ])
    await store.finish(id, reading, 'members', whole(['a']))
    const { keys, marks } = await store.marks(id, undefined)
    expect(keys.split('\n').map((key, index) => [key, marks.charCodeAt(index) - 32])).toEqual([
      ['a@example.com', 1 + 2 + 4],
      ['b@example.com', 16]
    ])
    expect(await store.marks(id, 'nobody')).toEqual({ keys: '', marks: '' })
  })

  it('counts who is in a team and who has an account type, without those who are gone', async () => {
    const reading = await store.begin(id)
    await store.saveMembers(id, reading, [member('a'), member('b'), member('gone')])
    await store.finish(id, reading, 'members', whole(['a', 'b']))
    await store.saveTeams(id, reading, [{ ...team('t', 'b team'), visibility: 'private' }, team('u', 'A team')])
    const members = ['a', 'gone', 'stranger'].map((memberId) => ({ memberId, isTeamAdmin: memberId === 'a' }))
    await store.saveTeamMembers(id, reading, { teamId: 't', members, isComplete: true, readAtMs: 1 })
    const type = { accountTypeId: 'x', name: 'View', isCustom: false, permissions: [] }
    await store.saveAccountTypes(id, reading, [type, { ...type, accountTypeId: 'y', name: 'Admin' }], 0)
    expect(await store.teams(id)).toMatchObject([
      { teamId: 'u', memberCount: 0 },
      { teamId: 't', memberCount: 2, visibility: 'private' }
    ])
    expect(await store.teamMembers(id, 't')).toMatchObject([
      { memberId: 'a', email: 'a@example.com', isTeamAdmin: true },
      { memberId: 'stranger', email: '', isTeamAdmin: false }
    ])
    expect(await store.accountTypes(id)).toMatchObject([
      { name: 'View', memberCount: 2 },
      { name: 'Admin', memberCount: 0 }
    ])
    await store.saveTeamMembers(id, reading, {
      teamId: 't',
      members: [{ memberId: 'b', isTeamAdmin: true }],
      isComplete: false,
      readAtMs: 2
    })
    expect((await store.teamMembers(id, 't')).map((one) => one.memberId)).toEqual(['a', 'b', 'stranger'])
    await store.saveTeamMembers(id, reading, { teamId: 't', members: [], isComplete: true, readAtMs: 3 })
    expect(await store.teamMembers(id, 't')).toEqual([])
  })
})
