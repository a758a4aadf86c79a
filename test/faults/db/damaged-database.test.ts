import { existsSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { listBackups } from '../../../src/main/db/backup.ts'
import type { DatabaseRecovery } from '../../../src/main/db/client.ts'
import { createArchiveStore } from '../../../src/main/stores/archive-store.ts'
import { createOrganizationStore } from '../../../src/main/stores/organization-store.ts'
import { createSettingsStore } from '../../../src/main/stores/settings-store.ts'
import { newOrganizationId } from '../../../src/shared/kit/ids.ts'
import { createStoreFixture, type StoreFixture } from '../../integration/stores/store-fixture.ts'

/** Overwrites the middle of a file, its pages, and leaves the head that says "SQLite format 3". */
function scribble(file: string, fromByte: number): void {
  const bytes = readFileSync(file)
  bytes.fill(0xa5, fromByte)
  writeFileSync(file, bytes)
}

const damages: Record<string, (file: string) => void> = {
  'that is no database any more': (file) =>
    writeFileSync(file, 'this is not a database, it is a text about one '.repeat(200)),
  'whose pages are overwritten': (file) => scribble(file, 4096),
  'that is cut in the middle': (file) => truncateSync(file, Math.floor(readFileSync(file).length / 2)),
  'that is cut to nothing': (file) => truncateSync(file, 0)
}

describe('a damaged org file', () => {
  let fixture: StoreFixture
  const id = newOrganizationId()
  const organizationId = id
  beforeEach(async () => {
    fixture = createStoreFixture()
    const client = fixture.open()
    const settings = createSettingsStore(client)
    for (let n = 0; n < 20; n += 1)
      await settings.appendJournal(id, { action: `before ${n}`, outcome: 'done', detail: {}, atMs: n })
    await client.backUp({ kind: 'org', organizationId })
    await settings.appendJournal(id, { action: 'after the backup', outcome: 'done', detail: {}, atMs: 99 })
    await client.close()
  })
  afterEach(() => fixture.dispose())
  const file = () => path.join(fixture.organizationsFolder, id, 'org.sqlite')
  const damagedFiles = () => readdirSync(path.dirname(file())).filter((name) => name.includes('.damaged-'))

  it.each(Object.entries(damages))('%s is set aside and the newest backup takes its place', async (_, damage) => {
    damage(file())
    const damagedBytes = readFileSync(file())
    const client = fixture.open()
    const heard: DatabaseRecovery[] = []
    client.onRecovered((recovery) => heard.push(recovery))
    const settings = createSettingsStore(client)
    expect((await settings.journal(id, 100)).map((entry) => entry.action)).toEqual(
      Array.from({ length: 20 }, (_unused, n) => `before ${19 - n}`)
    )
    expect(heard).toHaveLength(1)
    expect(heard[0]).toMatchObject({
      ref: { kind: 'org', organizationId },
      fileName: 'org.sqlite',
      outcome: 'restored',
      backupTakenAtMs: listBackups(file()).at(-1)?.takenAtMs
    })
    expect(damagedFiles()).toContain(heard[0]?.setAsideAs)
    // nothing is deleted: what was damaged is still there to look into
    expect(readFileSync(path.join(path.dirname(file()), heard[0]?.setAsideAs ?? '')).equals(damagedBytes)).toBe(true)
    await settings.saveFacts(id, { isAdmin: true })
    expect(await settings.facts(id)).toEqual({ isAdmin: true })
    // one who listens later is told as well
    const later: DatabaseRecovery[] = []
    client.onRecovered((recovery) => later.push(recovery))
    expect(later).toEqual(heard)
  })

  it('takes an older backup when the newest is damaged, too', async () => {
    const client = fixture.open()
    await client.backUp({ kind: 'org', organizationId })
    await client.close()
    const [newest, older] = listBackups(file())
    scribble(newest?.file ?? '', 4096)
    scribble(file(), 4096)
    const again = fixture.open()
    expect(await createSettingsStore(again).journal(id, 100)).toHaveLength(20)
    const heard: DatabaseRecovery[] = []
    again.onRecovered((recovery) => heard.push(recovery))
    expect(heard[0]?.backupTakenAtMs).toBe(older?.takenAtMs)
  })

  it('without a backup starts fresh, and says so', async () => {
    rmSync(path.join(path.dirname(file()), 'backups'), { recursive: true })
    scribble(file(), 4096)
    const client = fixture.open()
    expect(await createSettingsStore(client).journal(id, 100)).toEqual([])
    const heard: DatabaseRecovery[] = []
    client.onRecovered((recovery) => heard.push(recovery))
    expect(heard).toMatchObject([{ outcome: 'started-fresh', fileName: 'org.sqlite' }])
    expect(damagedFiles()).toContain(heard[0]?.setAsideAs)
  })

  it('that is gone, as after a crash between setting aside and restoring, comes back from its backup', async () => {
    rmSync(file())
    const client = fixture.open()
    expect(await createSettingsStore(client).journal(id, 100)).toHaveLength(20)
    const heard: DatabaseRecovery[] = []
    client.onRecovered((recovery) => heard.push(recovery))
    expect(heard).toMatchObject([{ outcome: 'restored' }])
    expect(heard[0]).not.toHaveProperty('setAsideAs')
  })

  it('leaves the other organizations and the registry alone', async () => {
    const client = fixture.open()
    const other = newOrganizationId()
    await createSettingsStore(client).saveFacts(other, { isAdmin: true })
    const organizations = createOrganizationStore(client)
    await organizations.add({
      id: other,
      name: 'Other',
      kind: 'sigma',
      label: 'none',
      apiUrl: 'u',
      clientId: 'c',
      addedAtMs: 1
    })
    await client.close()
    scribble(file(), 4096)
    const again = fixture.open()
    const heard: DatabaseRecovery[] = []
    again.onRecovered((recovery) => heard.push(recovery))
    await createSettingsStore(again).facts(id)
    expect(await createSettingsStore(again).facts(other)).toEqual({ isAdmin: true })
    expect(await createOrganizationStore(again).list()).toHaveLength(1)
    expect(heard).toHaveLength(1)
  })
})

describe('a file that is damaged while it is open', () => {
  let fixture: StoreFixture
  beforeEach(() => {
    fixture = createStoreFixture()
  })
  afterEach(() => fixture.dispose())

  it('is found out by the read that meets the damage, set aside, and answered for', async () => {
    const id = newOrganizationId()
    const first = fixture.open()
    const rows = Array.from({ length: 20_000 }, (_, n) => ({ TIME: n, TEXT: `${n} ${'x'.repeat(600)}` }))
    await createArchiveStore(first).addEvents(id, ['T'], { rows })
    await first.close()
    const file = path.join(fixture.organizationsFolder, id, 'archive.sqlite')
    const client = fixture.open()
    const archive = createArchiveStore(client)
    const heard: DatabaseRecovery[] = []
    client.onRecovered((recovery) => heard.push(recovery))
    expect((await archive.page(id, ['T'], { limit: 1 })).totalRows).toBe(20_000)
    expect(heard).toEqual([])
    // behind SQLite's back, as a failing disk does
    scribble(file, 64 * 1024)
    // rows that no reader has at hand
    const page = await archive.page(id, ['T'], { limit: 500, cursor: 'e:0:-1:3000' })
    expect(page.totalRows).toBe(0)
    expect(heard).toMatchObject([{ ref: { kind: 'archive' }, outcome: 'started-fresh' }])
    expect(existsSync(path.join(path.dirname(file), heard[0]?.setAsideAs ?? ''))).toBe(true)
    expect(await archive.addEvents(id, ['T'], { rows: rows.slice(0, 10) })).toEqual({ added: 10 })
  })
})
