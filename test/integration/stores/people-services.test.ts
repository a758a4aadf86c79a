import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { DirectoryService } from '../../../src/main/services/directory-service.ts'
import { PeopleService } from '../../../src/main/services/people-service.ts'
import { createJournalStore } from '../../../src/main/stores/journal-store.ts'
import { createOrganizationStore } from '../../../src/main/stores/organization-store.ts'
import { createManualClock } from '../../support/manual-clock.ts'
import { errorOf } from '../../support/sigma-client-fixture.ts'
import { createPeopleFixture, member, type PeopleFixture } from './people-fixture.ts'

describe('people over all organizations and members of one', () => {
  let fixture: PeopleFixture

  beforeEach(() => {
    fixture = createPeopleFixture()
  })
  afterEach(() => fixture.dispose())

  it('of one organization are found by account type and by team, too', async () => {
    const id = await fixture.add('One', [
      member('1', 'ada@x.y', { accountType: 'Finance Reader' }),
      member('2', 'bob@x.y'),
      member('3', 'cyd@x.y')
    ])
    const reading = await fixture.directory.begin(id)
    await fixture.directory.saveTeams(id, reading, [{ teamId: 't', name: 'Données' }])
    const readAtMs = 7
    const members = [{ memberId: '2', isTeamAdmin: false }]
    await fixture.directory.saveTeamMembers(id, reading, { teamId: 't', members, isComplete: true, readAtMs })
    const service = new DirectoryService({
      directory: fixture.directory,
      organizations: createOrganizationStore(fixture.database),
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

  it('are exported a line a membership, safe for a spreadsheet, and that is in the journal', async () => {
    const zeta = await fixture.add('Zeta "Z"', [member('1', 'ada@x.y', { name: '=HYPERLINK("x")', createdAtMs: 0 })])
    const alpha = await fixture.add('Alpha', [member('2', 'Ada@x.y', { accountType: 'Admin', isAdmin: true })])
    const file = path.join(fixture.folder, 'people.csv')
    const journal = createJournalStore(fixture.database)
    const service = new PeopleService({
      people: fixture.people,
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
    expect(first).toBe(`Ada@x.y,Name 2,Alpha,${alpha},Admin,true,,false,false,,,,`)
    expect(second).toBe(
      `ada@x.y,"'=HYPERLINK(""x"")","Zeta ""Z""",${zeta},View,false,,false,false,,1970-01-01T00:00:00.000Z,,`
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
    const id = await fixture.add('Parent', [member('1', 'a@x.y'), member('2', 'b@x.y'), member('3:4', 'c@x.y')])
    const known = await fixture.add('Known', [], { sigmaOrganizationId: 'sigma-known', slug: 'other' })
    const young = await fixture.add('Young', [], { slug: 'young' })
    const tenant = (tenantSigmaOrganizationId: string, slug: string) => ({
      tenantSigmaOrganizationId,
      parentSigmaOrganizationId: 'p',
      name: slug,
      slug
    })
    const reading = await fixture.directory.begin(id)
    await fixture.directory.saveTenants(id, reading, [
      tenant('sigma-known', 'known'),
      tenant('sigma-other', 'other'),
      tenant('sigma-young', 'young'),
      tenant('sigma-none', '')
    ])
    const service = new DirectoryService({
      directory: fixture.directory,
      organizations: createOrganizationStore(fixture.database),
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
