import { type ReactElement, useCallback, useMemo, useRef, useState } from 'react'
import { wordsOfThrown } from '../../lib/error-words.ts'
import { DataGrid } from '../data-grid/data-grid.tsx'
import type { GridRowSource } from '../data-grid/grid-types.ts'
import { type SidePanelPosition, SplitView } from '../side-panel.tsx'
import type { ListColumns } from './list-columns.tsx'

/** Further pages of a list. */
export interface MoreRows {
  readonly hasMore: boolean
  readonly isLoading: boolean
  readonly error: unknown
  readonly load: () => void
}

export interface ListPanelProps<Row> {
  readonly row: Row
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
  /** Under the last row. */
  readonly endWords: string
  /** The details of the row that is open. */
  readonly panel: (props: ListPanelProps<Row>) => ReactElement
}

const nothingMore: MoreRows = { hasMore: false, isLoading: false, error: null, load: () => undefined }

/** A virtualised list of which one row can be open in a side panel. It stays open when the list is read anew. */
export function ListGrid<Row>(props: ListGridProps<Row>): ReactElement {
  const { label, rows, rowKey, columns, totalCount, more = nothingMore, endWords, panel } = props
  const grid = useRef<HTMLDivElement>(null)
  const [openKey, setOpenKey] = useState<string | undefined>(undefined)

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

  const openAt = openKey === undefined ? -1 : rows.findIndex((row) => rowKey(row) === openKey)
  const openRow = rows[openAt]
  const open = useCallback(
    (index: number) => {
      const row = rows[index]
      if (row !== undefined) setOpenKey(rowKey(row))
    },
    [rows, rowKey]
  )
  const onCurrentRow = useCallback(
    (index: number) => {
      const row = rows[index]
      if (row !== undefined) setOpenKey((before) => (before === undefined ? undefined : rowKey(row)))
    },
    [rows, rowKey]
  )
  const onClose = useCallback(() => {
    setOpenKey(undefined)
    grid.current?.focus({ preventScroll: true })
  }, [])

  return (
    <SplitView
      panel={
        openRow === undefined
          ? null
          : panel({
              row: openRow,
              position: { index: openAt, loadedCount: rows.length, totalCount: total, onGo: open },
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
      />
    </SplitView>
  )
}
