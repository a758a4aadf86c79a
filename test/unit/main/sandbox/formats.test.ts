import { expect, it } from 'vitest'
import { formatRows } from '../../../../src/main/sandbox/exports/formats.ts'

const columns = [
  { name: 'ID', type: 'text' },
  { name: 'NOTE, long', type: 'text' },
  { name: 'COUNT', type: 'number' }
] as const
const batches = [[['a', 'says "hi",\nthen leaves', 1]], [['b', null, null]]]
const file = (format: 'csv' | 'json' | 'jsonl', rows = batches) => [...formatRows(format, columns, rows)].join('')

it('quotes what a CSV file needs quoted', () => {
  expect(file('csv')).toBe('ID,"NOTE, long",COUNT\na,"says ""hi"",\nthen leaves",1\nb,,\n')
})

it('writes every column of every row as JSON lines', () => {
  expect(
    file('jsonl')
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line))
  ).toEqual([
    { ID: 'a', 'NOTE, long': 'says "hi",\nthen leaves', COUNT: 1 },
    { ID: 'b', 'NOTE, long': null, COUNT: null }
  ])
})

it('writes one JSON array over all batches', () => {
  expect(JSON.parse(file('json'))).toHaveLength(2)
  expect(JSON.parse(file('json', []))).toEqual([])
})

it('writes the header of a CSV file that has no rows', () => {
  expect(file('csv', [])).toBe('ID,"NOTE, long",COUNT\n')
})
