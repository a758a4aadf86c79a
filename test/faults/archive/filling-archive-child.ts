// Lets an archive run out of room in the middle of something, on the small disk that its folder is, and says as JSON how
// that was taken.
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { createDatabaseClient } from '../../../src/main/db/client.ts'
import { toAppError } from '../../../src/shared/kit/app-error.ts'
import { organizationId } from '../../../src/shared/kit/ids.ts'
import { createMemoryLogger } from '../../support/memory-logger.ts'
import { openArchiveWork, tablePath } from './archive-work.ts'
import { checkAgainstWorld, checkPruned, countTexts, rowsOfWorld } from './check-archive.ts'
import { checkBackups } from './check-backups.ts'
import { earlierTexts, makeEarlierArchive, readEarlierRows } from './earlier-archive.ts'
import { readArchive } from './independent-archive.ts'
import { compareIndex } from './index-from-truth.ts'
import { type World, worldJsonl } from './known-world.ts'
import { fillDisk, giveRoom } from './small-disk.ts'

const [folder = '', scenario = ''] = process.argv.slice(2)
const id = '3d0c9a54-93a5-4c0e-8a39-9f0f1d2e3c4b'
const archive = path.join(folder, 'organizations', id, 'archive.sqlite')
const files = path.join(folder, 'exports')
const world: World = { endMs: Date.now(), rowsPerDay: 300, hasIds: true }
const size = rowsOfWorld(world).length

/** Looks at a copy of the archive on another disk: on a full one not even reading is sure to find the room that it needs. */
function elsewhere<Result>(look: (file: string) => Result): Result {
  const other = mkdtempSync(path.join(tmpdir(), 'vigil-archive-copy-'))
  try {
    for (const suffix of ['', '-wal'])
      if (existsSync(archive + suffix)) copyFileSync(archive + suffix, path.join(other, `archive.sqlite${suffix}`))
    return look(path.join(other, 'archive.sqlite'))
  } finally {
    rmSync(other, { recursive: true, force: true })
  }
}

/** Whether what is there now is right, as far as it goes; and how much it is. */
function look(): number {
  return elsewhere((file) => {
    const says = readArchive(file, id)
    if (says === undefined) return 0
    checkAgainstWorld(says, world)
    compareIndex(file)
    return says.tables[0]?.rows.length ?? 0
  })
}

function isWhole(): boolean {
  look()
  const kept = readArchive(archive, id)?.tables[0]?.rows.map(({ text }) => text) ?? []
  const expected = countTexts(rowsOfWorld(world).map(({ text }) => text))
  return kept.length === size && kept.every((text) => expected.has(text))
}

const open = () => openArchiveWork(folder, id, world, () => undefined)

