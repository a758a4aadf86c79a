import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { organizationSchema, type Organization } from '../../../src/shared/contract/organizations.ts'
import type { OrganizationId } from '../../../src/shared/kit/ids.ts'
import { discardTestCore, eventually, startTestCore, type TestCore } from '../../support/core.ts'
import { createSwitchableNetwork, type SwitchableNetwork } from '../../support/switchable-network.ts'

let network: SwitchableNetwork
let core: TestCore
let folder: string

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'vigil-fleet-'))
  network = createSwitchableNetwork()
  core = startTestCore({ network, saveFile: join(folder, 'fleet.csv') })
  await core.start()
})

afterEach(async () => {
  await discardTestCore(core)
  network.close()
  rmSync(folder, { recursive: true, force: true })
})

function connect(facts: { readonly parentSigmaOrganizationId?: string } = {}): Promise<Organization> {
  const { apiUrl, clientId, clientSecret = '' } = network.add('acme.example')
  const endpoint = { kind: 'custom', apiUrl } as const
  return core.organizations.add(
    { name: 'Acme', label: 'staging', endpoint, clientId, clientSecret, ...facts },
    'keychain'
  )
}

async function listed(id: OrganizationId): Promise<Organization> {
  const [one] = await core.organizations.list([id])
  if (one === undefined) throw new Error('the organization is not listed')
  return one
}

const isRead = (id: OrganizationId) =>
  eventually(async () => expect(await listed(id)).toMatchObject({ health: 'good', syncPhase: 'idle' }))

test('a paused organization is left alone, also after a restart, and goes on when it is resumed', async () => {
  const { id } = await connect()
  await isRead(id)
  const paused = await core.organizations.pause(id)
  expect(paused).toMatchObject({ health: 'paused', syncPhase: 'halted', accountType: 'Admin' })
  expect(paused.nextSyncAtMs).toBeUndefined()
  const { pausedAtMs } = paused
  expect((await core.organizations.pause(id)).pausedAtMs).toBe(pausedAtMs)
  await core.settings.change(id, 'timezone', 'Europe/Paris')
  expect(await listed(id)).toMatchObject({ pendingChanges: 1, health: 'paused' })

  await core.end()
  const requests = network.requests('acme.example').length
  core = startTestCore({ folder: core.folder, network })
  await core.start()
  await eventually(async () => expect(await listed(id)).toMatchObject({ pausedAtMs, syncPhase: 'halted' }))
  await expect(core.refreshOrganization(id)).rejects.toMatchObject({ code: 'paused' })
  expect(await listed(id)).toMatchObject({ pendingChanges: 1, health: 'paused' })
  expect(network.requests('acme.example')).toHaveLength(requests)

  const resumed = await core.organizations.resume(id)
  expect(resumed.pausedAtMs).toBeUndefined()
  expect(resumed.syncPhase).not.toBe('halted')
  await eventually(async () => expect(await listed(id)).toMatchObject({ pendingChanges: 0, health: 'good' }))
  const acts = (await core.journal.page({ organizationId: id, limit: 100 })).entries.map((entry) => entry.action)
  expect(acts.filter((act) => act === 'organization-paused')).toHaveLength(1)
  expect(acts).toContain('organization-resumed')
})

test('the list holds what the contract says, for a tenant too', async () => {
  const { id } = await connect({ parentSigmaOrganizationId: 'sigma-parent' })
  await isRead(id)
  const one = await listed(id)
  organizationSchema.strict().parse(one)
  expect(one).toMatchObject({
    accountType: 'Admin',
    color: 'orange',
    parentSigmaOrganizationId: 'sigma-parent',
    pendingChanges: 0,
    refusedChanges: 0
  })
  expect(one.sigmaOrganizationId).toBeTruthy()
  expect(one.nextSyncAtMs).toBeGreaterThan(Date.now())
  expect(one.lastReadAtMs).toBeGreaterThan(0)
})

test('a color follows the label until a person chooses one', async () => {
  const { id } = await connect()
  expect((await core.organizations.update(id, { label: 'production' })).color).toBe('red')
  expect((await core.organizations.update(id, { color: 'teal' })).color).toBe('teal')
  expect(await core.organizations.update(id, { label: 'customer' })).toMatchObject({ color: 'teal', label: 'customer' })
})

test('the table of organizations is exported safely for a spreadsheet, and that is written down', async () => {
  const columns = ['Name', 'Label']
  const rows = [
    ['=cmd|calc', 'Production'],
    ['Acme, Inc.', '']
  ]
  expect(await core.organizationActs.exportFleet({ columns, rows })).toEqual({
    outcome: 'saved',
    fileName: 'fleet.csv',
    entries: 2
  })
  expect(readFileSync(join(folder, 'fleet.csv'), 'utf8')).toBe(
    '\uFEFFName,Label\r\n\'=cmd|calc,Production\r\n"Acme, Inc.",\r\n'
  )
  const [entry] = (await core.journal.page({ limit: 1 })).entries
  expect(entry).toMatchObject({ action: 'fleet-exported', outcome: 'done', detail: { entries: 2, file: 'fleet.csv' } })
})
