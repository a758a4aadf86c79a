import type { GridColumn, GridRowSource } from './grid-types.ts'

/** Average advance of the grid's font at 12 px, and what the cell adds around its text. */
const characterPx = 6.7
const aroundPx = 28

/** The width that shows the longest of the drawn values of a column, CSS px. */
export function fittingWidth(
  columnId: string,
  columns: readonly GridColumn[],
  source: GridRowSource,
  rows: readonly { readonly index: number }[]
): number {
  const title = columns.find((column) => column.id === columnId)?.title ?? ''
  const longest = rows.reduce(
    (most, { index }) => Math.max(most, source.cellText(index, columnId).length),
    title.length
  )
  return Math.ceil(longest * characterPx + aroundPx)
}
