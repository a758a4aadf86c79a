import { afterEach, beforeEach, expect, test } from 'vitest'
import { directoryHandlers } from '../../../src/main/ipc/directory-handlers.ts'
import { directoryCalls } from '../../../src/shared/contract/directory.ts'
import type { OrganizationId } from '../../../src/shared/kit/ids.ts'
import { discardTestCore, eventually, startTestCore, type TestCore } from '../../support/core.ts'
import { errorOf } from '../../support/sigma-client-fixture.ts'

let core: TestCore
let organizationId: OrganizationId

beforeEach(async () => {
  core = startTestCore()
  await core.start()
  organizationId = (await core.organizations.addSandbox('Halden', 'session-only')).id
})
afterEach(() => discardTestCore(core))

test('an organization that was added has its directory without anybody asking, in the form that the window expects', async () => {
  const handlers = directoryHandlers(core.directory.lists, core.directory.people)
  const of = { organizationId }
  const { members } = await eventually(async () => {
    const page = await handlers.listMembers({ ...of, status: 'all', limit: 100 })
    expect(page.freshness).toMatchObject({ readAtMs: expect.any(Number), isReading: false })
    return directoryCalls.listMembers.output.parse(page)
  })
  expect(members).toHaveLength(40)
  expect(core.announced).toContain('directoryChanged')
  const { teams } = directoryCalls.listTeams.output.parse(await handlers.listTeams(of))
  const inTeam = directoryCalls.listTeamMembers.output.parse(
    await handlers.listTeamMembers({ ...of, teamId: teams[0]?.teamId ?? '' })
  )
  expect(inTeam).toHaveLength(teams[0]?.memberCount ?? -1)
  const { accountTypes } = directoryCalls.listAccountTypes.output.parse(await handlers.listAccountTypes(of))
  expect(accountTypes.find((type) => type.name === 'Admin')?.memberCount).toBe(members.filter((m) => m.isAdmin).length)
  // A sandbox organization has tenants to show, and none of them has an address to which anything could be sent.
  const { tenants } = directoryCalls.listTenants.output.parse(await handlers.listTenants(of))
  expect(tenants.map(({ name, slug, region }) => [name, slug, region])).toEqual([
    ['Halden Partners', 'halden-partners', 'us-west-2'],
    ['Halden Retail', 'halden-retail', 'eu-central-1']
  ])
  expect(tenants.some((tenant) => 'apiUrl' in tenant)).toBe(false)
  const { people } = directoryCalls.listPeople.output.parse(await handlers.listPeople({ status: 'all', limit: 100 }))
  expect(people).toHaveLength(40)
  const counts = directoryCalls.countPeople.output.parse(await handlers.countPeople({}))
  expect(counts.all).toBe(40)
  expect(counts.inactive).toBe(members.filter((member) => member.isDeactivated || member.isInactive).length)
})

test('a person can have it read now, which is in the journal; a paused organization says that it is', async () => {
  const freshness = async () => (await core.directory.lists.teams(organizationId)).freshness
  const before = await eventually(async () => {
    const { readAtMs } = await freshness()
    expect(readAtMs).toBeDefined()
    return readAtMs ?? 0
  })
  await core.directory.lists.refresh(organizationId)
  expect((await freshness()).readAtMs).toBeGreaterThan(before)
  const { entries } = await core.journal.page({ limit: 20 })
  expect(entries.map((entry) => entry.action)).toContain('organization-synced')
  await core.organizations.pause(organizationId)
  expect((await errorOf(core.directory.lists.refresh(organizationId))).code).toBe('paused')
})
