import {
  copyFileSync,
  existsSync,
  readdirSync,
  readFileSync,
  statSync,
  unlinkSync as unlink,
  writeFileSync
} from 'node:fs'
import path from 'node:path'
import Database from 'better-sqlite3'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { buffersOf } from '../../../src/main/archive/commit-input.ts'
import type { OrganizationId } from '../../../src/shared/kit/ids.ts'
import { auditPath, inputOf, type PlainRow } from '../../integration/db/archive-fixture.ts'
import { discardTestCore, eventually, startTestCore, type TestCore } from '../../support/core.ts'

const start = Date.UTC(2026, 0, 1)
const hour = 3_600_000
const rowAt = (n: number): PlainRow => ({
  TIME: new Date(start + n * 300_000).toISOString(),
  ID: `event-${n}`,
  ACTOR: `actor ${n % 40}`,
  NOTE: `${n % 900} ${'text '.repeat(20)}`
})

let core: TestCore
let id: OrganizationId
beforeEach(async () => {
  core = startTestCore()
  id = (await core.organizations.addSandbox('Damaged', 'keychain')).id
  await commit(0, 4_000)
  await read(0, 4_000)
})
afterEach(() => discardTestCore(core))

const ref = () => ({ kind: 'archive', organizationId: id }) as const
const archiveFile = () => path.join(core.folder, 'organizations', id, 'archive.sqlite')
async function commit(from: number, to: number): Promise<void> {
  const input = inputOf(
    Array.from({ length: to - from }, (_, n) => rowAt(from + n)),
    {
      organizationId: id,
      atMs: Date.now()
    }
  )
  await core.database.commandMoving(ref(), 'commitEvents', buffersOf(input.batch), input)
}
/** The ledger says that the rows' time was read to its end. */
async function read(from: number, to: number): Promise<void> {
  const reading = {
    source: 'workbook-export',
    askedAtMs: start + 90 * 24 * hour,
    rows: to - from,
    rowsAdded: to - from
  }
  await core.database.command(ref(), 'addReading', {
    path: auditPath,
    reading: {
      ...reading,
      source: 'workbook-export',
      fromMs: start + from * 300_000,
      toMs: start + to * 300_000,
      answeredAtMs: Date.now() - 1_000
    }
  })
}
const readings = () => core.database.query(ref(), 'listReadingsSince', { path: auditPath })
const count = () => core.database.query(ref(), 'countChainedRows')
/** Ends the core, does something to its archive, and starts it again. */
async function whileClosed(damage: () => void): Promise<void> {
  const { folder } = core
  await core.end()
  damage()
  core = startTestCore({ folder })
}
function overwrite(fromShare: number, toShare: number): void {
  const bytes = readFileSync(archiveFile())
  const pages = bytes.length / 16_384
  bytes.fill(0xa5, Math.floor(pages * fromShare) * 16_384, Math.ceil(pages * toShare) * 16_384)
  writeFileSync(archiveFile(), bytes)
}
/** Overwrites some pages that hold rows. */
function overwriteRows(count: number): void {
  const database = new Database(archiveFile(), { readonly: true })
  const pages = database
    .prepare("SELECT pageno FROM dbstat WHERE name = 'event_blocks' ORDER BY pageno")
    .pluck()
    .all() as number[]
  database.close()
  const bytes = readFileSync(archiveFile())
  for (const page of pages.slice(2, 2 + count)) bytes.fill(0xa5, (page - 1) * 16_384, page * 16_384)
  writeFileSync(archiveFile(), bytes)
}
const damagedFiles = () => readdirSync(path.dirname(archiveFile())).filter((name) => /\.damaged-.*Z$/.test(name))
const report = () =>
  eventually(() => {
    const name = readdirSync(path.dirname(archiveFile())).find((one) => one.endsWith('.salvaged.json'))
    if (name === undefined) throw new Error('not salvaged yet')
    return JSON.parse(readFileSync(path.join(path.dirname(archiveFile()), name), 'utf8')) as Record<string, unknown>
  }, 60_000)
