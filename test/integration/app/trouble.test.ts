import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { SandboxOptions } from '../../../src/main/sandbox/sandbox-organization.ts'
import type { GeneralSettings } from '../../../src/shared/contract/settings.ts'
import type { Organization } from '../../../src/shared/contract/organizations.ts'
import { discardTestCore, eventually, startTestCore, type TestCore } from '../../support/core.ts'
import { createSwitchableNetwork, type SwitchableNetwork } from '../../support/switchable-network.ts'

let network: SwitchableNetwork
let core: TestCore

beforeEach(async () => {
  network = createSwitchableNetwork()
  core = startTestCore({ network })
  await core.start()
})

afterEach(async () => {
  await discardTestCore(core)
  network.close()
})

/** Puts an organization on the network and adds it under one or more names. */
async function connect(name: string, options: Partial<SandboxOptions> = {}, secret?: string): Promise<Organization> {
  const sandbox = network.add(`${name.toLowerCase()}.example`, options)
  return add(name, sandbox, secret ?? sandbox.clientSecret ?? '')
}

function add(
  name: string,
  at: { readonly apiUrl: string; readonly clientId: string },
  clientSecret: string
): Promise<Organization> {
  const endpoint = { kind: 'custom', apiUrl: at.apiUrl } as const
  return core.organizations.add({ name, label: 'none', endpoint, clientId: at.clientId, clientSecret }, 'keychain')
}

const read = (organization: Organization): Promise<GeneralSettings> => core.settings.get(organization.id)
const stateOf = async (organization: Organization): Promise<string> =>
  (await read(organization)).auditLogging.state.kind
const until = (organization: Organization, kind: string): Promise<void> =>
  eventually(async () => expect(await stateOf(organization)).toBe(kind))
const described = async (organization: Organization): Promise<Organization | undefined> =>
  (await core.organizations.list()).find((one) => one.id === organization.id)

test('Enable without a network is kept, shown as waiting, and sent once the network is back', async () => {
  const acme = await connect('Acme')
  await until(acme, 'disabled')
  network.set('acme.example', 'offline')
  const clicked = await core.settings.enableAuditLogging(acme.id)
  expect(clicked.auditLogging.state.kind).toBe('enable-waiting')
  await eventually(async () => expect((await read(acme)).auditLogging.pending?.lastError?.code).toBe('offline'))
  expect(await described(acme)).toMatchObject({ health: 'offline', pendingChanges: 1 })

  network.set('acme.example', 'up')
  await core.settings.refresh(acme.id)
  await until(acme, 'enabled')
  const patches = network
    .requests('acme.example')
    .filter((one) => one === 'PATCH /v2/organizations/settings/auditLogging')
  expect(patches).toHaveLength(1)
  expect((await read(acme)).auditLogging.pending).toBeUndefined()
})

test('a request that waits can be taken back, and is then never sent', async () => {
  const acme = await connect('Acme')
  await until(acme, 'disabled')
  network.set('acme.example', 'offline')
  await core.settings.enableAuditLogging(acme.id)
  await eventually(async () => expect((await read(acme)).auditLogging.pending?.state).toBe('waiting'))
  await eventually(async () =>
    expect((await core.settings.withdrawAuditLoggingRequest(acme.id)).auditLogging.state.kind).toBe('disabled')
  )
  network.set('acme.example', 'up')
  await core.settings.refresh(acme.id)
  expect(network.requests('acme.example')).not.toContain('PATCH /v2/organizations/settings/auditLogging')
})

test('a change that was discarded while another was on its way is never sent', async () => {
  const acme = await connect('Acme')
  await until(acme, 'disabled')
  await eventually(async () => expect((await described(acme))?.syncPhase).toBe('idle'))
  const goOn = network.holdBack('acme.example')
  await core.settings.change(acme.id, 'timezone', 'Europe/Paris')
  await eventually(async () => expect(pendingOf(await read(acme), 'timezone')?.state).toBe('sending'))
  const comments = valueOf(await read(acme), 'comments')
  await core.settings.change(acme.id, 'comments', comments !== true)
  goOn()
  await eventually(async () => expect(pendingOf(await read(acme), 'comments')).toBeUndefined())

  // Two wait, the first is on its way, and the second is taken back
  network.set('acme.example', 'offline')
  await core.settings.change(acme.id, 'timezone', 'Asia/Tokyo')
  await core.settings.change(acme.id, 'bulkCopy', false)
  await eventually(async () => expect(pendingOf(await read(acme), 'timezone')?.lastError?.code).toBe('offline'))
  network.set('acme.example', 'up')
  const letGo = network.holdBack('acme.example')
  core.settings.refresh(acme.id).catch(() => undefined)
  await eventually(async () => expect(pendingOf(await read(acme), 'timezone')?.state).toBe('sending'))
  const second = pendingOf(await read(acme), 'bulkCopy')
  await core.settings.discard(acme.id, second?.id ?? ('' as never))
  letGo()
  await eventually(async () => expect(valueOf(await read(acme), 'timezone')).toBe('Asia/Tokyo'))
  await core.settings.refresh(acme.id)
  expect(network.requests('acme.example')).not.toContain('PATCH /v2/organizations/settings/bulkCopy')
})

