import { existsSync } from 'node:fs'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createInboxStore } from '../../../src/main/stores/inbox-store.ts'
import {
  createOrganizationStore,
  type NewOrganizationRecord,
  type OrganizationStore
} from '../../../src/main/stores/organization-store.ts'
import { createSettingsStore } from '../../../src/main/stores/settings-store.ts'
import type { InboxEntry } from '../../../src/shared/contract/inbox.ts'
import { newOrganizationId } from '../../../src/shared/kit/ids.ts'
import { createStoreFixture, type StoreFixture } from './store-fixture.ts'

const organization = (name: string): NewOrganizationRecord => ({
  id: newOrganizationId(),
  name,
  kind: 'sigma',
  label: 'none',
  apiUrl: 'https://aws-api.sigmacomputing.com',
  clientId: 'client',
  addedAtMs: 1_000
})

describe('organization store', () => {
  let fixture: StoreFixture
  let store: OrganizationStore
  beforeEach(() => {
    fixture = createStoreFixture()
    store = createOrganizationStore(fixture.open())
  })
  afterEach(() => fixture.dispose())

  it('keeps organizations in the order in which they were added, with absent fields absent', async () => {
    const first = await store.add(organization('Acme'))
    const second = await store.add({ ...organization('Beta'), slug: 'beta', regionId: 'aws-us-west' })
    expect(await store.list()).toEqual([first, second])
    expect(first.position).toBe(0)
    expect(Object.hasOwn(first, 'slug')).toBe(false)
    expect(await store.get(second.id)).toEqual(second)
    expect(await store.get(newOrganizationId())).toBeUndefined()
  })

  it('refuses a name that a person could not tell from another', async () => {
    const acme = await store.add(organization('Acme'))
    const other = await store.add(organization('Other'))
    await expect(store.add(organization(' ACME '))).rejects.toMatchObject({ code: 'name-taken' })
    await expect(store.update(other.id, { name: 'acme' })).rejects.toMatchObject({ code: 'name-taken' })
    expect((await store.update(acme.id, { name: 'ACME' })).name).toBe('ACME')
    expect((await store.list()).map((one) => one.name)).toEqual(['ACME', 'Other'])
  })

  it('changes what is given, clears what is null and leaves the rest', async () => {
    const { id } = await store.add({ ...organization('Acme'), slug: 'acme', lastContactAtMs: 5 })
    await store.update(id, { credentialRefusedAtMs: 9, label: 'production' })
    expect(await store.get(id)).toMatchObject({
      slug: 'acme',
      credentialRefusedAtMs: 9,
      lastContactAtMs: 5,
      label: 'production'
    })
    const cleared = await store.update(id, { slug: null, credentialRefusedAtMs: null })
    expect(Object.keys(cleared)).not.toContain('slug')
    expect(Object.keys(cleared)).not.toContain('credentialRefusedAtMs')
    await expect(store.update(newOrganizationId(), { name: 'x' })).rejects.toMatchObject({ code: 'not-found' })
  })

  it('deletes the folder of a removed organization and refuses to make it again', async () => {
    const client = fixture.open()
    const own = createOrganizationStore(client)
    const settings = createSettingsStore(client)
    const kept = await own.add(organization('Kept'))
    const gone = await own.add(organization('Gone'))
    for (const { id } of [kept, gone]) await settings.saveFacts(id, { isAdmin: true })
    await settings.facts(gone.id)
    expect(existsSync(path.join(fixture.organizationsFolder, gone.id, 'org.sqlite'))).toBe(true)
    await own.remove(gone.id)
    expect(existsSync(path.join(fixture.organizationsFolder, gone.id))).toBe(false)
    await expect(settings.saveFacts(gone.id, { isAdmin: true })).rejects.toMatchObject({ code: 'not-found' })
    await expect(settings.facts(gone.id)).rejects.toMatchObject({ code: 'not-found' })
    expect(existsSync(path.join(fixture.organizationsFolder, gone.id))).toBe(false)
    expect(await settings.facts(kept.id)).toEqual({ isAdmin: true })
    expect((await own.list()).map((one) => one.name)).toEqual(['Kept'])
    await expect(own.remove(gone.id)).rejects.toMatchObject({ code: 'not-found' })
  })

  it('tells the ten newest activations, each once, also of organizations that are gone', async () => {
    const { id } = await store.add(organization('Acme'))
    for (let n = 1; n <= 12; n += 1) await store.recordActivation(id, n * 1_000, n)
    await store.recordActivation(id, 12_000, 12)
    await store.remove(id)
    expect(await store.recentActivations()).toEqual([12, 11, 10, 9, 8, 7, 6, 5, 4, 3].map((n) => n * 1_000))
  })
})

describe('inbox store', () => {
  let fixture: StoreFixture
  beforeEach(() => {
    fixture = createStoreFixture()
  })
  afterEach(() => fixture.dispose())

  const entry = (atMs: number): InboxEntry => ({
    id: crypto.randomUUID() as InboxEntry['id'],
    organizationName: 'Acme',
    kind: 'audit-logging-activated',
    atMs,
    isRead: false,
    facts: { tookMs: 5 },
    notification: 'none'
  })

  it('tells an event once, even after its entry was removed', async () => {
    const inbox = createInboxStore(fixture.open())
    const first = entry(1)
    expect(await inbox.add(first, 'activation-1')).toBe(true)
    expect(await inbox.add(entry(2), 'activation-1')).toBe(false)
    expect(await inbox.list(10)).toEqual([first])
    await inbox.remove(first.id)
    expect(await inbox.add(entry(3), 'activation-1')).toBe(false)
    expect(await inbox.list(10)).toEqual([])
  })

  it('lists newest first, counts the unread and remembers what became of the notification', async () => {
    const inbox = createInboxStore(fixture.open())
    const [old, young, middle] = [entry(1), entry(9), entry(5)]
    for (const one of [old, young, middle]) await inbox.add(one, one.id)
    expect((await inbox.list(2)).map((one) => one.atMs)).toEqual([9, 5])
    expect(await inbox.unread()).toBe(3)
    await inbox.markRead(young.id)
    await inbox.setNotification(middle.id, 'failed')
    expect(await inbox.unread()).toBe(2)
    expect((await inbox.list(10)).map((one) => [one.isRead, one.notification])).toEqual([
      [true, 'none'],
      [false, 'failed'],
      [false, 'none']
    ])
    await inbox.markAllRead()
    expect(await inbox.unread()).toBe(0)
  })

  it('keeps the entries of a removed organization, which lead nowhere any more', async () => {
    const client = fixture.open()
    const [organizations, inbox] = [createOrganizationStore(client), createInboxStore(client)]
    const { id } = await organizations.add(organization('Acme'))
    await inbox.add({ ...entry(1), organizationId: id }, 'a')
    expect((await inbox.list(1))[0]?.organizationId).toBe(id)
    await organizations.remove(id)
    const kept = (await inbox.list(1))[0]
    expect(kept?.organizationName).toBe('Acme')
    expect(Object.keys(kept ?? {})).not.toContain('organizationId')
  })
})
