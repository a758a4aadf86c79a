import { type ReactElement, useCallback, useMemo, useRef, useState } from 'react'
import { wordsOfThrown } from '../../lib/error-words.ts'
import { DataGrid } from '../data-grid/data-grid.tsx'
import type { GridRowSource, GridSelection, GridSort } from '../data-grid/grid-types.ts'
import { type SidePanelPosition, SplitView } from '../side-panel.tsx'
import type { ListColumns } from './list-columns.tsx'
import { type ListSelection, selectionOf } from './list-selection.ts'

/** Further pages of a list. */
export interface MoreRows {
  readonly hasMore: boolean
  readonly isLoading: boolean
  readonly error: unknown
  readonly load: () => void
}

export interface ListPanelProps<Row> {
  readonly row: Row
  /** The column of the cell that was opened. */
  readonly columnId: string | undefined
  readonly position: SidePanelPosition
  readonly onClose: () => void
}

export interface ListGridProps<Row> {
  /** What the list holds, for screen readers. */
  readonly label: string
  readonly rows: readonly Row[]
  readonly rowKey: (row: Row) => string
  readonly columns: ListColumns<Row>
  /** Rows that exist, loaded or not; those that are loaded unless told. */
  readonly totalCount?: number | undefined
  readonly more?: MoreRows
  /** Under the last row; null where the list is always whole. */
  readonly endWords: string | null
  readonly selection?: ListSelection
  readonly sort?: GridSort | undefined
  readonly onSort?: (columnId: string) => void
  /** The details of the row that is open. */
  readonly renderPanel: (props: ListPanelProps<Row>) => ReactElement
}

interface Opened {
  readonly key: string
  readonly columnId: string | undefined
}

const nothingMore: MoreRows = { hasMore: false, isLoading: false, error: null, load: () => undefined }

/** A virtualised list of which one row can be open in a side panel. It stays open when the list is read anew. */
export function ListGrid<Row>(props: ListGridProps<Row>): ReactElement {
  const { label, rows, rowKey, columns, totalCount, more = nothingMore, endWords, renderPanel, selection } = props
  const grid = useRef<HTMLDivElement>(null)
  const [opened, setOpened] = useState<Opened | undefined>(undefined)

  const byId = useMemo(() => new Map(columns.all.map((column) => [column.id, column])), [columns.all])
  const total = Math.max(rows.length, totalCount ?? 0)
  const { hasMore, isLoading, error, load } = more
  const source = useMemo<GridRowSource>(
    () => ({
      rowCount: rows.length,
      totalRows: total,
      rowKey: (index) => {
        const row = rows[index]
        return row === undefined ? index : rowKey(row)
      },
      renderCell: (index, id) => {
        const row = rows[index]
        const column = byId.get(id)
        return row === undefined || column === undefined ? null : (column.cell ?? column.text)(row)
      },
      cellText: (index, id) => {
        const row = rows[index]
        return row === undefined ? '' : (byId.get(id)?.text(row) ?? '')
      },
      hasMore,
      isLoadingMore: isLoading,
      loadMore: load,
      retryLoadMore: load,
      endWords,
      ...(error === null || error === undefined
        ? {}
        : { loadMoreError: `The next rows could not be read. ${wordsOfThrown(error).title}` })
    }),
    [rows, rowKey, byId, total, hasMore, isLoading, error, load, endWords]
  )

  const gridSelection = useMemo<GridSelection | undefined>(
    () => (selection === undefined ? undefined : selectionOf(rows.map(rowKey), selection)),
    [rows, rowKey, selection]
  )
  const openAt = opened === undefined ? -1 : rows.findIndex((row) => rowKey(row) === opened.key)
  const openRow = rows[openAt]
  const open = useCallback(
    (index: number, columnId: string | undefined) => {
      const row = rows[index]
      if (row !== undefined) setOpened({ key: rowKey(row), columnId })
    },
    [rows, rowKey]
  )
  const go = useCallback(
    (index: number) => {
      const row = rows[index]
      if (row !== undefined) setOpened((before) => ({ key: rowKey(row), columnId: before?.columnId }))
    },
    [rows, rowKey]
  )
  const onCurrentRow = useCallback(
    (index: number, columnId: string | undefined) => {
      const row = rows[index]
      if (row !== undefined) setOpened((before) => (before === undefined ? undefined : { key: rowKey(row), columnId }))
    },
    [rows, rowKey]
  )
  const onClose = useCallback(() => {
    setOpened(undefined)
    grid.current?.focus({ preventScroll: true })
  }, [])

  return (
    <SplitView
      panel={
        openRow === undefined
          ? null
          : renderPanel({
              row: openRow,
              columnId: opened?.columnId,
              position: { index: openAt, loadedCount: rows.length, totalCount: total, onGo: go },
              onClose
            })
      }
    >
      <DataGrid
        label={label}
        columns={columns.visible}
        source={source}
        openRow={openRow === undefined ? undefined : openAt}
        onOpenRow={open}
        onCurrentRow={onCurrentRow}
        onResizeColumn={columns.onResize}
        onMoveColumn={columns.onMove}
        onHideColumn={columns.onHide}
        gridRef={grid}
        sort={props.sort}
        {...(props.onSort === undefined ? {} : { onSort: props.onSort })}
        {...(gridSelection === undefined ? {} : { selection: gridSelection })}
      />
    </SplitView>
  )
}
