import { type ReactElement, type ReactNode, useCallback, useMemo, useState } from 'react'
import { ColumnChooser } from '../data-grid/column-chooser.tsx'
import {
  type ColumnLayout,
  initialColumnLayout,
  visibleColumns,
  withMove,
  withVisibility,
  withWidth
} from '../data-grid/column-layout.ts'
import type { GridColumn } from '../data-grid/grid-types.ts'

/** A column of a list: how a row's cell looks, and its whole value as text. */
export interface ListColumn<Row> extends GridColumn {
  /** The text itself unless told. */
  readonly cell?: (row: Row) => ReactNode
  readonly text: (row: Row) => string
}

export interface ListColumns<Row> {
  readonly all: readonly ListColumn<Row>[]
  readonly visible: readonly ListColumn<Row>[]
  readonly onResize: (columnId: string, widthPx: number) => void
  readonly onMove: (columnId: string, step: -1 | 1) => void
  readonly onHide: (columnId: string) => void
  /** The button with the list of columns, for the tools above the list. */
  readonly chooser: ReactElement
}

const noneEmpty: ReadonlySet<string> = new Set()
/** Arrangements live as long as the window. */
const layouts = new Map<string, ColumnLayout>()

/**
 * The columns of a list as the person arranged them.
 * @param listName of the arrangement, the same for lists that are arranged alike
 */
export function useListColumns<Row>(listName: string, columns: readonly ListColumn<Row>[]): ListColumns<Row> {
  const [layout, setLayout] = useState(() => layouts.get(listName) ?? initialColumnLayout)
  const change = useCallback(
    (update: (before: ColumnLayout) => ColumnLayout) =>
      setLayout((before) => {
        const next = update(before)
        layouts.set(listName, next)
        return next
      }),
    [listName]
  )
  const ids = useMemo(() => columns.map((column) => column.id), [columns])
  const visibleIds = useMemo(() => visibleColumns(layout, ids, noneEmpty), [layout, ids])
  const visible = useMemo(
    () =>
      visibleIds.flatMap((id) => {
        const column = columns.find((one) => one.id === id)
        return column === undefined ? [] : [{ ...column, widthPx: layout.widths[id] ?? column.widthPx }]
      }),
    [visibleIds, columns, layout.widths]
  )
  const onResize = useCallback(
    (id: string, width: number) => change((before) => withWidth(before, id, width)),
    [change]
  )
  const onMove = useCallback(
    (id: string, step: -1 | 1) => change((before) => withMove(before, ids, visibleIds, id, step)),
    [change, ids, visibleIds]
  )
  const onHide = useCallback(
    (id: string) => {
      if (visibleIds.length > 1) change((before) => withVisibility(before, id, false))
    },
    [change, visibleIds]
  )
  const chooser = (
    <ColumnChooser columns={columns} emptyIds={noneEmpty} layout={layout} onChange={(next) => change(() => next)} />
  )
  return { all: columns, visible, onResize, onMove, onHide, chooser }
}
