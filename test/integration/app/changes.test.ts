import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Organization } from '../../../src/shared/contract/organizations.ts'
import type { GeneralSettings, PendingChange } from '../../../src/shared/contract/settings.ts'
import type { HttpRequest } from '../../../src/main/ports/http-client.port.ts'
import { discardTestCore, eventually, startTestCore, type TestCore } from '../../support/core.ts'
import { createSwitchableNetwork, type SwitchableNetwork } from '../../support/switchable-network.ts'

let network: SwitchableNetwork
let core: TestCore
/** Answers in place of the organization, where it gives one. */
let answer: (request: HttpRequest) => { status: number; body: string } | undefined
const patches: { url: string; idempotencyKey: string | undefined }[] = []

beforeEach(async () => {
  network = createSwitchableNetwork()
  answer = () => undefined
  patches.length = 0
  core = startTestCore({
    network: {
      send: async (request) => {
        if (request.method === 'PATCH')
          patches.push({ url: request.url, idempotencyKey: request.headers['idempotency-key'] })
        const given = answer(request)
        if (given === undefined) return network.send(request)
        const body = [new TextEncoder().encode(given.body)]
        return {
          status: given.status,
          headers: { 'content-type': 'application/json' },
          body: (async function* () {
            yield* body
          })()
        }
      }
    }
  })
  await core.start()
})

afterEach(async () => {
  await discardTestCore(core)
  network.close()
})

type Address = { readonly apiUrl: string; readonly clientId: string; readonly clientSecret: string | undefined }

async function add(name: string, { apiUrl, clientId, clientSecret = '' }: Address): Promise<Organization> {
  const endpoint = { kind: 'custom', apiUrl } as const
  const added = await core.organizations.add({ name, label: 'none', endpoint, clientId, clientSecret }, 'keychain')
  await isIdle(added)
  return added
}

const isIdle = (one: Organization) =>
  eventually(async () => {
    const [found] = await core.organizations.list([one.id])
    expect(found).toMatchObject({ syncPhase: 'idle', health: 'good' })
  })

const read = (one: Organization): Promise<GeneralSettings> => core.settings.get(one.id)
const settingOf = async (one: Organization, key: string) =>
  (await read(one)).settings.find((setting) => setting.key === key)
const pendingOf = async (one: Organization, key = 'timezone') => (await settingOf(one, key))?.pending

/** Two organizations in Vigil that are the same one in Sigma: the second plays whoever else changes settings there. */
async function twoOfOne(): Promise<{ mine: Organization; other: Organization }> {
  const sandbox = network.add('acme.example')
  const mine = await add('Acme', sandbox)
  const other = await add('Acme elsewhere', sandbox)
  return { mine, other }
}

async function sent(one: Organization, key: 'timezone' | 'comments', value: string | boolean): Promise<void> {
  await core.settings.change(one.id, key, value)
  await eventually(async () => expect(await settingOf(one, key)).toMatchObject({ value, pending: undefined }))
}

async function conflict(): Promise<{ mine: Organization; other: Organization; change: PendingChange }> {
  const { mine, other } = await twoOfOne()
  await sent(other, 'timezone', 'Europe/Paris')
  await core.settings.change(mine.id, 'timezone', 'Asia/Tokyo')
  await eventually(async () => expect((await pendingOf(mine))?.state).toBe('refused'))
  const change = await pendingOf(mine)
  if (change === undefined) throw new Error('no change')
  return { mine, other, change }
}

test('a conflict shows what was there, what Sigma has and what was wanted, and waits', async () => {
  const { mine, change } = await conflict()
  expect(change).toMatchObject({
    value: 'Asia/Tokyo',
    baseValue: 'UTC',
    conflict: { theirs: 'Europe/Paris', seenAtMs: expect.any(Number) },
    lastError: { code: 'conflict' }
  })
  expect(change).not.toHaveProperty('idempotencyKey')
  expect((await settingOf(mine, 'timezone'))?.value).toBe('Europe/Paris')
  const { changes, unreadable } = await core.changes.list()
  expect(unreadable).toEqual([])
  expect(changes).toEqual([{ organizationId: mine.id, organizationName: 'Acme', change }])
  await core.refreshOrganization(mine.id)
  expect(await pendingOf(mine)).toEqual(change)
})

