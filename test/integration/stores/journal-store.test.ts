import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { DatabaseClient } from '../../../src/main/db/client.ts'
import { machineUser } from '../../../src/main/db/machine-user.ts'
import { type ActivityRequest, createJournalStore, type JournalStore } from '../../../src/main/stores/journal-store.ts'
import { createOrganizationStore, type NewOrganizationRecord } from '../../../src/main/stores/organization-store.ts'
import { createSettingsStore, type SettingsStore } from '../../../src/main/stores/settings-store.ts'
import { newOrganizationId, type OrganizationId } from '../../../src/shared/kit/ids.ts'
import { createStoreFixture, type StoreFixture } from './store-fixture.ts'

const record = (name: string, addedAtMs: number): NewOrganizationRecord => ({
  id: newOrganizationId(),
  name,
  kind: 'sigma',
  label: 'none',
  apiUrl: 'https://api.sigmacomputing.com',
  clientId: 'c',
  addedAtMs
})

describe('journal store', () => {
  let fixture: StoreFixture
  let client: DatabaseClient
  let store: JournalStore
  let settings: SettingsStore
  let acme: OrganizationId
  let gone: OrganizationId
  const times = [5, 3, 3, 9, 9, 9, 1]

  beforeAll(async () => {
    fixture = createStoreFixture()
    client = fixture.open()
    store = createJournalStore(client)
    settings = createSettingsStore(client)
    const organizations = createOrganizationStore(client)
    acme = (await organizations.add(record('Acme', 0), { storage: 'keychain' })).id
    gone = (await organizations.add(record('Gone', 0))).id
    for (const id of [acme, gone])
      for (const [index, atMs] of times.entries())
        await settings.appendJournal(id, {
          action: index % 2 === 0 ? 'setting-changed' : 'connection-tested',
          outcome: index === 3 ? 'failed' : 'done',
          detail: { key: id === acme ? 'comments' : 'timezone', value: index },
          atMs
        })
    await store.append({ action: 'keychain-retried', outcome: 'done', detail: { state: 'keychain' }, atMs: 9 })
  })
  afterAll(() => fixture.dispose())

  async function walk(request: Omit<ActivityRequest, 'limit' | 'cursor'>, limit: number) {
    const entries = []
    let cursor: string | undefined
    do {
      const page = await store.page({ ...request, limit, ...(cursor === undefined ? {} : { cursor }) })
      expect(page.entries.length).toBeLessThanOrEqual(limit)
      entries.push(...page.entries)
      cursor = page.nextCursor
    } while (cursor !== undefined)
    return entries
  }

  it('gives every entry once, newest first, whatever the size of a page and however many share a moment', async () => {
    const all = await walk({}, 500)
    expect(all).toHaveLength(2 * times.length + 3)
    expect(all.map((entry) => entry.atMs)).toEqual(all.map((entry) => entry.atMs).toSorted((a, b) => b - a))
    for (const limit of [1, 2, 3, 5, 7]) expect(await walk({}, limit)).toEqual(all)
    expect(new Set(all.map((entry) => entry.id)).size).toBe(all.length)
    expect(all.every((entry) => entry.machineUser === machineUser())).toBe(true)
  })

  it('writes an organization being added in the transaction that adds it', async () => {
    expect(await walk({ organizationId: acme, search: { text: 'organization-added', names: [] } }, 10)).toMatchObject([
      { organizationName: 'Acme', outcome: 'done', detail: { name: 'Acme', kind: 'sigma', storage: 'keychain' } }
    ])
    await expect(createOrganizationStore(client).add(record('acme', 1))).rejects.toMatchObject({ code: 'name-taken' })
    expect(await walk({ search: { text: 'organization-added', names: [] } }, 10)).toHaveLength(2)
  })

  it('searches action, outcome, values and names, and filters by organization', async () => {
    const count = async (text: string, names: string[] = [], organizationId?: OrganizationId) =>
      (await walk({ search: { text, names }, ...(organizationId ? { organizationId } : {}) }, 3)).length
    expect(await count('connection-')).toBe(6)
    expect(await count('FAILED')).toBe(2)
    expect(await count('comments')).toBe(times.length)
    expect(await count('Gone')).toBe(times.length + 1)
    expect(await count('tested a connection', ['connection-tested'], acme)).toBe(3)
    expect(await count('no such thing')).toBe(0)
  })

  it('refuses a cursor that is none', async () => {
    for (const cursor of ['', 'x', '1:other:2', `1:${acme}:2:3`, `1.5:${acme}:2`])
      await expect(store.page({ cursor, limit: 1 })).rejects.toMatchObject({ code: 'invalid-input' })
  })

  it('keeps the journal of an organization that is removed, once, also when the removal was cut off', async () => {
    const before = await walk({ organizationId: gone }, 50)
    // Cut off between copying and removing: copies of an organization that is still there are not shown beside it.
    const entries = await client.query({ kind: 'org', organizationId: gone }, 'listJournalAfter', {
      sequence: 0,
      limit: 4
    })
    await client.command({ kind: 'registry' }, 'keepJournal', {
      organizationId: gone,
      organizationName: 'Gone',
      entries
    })
    expect(await walk({ organizationId: gone }, 50)).toEqual(before)
    await createOrganizationStore(client).remove(gone)
    const after = await walk({ organizationId: gone }, 50)
    expect(after[0]).toMatchObject({ action: 'organization-removed', organizationName: 'Gone' })
    expect(after.slice(1).map(({ id: _id, ...entry }) => entry)).toEqual(before.map(({ id: _id, ...entry }) => entry))
    expect(await store.removedOrganizations()).toEqual([{ organizationId: gone, name: 'Gone' }])
  })
})
