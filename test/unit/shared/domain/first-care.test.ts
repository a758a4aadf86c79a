import { expect, test } from 'vitest'
import { firstCareAtMs } from '../../../../src/shared/domain/first-care.ts'
import { dayMs } from '../../../../src/shared/kit/time.ts'

const ids = Array.from({ length: 200 }, (_, index) => `organization-${index}`)

test('an archive is first cared for on the day after its first, at a moment of its own', () => {
  const moments = ids.map((id) => firstCareAtMs(10 * dayMs, id, 10 * dayMs) ?? 0).sort((one, other) => one - other)
  expect(moments[0]).toBeGreaterThanOrEqual(11 * dayMs)
  expect(moments.at(-1)).toBeLessThan(12 * dayMs)
  const inOneHour = moments.map((from) => moments.filter((at) => at >= from && at < from + dayMs / 24).length)
  expect(Math.max(...inOneHour)).toBeLessThan(ids.length / 8)
})

test('an archive without rows is not, and one from the future of a clock that was put back counts from now', () => {
  expect(firstCareAtMs(undefined, 'a', dayMs)).toBeUndefined()
  expect(firstCareAtMs(500 * dayMs, 'a', 10 * dayMs)).toBe(firstCareAtMs(10 * dayMs, 'a', 10 * dayMs))
})
