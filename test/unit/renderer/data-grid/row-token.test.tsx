import { cleanup, render, screen } from '@testing-library/react'
import { createRef } from 'react'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { DataGrid } from '../../../../src/renderer/src/ui/data-grid/data-grid.tsx'
import type { GridRowSource } from '../../../../src/renderer/src/ui/data-grid/grid-types.ts'
import { giveElementsSize } from '../../../support/render-page.tsx'

let restoreSizes: () => void
let drawn: number[]

beforeEach(() => {
  restoreSizes = giveElementsSize(1000, 320)
  drawn = []
})
afterEach(() => {
  cleanup()
  restoreSizes()
})

const columns = [{ id: 'name', title: 'Name', widthPx: 200 }]
const gridRef = createRef<HTMLDivElement>()
const nothing = (): void => undefined

function sourceOf(names: readonly string[], hasTokens: boolean): GridRowSource {
  return {
    rowCount: names.length,
    totalRows: names.length,
    rowKey: (index) => index,
    ...(hasTokens ? { rowToken: (index: number) => names[index] ?? '' } : {}),
    renderCell: (index) => {
      drawn.push(index)
      return names[index]
    },
    cellText: (index) => names[index] ?? '',
    hasMore: false,
    isLoadingMore: false,
    loadMore: nothing
  }
}

const grid = (source: GridRowSource) => (
  <DataGrid
    label="Names"
    columns={columns}
    source={source}
    openRow={undefined}
    onOpenRow={nothing}
    onResizeColumn={nothing}
    onMoveColumn={nothing}
    onHideColumn={nothing}
    gridRef={gridRef}
  />
)

it('draws the one row anew whose token is another one in a new source', () => {
  const { rerender } = render(grid(sourceOf(['Acme', 'Hooli', 'Initech'], true)))
  expect(new Set(drawn)).toEqual(new Set([0, 1, 2]))
  drawn = []
  rerender(grid(sourceOf(['Acme', 'Hooli renamed', 'Initech'], true)))
  expect(drawn).toEqual([1])
  expect(screen.getByText('Hooli renamed')).toBeTruthy()
})

it('draws every row anew in a new source without tokens', () => {
  const { rerender } = render(grid(sourceOf(['Acme', 'Hooli', 'Initech'], false)))
  drawn = []
  rerender(grid(sourceOf(['Acme', 'Hooli', 'Initech'], false)))
  expect(new Set(drawn)).toEqual(new Set([0, 1, 2]))
})
