import { mkdirSync, renameSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { systemClock } from '../../../src/main/platform/system-clock.ts'
import { identityOf } from '../../../src/main/sync/file-identity.ts'
import { FileImports } from '../../../src/main/sync/file-imports.ts'
import { WatchedFolders } from '../../../src/main/sync/watched-folders.ts'
import { coverageOf } from '../../../src/shared/domain/coverage.ts'
import { AppError } from '../../../src/shared/kit/app-error.ts'
import type { OrganizationId } from '../../../src/shared/kit/ids.ts'
import { dayMs } from '../../../src/shared/kit/time.ts'
import { brokenFile } from '../../support/broken-files.ts'
import { createMemoryLogger } from '../../support/memory-logger.ts'
import { createStoreFixture, type StoreFixture } from '../stores/store-fixture.ts'
import { auditPath, fakeTable, openReader, type Reader } from './archive-reading-fixture.ts'

let id: OrganizationId
let fixture: StoreFixture
let reader: Reader
let runner: FileImports
let folder: string

function imports(of: Reader): FileImports {
  return new FileImports({
    ...of,
    // what waits for half a minute need not wait so long here
    clock: { ...systemClock, sleep: (ms, signal) => systemClock.sleep(Math.min(ms, 50), signal) },
    logger: createMemoryLogger(),
    announce: () => undefined
  })
}

beforeEach(() => {
  id = crypto.randomUUID() as OrganizationId
  fixture = createStoreFixture()
  reader = openReader(fixture, id, systemClock, fakeTable(systemClock, []).client)
  runner = imports(reader)
  folder = path.join(fixture.folder, 'exports')
  mkdirSync(folder)
})

afterEach(async () => {
  await runner.stopAll()
  await reader.close()
  await fixture.dispose()
})

async function add(name: string, bytes: string | Buffer, table: readonly string[] = auditPath): Promise<number> {
  const file = path.join(folder, name)
  writeFileSync(file, bytes)
  const [importId] = await runner.add(id, [
    { ...(await identityOf(file)), path: table, fileName: name, origin: 'dialog' }
  ])
  return importId ?? -1
}

async function ended(importId: number) {
  for (;;) {
    const one = await reader.imports.get(id, importId)
    if (one !== undefined && one.state !== 'waiting' && one.state !== 'reading') return one
    await new Promise((resolve) => setTimeout(resolve, 10))
  }
}

const header = 'Request Time,Event Type,User Email\n'
const line = (index: number) => `2026-09-${String((index % 28) + 1).padStart(2, '0')} 10:00:00,LOGIN,user${index}@x.y\n`
const csv = (count: number) => header + Array.from({ length: count }, (_, index) => line(index)).join('')

test('a CSV file, compressed or not, comes in once, with what is in already told apart', async () => {
  const first = await ended(await add('one.csv', csv(300)))
  expect(first).toMatchObject({ state: 'complete', rowsAdded: 300, rowsKnown: 0, rowsQuarantined: 0 })
  const second = await ended(await add('two.csv.gz', gzipSync(csv(310))))
  expect(second).toMatchObject({ state: 'complete', rowsAdded: 10, rowsKnown: 300 })
  expect(await reader.rows()).toHaveLength(310)
})

test('the time around a file’s rows is known from files, and never called complete', async () => {
  await ended(await add('one.csv', csv(300)))
  const facts = await reader.coverage.facts(id, auditPath)
  const stretches = coverageOf(
    facts,
    { fromMs: Date.UTC(2026, 7, 31), toMs: Date.UTC(2026, 9, 1) },
    Date.UTC(2026, 8, 28) + 60 * dayMs
  )
  expect(stretches.map((one) => one.kind)).toEqual(['expired-at-sigma', 'from-files', 'expired-at-sigma'])
  expect(stretches[1]?.fromMs).toBe(Date.UTC(2026, 8, 1, 10))
})

test('two rows that are the same in everything stay two, also when their file is read again', async () => {
  const importId = await add('twice.csv', header + line(1) + line(1) + line(2))
  expect(await ended(importId)).toMatchObject({ rowsAdded: 3 })
  await runner.retry(id, importId)
  expect(await ended(importId)).toMatchObject({ state: 'complete', rowsAdded: 0, rowsKnown: 3 })
  expect(await reader.rows()).toHaveLength(3)
})

test('broken files land their good rows, and the import says what is in quarantine and why', async () => {
  for (let seed = 1; seed <= 12; seed += 1) {
    const broken = brokenFile(seed)
    const name = `broken-${seed}.dat`
    const one = await ended(await add(name, broken.bytes, ['OF', String(seed)]))
    if (broken.rows.length === 0) continue
    expect({ about: broken.about, state: one.state }).toEqual({ about: broken.about, state: 'complete' })
    const total = Object.values(one.quarantined).reduce((sum, lines) => sum + lines, 0)
    expect(total).toBe(one.rowsQuarantined)
    if (!broken.isCut) {
      expect({ about: broken.about, rows: one.rowsAdded + one.rowsKnown }).toEqual({
        about: broken.about,
        rows: broken.rows.length
      })
      expect(one.rowsQuarantined).toBe(broken.quarantined.length)
    }
    const listed = await reader.imports.quarantine(id, {
      limit: 500,
      file: { name, sizeBytes: broken.bytes.byteLength }
    })
    expect(listed.total).toBe(one.rowsQuarantined)
    expect(new Set(listed.lines.map((entry) => entry.reason))).toEqual(new Set(Object.keys(one.quarantined)))
  }
})

test('a file that is no rows fails with its reason, and can be read again once it is', async () => {
  const page = await add('page.csv', '<!doctype html><html><body>Sign in</body></html>')
  expect(await ended(page)).toMatchObject({ state: 'failed', error: { code: 'contract-breach' } })
  const file = path.join(folder, 'page.csv')
  rmSync(file)
  await runner.retry(id, page)
  expect(await ended(page)).toMatchObject({ state: 'failed', error: { code: 'file-not-readable' } })
  writeFileSync(file, csv(3))
  await runner.retry(id, page)
  const healed = await ended(page)
  expect(healed).toMatchObject({ state: 'complete', rowsAdded: 3 })
  expect(healed.error).toBeUndefined()
})

test('an import is cancelled, whether it waits or is being read, and one that was cut off is taken up again', async () => {
  const long = await add('long.csv', csv(150_000))
  const next = await add('next.csv', csv(5))
  await runner.cancel(id, next)
  expect(await ended(next)).toMatchObject({ state: 'cancelled' })
  await runner.cancel(id, long)
  expect(await ended(long)).toMatchObject({ state: 'cancelled' })
  await runner.retry(id, long)
  // The program ends in the middle of it.
  await runner.stopAll()
  expect(['waiting', 'reading']).toContain((await reader.imports.get(id, long))?.state)
  runner = imports(reader)
  await runner.takeUp(id)
  const one = await ended(long)
  expect(one).toMatchObject({ state: 'complete' })
  expect(one.rowsAdded + one.rowsKnown).toBe(150_000)
  expect((await reader.archive.tableSync(id, auditPath)).rowsKept).toBe(150_000)
})

test('a watched folder gives each version of a file once, when it is whole; its absence is a state', async () => {
  const folders = new WatchedFolders({
    imports: reader.imports,
    add: (organization, files) => runner.add(organization, files),
    clock: systemClock,
    logger: createMemoryLogger(),
    announce: () => undefined
  })
  const listed = async () => (await reader.imports.list(id, { limit: 50 })).map((one) => one.fileName)
  const until = async (isTrue: () => Promise<boolean>) => {
    for (let tries = 0; !(await isTrue()); tries += 1) {
      if (tries > 400) expect.fail('it did not come')
      await new Promise((resolve) => setTimeout(resolve, 25))
    }
  }
  writeFileSync(path.join(folder, 'a.csv'), csv(3))
  writeFileSync(path.join(folder, 'notes.txt'), 'nothing')
  writeFileSync(path.join(folder, '.hidden.csv'), csv(9))
  await folders.watch(id, { folder, path: auditPath, sinceMs: 1 })
  await until(async () => (await listed()).includes('a.csv'))
  // Grows while it is looked at; then it is overwritten, as a scheduled export without dates in its name is.
  writeFileSync(path.join(folder, 'b.csv'), header)
  await until(async () => (folders.stateOf(id)?.filesSettling ?? 0) > 0)
  writeFileSync(path.join(folder, 'b.csv'), csv(4))
  await until(async () => (await listed()).includes('b.csv'))
  expect(await ended((await reader.imports.list(id, { limit: 1 }))[0]?.importId ?? 0)).toMatchObject({
    rowsAdded: 1,
    rowsKnown: 3
  })
  writeFileSync(path.join(folder, 'a.csv'), csv(6))
  utimesSync(path.join(folder, 'a.csv'), new Date(), new Date(Date.now() - 5_000))
  await until(async () => (await listed()).filter((name) => name === 'a.csv').length === 2)
  await folders.stop(id)
  await folders.watch(id, { folder, path: auditPath, sinceMs: 1 })
  await until(async () => folders.stateOf(id)?.lastLookAtMs !== undefined && folders.stateOf(id)?.filesSettling === 0)
  expect(await listed()).toHaveLength(3)

  await folders.stop(id)
  renameSync(folder, `${folder}-away`)
  await folders.watch(id, { folder, path: auditPath, sinceMs: 1 })
  await until(async () => folders.stateOf(id)?.state === 'missing')
  await folders.stopAll()
})

test('a file whose state could not be written down, as on a full disk, is taken up again by itself', async () => {
  let failures = 2
  const { save } = reader.imports
  const forgetful = imports({
    ...reader,
    imports: {
      ...reader.imports,
      save: async (...given: Parameters<typeof save>) => {
        failures -= 1
        if (failures >= 0) throw new AppError('disk-full')
        return save(...given)
      }
    }
  })
  try {
    const file = path.join(folder, 'one.csv')
    writeFileSync(file, csv(30))
    const [importId = -1] = await forgetful.add(id, [
      { ...(await identityOf(file)), path: auditPath, fileName: 'one.csv', origin: 'dialog' }
    ])
    expect(await ended(importId)).toMatchObject({ state: 'complete', rowsAdded: 30 })
  } finally {
    await forgetful.stopAll()
  }
})
