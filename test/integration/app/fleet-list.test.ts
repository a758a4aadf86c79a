import { existsSync, readdirSync } from 'node:fs'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { KeychainVault } from '../../../src/main/platform/keychain-vault.ts'
import { systemClock } from '../../../src/main/platform/system-clock.ts'
import { OrganizationListing } from '../../../src/main/services/organization-listing.ts'
import { OrganizationSummaries } from '../../../src/main/services/organization-summaries.ts'
import { emptySummary } from '../../../src/main/services/organization-summary.ts'
import { VaultStatuses } from '../../../src/main/services/vault-statuses.ts'
import { createArchiveStore } from '../../../src/main/stores/archive-store.ts'
import { createOrganizationStore, type OrganizationRecord } from '../../../src/main/stores/organization-store.ts'
import { createSettingsStore, type StoredPendingChange } from '../../../src/main/stores/settings-store.ts'
import { createSummaryStore } from '../../../src/main/stores/summary-store.ts'
import type { DatabaseClient } from '../../../src/main/db/client.ts'
import type { Organization } from '../../../src/shared/contract/organizations.ts'
import { organizationSchema } from '../../../src/shared/contract/organizations.ts'
import { newOrganizationId, type OrganizationId } from '../../../src/shared/kit/ids.ts'
import { hourMs } from '../../../src/shared/kit/time.ts'
import { eventually } from '../../support/core.ts'
import { createStoreFixture, type StoreFixture } from '../stores/store-fixture.ts'

let fixture: StoreFixture
let client: DatabaseClient
let order: OrganizationId[]
let announced: OrganizationId[]

beforeEach(() => {
  fixture = createStoreFixture()
  client = fixture.open()
  order = []
  announced = []
})
afterEach(() => fixture.dispose())

/** The list with all that keeps it, over the fixture's real files. */
function fleet(keychain: { get: (account: string) => Promise<string | null> } = { get: async () => 'secret' }) {
  const logger = fixture.logger
  const announce = (name: string, payload: object) => {
    if (name === 'organizationsChanged' && 'organizationIds' in payload)
      announced.push(...(payload.organizationIds as OrganizationId[]))
  }
  const store = createSummaryStore(client)
  const summaries = new OrganizationSummaries({ store, clock: systemClock, logger, announce, announceAge: announce })
  client.onWritten((ref) => {
    if (ref.kind !== 'registry') summaries.changed(ref.organizationId, ref.kind === 'archive')
  })
  const vault = new KeychainVault({
    platform: 'windows',
    keychain: { ...keychain, set: async () => undefined, delete: async () => true },
    logger
  })
  const listing = new OrganizationListing({
    store,
    summaries,
    vaults: new VaultStatuses({ vault, clock: systemClock, announce }),
    preferences: { read: () => ({ organizationOrder: order }), write: () => undefined },
    activityOf: () => ({ phase: 'idle' })
  })
  return { listing, summaries, store }
}

async function add(name: string, facts: Partial<OrganizationRecord> = {}): Promise<OrganizationRecord> {
  return createOrganizationStore(client).add({
    id: newOrganizationId(),
    name,
    kind: 'sigma',
    label: 'none',
    apiUrl: 'https://aws-api.sigmacomputing.com',
    clientId: 'client',
    addedAtMs: 1_000,
    ...facts
  })
}

const pending = (facts: Partial<StoredPendingChange> = {}): StoredPendingChange => ({
  id: crypto.randomUUID() as StoredPendingChange['id'],
  idempotencyKey: crypto.randomUUID(),
  key: 'comments',
  value: true,
  madeAtMs: 1,
  attempts: 0,
  state: 'waiting',
  ...facts
})
const journal = { action: 'setting-changed', outcome: 'requested', detail: {}, atMs: 1 } as const

async function only(organizations: Promise<Organization[]>): Promise<Organization> {
  const [one] = await organizations
  if (one === undefined) throw new Error('nothing is listed')
  return one
}

test('two hundred organizations are listed, in order and whole, without opening one of their files', async () => {
  const { listing, store } = fleet()
  for (let number = 1; number <= 200; number += 1) {
    const { id } = await add(`Organization ${number}`, { label: 'customer', lastContactAtMs: 5 })
    await store.save(id, {
      ...emptySummary,
      auditLogging: { kind: 'enabled', connectionId: 'c' },
      accountType: 'Admin',
      lastReadAtMs: 5,
      lastEventAtMs: 4,
      auditLogReadAtMs: 6,
      unarchivedSinceMs: 3,
      lastError: { code: 'offline', params: { host: 'x' } }
    })
  }
  order = (await listing.list()).map(({ id }) => id).toReversed()
  const listed = await listing.list()
  expect(listed.map(({ id }) => id)).toEqual(order)
  for (const one of listed) organizationSchema.strict().parse(one)
  expect(listed[0]).toMatchObject({
    name: 'Organization 200',
    color: 'green',
    accountType: 'Admin',
    lastEventAtMs: 4,
    auditLogReadAtMs: 6,
    unarchivedSinceMs: 3,
    health: 'offline',
    syncPhase: 'idle'
  })
  const three = [order[7], newOrganizationId(), order[3]] as OrganizationId[]
  expect((await listing.list(three)).map(({ id }) => id)).toEqual([order[7], order[3]])
  expect(existsSync(fixture.organizationsFolder) ? readdirSync(fixture.organizationsFolder) : []).toEqual([])
})