async function findings(): Promise<unknown[]> {
  const step = await core.database.query(ref(), 'verifyArchive', { organizationId: id, stepMs: 60_000 })
  expect(step.cursor).toBeUndefined()
  return [...step.findings]
}

describe('a damaged archive', () => {
  it('with a backup: the backup takes its place, later rows are salvaged, and it is said what is lost', async () => {
    await core.backups.backUpNow(id)
    await eventually(async () => expect((await core.backups.status(id)).backups[0]?.check).toBe('passed'))
    await commit(4_000, 6_000)
    await whileClosed(() => overwrite(0, 0.05))
    const damagedBytes = readFileSync(archiveFile())
    // the first request finds the damage
    expect(await count()).toBeGreaterThanOrEqual(4_000)
    const said = await report()
    expect(said).toMatchObject({ rowsRead: 6_000, rowsAdded: 2_000, rowsLost: 0, daysLost: [] })
    expect(await count()).toBe(6_000)
    expect(await findings()).toEqual([])
    const [name] = damagedFiles()
    expect(readFileSync(path.join(path.dirname(archiveFile()), name ?? '')).equals(damagedBytes)).toBe(true)
    const journal = await core.database.query({ kind: 'org', organizationId: id }, 'listJournal', { limit: 9 })
    expect(journal.map(({ action }) => action)).toContain('archive-salvaged')
    const inbox = await eventually(async () => {
      const entries = await core.inbox.list()
      expect(entries.filter(({ kind }) => kind === 'database-restored')).toHaveLength(2)
      return entries
    })
    expect(inbox.map(({ facts }) => facts['outcome'])).toEqual(expect.arrayContaining(['restored', 'salvaged']))
  })

  it('without a backup: a new one is begun with what could be read, and lost days are gaps', async () => {
    await whileClosed(() => overwriteRows(3))
    await count()
    const said = await report()
    const there = await count()
    expect(said).toMatchObject({ rowsRead: there, rowsAdded: there })
    expect(there + Number(said['rowsLost'])).toBe(4_000)
    expect(Number(said['rowsLost'])).toBeGreaterThan(0)
    expect(await findings()).toEqual([])
    // what the ledger says is complete is there: no reading covers a day of which rows are lost
    const lost = (said['daysLost'] as string[]).map((day) => Date.parse(day))
    expect(lost.length).toBeGreaterThan(0)
    for (const { fromMs, toMs } of await readings())
      for (const day of lost) expect(fromMs < day + 24 * hour && toMs > day).toBe(false)
  })

  it('is not salvaged twice, and a start after a cut goes on', async () => {
    await whileClosed(() => overwriteRows(2))
    await count()
    await report()
    const there = await count()
    await whileClosed(() => undefined)
    await count()
    expect(await core.database.archiveFiles.damaged(id)).toEqual([])
    // as if it had been cut off before its end
    const [name] = damagedFiles()
    copyFileSync(
      path.join(path.dirname(archiveFile()), name ?? ''),
      `${archiveFile()}.damaged-2026-01-01T00-00-00.000Z`
    )
    expect(await core.database.archiveFiles.damaged(id)).toHaveLength(1)
    await core.start()
    await eventually(async () => expect(await core.database.archiveFiles.damaged(id)).toEqual([]), 60_000)
    expect(await count()).toBe(there)
  })
})

it('a restore that was cut off between its two steps is ended at the next start', async () => {
  await whileClosed(() => {
    const other = `${archiveFile()}.restoring`
    copyFileSync(archiveFile(), other)
    const database = new Database(other)
    database.pragma('journal_mode = DELETE')
    database.close()
    // the archive has been set aside, and nothing is in its place yet
    for (const suffix of ['', '-wal', '-shm'])
      if (existsSync(archiveFile() + suffix)) {
        const bytes = readFileSync(archiveFile() + suffix)
        writeFileSync(path.join(path.dirname(archiveFile()), `aside${suffix}`), bytes)
        unlink(archiveFile() + suffix)
      }
  })
  expect(await count()).toBe(4_000)
  expect(existsSync(`${archiveFile()}.restoring`)).toBe(false)
  expect(statSync(archiveFile()).size).toBeGreaterThan(0)
})
