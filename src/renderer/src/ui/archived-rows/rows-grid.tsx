import { type ReactElement, useCallback, useMemo, useRef, useState } from 'react'
import { wordsOfThrown } from '../../lib/error-words.ts'
import { withMove, withVisibility, withWidth } from '../data-grid/column-layout.ts'
import { DataGrid } from '../data-grid/data-grid.tsx'
import type { GridRowSource } from '../data-grid/grid-types.ts'
import styles from './archived-rows.module.css'
import { cellText } from './cell-values.ts'
import { friendlyName } from './column-roles.ts'
import { RowCell } from './row-cell.tsx'
import { RowPanel } from './row-panel.tsx'
import type { ArrangedRows } from './use-arranged-rows.ts'

/** The grid and, beside it, the details of the row that is open. */
export function RowsGrid({
  label,
  arranged
}: {
  readonly label: string
  readonly arranged: ArrangedRows
}): ReactElement {
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
      ...(moreError === null
        ? {}
        : { loadMoreError: `The next rows could not be read. ${wordsOfThrown(moreError).title}` })
    }),
    [table, roles, isTime, zone, hasMore, isLoadingMore, loadMore, moreError]
  )

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
      {openRow === undefined ? null : (
        <RowPanel
          table={table}
          row={openRow}
          columns={arranged.reading}
          titleOf={friendlyName}
          isTime={isTime}
          isStatus={(column) => roles.get(column) === 'status'}
          onGo={setOpenRow}
          onClose={onClose}
        />
      )}
    </div>
  )
}
