import { type ReactElement, type ReactNode, useCallback, useLayoutEffect, useMemo, useRef, useState } from 'react'
import { wordsOfThrown } from '../../lib/error-words.ts'
import { withMove, withVisibility, withWidth } from '../data-grid/column-layout.ts'
import { DataGrid } from '../data-grid/data-grid.tsx'
import type { GridRowSource } from '../data-grid/grid-types.ts'
import styles from './archived-rows.module.css'
import { cellText } from './cell-values.ts'
import { friendlyName } from './column-roles.ts'
import { RowCell } from './row-cell.tsx'
import { RowPanel, type ValueChoice } from './row-panel.tsx'
import type { ArrangedRows } from './use-arranged-rows.ts'

export interface RowsGridProps {
  readonly label: string
  readonly arranged: ArrangedRows
  /** Other rows are on screen when it changes: the grid begins at its top, and a row that is among them stays open. */
  readonly shownKey?: string | number
  /** What stands under the last row. */
  readonly endWords?: string
  /** Lets the details of a row include or leave out a value. */
  readonly onChooseValue?: (choice: ValueChoice) => void
  /** Stands beside the grid while no row is open. */
  readonly beside?: ReactNode
}

/** The grid and, beside it, the details of the row that is open. */
export function RowsGrid(props: RowsGridProps): ReactElement {
  const { label, arranged, shownKey, endWords, onChooseValue, beside } = props
  const { rows, table, columns, changeLayout, ids, roles, zone, isTime } = arranged
  const grid = useRef<HTMLDivElement>(null)
  const [openRow, setOpenRow] = useState<number | undefined>(undefined)

  const { hasMore, isLoadingMore, loadMore, moreError } = rows
  const source = useMemo<GridRowSource>(
    () => ({
      rowCount: table.rowCount,
      totalRows: table.totalRows,
      rowKey: (row) => table.rowId(row) ?? row,
      renderCell: (row, column) => (
        <RowCell cell={table.cell(row, column)} look={{ role: roles.get(column), isTime: isTime(column), zone }} />
      ),
      cellText: (row, column) => cellText(table.cell(row, column)),
      hasMore,
      isLoadingMore,
      loadMore: () => void loadMore(),
      retryLoadMore: () => void loadMore(),
      ...(endWords === undefined ? {} : { endWords }),
      ...(moreError === null
        ? {}
        : { loadMoreError: `The next rows could not be read. ${wordsOfThrown(moreError).title}` })
    }),
    [table, roles, isTime, zone, hasMore, isLoadingMore, loadMore, moreError, endWords]
  )

  const openId = useRef<string | undefined>(undefined)
  const shown = useRef(shownKey)
  useLayoutEffect(() => {
    if (shown.current === shownKey) {
      openId.current = openRow === undefined ? undefined : table.rowId(openRow)
      return
    }
    shown.current = shownKey
    if (grid.current !== null) grid.current.scrollTop = 0
    if (openId.current === undefined) return
    const next = table.indexOf(openId.current)
    setOpenRow(next < 0 ? undefined : next)
    if (next < 0) {
      openId.current = undefined
      grid.current?.focus({ preventScroll: true })
    }
  }, [shownKey, openRow, table])

  const visibleIds = useMemo(() => columns.map((column) => column.id), [columns])
  const onResize = useCallback(
    (id: string, width: number) => changeLayout((layout) => withWidth(layout, id, width)),
    [changeLayout]
  )
  const onMove = useCallback(
    (id: string, step: -1 | 1) => changeLayout((layout) => withMove(layout, ids, visibleIds, id, step)),
    [changeLayout, ids, visibleIds]
  )
  const onHide = useCallback(
    (id: string) => {
      if (visibleIds.length > 1) changeLayout((layout) => withVisibility(layout, id, false))
    },
    [changeLayout, visibleIds]
  )
  const onCurrentRow = useCallback((row: number) => setOpenRow((open) => (open === undefined ? undefined : row)), [])
  const onClose = useCallback(() => {
    setOpenRow(undefined)
    grid.current?.focus({ preventScroll: true })
  }, [])

  return (
    <div className={styles.split}>
      <div className={styles.grid}>
        <DataGrid
          label={label}
          columns={columns}
          source={source}
          openRow={openRow}
          onOpenRow={setOpenRow}
          onCurrentRow={onCurrentRow}
          onResizeColumn={onResize}
          onMoveColumn={onMove}
          onHideColumn={onHide}
          gridRef={grid}
        />
      </div>
      {openRow === undefined ? (
        beside
      ) : (
        <RowPanel
          table={table}
          row={openRow}
          columns={arranged.reading}
          titleOf={friendlyName}
          isTime={isTime}
          isStatus={(column) => roles.get(column) === 'status'}
          onChooseValue={onChooseValue}
          onGo={setOpenRow}
          onClose={onClose}
        />
      )}
    </div>
  )
}
