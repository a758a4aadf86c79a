import { expect, test } from 'vitest'
import { fractionOf } from '../../../../src/shared/kit/fraction-of.ts'

test('the place of an organization is its own and does not change', () => {
  expect(fractionOf('3f0c1f6e-0000-4000-8000-000000000001')).toBe(fractionOf('3f0c1f6e-0000-4000-8000-000000000001'))
  const fractions = Array.from({ length: 1_000 }, (_, index) => fractionOf(`organization-${index}`))
  for (let tenth = 0; tenth < 10; tenth += 1) {
    const inside = fractions.filter((one) => one >= tenth / 10 && one < (tenth + 1) / 10).length
    expect(inside).toBeGreaterThan(60)
    expect(inside).toBeLessThan(140)
  }
})
