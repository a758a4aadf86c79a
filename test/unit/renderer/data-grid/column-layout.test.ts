import { describe, expect, it } from 'vitest'
import {
  arrangedColumns,
  initialColumnLayout,
  maxColumnWidth,
  minColumnWidth,
  visibleColumns,
  withMove,
  withVisibility,
  withWidth
} from '../../../../src/renderer/src/ui/data-grid/column-layout.ts'

const ids = ['time', 'type', 'status', 'person', 'legacy']
const empty = new Set(['legacy'])

describe('the arrangement of columns', () => {
  it('leaves out empty columns until the switch is off', () => {
    expect(visibleColumns(initialColumnLayout, ids, empty)).toEqual(['time', 'type', 'status', 'person'])
    expect(visibleColumns({ ...initialColumnLayout, hidesEmpty: false }, ids, empty)).toEqual(ids)
  })

  it('shows an empty column that was chosen by hand, and hides a filled one', () => {
    const shown = withVisibility(initialColumnLayout, 'legacy', true)
    expect(visibleColumns(shown, ids, empty)).toContain('legacy')
    const hidden = withVisibility(shown, 'type', false)
    expect(visibleColumns(hidden, ids, empty)).toEqual(['time', 'status', 'person', 'legacy'])
    expect(visibleColumns(withVisibility(hidden, 'type', true), ids, empty)).toContain('type')
  })

  it('moves a column past its visible neighbour, over hidden ones between them', () => {
    const layout = withVisibility(initialColumnLayout, 'type', false)
    const onScreen = visibleColumns(layout, ids, empty)
    const moved = withMove(layout, ids, onScreen, 'status', -1)
    expect(visibleColumns(moved, ids, empty)).toEqual(['status', 'time', 'person'])
    expect(visibleColumns(withMove(moved, ids, ['status', 'time', 'person'], 'status', 1), ids, empty)).toEqual([
      'time',
      'status',
      'person'
    ])
  })

  it('does nothing at the edge', () => {
    expect(withMove(initialColumnLayout, ids, ids, 'time', -1)).toBe(initialColumnLayout)
    expect(withMove(initialColumnLayout, ids, ids, 'legacy', 1)).toBe(initialColumnLayout)
  })

  it('puts columns that Sigma adds later behind those that were placed, and forgets those that are gone', () => {
    const layout = { ...initialColumnLayout, order: ['type', 'gone', 'time'] }
    expect(arrangedColumns(layout, [...ids, 'brand_new'])).toEqual([
      'type',
      'time',
      'status',
      'person',
      'legacy',
      'brand_new'
    ])
  })

  it('keeps widths inside the limits', () => {
    expect(withWidth(initialColumnLayout, 'time', 3).widths.time).toBe(minColumnWidth)
    expect(withWidth(initialColumnLayout, 'time', 9_000).widths.time).toBe(maxColumnWidth)
    expect(withWidth(initialColumnLayout, 'time', 120.4).widths.time).toBe(120)
  })
})
