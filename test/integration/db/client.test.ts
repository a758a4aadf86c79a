import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import Database from 'better-sqlite3'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { DatabaseClient } from '../../../src/main/db/client.ts'
import { latestVersion } from '../../../src/main/db/migrate.ts'
import { createOrganizationStore } from '../../../src/main/stores/organization-store.ts'
import { createSettingsStore } from '../../../src/main/stores/settings-store.ts'
import { newOrganizationId, type OrganizationId } from '../../../src/shared/kit/ids.ts'
import { createStoreFixture, type StoreFixture } from '../stores/store-fixture.ts'
import { databaseAt } from './raw-database.ts'

const registry = { kind: 'registry' } as const

describe('database client', () => {
  let fixture: StoreFixture
  beforeEach(() => {
    fixture = createStoreFixture()
  })
  afterEach(() => fixture.dispose())

  it('serves more organizations than it keeps open', async () => {
    const settings = createSettingsStore(fixture.open())
    const ids = Array.from({ length: 80 }, () => newOrganizationId())
    await Promise.all(ids.map((id, n) => settings.saveFacts(id, { settingsReadAtMs: n })))
    const facts = await Promise.all(ids.map((id) => settings.facts(id)))
    expect(facts).toEqual(ids.map((_, n) => ({ settingsReadAtMs: n })))
  })

  it('runs commands in the order in which they were given', async () => {
    const settings = createSettingsStore(fixture.open())
    const id = newOrganizationId()
    await Promise.all(
      Array.from({ length: 100 }, (_, n) =>
        settings.appendJournal(id, { action: `${n}`, outcome: 'done', detail: {}, atMs: n })
      )
    )
    expect((await settings.journal(id, 200)).map((entry) => Number(entry.action)).toReversed()).toEqual(
      Array.from({ length: 100 }, (_, n) => n)
    )
  })

  it('writes settings while an archive takes a large batch', async () => {
    const client = fixture.open()
    const settings = createSettingsStore(client)
    const id = newOrganizationId()
    await settings.saveFacts(id, {})
    const ended: string[] = []
    const rows = Array.from({ length: 20_000 }, (_, n) => ({ TIME: n, A: `value ${n}`, B: 'x'.repeat(200) }))
    const ingest = client
      .command({ kind: 'archive', organizationId: id }, 'addArchivedEvents', {
        path: ['T'],
        organizationId: id,
        rows,
        timeColumn: 'TIME',
        atMs: 1
      })
      .then(() => ended.push('ingest'))
    await settings.saveFacts(id, { isAdmin: true }).then(() => ended.push('setting'))
    await ingest
    expect(ended).toEqual(['setting', 'ingest'])
  })

  it('refuses names, files and ids that there are not', async () => {
    const loose = fixture.open() as unknown as {
      query(ref: unknown, name: string, params?: unknown): Promise<unknown>
      command(ref: unknown, name: string, params?: unknown): Promise<unknown>
    }
    const org = { kind: 'org', organizationId: newOrganizationId() }
    for (const name of ['toString', '__proto__', 'constructor', 'noSuchThing', ''])
      await expect(loose.query(registry, name)).rejects.toMatchObject({ code: 'invalid-input' })
    await expect(loose.query(org, 'listOrganizations')).rejects.toMatchObject({ code: 'invalid-input' })
    await expect(loose.command(registry, 'saveFacts', { change: {} })).rejects.toMatchObject({ code: 'invalid-input' })
    for (const organizationId of ['../../etc', '', 'A'.repeat(36), `${newOrganizationId()}/..`])
      await expect(loose.command({ kind: 'org', organizationId }, 'saveFacts', { change: {} })).rejects.toMatchObject({
        code: 'invalid-input'
      })
  })

  it('never puts a value into an error or the log', async () => {
    const secret = 'sk-live-0123456789abcdef'
    const client = fixture.open()
    const loose = client as unknown as { command(ref: unknown, name: string, params?: unknown): Promise<unknown> }
    const org = { kind: 'org', organizationId: newOrganizationId() }
    const attempts: [unknown, string, unknown][] = [
      [
        registry,
        'addOrganization',
        {
          id: newOrganizationId(),
          name: secret,
          kind: secret,
          label: secret,
          apiUrl: secret,
          clientId: secret,
          addedAtMs: secret
        }
      ],
      [registry, 'addOrganization', { id: { secret }, name: { toString: secret } }],
      [org, 'saveFacts', { change: { a: { get: 1n, secret } } }],
      [org, 'appendJournal', { action: secret, outcome: secret, detail: { secret }, atMs: 1 }],
      [org, secret, {}],
      [org, 'saveConnections', { connections: secret }]
    ]
    for (const [ref, name, params] of attempts) {
      const error: unknown = await loose.command(ref, name, params).then(
        () => expect.unreachable(name),
        (thrown: unknown) => thrown
      )
      const told = JSON.stringify([
        error,
        Object.getOwnPropertyNames(error).map((key) => String((error as Record<string, unknown>)[key]))
      ])
      expect(told).not.toContain(secret)
    }
    expect(fixture.logger.lines.length).toBeGreaterThan(0)
    expect(JSON.stringify(fixture.logger.lines)).not.toContain(secret)
  })

  it('answers every request for a database of a later program with database-newer, and serves the others', async () => {
    const id = newOrganizationId()
    mkdirSync(path.join(fixture.organizationsFolder, id), { recursive: true })
    const file = path.join(fixture.organizationsFolder, id, 'org.sqlite')
    const newer = databaseAt('org', latestVersion('org'), file)
    newer.pragma('user_version = 99')
    newer.close()
    const settings = createSettingsStore(fixture.open())
    for (let n = 0; n < 2; n += 1) {
      await expect(settings.facts(id)).rejects.toMatchObject({ code: 'database-newer' })
      await expect(settings.saveFacts(id, {})).rejects.toMatchObject({ code: 'database-newer' })
    }
    expect(await settings.facts(newOrganizationId())).toEqual({})
  })

  it('finishes removals that an earlier run did not come to the end of', async () => {
    const first = fixture.open()
    const organizations = createOrganizationStore(first)
    const settings = createSettingsStore(first)
    const add = (name: string) =>
      organizations.add({
        id: newOrganizationId(),
        name,
        kind: 'sigma',
        label: 'none',
        apiUrl: 'u',
        clientId: 'c',
        addedAtMs: 1
      })
    const [kept, gone] = [await add('Kept'), await add('Gone')]
    for (const { id } of [kept, gone]) await settings.saveFacts(id, { isAdmin: true })
    // as after a crash between the list and the files, and after one between renaming and deleting
    await first.command(registry, 'removeOrganization', { id: gone.id, atMs: 1 })
    await first.close()
    const half = newOrganizationId()
    mkdirSync(path.join(fixture.organizationsFolder, `${half}.removing`))
    writeFileSync(path.join(fixture.organizationsFolder, `${half}.removing`, 'archive.sqlite'), 'x')
    const second = fixture.open()
    await waitUntil(() => readdirSync(fixture.organizationsFolder).join() === kept.id)
    await waitUntilAsync(async () => (await second.query(registry, 'listRemovals')).length === 0)
    expect((await createOrganizationStore(second).list()).map((one) => one.name)).toEqual(['Kept'])
    expect(await createSettingsStore(second).facts(kept.id)).toEqual({ isAdmin: true })
  })

  it('closes an organization so that its files stand alone, and opens it again', async () => {
    const client = fixture.open()
    const settings = createSettingsStore(client)
    const id = newOrganizationId()
    await settings.saveFacts(id, { isAdmin: true })
    await settings.facts(id)
    const file = path.join(fixture.organizationsFolder, id, 'org.sqlite')
    expect(existsSync(`${file}-wal`)).toBe(true)
    await client.closeOrganization(id)
    expect(existsSync(`${file}-wal`)).toBe(false)
    expect(await settings.facts(id)).toEqual({ isAdmin: true })
  })

  it('lets what was asked before closing finish, and refuses what is asked after', async () => {
    const client = fixture.open()
    const settings = createSettingsStore(client)
    const id: OrganizationId = newOrganizationId()
    const asked = settings.saveFacts(id, { isAdmin: true })
    await client.close()
    await asked
    await expect(settings.facts(id)).rejects.toMatchObject({ code: 'cancelled' })
    const file = path.join(fixture.organizationsFolder, id, 'org.sqlite')
    expect(existsSync(`${file}-wal`)).toBe(false)
    const raw = new Database(file, { readonly: true })
    expect(raw.prepare('SELECT value FROM facts').pluck().all()).toEqual(['true'])
    raw.close()
  })

  it('takes backups that can be read on their own', async () => {
    const client: DatabaseClient = fixture.open()
    const settings = createSettingsStore(client)
    const organizationId = newOrganizationId()
    for (let n = 0; n < 50; n += 1)
      await settings.appendJournal(organizationId, { action: `${n}`, outcome: 'done', detail: {}, atMs: n })
    await client.backUp({ kind: 'org', organizationId })
    const folder = path.join(fixture.organizationsFolder, organizationId, 'backups')
    const names = readdirSync(folder)
    expect(names).toHaveLength(1)
    const raw = new Database(path.join(folder, names[0] ?? ''), { readonly: true })
    expect(raw.prepare('SELECT count(*) FROM journal_entries').pluck().get()).toBe(50)
    raw.close()
  })
})

const waitUntil = (isSo: () => boolean) => waitUntilAsync(() => Promise.resolve(isSo()))

async function waitUntilAsync(isSo: () => Promise<boolean>): Promise<void> {
  for (let n = 0; n < 400; n += 1) {
    if (await isSo()) return
    await new Promise((resolve) => setTimeout(resolve, 25))
  }
  expect.unreachable('it never came to be')
}
