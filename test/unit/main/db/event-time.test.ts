import { describe, expect, it } from 'vitest'
import { parseEventTime } from '../../../../src/main/db/event-time.ts'

const expected = Date.UTC(2026, 8, 30, 14, 3, 22, 118)

describe('time of an event', () => {
  it.each([
    '2026-09-30T14:03:22.118Z',
    '2026-09-30 14:03:22.118',
    ' 2026-09-30T14:03:22.118 ',
    '2026-09-30 14:03:22.118 UTC',
    '2026-09-30T16:03:22.118+02:00',
    '2026-09-30T16:03:22.118+0200',
    '2026-09-30T08:33:22.118-05:30',
    '2026-09-30T14:03:22.118999Z',
    '2026-09-30T14:03:22.118999999Z',
    expected,
    expected / 1000,
    expected * 1000,
    String(expected)
  ])('reads %j as the same point in time, UTC where no zone is said', (cell) => {
    expect(parseEventTime(cell)).toBe(expected)
  })

  it('reads a day, a minute and a short fraction', () => {
    expect(parseEventTime('2026-09-30')).toBe(Date.UTC(2026, 8, 30))
    expect(parseEventTime('2026-09-30 14:03')).toBe(Date.UTC(2026, 8, 30, 14, 3))
    expect(parseEventTime('2026-09-30 14:03:22.5')).toBe(Date.UTC(2026, 8, 30, 14, 3, 22, 500))
    expect(parseEventTime('2024-02-29')).toBe(Date.UTC(2024, 1, 29))
  })

  it.each([
    undefined,
    null,
    true,
    '',
    'yesterday',
    '2026-02-30',
    '2025-02-29',
    '2026-13-01',
    '2026-09-30T25:00:00Z',
    '14:03',
    'LOGIN 2026-09-30',
    12,
    -5,
    Number.NaN,
    Number.POSITIVE_INFINITY,
    '30/09/2026'
  ])('finds no time in %j', (cell) => {
    expect(parseEventTime(cell)).toBeUndefined()
  })
})
