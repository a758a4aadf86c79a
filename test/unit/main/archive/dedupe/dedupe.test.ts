import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { DaySet, leavesAsWords } from '../../../../../src/main/archive/dedupe/day-set.ts'
import { writeIdKey } from '../../../../../src/main/archive/dedupe/id-key.ts'
import { matchByContent, matchById } from '../../../../../src/main/archive/dedupe/match-row.ts'
import { RowMarks } from '../../../../../src/main/archive/dedupe/row-marks.ts'
import { randomFrom } from '../../db/random.ts'

const leafOf = (content: string) => leavesAsWords(createHash('sha256').update(content).digest())

/** A day as the archive keeps it, and sessions over it. */
class Day {
  set = new DaySet(false)
  readonly rows: string[] = []

  read(contents: readonly string[], met = new RowMarks()): number {
    let added = 0
    for (const content of contents) {
      const leaf = leafOf(content)
      let row = matchByContent(this.set, met, leaf, 0)
      if (row < 0) {
        row = this.set.rowCount
        this.set.append(leaf, 0)
        this.rows.push(content)
        added += 1
      }
      met.set(row)
    }
    return added
  }

  /** As when the set was let go of and is loaded again. */
  reload(): void {
    this.set = new DaySet(false)
    for (const content of this.rows) this.set.append(leafOf(content), 0)
  }
}

const counts = (rows: readonly string[]) => {
  const by = new Map<string, number>()
  for (const row of rows) by.set(row, (by.get(row) ?? 0) + 1)
  return by
}

describe('rows told apart by content', () => {
  it('are kept as often as the session that saw them most often, in any order of sessions, batches and reloads', () => {
    for (let seed = 1; seed <= 60; seed += 1) {
      const random = randomFrom(seed)
      const day = new Day()
      const most = new Map<string, number>()
      const kinds = 1 + Math.floor(random() * 40)
      // sessions run side by side: each gives its rows piece by piece
      const sessions = Array.from({ length: 1 + Math.floor(random() * 6) }, () => ({
        met: new RowMarks(),
        seen: new Map<string, number>()
      }))
      for (let step = 0; step < 30; step += 1) {
        const session = sessions[Math.floor(random() * sessions.length)] as (typeof sessions)[number]
        const piece = Array.from(
          { length: Math.floor(random() * 30) },
          () => `row ${Math.floor(random() ** 2 * kinds)}`
        )
        let expected = 0
        for (const content of piece) {
          const seen = (session.seen.get(content) ?? 0) + 1
          session.seen.set(content, seen)
          if (seen <= (most.get(content) ?? 0)) continue
          most.set(content, seen)
          expected += 1
        }
        expect(day.read(piece, session.met)).toBe(expected)
        if (random() < 0.3) day.reload()
      }
      expect(counts(day.rows)).toEqual(most)
    }
  })

  it('add nothing when the same window is read again, whatever its order', () => {
    const random = randomFrom(9)
    const day = new Day()
    const window = Array.from({ length: 5_000 }, () => `row ${Math.floor(random() * 900)}`)
    expect(day.read(window)).toBe(5_000)
    expect(day.read(window.toReversed())).toBe(0)
    expect(day.read(window.slice(1_000, 3_000))).toBe(0)
    expect(day.set.rowCount).toBe(5_000)
  })

  it('take no more than a moment when a hundred thousand of them are identical', () => {
    const set = new DaySet(false)
    const met = new RowMarks()
    const leaf = leafOf('twin')
    const startedAt = performance.now()
    for (let n = 0; n < 100_000; n += 1) set.append(leaf, 0)
    for (let n = 0; n < 100_000; n += 1) met.set(matchByContent(set, met, leaf, 0))
    expect(matchByContent(set, met, leaf, 0)).toBe(-1)
    expect(performance.now() - startedAt).toBeLessThan(3_000)
  })

  it('take at most 64 bytes each', () => {
    const set = new DaySet(true)
    for (let n = 0; n < 65_536; n += 1) set.append(leafOf(`${n}`), 0, n + 1, 7)
    expect(set.bytes / 65_536).toBeLessThanOrEqual(64)
  })
})

describe('rows told apart by event id', () => {
  const find = (set: DaySet, ids: readonly string[], id: string, content: string) =>
    matchById(set, Uint32Array.of(1, 2), leafOf(content), 0, (row) => ids[row] === id)

  it('are the same only when id and content are, though their keys collide', () => {
    const set = new DaySet(true)
    const ids: string[] = []
    for (const id of ['a', 'b', 'c']) {
      set.append(leafOf(`content of ${id}`), 0, 1, 2)
      ids.push(id)
    }
    expect(find(set, ids, 'b', 'content of b')).toBe('known')
    expect(find(set, ids, 'c', 'other content')).toBe('other-content')
    expect(find(set, ids, 'd', 'content of d')).toBe('new')
    expect(matchById(set, Uint32Array.of(1, 3), leafOf('content of a'), 0, () => true)).toBe('new')
  })

  it('are found among many, as a map would find them', () => {
    const random = randomFrom(3)
    const set = new DaySet(true)
    const known = new Map<string, string>()
    const ids: string[] = []
    const key = new Uint32Array(2)
    for (let n = 0; n < 6_000; n += 1) {
      const id = `event ${Math.floor(random() * 3_000)}`
      const content = `${id} ${random() < 0.1 ? 'changed' : ''}`
      const bytes = new TextEncoder().encode(id)
      writeIdKey(bytes, 0, bytes.length, key, 0)
      // few bits, so that keys collide
      const low = (key[0] as number) & 0xff
      const high = (key[1] as number) & 1
      const match = matchById(set, Uint32Array.of(low + 1, high), leafOf(content), 0, (row) => ids[row] === id)
      const before = known.get(id)
      expect(match).toBe(before === undefined ? 'new' : before === content ? 'known' : 'other-content')
      if (match !== 'new') continue
      known.set(id, content)
      ids.push(id)
      set.append(leafOf(content), 0, low + 1, high)
    }
  })

  it('have no key that stands for no id', () => {
    const key = new Uint32Array(2)
    for (const id of ['', 'a', '\0']) {
      const bytes = new TextEncoder().encode(id)
      writeIdKey(bytes, 0, bytes.length, key, 0)
      expect((key[0] as number) | (key[1] as number)).not.toBe(0)
    }
  })
})

describe('marks', () => {
  it('are those that were set and kept, or set since', () => {
    const random = randomFrom(11)
    const marks = new RowMarks()
    let kept = new Set<number>()
    let naive = new Set<number>()
    for (let n = 0; n < 3_000; n += 1) {
      const row = Math.floor(random() * 4_000)
      if (random() < 0.98) {
        // as in a session: a row that is marked is not marked again
        if (!marks.has(row)) marks.set(row)
        naive.add(row)
        continue
      }
      const isKept = random() < 0.5
      marks.settle(isKept)
      if (isKept) kept = new Set(naive)
      else naive = new Set(kept)
    }
    for (let row = 0; row < 4_100; row += 1) expect(marks.has(row)).toBe(naive.has(row))
  })
})