test('a change that was just made here counts in the very next list', async () => {
  const { listing } = fleet()
  const { id } = await add('Acme')
  const settings = createSettingsStore(client)
  const change = (number: number) =>
    settings.addPendingChange(id, pending({ key: number % 2 === 0 ? 'comments' : 'csvUpload' }), journal)
  await change(1)
  // The threads that read files start here: the list does not wait for them.
  await eventually(async () => expect((await only(listing.list([id]))).pendingChanges).toBe(1))
  for (let number = 2; number <= 5; number += 1) {
    await change(number)
    expect((await only(listing.list([id]))).pendingChanges).toBe(Math.min(number, 2))
  }
  await settings.addPendingChange(id, pending({ key: 'timezone', value: 'UTC', state: 'refused' }), journal)
  expect(await only(listing.list([id]))).toMatchObject({ pendingChanges: 3, refusedChanges: 1, health: 'attention' })
  expect(announced).toContain(id)
})

test('what the archive holds is in the list: the newest event, the last reading, what only Sigma has', async () => {
  const { listing } = fleet()
  const { id } = await add('Acme')
  const path = ['AUDIT', 'PUBLIC', 'AUDIT_LOGS']
  await createSettingsStore(client).saveAuditLogging(id, { kind: 'enabled', connectionId: 'c', activatedAtMs: 1_000 })
  // The archive's threads start here: the list does not wait for them.
  await eventually(async () => expect(await only(listing.list())).toMatchObject({ unarchivedSinceMs: 1_000 }))
  const archive = createArchiveStore(client)
  const readAtMs = 10 * hourMs
  const rows = [{ TIME: new Date(readAtMs).toISOString() }]
  await archive.addEvents(id, path, { rows, timeColumn: 'TIME' })
  await archive.addEvents(id, ['AUDIT', 'PUBLIC', 'OTHER'], {
    rows: [{ TIME: new Date(readAtMs + hourMs).toISOString() }],
    timeColumn: 'TIME'
  })
  await archive.finishSync(id, path, { atMs: readAtMs, rowsAdded: 1 })
  expect(await only(listing.list())).toMatchObject({
    lastEventAtMs: readAtMs,
    auditLogReadAtMs: readAtMs,
    unarchivedSinceMs: readAtMs - 2 * hourMs
  })
})

test('a crash between an organization’s file and its summary is made good after the next start', async () => {
  const { id } = await add('Acme')
  const quiet = await add('Quiet')
  await createSummaryStore(client).save(id, { ...emptySummary, auditLogging: { kind: 'disabled' } })
  await createSummaryStore(client).save(quiet.id, {
    ...emptySummary,
    auditLogging: { kind: 'disabled' },
    pendingChanges: 7
  })
  // The change is kept; the program ends before anybody hears of it.
  await createSettingsStore(client).addPendingChange(id, pending(), journal)
  await client.close()

  client = fixture.open()
  const { listing, summaries } = fleet()
  expect((await listing.list()).map((one) => one.pendingChanges)).toEqual([0, 7])
  void summaries.repair([id, quiet.id])
  await eventually(async () => expect((await listing.list()).map((one) => one.pendingChanges)).toEqual([1, 0]))
  expect(new Set(announced)).toEqual(new Set([id, quiet.id]))
  await summaries.stop()
})

test('organizations from before there were summaries get one at the next start, at once', async () => {
  const { id } = await add('Acme', { lastContactAtMs: 5 })
  await createSettingsStore(client).saveFacts(id, { accountType: 'Admin' })
  const { listing, summaries } = fleet()
  expect(await only(listing.list())).toMatchObject({ health: 'working', auditLogging: { kind: 'unknown' } })
  void summaries.repair([id])
  await eventually(async () => expect(await only(listing.list())).toMatchObject({ accountType: 'Admin' }), 2_000)
  await summaries.stop()
})

test('a keychain that takes its time does not hold up the list, and is told when it answers otherwise', async () => {
  let answer: (value: string | null) => void = () => undefined
  const asked: string[] = []
  const { listing } = fleet({
    get: (account) => {
      asked.push(account)
      return new Promise((resolve) => {
        answer = resolve
      })
    }
  })
  const { id } = await add('Acme', { lastContactAtMs: 5 })
  expect((await only(listing.list())).vault.state).toBe('keychain')
  expect((await only(listing.list())).vault.state).toBe('keychain')
  expect(asked).toHaveLength(1)
  answer(null)
  await eventually(() => expect(announced).toContain(id))
  expect((await only(listing.list())).vault.state).toBe('missing')
})
