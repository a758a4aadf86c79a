import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { errorOf } from '../../support/sigma-client-fixture.ts'
import { type Reached, reach } from './organization.ts'

const tenant = { organizationId: 'a0000000-0000-4000-8000-000000000001', name: 'Halden Norge', slug: 'halden-norge' }
const unknownId = '00000000-0000-4000-8000-000000000000'

describe('administration of an organization over HTTP', () => {
  let reached: Reached
  const someone = async () => {
    const { client } = reached
    const who = await client.whoami()
    const member = (await client.members.list()).find((one) => one.memberId !== who.userId)
    if (member === undefined) throw new Error('an organization of one')
    return member
  }
  const someConnection = async () => {
    const [connection] = await reached.client.connections.list()
    return connection?.connectionId ?? ''
  }

  beforeEach(async () => {
    reached = await reach('over HTTP', { tenants: [tenant] })
  })
  afterEach(() => reached.close())

  it('lists teams, filters them, and reads one with its members', async () => {
    const { teams, members } = reached.client
    const all = await teams.list()
    expect(all.length).toBeGreaterThan(3)
    const hidden = await teams.list({ visibility: 'private' })
    expect(hidden.map((team) => team.visibility)).toEqual(hidden.map(() => 'private'))
    expect(hidden.length).toBeLessThan(all.length)
    const team = await teams.get(all[0]?.teamId ?? '')
    expect(team.name).toBe(all[0]?.name)
    const inside = await teams.members(team.teamId)
    expect(inside.map((one) => one.userId)).toEqual(team.members)
    expect(inside.filter((one) => one.isTeamAdmin === true)).toHaveLength(1)
    const known = new Set((await members.list()).map((one) => one.memberId))
    expect(team.members.filter((memberId) => !known.has(memberId))).toEqual([])
  })

  it('puts a member into a team and takes them out, as the member’s own teams say', async () => {
    const { teams, members } = reached.client
    const { memberId } = await someone()
    const before = (await members.teams(memberId)).map((team) => team.teamId)
    const team = (await teams.list()).find((one) => !before.includes(one.teamId))
    const teamId = team?.teamId ?? ''
    await teams.changeMembers(teamId, { add: [memberId] })
    const entered = (await members.teams(memberId)).find((one) => one.teamId === teamId)
    expect(entered).toMatchObject({ name: team?.name, isTeamAdmin: false })
    await teams.changeMembers(teamId, { remove: [memberId] })
    expect((await members.teams(memberId)).map((one) => one.teamId)).toEqual(before)
  })

  it('says what the members of an account type may do', async () => {
    const { accountTypes } = reached.client
    const types = await accountTypes.list()
    const permissionsOf = async (name: string) =>
      accountTypes.permissions(types.find((type) => type.accountTypeName === name)?.accountTypeId ?? '')
    const admin = await permissionsOf('Admin')
    expect(admin.length).toBeGreaterThan((await permissionsOf('View')).length)
    for (const entry of admin) expect(entry.description).not.toBe('')
    expect((await errorOf(accountTypes.permissions(unknownId))).code).toBe('not-found')
  })

  it('invites, changes and deactivates a member', async () => {
    const { members } = reached.client
    const made = await members.create({ email: 'ada@halden.example', firstName: 'Ada', lastName: 'Lovelace' })
    expect(made).toMatchObject({ email: 'ada@halden.example', memberType: 'View' })
    expect((await members.update(made.memberId, { memberType: 'Admin' })).memberType).toBe('Admin')
    expect(await members.revoke(made.memberId)).toEqual({ tokensRevoked: 0 })
    await members.deactivate(made.memberId)
    expect((await members.get(made.memberId)).isArchived).toBe(true)
    expect((await members.list()).map((one) => one.memberId)).not.toContain(made.memberId)
    expect((await members.list({ includeArchived: true })).map((one) => one.memberId)).toContain(made.memberId)
    const error = await errorOf(
      members.create({ email: 'eve@halden.example', firstName: 'E', lastName: 'V', memberType: 'No such type' })
    )
    expect(error.code).toBe('invalid-input')
  })

  it('grants a connection to a member, finds the grant by member, and removes it', async () => {
    const { connectionGrants, grants } = reached.client
    const { memberId } = await someone()
    const connectionId = await someConnection()
    const before = await connectionGrants.list(connectionId)
    expect(before.length).toBeGreaterThan(0)
    await connectionGrants.add(connectionId, [{ grantee: { memberId }, permission: 'annotate' }])
    const mine = (await connectionGrants.list(connectionId)).filter((grant) => grant.memberId === memberId)
    expect(mine).toMatchObject([{ permission: 'annotate', inodeId: connectionId, teamId: null }])
    const found = await grants.list({ userId: memberId }, { directGrantsOnly: true })
    expect(found.find((grant) => grant.grantId === mine[0]?.grantId)).toMatchObject({ inodeType: 'scope' })
    expect((await grants.list({ inodeId: connectionId })).length).toBe(before.length + 1)
    await connectionGrants.remove(connectionId, mine[0]?.grantId ?? '')
    expect(await connectionGrants.list(connectionId)).toEqual(before)
    expect((await errorOf(connectionGrants.remove(connectionId, mine[0]?.grantId ?? ''))).code).toBe('not-found')
  })

  it('grants a table to a team, apart from its connection, and removes the grant', async () => {
    const { client } = reached
    const connectionId = await someConnection()
    const path = (await client.connections.paths(connectionId)).find((one) => one.path.length === 3)?.path ?? []
    const { inodeId } = await client.connections.lookup(connectionId, path)
    expect(await client.connections.pathOf(inodeId)).toEqual({ connectionId, path })
    const onConnection = await client.connectionGrants.list(connectionId)
    const teamId = (await client.teams.list())[0]?.teamId ?? ''
    await client.pathGrants.add(inodeId, [{ grantee: { teamId }, permission: 'usage' }])
    const [grant] = await client.pathGrants.list(inodeId)
    expect(grant).toMatchObject({ inodeId, teamId, permission: 'usage' })
    expect(await client.connectionGrants.list(connectionId)).toEqual(onConnection)
    await client.pathGrants.remove(inodeId, grant?.grantId ?? '')
    expect(await client.pathGrants.list(inodeId)).toEqual([])
  })

  it('syncs a connection as a whole or below a path, and says when the path is not there', async () => {
    const { connections } = reached.client
    const connectionId = await someConnection()
    await connections.sync(connectionId, [])
    await connections.sync(connectionId, (await connections.paths(connectionId))[0]?.path ?? [])
    expect((await errorOf(connections.sync(connectionId, ['NO', 'SUCH', 'TABLE']))).code).toBe('not-found')
    expect(reached.arrived.filter((request) => request === `POST /v2/connections/${connectionId}/sync`)).toHaveLength(3)
  })

  it('reads the pages of a workbook, their elements, and what it is made of', async () => {
    const { client, organization } = reached
    const { workbookId, elementId } = organization
    const pages = await client.workbooks.pages(workbookId)
    expect(pages[0]).toMatchObject({ name: 'Audit log', hidden: false })
    const onFirst = await client.workbooks.pageElements(workbookId, pages[0]?.pageId ?? '')
    expect(onFirst.map((element) => element.elementId)).toEqual([elementId])
    const withSql = await client.workbooks.schema(workbookId, { includeSql: true })
    expect(Object.keys(withSql.pages).sort()).toEqual(pages.map((page) => page.pageId).sort())
    expect(withSql.sqlQueries[elementId]).toContain('AUDIT_LOGS')
    expect((await client.workbooks.schema(workbookId)).sqlQueries).toEqual({})
  })

  it('lists workspaces, files and tags, whole and filtered', async () => {
    const { workspaces, files, tags } = reached.client
    const spaces = await workspaces.list()
    expect(spaces.length).toBeGreaterThan(2)
    expect(await workspaces.list({ exactName: spaces[1]?.name ?? '' })).toEqual([spaces[1]])
    const all = await files.list()
    expect(all.errorEntries).toBe(0)
    const some = await files.list({ typeFilters: ['workspace', 'dataset'] })
    expect(new Set(all.files.map((file) => file.type))).toEqual(new Set(['workspace', 'workbook']))
    expect(some.files.map((file) => file.id).sort()).toEqual(spaces.map((space) => space.workspaceId).sort())
    const [tag] = await tags.list()
    expect(await tags.list({ search: tag?.name ?? '' })).toEqual([tag])
  })

  it('lists and reads tenants, each with the address of its own API', async () => {
    const child = await reach('over HTTP', { name: 'Halden Norge' })
    const parent = await reach('over HTTP', { tenants: [{ ...tenant, apiUrl: child.apiUrl, region: 'eu' }] })
    try {
      expect(await parent.client.tenants.list({ search: 'nobody' })).toEqual([])
      const [found] = await parent.client.tenants.list()
      expect(found).toMatchObject({
        tenantOrganizationId: tenant.organizationId,
        parentOrganizationId: parent.organization.organizationId,
        tenantOrganizationName: 'Halden Norge',
        tenantRegion: 'eu',
        tenantApiUrl: child.apiUrl
      })
      expect(await parent.client.tenants.get(tenant.organizationId)).toEqual(found)
      expect((await errorOf(parent.client.tenants.get(unknownId))).code).toBe('not-found')
    } finally {
      await parent.close()
      await child.close()
    }
  })

  it('is refused to credentials that are not an Admin’s', async () => {
    const other = await reach('over HTTP', { adminAccountType: 'Creator' })
    try {
      const { client } = other
      const teamId = (await client.teams.list())[0]?.teamId ?? ''
      const { userId } = await client.whoami()
      for (const call of [
        () => client.tenants.list(),
        () => client.teams.changeMembers(teamId, { add: [userId] }),
        () => client.members.update(userId, { firstName: 'X' }),
        () => client.members.deactivate(userId)
      ])
        expect((await errorOf(call())).code).toBe('not-permitted')
    } finally {
      await other.close()
    }
  })
})
