import { expect, test } from 'vitest'
import { retryDelayMs, watchDelayMs } from '../../../../src/main/sync/back-off.ts'

test('waits longer after each failure, up to five minutes', () => {
  const delays = [1, 2, 3, 4, 5, 6, 7, 8, 9, 30].map((failures) => retryDelayMs(failures, 0))
  expect(delays).toEqual([2_000, 4_000, 8_000, 16_000, 32_000, 64_000, 128_000, 256_000, 300_000, 300_000])
})

test('spreads tries by up to a quarter', () => {
  expect(retryDelayMs(1, 0.999)).toBeGreaterThan(2_400)
  expect(retryDelayMs(1, 0.999)).toBeLessThanOrEqual(2_500)
})

const ages = [0, 19_999, 60_000, 10 * 60_000, 60 * 60_000, 5 * 3_600_000]

test('looks at an activation on screen often at first and rarely later, and never stops', () => {
  const delays = ages.map((ageMs) => watchDelayMs(ageMs, true))
  expect(delays).toEqual([2_000, 2_000, 5_000, 15_000, 60_000, 600_000])
})

test('looks at one that nobody has on screen at least once a minute while it is likely to end', () => {
  const delays = ages.map((ageMs) => watchDelayMs(ageMs, false))
  expect(delays).toEqual([15_000, 15_000, 15_000, 60_000, 60_000, 600_000])
})

test('looks every now and then at one whose request lies in the future, since the clock was set back', () => {
  expect([true, false].map((isOnScreen) => watchDelayMs(-3_600_000, isOnScreen))).toEqual([15_000, 60_000])
})
