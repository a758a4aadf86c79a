import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { createDirectoryStore } from '../../../src/main/stores/directory-store.ts'
import type { OrganizationId } from '../../../src/shared/kit/ids.ts'
import { discardTestCore, eventually, startTestCore, type TestCore } from '../../support/core.ts'

let core: TestCore
let id: OrganizationId
/** Summaries that were made since it was set to 0. */
let summaries: number
let toldBefore: number
/** What was told since then. */
const told = () => core.announced.slice(toldBefore)

const isIdle = () =>
  eventually(async () =>
    expect(await core.organizations.list([id])).toMatchObject([{ syncPhase: 'idle', health: 'good' }])
  )

beforeEach(async () => {
  core = startTestCore()
  await core.start()
  id = (await core.organizations.addSandbox('Acme', 'keychain')).id
  await isIdle()
  const { query } = core.database
  core.database.query = ((...given: Parameters<typeof query>) => {
    if (given[1] === 'summarizeOrganization') summaries += 1
    return query.apply(core.database, given)
  }) as typeof query
  // What the first reading leaves behind is summarized within moments.
  await sleep(1_000)
  summaries = 0
  toldBefore = core.announced.length
})

afterEach(() => discardTestCore(core))

test('what is stored of a directory makes no summary anew', async () => {
  const directory = createDirectoryStore(core.database)
  const readAtMs = Date.now()
  const reading = await directory.begin(id)
  const member = { memberId: 'new', name: 'New', email: 'new@x.y', accountType: 'View' }
  await directory.saveMembers(id, reading, [{ ...member, isAdmin: false, isDeactivated: false, isInactive: false }])
  await directory.finish(id, reading, 'members', { seen: ['new'], hasLeftOut: false, readAtMs })
  await directory.saveTeams(id, reading, [{ teamId: 't', name: 'Team' }])
  const members = [{ memberId: 'new', isTeamAdmin: false }]
  await directory.saveTeamMembers(id, reading, { teamId: 't', members, isComplete: true, readAtMs })
  await directory.saveAccountTypes(id, reading, [], 0)
  await directory.saveTenants(id, reading, [])
  await directory.saveError(id, 'tenants', { code: 'not-permitted', params: {} }, readAtMs)
  await sleep(800)
  expect(summaries).toBe(0)

  await core.settings.change(id, 'timezone', 'Europe/Paris')
  await eventually(() => expect(summaries).toBeGreaterThan(0))
})

test('a reading of everything that finds nothing new tells little and is summarized seldom', async () => {
  await core.refreshOrganization(id)
  await sleep(800)
  expect(summaries).toBeLessThanOrEqual(4)
  expect(told().length).toBeLessThanOrEqual(12)
  expect(told()).not.toContain('directoryChanged')
  summaries = 0
  toldBefore = core.announced.length
  await sleep(1_500)
  expect(summaries).toBe(0)
  expect(told()).toEqual([])
})
