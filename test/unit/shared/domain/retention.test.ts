import { describe, expect, it } from 'vitest'
import {
  type DayOfEvents,
  daysOver,
  type KeepRule,
  nextDays,
  shareOfBytes,
  sumsOf
} from '../../../../src/shared/domain/retention.ts'
import { dayMs } from '../../../../src/shared/kit/time.ts'
import { SeededRandom } from '../../../support/seeded-random.ts'

const nowMs = 20_000 * dayMs + 1_000
const over = (all: readonly DayOfEvents[], rule: KeepRule, more: { isHeld?: boolean; usedBytes?: number } = {}) =>
  daysOver(all, { rule, isHeld: false, usedBytes: 1_000, nowMs, ...more }).map(({ day }) => day)
const days = (...all: number[]) => all.map((day) => ({ day, rows: 10 }))

describe('a rule of so many days', () => {
  it('takes a day when all of it is older, and not a millisecond before', () => {
    // now is a second into day 20,000: with one day kept, day 19,998 is over and 19,999 is not
    expect(over(days(19_997, 19_998, 19_999, 20_000), { keep: 'days', days: 1 })).toEqual([19_997, 19_998])
    const rule = { keep: 'days', days: 1 } as const
    const at = (atMs: number) =>
      daysOver(days(19_998), { rule, isHeld: false, usedBytes: 0, nowMs: atMs }).map(({ day }) => day)
    expect(at(20_000 * dayMs - 1)).toEqual([])
    expect(at(20_000 * dayMs)).toEqual([19_998])
  })

  it('keeps rows without a time, which have no age, and days to come', () => {
    expect(over(days(-1, 25_000), { keep: 'days', days: 1 })).toEqual([])
  })
})

describe('a budget', () => {
  it('takes the oldest days until what is left fits', () => {
    expect(over(days(4, 1, 3, 2), { keep: 'bytes', bytes: 500 })).toEqual([1, 2])
    expect(over(days(4, 1, 3, 2), { keep: 'bytes', bytes: 1_000 })).toEqual([])
  })

  it('takes a day of all tables at once', () => {
    expect(over(days(1, 1, 2, 3), { keep: 'bytes', bytes: 900 })).toEqual([1, 1])
  })

  it('never takes the newest day, and no rows without a time', () => {
    expect(over(days(-1, 1, 2), { keep: 'bytes', bytes: 1 })).toEqual([1])
  })
})

describe('a legal hold', () => {
  it('wins over every rule', () => {
    expect(over(days(1, 2, 3), { keep: 'days', days: 1 }, { isHeld: true })).toEqual([])
    expect(over(days(1, 2, 3), { keep: 'bytes', bytes: 1 }, { isHeld: true })).toEqual([])
  })
})

describe('over random archives', () => {
  const random = new SeededRandom(7)
  const cases = Array.from({ length: 300 }, () => ({
    all: Array.from({ length: random.below(40) }, () => ({
      day: 19_900 + random.below(105),
      rows: 1 + random.below(50)
    })),
    usedBytes: random.below(100_000),
    days: 1 + random.below(90),
    bytes: random.below(100_000)
  }))

  it.each(['days', 'bytes'] as const)('by %s what leaves is older than all that stays', (keep) => {
    for (const { all, usedBytes, ...most } of cases) {
      const rule: KeepRule = keep === 'days' ? { keep, days: most.days } : { keep, bytes: most.bytes }
      const gone = daysOver(all, { rule, isHeld: false, nowMs, usedBytes })
      const stays = all.filter((one) => !gone.includes(one))
      const newestGone = Math.max(-1, ...gone.map(({ day }) => day))
      expect(stays.every(({ day }) => day > newestGone)).toBe(true)
      expect(gone.map(({ day }) => day)).toEqual(gone.map(({ day }) => day).toSorted((one, other) => one - other))
      const sums = sumsOf(all, gone, usedBytes)
      expect(sums.rows + sums.rowsKept).toBe(all.reduce((sum, { rows }) => sum + rows, 0))
      expect(sums.bytes + sums.bytesKept).toBe(usedBytes)
      if (keep === 'days') {
        const isOver = ({ day }: DayOfEvents) => (day + 1) * dayMs <= nowMs - most.days * dayMs
        expect(gone.length).toBe(all.filter(isOver).length)
      } else {
        // it fits, or only the newest day is left; and without the last day taken it did not fit
        const newest = Math.max(...all.map(({ day }) => day))
        expect(sums.bytesKept <= most.bytes || stays.every(({ day }) => day === newest)).toBe(true)
        const lastTaken = gone.at(-1)?.day
        const before = gone.filter(({ day }) => day !== lastTaken)
        if (gone.length > 0) expect(sumsOf(all, before, usedBytes).bytesKept).toBeGreaterThan(most.bytes)
      }
    }
  })
})

describe('one transaction', () => {
  it('takes at least a day, and no more rows or days than it should', () => {
    const all = [5, 3, 3, 9, 1].map((rows, day) => ({ day, rows }))
    expect(nextDays(all, { maxRows: 4, maxDays: 9 }).map(({ day }) => day)).toEqual([0])
    expect(nextDays(all, { maxRows: 11, maxDays: 9 }).map(({ day }) => day)).toEqual([0, 1, 2])
    expect(nextDays(all, { maxRows: 99, maxDays: 2 }).map(({ day }) => day)).toEqual([0, 1])
    expect(nextDays([], { maxRows: 1, maxDays: 1 })).toEqual([])
  })
})

it('a share of bytes is never more than all of them', () => {
  expect(shareOfBytes(5, 10, 100)).toBe(50)
  expect(shareOfBytes(20, 10, 100)).toBe(100)
  expect(shareOfBytes(1, 0, 100)).toBe(0)
})
