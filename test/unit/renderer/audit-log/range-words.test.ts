import { describe, expect, it } from 'vitest'
import { formatMinute, parseMinute, rangeWords } from '../../../../src/renderer/src/features/audit-log/range-words.ts'
import { dayMs, hourMs } from '../../../../src/shared/kit/time.ts'

const zones = ['UTC', 'Europe/Berlin', 'America/New_York', 'Asia/Kathmandu', 'Pacific/Auckland', 'Australia/Lord_Howe']

describe('times of a range', () => {
  it('are read as they are written, in every zone and around its clock changes', () => {
    for (const zone of zones)
      for (let atMs = Date.UTC(2026, 0, 1); atMs < Date.UTC(2027, 0, 1); atMs += 31 * hourMs) {
        const text = formatMinute(atMs, zone)
        const read = parseMinute(text, zone)
        // Of an hour that comes twice, the first one is meant.
        expect(formatMinute(read ?? 0, zone)).toBe(text)
        expect(atMs - (read ?? 0)).toBeLessThanOrEqual(hourMs)
        expect(atMs - (read ?? 0)).toBeGreaterThanOrEqual(0)
      }
  })

  it('are none where a clock change leaves them out, and the first one where it repeats them', () => {
    expect(parseMinute('2026-03-29 02:30', 'Europe/Berlin')).toBeUndefined()
    expect(parseMinute('2026-10-25 02:30', 'Europe/Berlin')).toBe(Date.UTC(2026, 9, 25, 0, 30))
  })

  it('may be a day alone, and are nothing where they are no time', () => {
    expect(parseMinute('2026-11-30', 'UTC')).toBe(Date.UTC(2026, 10, 30))
    expect(parseMinute(' 2026-11-30T14:05 ', 'UTC')).toBe(Date.UTC(2026, 10, 30, 14, 5))
    for (const text of ['', 'yesterday', '2026-13-01', '2026-02-30', '2026-11-30 25:00', '30.11.2026'])
      expect(parseMinute(text, 'UTC')).toBeUndefined()
  })

  it('are said in the zone', () => {
    const range = { kind: 'between', fromMs: Date.UTC(2026, 10, 1), toMs: Date.UTC(2026, 10, 2) } as const
    expect(rangeWords(range, 'UTC')).toBe('2026-11-01 00:00 to 2026-11-02 00:00')
    expect(rangeWords(range, 'Europe/Berlin')).toBe('2026-11-01 01:00 to 2026-11-02 01:00')
    expect(rangeWords({ kind: 'last', lastMs: 7 * dayMs, askedAtMs: 0 }, 'UTC')).toBe('Last 7 days')
  })
})
