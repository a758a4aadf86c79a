import { useVirtualizer } from '@tanstack/react-virtual'
import { type RefObject, useEffect, useMemo } from 'react'
import type { GridColumn } from './grid-types.ts'
import { withIndex } from './with-index.ts'

export interface PlacedColumn {
  readonly column: GridColumn
  readonly index: number
  readonly widthPx: number
  /** Space left free before the cell, where columns off screen are not drawn. */
  readonly gapPx: number
  readonly isPinned: boolean
}

/** Below this many columns drawing them all is cheaper than choosing. */
const drawAllUpTo = 12

/**
 * The columns to draw for the present horizontal scroll position: the first one is pinned, the others are virtual.
 * @param cursorColumn always drawn, so that the focused cell exists
 */
export function usePlacedColumns(
  columns: readonly GridColumn[],
  scrollRef: RefObject<HTMLDivElement | null>,
  cursorColumn: number
) {
  const pinned = columns[0]
  const pinnedWidth = pinned?.widthPx ?? 0
  const scrolled = useMemo(() => columns.slice(1), [columns])
  const virtualizer = useVirtualizer({
    horizontal: true,
    count: scrolled.length,
    getScrollElement: () => scrollRef.current,
    estimateSize: (index) => scrolled[index]?.widthPx ?? 0,
    getItemKey: (index) => scrolled[index]?.id ?? index,
    overscan: 3,
    scrollPaddingEnd: pinnedWidth,
    rangeExtractor: (range) =>
      range.count <= drawAllUpTo
        ? Array.from({ length: range.count }, (_, index) => index)
        : withIndex(range, cursorColumn - 1)
  })
  const widths = scrolled.map((column) => column.widthPx).join()
  // biome-ignore lint/correctness/useExhaustiveDependencies: measured anew whenever a width or the order changes
  useEffect(() => virtualizer.measure(), [virtualizer, widths])

  const items = virtualizer.getVirtualItems()
  const fingerprint = items.map((item) => item.index).join()
  const placed = useMemo(
    () => place(columns, fingerprint === '' ? [] : fingerprint.split(',').map(Number)),
    [columns, fingerprint]
  )
  const totalWidth = columns.reduce((sum, column) => sum + column.widthPx, 0)
  return { placed, totalWidth, virtualizer }
}

function place(columns: readonly GridColumn[], drawn: readonly number[]): readonly PlacedColumn[] {
  const [pinned, ...scrolled] = columns
  if (pinned === undefined) return []
  const placed: PlacedColumn[] = [{ column: pinned, index: 0, widthPx: pinned.widthPx, gapPx: 0, isPinned: true }]
  let drawnTo = 0
  let position = 0
  const wanted = new Set(drawn)
  scrolled.forEach((column, index) => {
    if (wanted.has(index)) {
      placed.push({ column, index: index + 1, widthPx: column.widthPx, gapPx: position - drawnTo, isPinned: false })
      drawnTo = position + column.widthPx
    }
    position += column.widthPx
  })
  return placed
}
