import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'
import { expect, it } from 'vitest'
import { randomSource } from '../sync/random-source.ts'
import { openArchiveWork } from './archive-work.ts'
import { checkAgainstWorld, checkConfirmed, checkPruned, countTexts, rowsOfWorld } from './check-archive.ts'
import { checkBackups } from './check-backups.ts'
import { readArchive } from './independent-archive.ts'
import { compareIndex } from './index-from-truth.ts'
import { type DeathPlan, liveAndDie, naming, numbersOf } from './kill-at-random.ts'
import { type World, worldCsv, worldJsonl, worldSize } from './known-world.ts'

const child = fileURLToPath(new URL('./working-child.ts', import.meta.url))
const id = '6e7f3f5c-52a5-4b0c-9d8e-0f3f7a1c2b3d'

/** What goes on beside reading and importing, and after which of its lines death comes. */
const tasks = [
  { task: 'ingest', words: ['committed', 'window', 'imported'], kills: 50, mostLines: 45 },
  { task: 'verify', words: ['committed'], kills: 24, mostLines: 30 },
  { task: 'prune', words: ['committed', 'pruning', 'pruned'], kills: 36, mostLines: 25 },
  { task: 'backup', words: ['committed', 'copying'], kills: 36, mostLines: 25 },
  { task: 'index', words: ['committed'], kills: 10, mostLines: 30 }
] as const
const lanes = [true, false].map((hasIds) => ({ hasIds, seed: hasIds ? 1 : 2 }))
/** Lives of one data folder; then another begins, so that early and late states of an archive are met again and again. */
const livesOfOne = 10

interface House {
  readonly folder: string
  readonly files: string
  readonly archive: string
  readonly world: World
  /** Age from which on days may leave: what the last rule said; and the least that one ever did. */
  days: number
  readonly confirmed: number[][]
  readonly checkedBackups: Set<string>
}

function newHouse(hasIds: boolean): House {
  const folder = mkdtempSync(path.join(tmpdir(), 'vigil-archive-killed-'))
  const files = path.join(folder, 'exports')
  mkdirSync(files)
  const world: World = { endMs: Date.now(), rowsPerDay: 350, hasIds }
  const size = worldSize(world)
  // files of the same time as the reading, which goes from the newest on: most rows come in by both ways
  const slice = Math.floor(size / 5)
  writeFileSync(path.join(files, '1.jsonl'), worldJsonl(world, 0, slice * 2))
  writeFileSync(path.join(files, '2.csv.gz'), gzipSync(worldCsv(world, slice, slice * 3)))
  writeFileSync(path.join(files, '3.csv'), worldCsv(world, slice * 3, size))
  return {
    folder,
    files,
    archive: path.join(folder, 'organizations', id, 'archive.sqlite'),
    world,
    days: 29,
    confirmed: [],
    checkedBackups: new Set()
  }
}

function planOf(random: () => number, { words, mostLines }: (typeof tasks)[number]): DeathPlan {
  // every eighth dies somewhere in its start
  if (random() < 0.125) return { afterLines: 0, words, delayMs: 0, earlyMs: 150 + random() * 800 }
  return { afterLines: Math.ceil(random() * mostLines), words, delayMs: random() * 30 }
}

function check(house: House, isThorough: boolean): void {
  const { archive, world, confirmed, days } = house
  const says = readArchive(archive, id)
  checkConfirmed(says, confirmed)
  if (says === undefined) return
  checkAgainstWorld(says, world)
  checkPruned(says, days)
  checkBackups(house)
  if (isThorough) compareIndex(archive)
}

/** Lets the work come to its end without being killed: everything is there, once. */
async function comeToRest({ folder, files, archive, world }: House): Promise<void> {
  const work = await openArchiveWork(folder, id, world, () => undefined)
  try {
    await work.importFiles(files)
    expect(await work.read()).toBeUndefined()
    for (;;) {
      const imports = await work.reader.imports.list(work.id, { limit: 10 })
      if (imports.every(({ state }) => state === 'complete')) break
      expect(imports.filter(({ state }) => state === 'failed' || state === 'cancelled')).toEqual([])
      await new Promise((resolve) => setTimeout(resolve, 20))
    }
    expect(await work.verify()).toMatchObject({ findings: 0, error: undefined })
    const problems = work.logger.lines.filter(({ message }) => message === 'database recovered')
    expect(problems).toEqual([])
  } finally {
    await work.close()
  }
  const says = readArchive(archive, id)
  const [table] = says?.tables ?? []
  const stayed = rowsOfWorld(world).filter(({ atMs }) => table?.pruned.has(Math.floor(atMs / 86_400_000)) !== true)
  expect(countTexts(table?.rows.map(({ text }) => text) ?? [])).toEqual(countTexts(stayed.map(({ text }) => text)))
}

async function runLane({ hasIds, seed: laneSeed }: (typeof lanes)[number]): Promise<number> {
  const random = randomSource(laneSeed)
  const lives = tasks.flatMap((task) => Array.from({ length: task.kills / lanes.length }, () => task))
  lives.sort(() => random() - 0.5)
  let house = newHouse(hasIds)
  const seen = { commits: 0, pruned: 0, copied: 0, verified: 0 }
  try {
    for (const [number, task] of lives.entries()) {
      const what = `lane ${laneSeed}, life ${number}, ${task.task}`
      const args = [house.folder, id, house.files, JSON.stringify(house.world), task.task, String(house.days)]
      const { lines } = await liveAndDie(child, args, planOf(random, task))
      house.confirmed.push(...numbersOf(lines, 'committed'))
      house.days = Math.min(house.days, ...numbersOf(lines, 'pruning').map(([days = 29]) => days))
      seen.commits += numbersOf(lines, 'committed').length
      seen.pruned += numbersOf(lines, 'pruned').length
      seen.copied += lines.filter((line) => line === 'copied').length
      seen.verified += numbersOf(lines, 'verified').filter(([rows = 0]) => rows > 0).length
      const isLast = (number + 1) % livesOfOne === 0
      naming(what, () => {
        expect(numbersOf(lines, 'verified').filter(([, findings]) => findings !== 0)).toEqual([])
        check(house, isLast || number % 3 === 0)
      })
      if (!isLast && number + 1 < lives.length) continue
      await comeToRest(house).catch((error: unknown) => {
        throw new Error(`${what}, at rest: ${String(error)}`, { cause: error })
      })
      naming(`${what}, at rest`, () => check(house, true))
      rmSync(house.folder, { recursive: true, force: true })
      house = newHouse(hasIds)
    }
    // the test has seen work, or it has shown nothing
    expect(seen.commits).toBeGreaterThan(lives.length * 4)
    expect(Math.min(seen.pruned, seen.copied, seen.verified)).toBeGreaterThan(10)
    return lives.length
  } finally {
    rmSync(house.folder, { recursive: true, force: true })
  }
}

it('an archive loses nothing, doubles nothing and promises nothing wrong, whenever the program is killed', {
  timeout: 1_200_000
}, async () => {
  const kills = await Promise.all(lanes.map(runLane))
  expect(kills.reduce((sum, count) => sum + count, 0)).toBe(tasks.reduce((sum, task) => sum + task.kills, 0))
})
