import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { formatAbsolute, formatDay } from '../../../../src/renderer/src/lib/formats.ts'
import { localZone } from '../../../../src/renderer/src/lib/local-zone.ts'
import { formatRowTime, zoneName } from '../../../../src/renderer/src/ui/archived-rows/cell-values.ts'

const atMs = Date.UTC(2026, 8, 30, 22, 30)
const zoneBefore = process.env.TZ

let nowMs = Date.now()

/** The computer moves to another zone, and a second passes. */
function moveTo(zone: string): void {
  process.env.TZ = zone
  nowMs += 1_000
  vi.setSystemTime(nowMs)
}

beforeEach(() => vi.useFakeTimers({ toFake: ['Date'] }))

afterEach(() => {
  vi.useRealTimers()
  if (zoneBefore === undefined) Reflect.deleteProperty(process.env, 'TZ')
  else process.env.TZ = zoneBefore
})

test('a new zone of the computer is noticed while Vigil runs', () => {
  moveTo('Asia/Tokyo')
  expect(localZone()).toBe('Asia/Tokyo')
  moveTo('America/New_York')
  expect(localZone()).toBe('America/New_York')
})

test('times and days are shown in the zone that the computer has now', () => {
  moveTo('Asia/Tokyo')
  expect(formatRowTime(atMs, 'local')).toMatch(/^2026-10-01 07:30:00/)
  expect(formatDay(atMs)).toBe('1 Oct 2026')
  moveTo('America/New_York')
  expect(formatRowTime(atMs, 'local')).toMatch(/^2026-09-30 18:30:00/)
  expect(zoneName('local', atMs)).toMatch(/EDT|GMT-4/)
  expect(formatDay(atMs)).toBe('30 Sept 2026')
  expect(formatAbsolute(atMs)).toMatch(/18:30:00/)
  expect(formatRowTime(atMs, 'utc')).toMatch(/^2026-09-30 22:30:00/)
})
