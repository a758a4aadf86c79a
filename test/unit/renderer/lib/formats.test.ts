import { describe, expect, it } from 'vitest'
import {
  formatAbsolute,
  formatBytes,
  formatCountOf,
  formatDuration,
  formatRelative,
  formatUsually
} from '../../../../src/renderer/src/lib/formats.ts'
import { dayMs, hourMs, minuteMs, secondMs } from '../../../../src/shared/kit/time.ts'

const nowMs = Date.UTC(2026, 8, 30, 12, 0, 0)

describe('formats', () => {
  it.each([
    [-3 * secondMs, 'just now'],
    [4 * secondMs, 'just now'],
    [-42 * secondMs, '42 seconds ago'],
    [-2 * minuteMs, '2 minutes ago'],
    [3 * minuteMs, 'in 3 minutes'],
    [-5 * hourMs, '5 hours ago'],
    [-dayMs, 'yesterday'],
    [-40 * dayMs, 'last month']
  ])('says %i ms from now as "%s"', (distance, words) => {
    expect(formatRelative(nowMs + distance, nowMs)).toBe(words)
  })

  it('prints an absolute time with its zone', () => {
    expect(formatAbsolute(nowMs, 'UTC')).toBe('30 Sept 2026, 12:00:00 UTC')
    expect(formatAbsolute(nowMs, 'Europe/Berlin')).toMatch(/14:00:00 (CEST|GMT\+2)$/)
  })

  it.each([
    [450, '450 ms'],
    [12_000, '12 s'],
    [125_000, '2 min 5 s'],
    [65 * minuteMs, '1 h 5 min'],
    [76 * hourMs, '3 d 4 h'],
    [-5, '0 ms']
  ])('prints a duration of %i ms as "%s"', (ms, words) => {
    expect(formatDuration(ms)).toBe(words)
  })

  it('expects nothing where nothing happened before', () => {
    expect(formatUsually([])).toBeUndefined()
  })

  it('expects the span of earlier durations, and the middle half of many', () => {
    expect(formatUsually([2 * minuteMs, 4 * minuteMs])).toBe('usually 2–4 min')
    expect(formatUsually([12_000, 12_000])).toBe('usually 12 s')
    expect(formatUsually([3 * minuteMs, 3 * minuteMs, 4 * minuteMs, 90 * minuteMs])).toBe('usually 3–4 min')
  })

  it('prints sizes in decimal units and counts with their noun', () => {
    expect(formatBytes(812)).toBe('812 B')
    expect(formatBytes(1_234_000)).toBe('1.2 MB')
    expect(formatCountOf(1, 'row')).toBe('1 row')
    expect(formatCountOf(12_345, 'row')).toBe('12,345 rows')
  })
})