test('mine is sent over the value that was shown, under a key of its own', async () => {
  const { mine, other, change } = await conflict()
  const keysBefore = patches.length
  await core.changes.resolveConflict(mine.id, change.id, 'mine')
  await eventually(async () =>
    expect(await settingOf(mine, 'timezone')).toMatchObject({ value: 'Asia/Tokyo', pending: undefined })
  )
  expect(patches.slice(keysBefore)).toHaveLength(1)
  await core.refreshOrganization(other.id)
  expect((await settingOf(other, 'timezone'))?.value).toBe('Asia/Tokyo')
  const { entries } = await core.journal.page({ organizationId: mine.id, limit: 50 })
  expect(entries.find((one) => one.action === 'setting-conflict-resolved')).toMatchObject({
    outcome: 'requested',
    detail: { key: 'timezone', choice: 'mine', value: 'Asia/Tokyo', theirs: 'Europe/Paris' }
  })
})

test('mine conflicts once more when Sigma changed again before it arrived', async () => {
  const { mine, other, change } = await conflict()
  await sent(other, 'timezone', 'America/Lima')
  await core.changes.resolveConflict(mine.id, change.id, 'mine')
  await eventually(async () =>
    expect(await pendingOf(mine)).toMatchObject({
      state: 'refused',
      baseValue: 'Europe/Paris',
      conflict: { theirs: 'America/Lima' }
    })
  )
})

test('theirs drops the change and keeps what Sigma has', async () => {
  const { mine, change } = await conflict()
  const before = patches.length
  const after = await core.changes.resolveConflict(mine.id, change.id, 'theirs')
  expect(after.settings.find((one) => one.key === 'timezone')).toMatchObject({
    value: 'Europe/Paris',
    pending: undefined
  })
  expect(await core.changes.list()).toEqual({ changes: [], unreadable: [] })
  await core.refreshOrganization(mine.id)
  expect(patches).toHaveLength(before)
  await expect(core.changes.resolveConflict(mine.id, change.id, 'mine')).rejects.toMatchObject({ code: 'not-found' })
})

test.each(['mine', 'theirs'] as const)(
  'choosing %s for a value that is no longer the one that was shown is refused, and shows the newer one',
  async (choice) => {
    const { mine, other, change } = await conflict()
    await sent(other, 'timezone', 'America/Lima')
    await core.refreshOrganization(mine.id)
    const refusal = { code: 'conflict', params: { key: 'timezone', theirs: 'America/Lima' } }
    await expect(core.changes.resolveConflict(mine.id, change.id, choice)).rejects.toMatchObject(refusal)
    expect(await pendingOf(mine)).toMatchObject({
      id: change.id,
      state: 'refused',
      conflict: { theirs: 'America/Lima' }
    })
    await core.changes.resolveConflict(mine.id, change.id, choice)
    await eventually(async () =>
      expect(await settingOf(mine, 'timezone')).toMatchObject({
        value: choice === 'mine' ? 'Asia/Tokyo' : 'America/Lima',
        pending: undefined
      })
    )
  }
)

test('a change that Sigma refuses waits with its reason until a person retries, edits or discards it', async () => {
  const acme = await add('Acme', network.add('acme.example'))
  const globex = await add('Globex', network.add('globex.example', { seed: 2 }))
  const refusal = { status: 403, body: '{"code":"forbidden","message":"only an Admin may"}' }
  answer = ({ method }) => (method === 'PATCH' ? refusal : undefined)
  await core.settings.change(globex.id, 'comments', false)
  await core.settings.change(acme.id, 'comments', false)
  await core.settings.change(acme.id, 'bulkCopy', false)
  for (const [one, key] of [
    [globex, 'comments'],
    [acme, 'comments'],
    [acme, 'bulkCopy']
  ] as const)
    await eventually(async () => expect((await pendingOf(one, key))?.state).toBe('refused'))
  network.set('acme.example', 'offline')
  await core.settings.change(acme.id, 'csvUpload', false)
  const { changes } = await core.changes.list()
  expect(changes.map(({ organizationName, change }) => [organizationName, change.key, change.state])).toEqual([
    ['Globex', 'comments', 'refused'],
    ['Acme', 'comments', 'refused'],
    ['Acme', 'bulkCopy', 'refused'],
    ['Acme', 'csvUpload', expect.stringMatching(/waiting|sending/)]
  ])
  expect(changes[0]?.change.lastError).toMatchObject({ code: 'not-permitted' })

  const keys = () => patches.filter(({ url }) => url.endsWith('globex.example/v2/organizations/settings/comments'))
  await core.settings.retry(globex.id, changes[0]?.change.id ?? ('' as never))
  await eventually(async () =>
    expect(await pendingOf(globex, 'comments')).toMatchObject({ state: 'refused', attempts: 2 })
  )
  const before = keys()
  answer = () => undefined
  await core.refreshOrganization(globex.id)
  expect((await pendingOf(globex, 'comments'))?.state).toBe('refused')
  await core.settings.retry(globex.id, changes[0]?.change.id ?? ('' as never))
  await eventually(async () => expect(await pendingOf(globex, 'comments')).toBeUndefined())
  const again = keys().at(-1)?.idempotencyKey
  expect(again).toBeDefined()
  expect(before.map(({ idempotencyKey }) => idempotencyKey)).not.toContain(again)

  await core.settings.discard(acme.id, changes[1]?.change.id ?? ('' as never))
  await core.settings.change(acme.id, 'bulkCopy', true)
  const left = (await core.changes.list()).changes.map(({ change }) => change.key)
  expect(left).toEqual(['csvUpload'])
})

