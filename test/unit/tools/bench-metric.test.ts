import { expect, test } from 'vitest'
import { absolute, compared, median, quantile } from '../../../tools/bench/metric.ts'

test('the median lies in the middle, between two neighbours where there is no middle', () => {
  expect(median([9, 1, 5])).toBe(5)
  expect(median([4, 1, 3, 2])).toBe(2.5)
})

test('a quantile is interpolated and the ends are the smallest and the largest', () => {
  const values = Array.from({ length: 101 }, (_, index) => 100 - index)
  expect([0, 0.99, 1].map((share) => quantile(values, share))).toEqual([0, 99, 100])
  expect(quantile([10, 20], 0.25)).toBe(12.5)
})

test('nothing measured is an error and not a zero', () => {
  expect(() => median([])).toThrow('nothing was measured')
})

test('the ratio is the value divided by the peer, from unrounded numbers', () => {
  expect(compared('a.b', 'ms', 1234.56, 'a bare window', 1000)).toEqual({
    name: 'a.b',
    value: 1235,
    unit: 'ms',
    peer: 'a bare window',
    peerValue: 1000,
    ratio: 1.235
  })
  expect(absolute('a.c', 'µs', 0.123456)).toEqual({ name: 'a.c', value: 0.1235, unit: 'µs' })
})
