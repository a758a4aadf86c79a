import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'
import { expect, it } from 'vitest'
import { randomSource } from '../sync/random-source.ts'
import { openArchiveWork } from './archive-work.ts'
import { checkAgainstWorld, checkConfirmed, countTexts, rowsOfWorld } from './check-archive.ts'
import { readArchive } from './independent-archive.ts'
import { compareIndex } from './index-from-truth.ts'
import { type DeathPlan, liveAndDie, naming, numbersOf } from './kill-at-random.ts'
import { type World, worldCsv, worldJsonl, worldSize } from './known-world.ts'

const child = fileURLToPath(new URL('./working-child.ts', import.meta.url))
const id = '6e7f3f5c-52a5-4b0c-9d8e-0f3f7a1c2b3d'

/** What goes on beside reading and importing, and after which of its lines death comes. */
const tasks = [
  { task: 'ingest', words: ['committed', 'window', 'imported'], kills: 110, mostLines: 45 },
  { task: 'verify', words: ['committed'], kills: 40, mostLines: 30 }
] as const
const lanes = [true, false].map((hasIds) => ({ hasIds, seed: hasIds ? 1 : 2 }))
/** Lives of one data folder; then another begins, so that early and late states of an archive are met again and again. */
const livesOfOne = 10

interface House {
  readonly folder: string
  readonly files: string
  readonly archive: string
  readonly world: World
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
  return { folder, files, archive: path.join(folder, 'organizations', id, 'archive.sqlite'), world }
}

function planOf(random: () => number, { words, mostLines }: (typeof tasks)[number]): DeathPlan {
  // every eighth dies somewhere in its start
  if (random() < 0.125) return { afterLines: 0, words, delayMs: 0, earlyMs: 150 + random() * 800 }
  return { afterLines: Math.ceil(random() * mostLines), words, delayMs: random() * 30 }
}

function check(house: House, confirmed: readonly (readonly number[])[], isThorough: boolean): void {
  const says = readArchive(house.archive, id)
  checkConfirmed(says, confirmed)
  if (says === undefined) return
  checkAgainstWorld(says, house.world)
  if (isThorough) compareIndex(house.archive)
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
    expect(await work.verify()).toEqual({ rows: worldSize(world), findings: 0, error: undefined })
    const problems = work.logger.lines.filter(({ message }) => message === 'database recovered')
    expect(problems).toEqual([])
  } finally {
    await work.close()
  }
  const says = readArchive(archive, id)
  const kept = countTexts(says?.tables[0]?.rows.map(({ text }) => text) ?? [])
  expect(kept).toEqual(countTexts(rowsOfWorld(world).map(({ text }) => text)))
}

async function runLane({ hasIds, seed: laneSeed }: (typeof lanes)[number]): Promise<number> {
  const random = randomSource(laneSeed)
  const lives = tasks.flatMap((task) => Array.from({ length: task.kills / lanes.length }, () => task))
  lives.sort(() => random() - 0.5)
  let house = newHouse(hasIds)
  let confirmed: number[][] = []
  let commits = 0
  try {
    for (const [number, task] of lives.entries()) {
      const what = `lane ${laneSeed}, life ${number}, ${task.task}`
      const args = [house.folder, id, house.files, JSON.stringify(house.world), task.task]
      const { lines } = await liveAndDie(child, args, planOf(random, task))
      confirmed = [...confirmed, ...numbersOf(lines, 'committed')]
      commits += numbersOf(lines, 'committed').length
      const isLast = (number + 1) % livesOfOne === 0
      naming(what, () => {
        expect(numbersOf(lines, 'verified').filter(([, findings]) => findings !== 0)).toEqual([])
        check(house, confirmed, isLast || number % 3 === 0)
      })
      if (!isLast && number + 1 < lives.length) continue
      await comeToRest(house).catch((error: unknown) => {
        throw new Error(`${what}, at rest: ${String(error)}`, { cause: error })
      })
      naming(`${what}, at rest`, () => check(house, confirmed, true))
      rmSync(house.folder, { recursive: true, force: true })
      house = newHouse(hasIds)
      confirmed = []
    }
    // the test has seen work, or it has shown nothing
    expect(commits).toBeGreaterThan(lives.length * 4)
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
