import { describe, expect, it } from 'vitest'
import { mostBuckets, timeBuckets } from '../../../../../src/main/archive/query/time-buckets.ts'
import { hourMs } from '../../../../../src/shared/kit/time.ts'

const hoursOf = (edges: Float64Array) => [...edges].slice(1).map((edge, index) => (edge - (edges[index] ?? 0)) / hourMs)
const local = (atMs: number, timeZone: string) =>
  new Date(atMs).toLocaleString('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'short' })

describe('buckets of time', () => {
  it('gives the days of a clock change 23 and 25 hours', () => {
    const zone = 'Europe/Berlin'
    const spring = timeBuckets({
      unit: 'day',
      zone,
      fromMs: Date.UTC(2026, 2, 28, 12),
      toMs: Date.UTC(2026, 2, 30, 12)
    })
    expect(hoursOf(spring.edges)).toEqual([24, 23, 24])
    const autumn = timeBuckets({
      unit: 'day',
      zone,
      fromMs: Date.UTC(2026, 9, 24, 12),
      toMs: Date.UTC(2026, 9, 26, 12)
    })
    expect(hoursOf(autumn.edges)).toEqual([24, 25, 24])
    for (const edge of [...spring.edges, ...autumn.edges]) expect(local(edge, zone)).toMatch(/00:00$/)
  })

  it('skips the hour that does not exist and counts the one that comes twice by itself', () => {
    const zone = 'Europe/Berlin'
    const spring = timeBuckets({
      unit: 'hour',
      zone,
      fromMs: Date.UTC(2026, 2, 28, 23),
      toMs: Date.UTC(2026, 2, 29, 3)
    })
    expect([...spring.edges].map((edge) => local(edge, zone).slice(-5))).toEqual([
      '00:00',
      '01:00',
      '03:00',
      '04:00',
      '05:00'
    ])
    const autumn = timeBuckets({
      unit: 'hour',
      zone,
      fromMs: Date.UTC(2026, 9, 24, 23),
      toMs: Date.UTC(2026, 9, 25, 2)
    })
    expect([...autumn.edges].map((edge) => local(edge, zone).slice(-5))).toEqual(['01:00', '02:00', '02:00', '03:00'])
    expect(hoursOf(autumn.edges)).toEqual([1, 1, 1])
  })

  it('begins a day whose midnight is skipped at its first moment', () => {
    // Beirut's clocks go from 00:00 to 01:00
    const { edges } = timeBuckets({
      unit: 'day',
      zone: 'Asia/Beirut',
      fromMs: Date.UTC(2025, 2, 29, 12),
      toMs: Date.UTC(2025, 2, 31, 12)
    })
    expect([...edges].map((edge) => local(edge, 'Asia/Beirut'))).toEqual([
      '2025-03-29 00:00',
      '2025-03-30 01:00',
      '2025-03-31 00:00',
      '2025-04-01 00:00'
    ])
  })

  it('begins weeks on Monday, and months and years on their first day, also away from whole hours', () => {
    const of = (unit: 'week' | 'month' | 'year') =>
      [
        ...timeBuckets({ unit, zone: 'Asia/Kathmandu', fromMs: Date.UTC(2026, 0, 14), toMs: Date.UTC(2026, 0, 20) })
          .edges
      ].map((edge) => local(edge, 'Asia/Kathmandu'))
    expect(of('week')).toEqual(['2026-01-12 00:00', '2026-01-19 00:00', '2026-01-26 00:00'])
    expect(of('month')).toEqual(['2026-01-01 00:00', '2026-02-01 00:00'])
    expect(of('year')).toEqual(['2026-01-01 00:00', '2027-01-01 00:00'])
  })

  it('takes a coarser unit where there would be too many buckets', () => {
    const { unit, edges } = timeBuckets({ unit: 'minute', zone: 'UTC', fromMs: 0, toMs: 40 * 365 * 24 * hourMs })
    expect(unit).toBe('month')
    expect(edges.length).toBeLessThanOrEqual(mostBuckets)
  })

  it('has none for an empty stretch, and refuses a zone that there is not', () => {
    expect(timeBuckets({ unit: 'day', zone: 'UTC', fromMs: 5, toMs: 5 }).edges).toHaveLength(0)
    expect(() => timeBuckets({ unit: 'day', zone: 'Mars/Base', fromMs: 0, toMs: 1 })).toThrow(
      expect.objectContaining({ code: 'invalid-input', params: { field: 'zone' } })
    )
  })
})
