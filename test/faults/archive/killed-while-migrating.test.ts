import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'
import { randomSource } from '../sync/random-source.ts'
import { countTexts } from './check-archive.ts'
import { earlierTexts, makeEarlierArchive, readEarlierRows } from './earlier-archive.ts'
import { readArchive } from './independent-archive.ts'
import { compareIndex } from './index-from-truth.ts'
import { type DeathPlan, liveAndDie, naming } from './kill-at-random.ts'

const child = fileURLToPath(new URL('./migrating-child.ts', import.meta.url))
const id = '0b9a2f7e-4f0d-4f9a-8a63-5a1d6c7e8f90'
const kills = 40
const lanes = 2
const rowCount = 20_000
/** Transactions in which they are carried. */
const steps = rowCount / 5_000
const versions = [1, 2, 3, 5, 6]
const expected = countTexts(earlierTexts(rowCount))

/** @returns rows that are carried over */
function check(file: string, version: number): number {
  const says = readArchive(file, id)
  const left = readEarlierRows(file)
  const carried = says?.tables[0]?.rows.map(({ text }) => text) ?? []
  expect(countTexts([...left.texts, ...carried])).toEqual(expected)
  // of an archive of before there were snapshots there are none
  if (version >= 2) expect(left.members).toBe(50)
  if (says !== undefined && carried.length > 0) compareIndex(file)
  return carried.length
}

interface Pace {
  /** From the start until all rows are carried over, ms. */
  readonly wholeMs: number
  /** From some of them to the next, ms. */
  readonly stepMs: number
}

/** How long this machine takes, at its load of now. */
async function paceOf(version: number): Promise<Pace> {
  const folder = mkdtempSync(path.join(tmpdir(), 'vigil-migration-whole-'))
  const file = path.join(folder, 'organizations', id, 'archive.sqlite')
  try {
    mkdirSync(path.dirname(file), { recursive: true })
    makeEarlierArchive(file, version, rowCount)
    const { lines, saidAtMs } = await liveAndDie(child, [folder, id], { afterLines: 1, words: ['open '], delayMs: 0 })
    const at = (word: string) => saidAtMs[lines.findIndex((line) => line.startsWith(word))] ?? 0
    const wholeMs = at('open ') - at('opening')
    return { wholeMs, stepMs: (at('open ') - at('carried ')) / steps }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/**
 * A moment to die at: any on the way to an open archive, or between two of the steps in which rows are carried, and now
 * and then with time enough to come to the end.
 */
function deathOf(kill: number, { wholeMs, stepMs }: Pace, random: () => number): DeathPlan {
  if (kill % 5 === 4) return { afterLines: 1, words: ['open '], delayMs: random() * 10 }
  if (kill % 5 === 3) return { afterLines: 1, words: ['opening'], delayMs: random() * wholeMs }
  return { afterLines: 1 + Math.floor(random() * 2), words: ['carried ', 'open '], delayMs: random() * stepMs }
}

async function runLane(lane: number): Promise<{ kills: number; cutOff: number; done: number }> {
  const random = randomSource(lane + 500)
  const result = { kills: 0, cutOff: 0, done: 0 }
  const paces = new Map<number, Pace>()
  while (result.kills < kills / lanes) {
    const folder = mkdtempSync(path.join(tmpdir(), 'vigil-migration-killed-'))
    const file = path.join(folder, 'organizations', id, 'archive.sqlite')
    const version = versions[Math.floor(random() * versions.length)] ?? 1
    try {
      mkdirSync(path.dirname(file), { recursive: true })
      makeEarlierArchive(file, version, rowCount)
      const pace = paces.get(version) ?? (await paceOf(version))
      paces.set(version, pace)
      for (let carried = 0; carried < rowCount; ) {
        const life = await liveAndDie(child, [folder, id], deathOf(result.kills, pace, random))
        result.kills += 1
        const before = carried
        carried = naming(`lane ${lane}, kill ${result.kills}, version ${version}`, () => check(file, version))
        expect(carried).toBeGreaterThanOrEqual(before)
        if (life.lines.some((line) => line.startsWith('open '))) expect(life.lines).toContain(`open ${rowCount}`)
        if (carried > 0 && carried < rowCount) result.cutOff += 1
      }
      result.done += 1
    } finally {
      rmSync(folder, { recursive: true, force: true })
    }
  }
  return result
}

it('an archive of an earlier version loses and doubles nothing, wherever its rows are killed on the way into blocks', {
  timeout: 600_000
}, async () => {
  const results = await Promise.all(Array.from({ length: lanes }, (_, lane) => runLane(lane)))
  const sum = (of: (one: (typeof results)[number]) => number) => results.reduce((total, one) => total + of(one), 0)
  expect(sum((one) => one.kills)).toBeGreaterThanOrEqual(kills)
  // the test has met archives in the middle of being carried over, or it has shown nothing
  expect(sum((one) => one.cutOff)).toBeGreaterThan(kills / 4)
  expect(sum((one) => one.done)).toBeGreaterThan(1)
})
