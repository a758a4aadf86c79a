import { describe, expect, it } from 'vitest'
import { and, andNot, between, forEachRow, not, or, orAll } from '../../../../../src/main/archive/row-set/combine.ts'
import {
  countRows,
  hasRow,
  isSparse,
  ofBitmap,
  ofRange,
  ofRows,
  type RowSet,
  rowsOf,
  toWords
} from '../../../../../src/main/archive/row-set/row-set.ts'
import { SeededRandom } from '../../../../support/seeded-random.ts'

function randomRows(random: SeededRandom, rowCount: number): number[] {
  const share = random.pick([0, 1, 0.5, 0.99, 0.07, 0.06, 0.01, 0.0005])
  const everything = Array.from({ length: rowCount }, (_, row) => row)
  if (random.chance(0.2)) return everything.slice(random.below(rowCount), 1 + random.below(rowCount))
  return everything.filter(() => random.chance(share))
}

/** Equal rows, and in the one form that suits their number. */
function expectRows(set: RowSet, expected: readonly number[], rowCount: number): void {
  // comparing tens of thousands of numbers one by one would take most of the test's time
  expect(
    Buffer.from(Uint16Array.from(rowsOf(set, rowCount)).buffer).equals(Buffer.from(Uint16Array.from(expected).buffer))
  ).toBe(true)
  const kind =
    expected.length === 0
      ? 'none'
      : expected.length === rowCount
        ? 'all'
        : isSparse(expected.length, rowCount)
          ? 'rows'
          : 'bitmap'
  expect(set.kind).toBe(kind)
  expect(countRows(set, rowCount)).toBe(expected.length)
}

describe('sets of rows', () => {
  it('agree with sets of numbers in everything', () => {
    const random = new SeededRandom(11)
    for (let round = 0; round < 150; round += 1) {
      const rowCount = random.pick([1, 2, 31, 32, 33, 64, 1000, 8192, 65_535, 65_536])
      const everything = Array.from({ length: rowCount }, (_, row) => row)
      const [one, other, third] = [0, 1, 2].map(() => randomRows(random, rowCount)) as [number[], number[], number[]]
      const [a, b, c] = [one, other, third].map((rows) => ofRows(Uint16Array.from(rows), rowCount)) as [
        RowSet,
        RowSet,
        RowSet
      ]
      const [inOne, inOther, inThird] = [new Set(one), new Set(other), new Set(third)]
      expectRows(a, one, rowCount)
      expectRows(ofBitmap(toWords(a, rowCount), rowCount), one, rowCount)
      expectRows(
        and(a, b, rowCount),
        one.filter((row) => inOther.has(row)),
        rowCount
      )
      expectRows(
        or(a, b, rowCount),
        everything.filter((row) => inOne.has(row) || inOther.has(row)),
        rowCount
      )
      const inAny = (row: number) => inOne.has(row) || inOther.has(row) || inThird.has(row)
      expectRows(orAll([a, b, c], rowCount), everything.filter(inAny), rowCount)
      expectRows(
        not(a, rowCount),
        everything.filter((row) => !inOne.has(row)),
        rowCount
      )
      expectRows(
        andNot(a, b, rowCount),
        one.filter((row) => !inOther.has(row)),
        rowCount
      )
      const from = random.below(rowCount + 10) - 5
      const to = random.below(rowCount + 10) - 5
      const isBetween = (row: number) => row >= from && row < to
      expectRows(between(a, from, to, rowCount), one.filter(isBetween), rowCount)
      expectRows(ofRange(from, to, rowCount), everything.filter(isBetween), rowCount)
      for (let times = 0; times < 20; times += 1) {
        const row = random.below(rowCount)
        expect(hasRow(a, row)).toBe(inOne.has(row))
      }
      const visited: number[] = []
      forEachRow(a, rowCount, (row) => void visited.push(row))
      expect(visited.join()).toBe(one.join())
    }
  })

  it('are not changed by what is made of them', () => {
    const rowCount = 1000
    const rows = Uint16Array.from({ length: 500 }, (_, place) => place * 2)
    const one = ofRows(rows, rowCount)
    const other = ofRows(Uint16Array.of(0, 1, 2), rowCount)
    const before = [...rowsOf(one, rowCount)]
    for (const combine of [and, or, andNot]) {
      combine(one, other, rowCount)
      combine(other, one, rowCount)
      combine(one, one, rowCount)
    }
    not(one, rowCount)
    toWords(one, rowCount).fill(0)
    expect([...rowsOf(one, rowCount)]).toEqual(before)
    expect([...rowsOf(other, rowCount)]).toEqual([0, 1, 2])
  })

  it.each([
    ['all', ofRange(0, 100, 100)],
    ['a bitmap', ofRange(3, 90, 100)],
    ['numbers', ofRange(50, 54, 100)]
  ])('are walked no further than asked: %s', (_form, set) => {
    const visited: number[] = []
    forEachRow(set, 100, (row) => {
      visited.push(row)
      return visited.length < 3
    })
    expect(visited).toEqual([...rowsOf(set, 100)].slice(0, 3))
  })

  it('of no rows at all are none', () => {
    expect(ofRange(0, 5, 0)).toEqual({ kind: 'none' })
    expect(orAll([], 10)).toEqual({ kind: 'none' })
    expect(not({ kind: 'all' }, 0)).toEqual({ kind: 'none' })
  })
})
