import { expect, it } from 'vitest'
import { csvLine } from '../../../../src/shared/domain/csv.ts'
import { readCsv } from '../../../../src/shared/domain/csv-reading.ts'

const cellsOf = (text: string) => readCsv(text)?.map(({ cells }) => cells)

it('reads cells, with any line end and with or without one at the end', () => {
  for (const end of ['\n', '\r\n', '\r'])
    expect(cellsOf(`a,b${end}c,d`)).toEqual([
      ['a', 'b'],
      ['c', 'd']
    ])
  expect(cellsOf('a,b\r\n')).toEqual([['a', 'b']])
})

it('leaves out the mark in front and empty lines, and keeps empty cells', () => {
  expect(cellsOf('\uFEFFa,b\n\n,\r\n\r\nc,')).toEqual([
    ['a', 'b'],
    ['', ''],
    ['c', '']
  ])
})

it('reads quoted cells that hold separators, quotation marks and line ends', () => {
  expect(cellsOf('"a,1","say ""hi""","two\r\nlines"\nnext,"",x')).toEqual([
    ['a,1', 'say "hi"', 'two\r\nlines'],
    ['next', '', 'x']
  ])
})

it('tells the line on which each record begins', () => {
  expect(readCsv('a\n"b\n2"\n\nc')?.map(({ line }) => line)).toEqual([1, 2, 5])
})

it('says that a text is no CSV when a quoted cell never ends or goes on behind its end', () => {
  expect(readCsv('a,"b\nc')).toBeUndefined()
  expect(readCsv('a,"b"c\n')).toBeUndefined()
})

it('separates by what it is told to', () => {
  expect(readCsv('a;b,c', ';')).toEqual([{ line: 1, cells: ['a', 'b,c'] }])
  expect(readCsv('a\tb', '\t')).toEqual([{ line: 1, cells: ['a', 'b'] }])
})

it('reads back whatever Vigil writes', () => {
  const rows = [
    ['plain', 'with, comma', 'with "quotes"', 'two\nlines', ''],
    ['ä€', '\u2028', ' spaces ', 'tab\tinside', 'x']
  ]
  expect(cellsOf(rows.map((row) => csvLine(row)).join(''))).toEqual(rows)
})