test('credentials that are replaced while the old ones are being tried are tried at once', async () => {
  const sandbox = network.add('acme.example')
  const goOn = network.holdBack('acme.example')
  const acme = await add('Acme', sandbox, 'wrong')
  await eventually(() => expect(network.heldBack('acme.example')).toBeGreaterThan(0))
  // What is asked from now on is answered; what is being kept back stays so.
  network.holdBack('acme.example')()
  await core.credentials.setCredentials({
    organizationId: acme.id,
    clientId: sandbox.clientId,
    clientSecret: sandbox.clientSecret ?? '',
    storage: 'keychain'
  })
  goOn()
  await until(acme, 'disabled')
  await eventually(async () =>
    expect(await described(acme)).toMatchObject({ health: 'good', vault: { isRefused: false } })
  )
  expect(await core.inbox.list()).toEqual([])
})

test('an organization that could not be added leaves nothing on the disk', async () => {
  const kept = await core.organizations.addSandbox('Twice', 'keychain')
  await expect(core.organizations.addSandbox('twice', 'keychain')).rejects.toMatchObject({ code: 'name-taken' })
  expect(readdirSync(join(core.folder, 'organizations'))).toEqual([kept.id])
})

test('an organization whose server hangs holds up no other', async () => {
  const stuck = await connect('Stuck')
  const fine = await connect('Fine', { seed: 2 })
  await until(stuck, 'disabled')
  await until(fine, 'disabled')
  network.set('stuck.example', 'hanging')
  await core.settings.enableAuditLogging(stuck.id)
  await core.settings.enableAuditLogging(fine.id)
  await until(fine, 'enabled')
  expect(await stateOf(stuck)).toBe('enable-waiting')
  expect(core.notifications.map((one) => one.notification.body)).toEqual([expect.stringContaining('Fine')])
})

test('a refused secret marks the organization, which stays with all that is known of it', async () => {
  const acme = await connect('Acme', {}, 'not-the-secret')
  await eventually(async () => expect((await described(acme))?.vault.isRefused).toBe(true))
  expect(await described(acme)).toMatchObject({ health: 'attention', vault: { state: 'keychain', isRefused: true } })
  expect((await read(acme)).freshness.lastError?.code).toBe('credential-refused')
  await eventually(async () => expect((await core.inbox.list()).map((one) => one.kind)).toEqual(['credential-refused']))
  expect((await described(acme))?.lastContactAtMs).toBeDefined()
})

test('new credentials bring a refused organization back', async () => {
  const sandbox = network.add('acme.example')
  const acme = await add('Acme', sandbox, 'wrong')
  await eventually(async () => expect((await described(acme))?.vault.isRefused).toBe(true))
  await core.credentials.setCredentials({
    organizationId: acme.id,
    clientId: sandbox.clientId,
    clientSecret: sandbox.clientSecret ?? '',
    storage: 'keychain'
  })
  await eventually(async () =>
    expect(await described(acme)).toMatchObject({ health: 'good', vault: { isRefused: false } })
  )
})

test('a member who is no Admin cannot ask, and sees why', async () => {
  const acme = await connect('Acme', { adminAccountType: 'Viewer' })
  await eventually(async () => expect((await read(acme)).auditLogging.isAdmin).toBe(false))
  expect((await read(acme)).auditLogging.accountType).toBe('Viewer')
  // Neither the setting nor the connection can be seen: that is no reason to say that audit logging is off.
  expect(await stateOf(acme)).toBe('unknown')
  await expect(core.settings.enableAuditLogging(acme.id)).rejects.toMatchObject({ code: 'not-permitted' })
  expect(network.requests('acme.example').some((one) => one.startsWith('PATCH'))).toBe(false)
})

test('a region without audit logging and an organization without the section are told apart', async () => {
  const region = await connect('Region', { region: 'not-supported' })
  const section = await connect('Section', { auditLogging: 'not-provisioned', seed: 3 })
  await until(region, 'region-not-supported')
  await until(section, 'not-provisioned')
  expect(core.notifications).toEqual([])
})

test('audit logging that somebody else switched on is noticed', async () => {
  const acme = await connect('Acme', { backfilledHistoryMs: 3_600_000 })
  await until(acme, 'enabled')
  expect(core.notifications).toEqual([])
})

test('a value that somebody else changed meanwhile is put to the person, who may overwrite it', async () => {
  const sandbox = network.add('acme.example')
  const acme = await add('Acme', sandbox, sandbox.clientSecret ?? '')
  await until(acme, 'disabled')
  const second = await add('Acme again', sandbox, sandbox.clientSecret ?? '')
  await until(second, 'disabled')
  await core.settings.change(acme.id, 'timezone', 'Europe/Paris')
  await eventually(async () => expect(valueOf(await read(acme), 'timezone')).toBe('Europe/Paris'))
  await core.settings.change(second.id, 'timezone', 'Asia/Tokyo')
  await eventually(async () =>
    expect(pendingOf(await read(second), 'timezone')).toMatchObject({
      state: 'refused',
      lastError: { code: 'conflict', params: { theirs: 'Europe/Paris' } }
    })
  )
  const waiting = pendingOf(await read(second), 'timezone')
  await core.settings.retry(second.id, waiting?.id ?? ('' as never))
  await eventually(async () => expect(valueOf(await read(second), 'timezone')).toBe('Asia/Tokyo'))
})

const valueOf = (settings: GeneralSettings, key: string) => settings.settings.find((one) => one.key === key)?.value
const pendingOf = (settings: GeneralSettings, key: string) => settings.settings.find((one) => one.key === key)?.pending
