import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { DatabaseClient } from '../../../src/main/db/client.ts'
import type { SigmaClient } from '../../../src/main/sigma/sigma-client.ts'
import { createDirectoryStore, type DirectoryStore } from '../../../src/main/stores/directory-store.ts'
import type { OrganizationRecord } from '../../../src/main/stores/organization-store.ts'
import { DirectoryReadings } from '../../../src/main/sync/directory-readings.ts'
import { pullDirectory } from '../../../src/main/sync/pull-directory.ts'
import { AppError } from '../../../src/shared/kit/app-error.ts'
import { newOrganizationId, type OrganizationId } from '../../../src/shared/kit/ids.ts'
import { hourMs } from '../../../src/shared/kit/time.ts'
import { createMemoryLogger } from '../../support/memory-logger.ts'
import { createManualClock } from '../../support/manual-clock.ts'
import { errorOf } from '../../support/sigma-client-fixture.ts'
import { reach } from '../sigma/organization.ts'
import { createStoreFixture, type StoreFixture } from '../stores/store-fixture.ts'
import { broken, notPermitted, serverOf, wireMember, wireTeam } from './directory-server.ts'

const never = new AbortController().signal
const tenants = [
  { organizationId: 't1', name: 'Halden Norge', slug: 'halden-norge', apiUrl: 'https://api.eu.aws.sigmacomputing.com' },
  { organizationId: 't2', name: 'Halden Polska', slug: 'halden-polska', cloudProvider: 'aws-eu' }
]

const inOrder = (texts: readonly string[]) => texts.toSorted((left, right) => (left < right ? -1 : 1))