test('a change of mind while the first wish is on its way is no conflict with oneself', async () => {
  const acme = await add('Acme', network.add('acme.example'))
  const goOn = network.holdBack('acme.example')
  await core.settings.change(acme.id, 'timezone', 'Europe/Paris')
  await eventually(async () => expect((await pendingOf(acme))?.state).toBe('sending'))
  await core.settings.change(acme.id, 'timezone', 'Asia/Tokyo')
  await core.settings.change(acme.id, 'timezone', 'UTC')
  goOn()
  await eventually(async () => expect(await settingOf(acme, 'timezone')).toMatchObject({ pending: undefined }))
  await core.refreshOrganization(acme.id)
  expect((await settingOf(acme, 'timezone'))?.value).toBe('UTC')
  expect(await core.inbox.list()).toEqual([])
})

test('a wish that may have arrived is not forgotten but undone, when the answer to it was lost', async () => {
  const acme = await add('Acme', network.add('acme.example'))
  let isLost = true
  // The organization takes the change; what it says gets lost, as often as it says it.
  const { send } = network
  network.send = async (request) => {
    const response = await send.call(network, request)
    if (request.method === 'PATCH' && isLost) return { ...response, status: 500 }
    return response
  }
  await core.settings.change(acme.id, 'timezone', 'Europe/Paris')
  await eventually(async () => expect((await pendingOf(acme))?.lastError?.code).toBe('server-fault'), 60_000)
  network.set('acme.example', 'offline')
  await core.settings.change(acme.id, 'timezone', 'UTC')
  expect(await pendingOf(acme)).toMatchObject({ value: 'UTC' })
  isLost = false
  network.set('acme.example', 'up')
  await core.refreshOrganization(acme.id)
  await eventually(async () => expect(await pendingOf(acme)).toBeUndefined())
  await core.refreshOrganization(acme.id)
  expect((await settingOf(acme, 'timezone'))?.value).toBe('UTC')
  expect(patches.length).toBeGreaterThan(1)
}, 120_000)

test('a change found half sent after a kill is looked at first, and is not sent twice', async () => {
  const acme = await add('Acme', network.add('acme.example'))
  await sent(acme, 'timezone', 'Europe/Paris')
  const before = patches.length
  await core.database.command({ kind: 'org', organizationId: acme.id }, 'addPendingChange', {
    change: {
      id: crypto.randomUUID() as PendingChange['id'],
      idempotencyKey: crypto.randomUUID(),
      key: 'timezone',
      value: 'Europe/Paris',
      baseValue: 'UTC',
      madeAtMs: Date.now(),
      attempts: 1,
      state: 'sending'
    },
    journal: { action: 'setting-changed', outcome: 'requested', detail: { key: 'timezone' }, atMs: Date.now() }
  })
  await core.refreshOrganization(acme.id)
  await eventually(async () => expect(await pendingOf(acme)).toBeUndefined())
  expect(patches).toHaveLength(before)
  const { entries } = await core.journal.page({ organizationId: acme.id, limit: 20 })
  expect(entries.filter((one) => one.action === 'setting-changed' && one.outcome === 'done')).toHaveLength(2)
})
