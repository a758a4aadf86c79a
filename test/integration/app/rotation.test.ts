import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { SecretVault } from '../../../src/main/ports/secret-vault.port.ts'
import type { KeychainAccess } from '../../../src/main/platform/keychain-access.ts'
import { systemClock } from '../../../src/main/platform/system-clock.ts'
import { openSandboxOrganization } from '../../../src/main/sandbox/sandbox-organization.ts'
import type { ClientCredentials } from '../../../src/main/sandbox/state/credentials.ts'
import type { Organization } from '../../../src/shared/contract/organizations.ts'
import { AppError } from '../../../src/shared/kit/app-error.ts'
import { discardTestCore, eventually, startTestCore, type TestCore } from '../../support/core.ts'
import { createSwitchableNetwork, type SwitchableNetwork } from '../../support/switchable-network.ts'

const oldOnes: ClientCredentials = { clientId: 'old-client', clientSecret: 'old-secret' }
const newOnes: ClientCredentials = { clientId: 'new-client', clientSecret: 'new-secret' }

let network: SwitchableNetwork
let core: TestCore
let entries: Map<string, string>

/** The system's keychain, which outlives every core of a test. */
const keychain: KeychainAccess = {
  get: async (account) => entries.get(account) ?? null,
  set: async (account, value) => {
    entries.set(account, value)
  },
  delete: async (account) => entries.delete(account)
}

beforeEach(() => {
  network = createSwitchableNetwork()
  entries = new Map()
})

afterEach(async () => {
  await discardTestCore(core)
  network.close()
})

async function start(options: { folder?: string; vault?: (vault: SecretVault) => SecretVault } = {}): Promise<void> {
  core = startTestCore({ network, keychain, ...options })
  await core.start()
}

/** An organization whose old credentials work, in Sigma as in Vigil. */
async function acmeWithOld(): Promise<Organization> {
  const { apiUrl } = network.add('acme.example', { credentials: oldOnes })
  const endpoint = { kind: 'custom', apiUrl } as const
  const acme = await core.organizations.add({ name: 'Acme', label: 'none', endpoint, ...oldOnes }, 'keychain')
  await works(acme)
  return acme
}

/** The organization in Sigma takes these credentials alone from now on: the others were revoked there. */
function inSigma(credentials: ClientCredentials): void {
  network.add('acme.example', { credentials })
}

/** It takes the old ones and the new ones, as Sigma does while they are being rotated. */
function inSigmaBoth(): void {
  const file = join(core.folder, `${crypto.randomUUID()}.sqlite`)
  openSandboxOrganization({ file, clock: systemClock, credentials: oldOnes }).close()
  network.add('acme.example', { file, credentials: newOnes })
}

const described = async (one: Organization) => (await core.organizations.list([one.id]))[0]
const works = (one: Organization) =>
  eventually(async () =>
    expect(await described(one)).toMatchObject({ health: 'good', syncPhase: 'idle', vault: { isRefused: false } })
  )
const rotate = (one: Organization, credentials: ClientCredentials) =>
  core.credentials.setCredentials({ organizationId: one.id, ...credentials, storage: 'keychain' })
const journalOf = async (one: Organization) =>
  (await core.journal.page({ organizationId: one.id, limit: 50 })).entries.filter(
    (entry) => entry.action === 'credentials-replaced'
  )

test('new credentials take the place of the old ones, of which nothing is left', async () => {
  await start()
  const acme = await acmeWithOld()
  expect([...entries]).toEqual([[acme.id, 'old-secret']])
  inSigma(newOnes)
  expect(await rotate(acme, newOnes)).toMatchObject({ state: 'keychain', isRefused: false })
  expect([...entries]).toEqual([[`${acme.id}#2`, 'new-secret']])
  await works(acme)
  expect((await described(acme))?.clientId).toBe('new-client')
  expect(await journalOf(acme)).toMatchObject([
    { outcome: 'done', organizationName: 'Acme', detail: { storage: 'keychain', isTested: true } }
  ])

  inSigma(oldOnes)
  await rotate(acme, oldOnes)
  expect([...entries]).toEqual([[acme.id, 'old-secret']])
  await works(acme)
  const secrets = ['old-secret', 'new-secret']
  const told = JSON.stringify([await core.organizations.list(), await journalOf(acme), core.logger.lines])
  expect(secrets.filter((secret) => told.includes(secret))).toEqual([])
})

