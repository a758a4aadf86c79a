import { describe, expect, it } from 'vitest'
import { movedCursor } from '../../../../src/renderer/src/ui/data-grid/cursor.ts'

const extent = { rowCount: 100, columnCount: 8, pageRows: 10 }
const from = (row: number, column: number, key: string, hasControl = false) =>
  movedCursor({ row, column }, key, hasControl, extent)

describe('the cursor of the grid', () => {
  it.each([
    ['ArrowDown', 5, 2, { row: 6, column: 2 }],
    ['ArrowUp', 5, 2, { row: 4, column: 2 }],
    ['ArrowLeft', 5, 2, { row: 5, column: 1 }],
    ['ArrowRight', 5, 2, { row: 5, column: 3 }],
    ['Home', 5, 2, { row: 5, column: 0 }],
    ['End', 5, 2, { row: 5, column: 7 }],
    ['PageDown', 5, 2, { row: 15, column: 2 }],
    ['PageUp', 15, 2, { row: 5, column: 2 }]
  ] as const)('%s moves from row %i, column %i', (key, row, column, expected) => {
    expect(from(row, column, key)).toEqual(expected)
  })

  it('goes to the first and the last cell with Control', () => {
    expect(from(50, 4, 'Home', true)).toEqual({ row: 0, column: 0 })
    expect(from(50, 4, 'End', true)).toEqual({ row: 99, column: 7 })
  })

  it('reaches the header from the first row, and stays inside the grid at every edge', () => {
    expect(from(0, 0, 'ArrowUp')).toEqual({ row: -1, column: 0 })
    expect(from(-1, 0, 'ArrowUp')).toEqual({ row: -1, column: 0 })
    expect(from(99, 7, 'ArrowDown')).toEqual({ row: 99, column: 7 })
    expect(from(99, 7, 'ArrowRight')).toEqual({ row: 99, column: 7 })
    expect(from(0, 0, 'ArrowLeft')).toEqual({ row: 0, column: 0 })
    expect(from(3, 0, 'PageUp')).toEqual({ row: 0, column: 0 })
  })

  it('leaves other keys to others', () => {
    expect(from(0, 0, 'a')).toBeUndefined()
    expect(from(0, 0, 'Tab')).toBeUndefined()
  })
})