describe('reading a directory', () => {
  let fixture: StoreFixture
  let database: DatabaseClient
  let store: DirectoryStore
  let id: OrganizationId
  let announced: string[]
  let clock: ReturnType<typeof createManualClock>

  beforeAll(() => {
    fixture = createStoreFixture()
    database = fixture.open()
  })
  beforeEach(() => {
    store = createDirectoryStore(database)
    id = newOrganizationId()
    announced = []
    clock = createManualClock({ isAutomatic: true })
  })
  afterAll(() => fixture.dispose())

  const contextOf = (client: SigmaClient) => ({
    organizationId: id,
    record: async () => ({ sigmaOrganizationId: 'parent' }) as OrganizationRecord,
    client: async () => client,
    clock,
    logger: createMemoryLogger(),
    announce: (name: string) => void announced.push(name),
    directory: store
  })
  const pull = (client: SigmaClient, isThorough = false) => pullDirectory(contextOf(client), never, isThorough)
  const members = async (status: 'all' | 'removed' | 'inactive' | 'guests' = 'all') =>
    (await store.members(id, { status, limit: 5_000 })).map((one) => one.memberId)

  it('stores a whole organization: over a thousand members, teams with theirs, account types, tenants', async () => {
    const reached = await reach('in process', { members: 1_050, dormantShare: 0.1, tenants })
    try {
      await pull(reached.client)
      const wire = await reached.client.members.list({ includeArchived: true, includeInactive: true })
      expect(inOrder(await members())).toEqual(inOrder(wire.map((one) => one.memberId)))
      expect(wire).toHaveLength(1_050)
      expect(reached.arrived.filter((line) => line === 'GET /v2/members')).toHaveLength(2 + 2)
      expect(await members('inactive')).toHaveLength(wire.filter((one) => one.isArchived || one.isInactive).length)
      expect((await members('guests')).length).toBeGreaterThan(0)
      for (const team of await store.teams(id)) {
        const inTeam = await reached.client.teams.members(team.teamId)
        expect(team.memberCount).toBe(inTeam.length)
        expect((await store.teamMembers(id, team.teamId)).filter((one) => one.isTeamAdmin)).toHaveLength(1)
      }
      const types = await store.accountTypes(id)
      expect(types.map((type) => type.name)).toContain('Data Steward')
      expect(types.reduce((sum, type) => sum + type.memberCount, 0)).toBe(1_050)
      expect(types.find((type) => type.name === 'Admin')?.permissions.length).toBeGreaterThan(5)
      expect(await store.tenants(id)).toMatchObject([
        { name: 'Halden Norge', apiUrl: 'https://api.eu.aws.sigmacomputing.com' },
        {
          name: 'Halden Polska',
          cloudProvider: 'aws-eu',
          parentSigmaOrganizationId: reached.organization.organizationId
        }
      ])
      expect(announced).toEqual(['directoryChanged'])
    } finally {
      await reached.close()
    }
  })

  it('announces nothing when it finds nothing new, and what is new once', async () => {
    const reached = await reach('in process', { members: 20, tenants })
    try {
      await pull(reached.client)
      announced = []
      await pull(reached.client, true)
      expect(announced).toEqual([])
      const [member] = await reached.client.members.list({})
      const other = (await reached.client.members.list({})).find((one) => one.memberId !== member?.memberId)
      await reached.client.members.update(other?.memberId ?? '', { lastName: 'Changed' })
      await pull(reached.client)
      expect(announced).toEqual(['directoryChanged'])
      expect((await store.freshness(id, 'members')).readAtMs).toBe(clock.nowMs())
    } finally {
      await reached.close()
    }
  })

  it('reads on beside lists that credentials may not see, and says at each why it is not there', async () => {
    const reached = await reach('in process', { members: 20, adminAccountType: 'View' })
    try {
      await pull(reached.client)
      expect(await members()).toHaveLength(20)
      for (const list of ['account-types', 'tenants'] as const)
        expect(await store.freshness(id, list)).toMatchObject({ lastError: { code: 'not-permitted' } })
      expect((await store.freshness(id, 'account-types')).readAtMs).toBeUndefined()
      announced = []
      await pull(reached.client)
      expect(announced).toEqual([])
      // An answer for good counts as a reading: it is not asked for again at once after the next start.
      expect(await new DirectoryReadings(store).readAtMs(id)).toBe(clock.nowMs())
    } finally {
      await reached.close()
    }
  })

  it('marks what is gone as removed, and takes an archived team for gone', async () => {
    let round = 1
    const { client } = serverOf({
      '/v2/members': () => ({
        json: { entries: round === 1 ? [wireMember('a'), wireMember('b')] : [wireMember('a')] }
      }),
      '/v2/teams': () => ({
        json: { entries: [wireTeam('t', round === 1 ? {} : { isArchived: true }), wireTeam('u')] }
      }),
      '/v2/teams/t/members': () => ({ json: { entries: [{ userId: 'a' }] } })
    })
    await pull(client)
    expect((await store.members(id, { status: 'all', limit: 9 }))[0]?.teams).toEqual(['Team t'])
    round = 2
    await pull(client)
    expect(await members()).toEqual(['a'])
    expect(await store.members(id, { status: 'removed', limit: 9 })).toMatchObject([
      { memberId: 'b', removedAtMs: clock.nowMs() }
    ])
    expect(await store.teams(id)).toMatchObject([{ teamId: 'u' }, { teamId: 't', removedAtMs: clock.nowMs() }])
    expect((await store.members(id, { status: 'all', limit: 9 }))[0]?.teams).toEqual([])
  })

  it('takes nothing for removed from a list or a team with errors in it', async () => {
    let round = 1
    const { client } = serverOf({
      '/v2/members': () => ({ json: { entries: [wireMember('a'), round === 1 ? wireMember('b') : broken] } }),
      '/v2/teams': () => ({ json: { entries: [wireTeam('t')] } }),
      '/v2/teams/t/members': () => ({ json: { entries: [{ userId: 'a' }, round === 1 ? { userId: 'b' } : broken] } }),
      '/v2/tenants': () => ({ json: { entries: [{ tenantOrganizationId: 'x', tenantOrganizationName: 'X' }] } })
    })
    await pull(client)
    round = 2
    await pull(client, true)
    expect(await members()).toEqual(['a', 'b'])
    expect((await store.teamMembers(id, 't')).map((one) => one.memberId)).toEqual(['a', 'b'])
    const lastError = { code: 'list-incomplete', params: { leftOut: 1 } }
    expect(await store.freshness(id, 'members')).toMatchObject({ readAtMs: clock.nowMs(), lastError })
    expect(await store.freshness(id, 'teams')).toMatchObject({ lastError })
    expect(await store.freshness(id, 'tenants')).toEqual({ readAtMs: clock.nowMs() })
  })

  it('takes pages that overlap, repeat and change while they are read', async () => {
    const pages: Readonly<Record<string, object>> = {
      '': { entries: [wireMember('a'), wireMember('b'), wireMember('a')], nextPage: '2' },
      2: { entries: [wireMember('b', { memberType: 'Admin' }), wireMember('c')], nextPage: '3' },
      3: { entries: [], nextPage: null }
    }
    const { client } = serverOf({
      '/v2/members': (_request, url) => ({ json: pages[url.searchParams.get('page') ?? ''] })
    })
    await pull(client)
    expect(await store.members(id, { status: 'all', limit: 9 })).toMatchObject([
      { memberId: 'a' },
      { memberId: 'b', isAdmin: true },
      { memberId: 'c' }
    ])
    announced = []
    // The first page tells the old state again, the second the new one: what counts is how it ends.
    await pull(client)
    expect((await store.members(id, { status: 'admins', limit: 9 })).map((one) => one.memberId)).toEqual(['b'])
  })

  it('leaves what was stored when it is cut off between pages, and is whole after the next reading', async () => {
    let isCut = false
    const { client } = serverOf({
      '/v2/members': (_request, url) => {
        if (url.searchParams.get('page') === null)
          return { json: { entries: [wireMember(isCut ? 'new' : 'old'), wireMember('stays')], nextPage: '2' } }
        return isCut ? new AppError('offline') : { json: { entries: [wireMember('last')] } }
      }
    })
    await pull(client)
    const before = await store.freshness(id, 'members')
    isCut = true
    await clock.advance(hourMs)
    expect((await errorOf(pull(client))).code).toBe('offline')
    // The program ends here and starts again.
    store = createDirectoryStore(fixture.open())
    expect(await members()).toEqual(['last', 'new', 'old', 'stays'])
    for (const list of ['members', 'teams', 'account-types', 'tenants'] as const)
      expect((await store.freshness(id, list)).lastError).toEqual({ code: 'offline', params: {} })
    expect((await store.freshness(id, 'members')).readAtMs).toBe(before.readAtMs)
    expect(announced.length).toBeGreaterThan(1)
    isCut = false
    await pull(client)
    await pull(client)
    expect(await members()).toEqual(['last', 'old', 'stays'])
    expect(await members('removed')).toEqual(['new'])
    expect((await store.freshness(id, 'members')).lastError).toBeUndefined()
  })

  it('stores no page that comes after a later reading has begun', async () => {
    const { client } = serverOf({
      '/v2/members': () => ({ json: { entries: [wireMember('late')] } })
    })
    const context = contextOf(client)
    const begin = store.begin.bind(store)
    const overtaken = { ...store, begin: async (one: OrganizationId) => (await begin(one), (await begin(one)) - 1) }
    expect((await errorOf(pullDirectory({ ...context, directory: overtaken }, never))).code).toBe('cancelled')
    expect(await members()).toEqual([])
    expect(await store.freshness(id, 'members')).toEqual({})
  })

  it('stops between requests when it is cancelled and notes no failure', async () => {
    const controller = new AbortController()
    const { client, http } = serverOf({
      '/v2/members': () => {
        controller.abort()
        return { json: { entries: [wireMember('a')], nextPage: '2' } }
      }
    })
    expect((await errorOf(pullDirectory(contextOf(client), controller.signal))).code).toBe('cancelled')
    expect(http.calls).toHaveLength(1)
    expect(await store.freshness(id, 'members')).toEqual({})
    expect(http.openBodies).toBe(0)
  })

  it('saves the requests of teams that say they did not change, for an hour, unless a person asks', async () => {
    let updatedAt = '2026-01-01T00:00:00Z'
    const { client, http } = serverOf({
      '/v2/teams': () => ({
        json: {
          entries: [wireTeam('t', { updatedAt }), wireTeam('u', { updatedAt: '2026-01-01T00:00:00Z' }), wireTeam('v')]
        }
      })
    })
    const asked = async (isThorough = false) => {
      const before = http.calls.length
      await pull(client, isThorough)
      const paths = http.calls.slice(before).map((request) => new URL(request.url).pathname)
      const teams = paths.filter((path) => path.startsWith('/v2/teams/')).map((path) => path.split('/')[3] ?? '')
      return inOrder(teams)
    }
    expect(await asked()).toEqual(['t', 'u', 'v'])
    expect(await asked()).toEqual(['v'])
    updatedAt = '2026-02-02T00:00:00Z'
    expect(await asked()).toEqual(['t', 'v'])
    expect(await asked(true)).toEqual(['t', 'u', 'v'])
    await clock.advance(hourMs + 1)
    expect(await asked()).toEqual(['t', 'u', 'v'])
  })

  it('goes on beside a team whose members may not be seen, and one that has just gone', async () => {
    const { client } = serverOf({
      '/v2/teams': () => ({ json: { entries: [wireTeam('closed'), wireTeam('gone'), wireTeam('open')] } }),
      '/v2/teams/closed/members': () => notPermitted,
      '/v2/teams/gone/members': () => ({
        status: 404,
        json: { code: 'not_found', message: 'no team', requestId: 'r' }
      }),
      '/v2/teams/open/members': () => ({ json: { entries: [{ userId: 'a', isTeamAdmin: true }] } })
    })
    await pull(client)
    expect((await store.teams(id)).map((team) => [team.teamId, team.memberCount])).toEqual([
      ['closed', 0],
      ['gone', 0],
      ['open', 1]
    ])
    expect(await store.freshness(id, 'teams')).toMatchObject({
      readAtMs: clock.nowMs(),
      lastError: { code: 'not-permitted' }
    })
  })
})