test('credentials that Sigma refuses leave the old ones in place, and tell why', async () => {
  await start()
  const acme = await acmeWithOld()
  await expect(rotate(acme, newOnes)).rejects.toMatchObject({ code: 'credential-refused' })
  expect([...entries]).toEqual([[acme.id, 'old-secret']])
  expect(await described(acme)).toMatchObject({ clientId: 'old-client', vault: { isRefused: false } })
  await core.refreshOrganization(acme.id)
  expect(await journalOf(acme)).toMatchObject([{ outcome: 'failed', detail: { code: 'credential-refused' } }])
})

test('credentials of another organization are not taken', async () => {
  await start()
  const acme = await acmeWithOld()
  network.add('acme.example', { credentials: newOnes, seed: 77 })
  await expect(rotate(acme, newOnes)).rejects.toMatchObject({ code: 'other-organization' })
  expect([...entries]).toEqual([[acme.id, 'old-secret']])
})

test('without a network, credentials that work are kept; refused, cleared and never proven ones are replaced', async () => {
  await start()
  const acme = await acmeWithOld()
  network.set('acme.example', 'offline')
  await expect(rotate(acme, newOnes)).rejects.toMatchObject({ code: 'offline' })
  expect([...entries]).toEqual([[acme.id, 'old-secret']])

  inSigma(newOnes)
  network.set('acme.example', 'up')
  await expect(core.refreshOrganization(acme.id)).rejects.toMatchObject({ code: 'credential-refused' })
  await eventually(async () => expect((await described(acme))?.vault.isRefused).toBe(true))
  network.set('acme.example', 'offline')
  expect(entries.get(acme.id), 'a refusal does not touch the secret').toBe('old-secret')
  expect(await rotate(acme, newOnes)).toMatchObject({ state: 'keychain', isRefused: false })
  expect([...entries.values()]).toEqual(['new-secret'])
  expect((await journalOf(acme))[0]).toMatchObject({ outcome: 'done', detail: { isTested: false } })

  await core.credentials.clearCredentials(acme.id)
  expect(entries.size).toBe(0)
  await rotate(acme, newOnes)
  network.set('acme.example', 'up')
  // One that began without a network may still be ending.
  await core.refreshOrganization(acme.id).catch(() => undefined)
  await works(acme)
})

/** A vault in which one step goes wrong, once, in the way of a crash right before or after it. */
function failing(step: 'store' | 'stored' | 'forget'): (vault: SecretVault) => SecretVault {
  let isArmed = true
  const fault = () => {
    isArmed = false
    throw new AppError('keychain-unreadable')
  }
  return (vault) => ({
    keychainStatus: () => vault.keychainStatus(),
    retry: () => vault.retry(),
    status: (id, slot) => vault.status(id, slot),
    read: (id, slot) => vault.read(id, slot),
    clear: (id) => vault.clear(id),
    onChanged: (listener) => vault.onChanged(listener),
    store: async (id, slot, secret, storage) => {
      const isHere = isArmed && slot === 2
      if (isHere && step === 'store') fault()
      await vault.store(id, slot, secret, storage)
      if (isHere && step === 'stored') fault()
    },
    forget: async (id, slot) => {
      if (step === 'forget') return false
      // After a crash nobody tidies up.
      if (step === 'stored') return false
      return vault.forget(id, slot)
    }
  })
}

test.each([
  ['the keychain does not take the new one', 'store', 'old'],
  ['the end comes between storing the new one and letting it count', 'stored', 'old'],
  ['the end comes before the old one is forgotten', 'forget', 'new']
] as const)('when %s, the organization works, and the next start tidies up', async (_case, step, counts) => {
  await start({ vault: failing(step) })
  const acme = await acmeWithOld()
  inSigmaBoth()
  const rotated = rotate(acme, newOnes)
  if (counts === 'old') await expect(rotated).rejects.toMatchObject({ code: 'keychain-unreadable' })
  else await rotated
  const [counted, other] = counts === 'old' ? [acme.id, `${acme.id}#2`] : [`${acme.id}#2`, acme.id]
  expect(entries.has(other)).toBe(step !== 'store')
  await core.refreshOrganization(acme.id)
  await works(acme)
  const { folder } = core
  await core.end()

  await start({ folder })
  await eventually(() => expect([...entries.keys()]).toEqual([counted]))
  await core.refreshOrganization(acme.id)
  await works(acme)
  expect((await described(acme))?.clientId).toBe(`${counts}-client`)
  await rotate(acme, counts === 'old' ? oldOnes : newOnes)
  expect(entries.size).toBe(1)
})

test('removing an organization forgets both of its secrets', async () => {
  await start({ vault: failing('forget') })
  const acme = await acmeWithOld()
  inSigma(newOnes)
  await rotate(acme, newOnes)
  expect(entries.size).toBe(2)
  await core.organizations.remove(acme.id, 'Acme')
  expect(entries.size).toBe(0)
})