async function importEnds(work: Awaited<ReturnType<typeof open>>) {
  for (;;) {
    const [one] = await work.reader.imports.list(work.id, { limit: 1 })
    if (one !== undefined && one.state !== 'waiting' && one.state !== 'reading') return one
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
}

async function ingest() {
  const work = await open()
  await work.reader.archive.tableSync(work.id, tablePath)
  fillDisk(folder, 1_500_000)
  const error = await work.read()
  const rowsWhileFull = look()
  const page = await work.reader.archive.page(work.id, tablePath, { limit: 50 })
  giveRoom(folder)
  const errorAfter = await work.read()
  await work.close()
  return {
    error,
    someRowsWhileFull: rowsWhileFull > 0 && rowsWhileFull < size,
    readableWhileFull: page.rows.length,
    errorAfter,
    isWhole: isWhole()
  }
}

async function importFile() {
  mkdirSync(files)
  writeFileSync(path.join(files, '1.jsonl'), worldJsonl(world, 0, size))
  const work = await open()
  await work.reader.archive.tableSync(work.id, tablePath)
  fillDisk(folder, 700_000)
  await work.importFiles(files)
  const failed = await importEnds(work)
  const rowsWhileFull = look()
  giveRoom(folder)
  await work.imports.retry(work.id, failed.importId)
  const done = await importEnds(work)
  await work.close()
  return {
    state: failed.state,
    error: failed.error?.code,
    rowsWhileFull: rowsWhileFull < size,
    stateAfter: done.state,
    errorAfter: done.error?.code,
    isWhole: isWhole()
  }
}

async function verify() {
  const work = await open()
  await work.read()
  fillDisk(folder, 0)
  const whileFull = await work.verify()
  giveRoom(folder)
  const after = await work.verify()
  await work.close()
  return {
    error: whileFull.error,
    findingsWhileFull: whileFull.findings,
    rows: after.rows === size,
    findings: after.findings,
    errorAfter: after.error,
    isWhole: isWhole()
  }
}

async function migrate() {
  const rowCount = 15_000
  mkdirSync(path.dirname(archive), { recursive: true })
  makeEarlierArchive(archive, 2, rowCount)
  const expected = countTexts(earlierTexts(rowCount))
  const isAllThere = () =>
    elsewhere((file) => {
      const carried = readArchive(file, id)?.tables[0]?.rows.map(({ text }) => text) ?? []
      const all = countTexts([...readEarlierRows(file).texts, ...carried])
      return all.size === expected.size && [...all].every(([text, count]) => expected.get(text) === count)
    })
  const client = createDatabaseClient({
    workerUrl: new URL('../../../src/main/db/worker.ts', import.meta.url),
    registryFile: path.join(folder, 'registry.sqlite'),
    organizationsFolder: path.join(folder, 'organizations'),
    logger: createMemoryLogger()
  })
  const ask = () =>
    client
      .query({ kind: 'archive', organizationId: organizationId(id) }, 'getArchivedTable', { path: tablePath })
      .then(({ rowsKept }) => rowsKept)
      .catch((thrown: unknown) => toAppError(thrown).code)
  const whileFull: unknown[] = []
  // no room at all, room for some migrations, room for some rows
  for (const room of [0, 200_000, 1_200_000]) {
    fillDisk(folder, room)
    whileFull.push([await ask(), isAllThere()])
    giveRoom(folder)
  }
  const after = await ask()
  await client.close()
  compareIndex(archive)
  return { whileFull, after: after === rowCount, left: readEarlierRows(archive).texts.length, isAllThere: isAllThere() }
}

async function prune() {
  const work = await open()
  await work.read()
  const before = look()
  // enough for the rule itself, which is kept elsewhere, and too little for days to leave
  fillDisk(folder, 250_000)
  const error = await work.prune(12)
  const rowsWhileFull = look()
  giveRoom(folder)
  const errorAfter = await work.prune(12)
  const { findings } = await work.verify()
  await work.close()
  const says = readArchive(archive, id)
  const [table] = says?.tables ?? []
  if (says === undefined || table === undefined) throw new Error('there is no archive')
  checkPruned(says, 12)
  look()
  const left = rowsOfWorld(world).filter(({ atMs }) => !table.pruned.has(Math.floor(atMs / 86_400_000)))
  return {
    error,
    isUntouchedWhileFull: rowsWhileFull === before,
    errorAfter,
    findings,
    daysLeft: table.pruned.size >= 16,
    isRestWhole: table.rows.length === left.length
  }
}

async function backup() {
  const work = await open()
  await work.read()
  const backups = path.join(path.dirname(archive), 'backups')
  const names = () => readdirSync(backups).sort()
  fillDisk(folder, 2_000_000)
  const errorBefore = await work.backUp()
  const namesBefore = names()
  giveRoom(folder)
  // the disk fills up between the look at its room and the copy
  const { signal } = new AbortController()
  const listen = signal.addEventListener.bind(signal)
  Object.assign(signal, {
    addEventListener: (...args: Parameters<typeof listen>) => {
      fillDisk(folder, 500_000)
      listen(...args)
    }
  })
  const errorWithin = await work.reader.database.archiveFiles
    .backUp(work.id, {
      ownFolder: undefined,
      reason: 'asked',
      signal,
      onProgress: () => undefined,
      compare: async () => undefined,
      nowMs: Date.now
    })
    .then(
      () => undefined,
      (thrown: unknown) => toAppError(thrown).code
    )
  const namesWithin = names()
  giveRoom(folder)
  const errorAfter = await work.backUp()
  checkBackups({ archive, checkedBackups: new Set() })
  const kinds = names().map((name) => path.extname(name))
  await work.close()
  return { errorBefore, namesBefore, errorWithin, namesWithin, errorAfter, kinds, isWhole: isWhole() }
}

const scenarios: Readonly<Record<string, () => Promise<unknown>>> = {
  ingest,
  importFile,
  verify,
  migrate,
  prune,
  backup
}
process.stdout.write(`${JSON.stringify(await scenarios[scenario]?.())}\n`)
