import { useVirtualizer } from '@tanstack/react-virtual'
import {
  type ClipboardEvent,
  type KeyboardEvent,
  type MouseEvent,
  useCallback,
  useEffect,
  useId,
  useRef,
  useState
} from 'react'
import type { GridCursor } from './cursor.ts'
import styles from './data-grid.module.css'
import { DataGridFooter } from './data-grid-footer.tsx'
import { DataGridHeader } from './data-grid-header.tsx'
import { cellElementId, DataGridRow } from './data-grid-row.tsx'
import { fittingWidth } from './fitting-width.ts'
import { followGridKey } from './grid-keys.ts'
import type { GridColumn, GridRowSource, GridSelection, GridSelectionChange, GridSort } from './grid-types.ts'
import { gridHelp } from './grid-help.ts'
import { usePlacedColumns } from './use-placed-columns.ts'
import { VisuallyHidden } from '../visually-hidden.tsx'
import { withIndex } from './with-index.ts'

/** CSS px; the style sheet has the same numbers. */
const rowHeight = 28
const headerHeight = 32
const tallHeaderHeight = 48
/** Further rows are asked for when this many are left below the screen. */
const rowsAhead = 60

export interface DataGridProps {
  /** What the grid holds, for screen readers. */
  readonly label: string
  /** The columns to draw, in order; the first one stays in view when scrolling sideways. */
  readonly columns: readonly GridColumn[]
  readonly source: GridRowSource
  /** Row whose details are open. */
  readonly openRow: number | undefined
  /** `columnId`: the column of the cell that was opened. */
  readonly onOpenRow: (row: number, columnId: string | undefined) => void
  /** The keyboard or a click went to another cell. */
  readonly onCurrentRow?: (row: number, columnId: string | undefined) => void
  readonly onResizeColumn: (columnId: string, widthPx: number) => void
  readonly onMoveColumn: (columnId: string, step: -1 | 1) => void
  readonly onHideColumn: (columnId: string) => void
  /** Whether a row shows an icon that opens its details; without it, Enter and `data-open-row` in a cell open them. */
  readonly hasOpener?: boolean
  readonly sort?: GridSort | undefined
  /** Makes the headers sort, by click, Enter or space. */
  readonly onSort?: (columnId: string) => void
  readonly selection?: GridSelection
  readonly onToggleGroup?: (groupId: string) => void
  /** Focus comes back here, for instance when the details close. */
  readonly gridRef: React.RefObject<HTMLDivElement | null>
}

/**
 * A virtualised table with one tab stop. The arrows, Home, End, Page Up and Page Down move a cursor over its cells; Enter
 * opens the row; Ctrl+C copies the cell. On a header cell Shift with ← → resizes, Alt with ← → moves, Delete hides, Enter
 * sorts. Where rows can be selected: space, Shift with ↑ ↓, Ctrl+A, Esc. A source with groups makes it a tree grid.
 */
export function DataGrid(props: DataGridProps) {
  const { label, columns, source, openRow, onOpenRow, onCurrentRow, gridRef, selection, hasOpener = true } = props
  const gridId = useId()
  const [cursor, setCursor] = useState<GridCursor>({ row: 0, column: 0 })
  const [isFocused, setFocused] = useState(false)
  const [announcement, setAnnouncement] = useState('')
  // a pointer focuses the grid before it says which cell it means; that focus must not scroll
  const followsCursor = useRef(false)
  const anchor = useRef<number | undefined>(undefined)

  const isTall = columns.some((one) => one.note !== undefined)
  const headerPx = isTall ? tallHeaderHeight : headerHeight
  const column = Math.min(cursor.column, Math.max(0, columns.length - 1))
  const row = Math.min(cursor.row, source.rowCount - 1)
  const { placed, totalWidth, virtualizer: across } = usePlacedColumns(columns, gridRef, column)
  const down = useVirtualizer({
    count: source.rowCount,
    getScrollElement: () => gridRef.current,
    estimateSize: () => rowHeight,
    getItemKey: source.rowKey,
    overscan: 12,
    scrollPaddingEnd: headerPx + rowHeight,
    rangeExtractor: (range) => withIndex(range, row)
  })
  const rows = down.getVirtualItems()

  const lastDrawn = rows.at(-1)?.index ?? -1
  const { hasMore, isLoadingMore, loadMore, rowCount } = source
  const hasFailed = source.loadMoreError !== undefined
  useEffect(() => {
    if (hasMore && !hasFailed && !isLoadingMore && lastDrawn >= rowCount - rowsAhead) loadMore()
  }, [hasMore, hasFailed, isLoadingMore, loadMore, lastDrawn, rowCount])

  const moveTo = useCallback(
    (next: GridCursor) => {
      setCursor(next)
      if (next.row >= 0) onCurrentRow?.(next.row, columns[next.column]?.id)
      anchor.current = undefined
      followsCursor.current = true
    },
    [onCurrentRow, columns]
  )
  useEffect(() => {
    if (!followsCursor.current) return
    followsCursor.current = false
    if (row >= 0) down.scrollToIndex(row, { align: 'auto' })
    if (column > 0) across.scrollToIndex(column - 1, { align: 'auto' })
    else if (gridRef.current !== null) gridRef.current.scrollLeft = 0
  }, [row, column, down, across, gridRef])

  // The row shown in the details is kept in view while one steps through rows from there.
  useEffect(() => {
    if (openRow === undefined) return
    setCursor((before) => (before.row === openRow ? before : { ...before, row: openRow }))
    down.scrollToIndex(openRow, { align: 'auto' })
  }, [openRow, down])
  // Details that open beside the grid must not hide the cell that they are of.
  const isOpen = openRow !== undefined
  useEffect(() => {
    if (!isOpen) return
    const frame = requestAnimationFrame(() =>
      gridRef.current?.querySelector('[data-cursor]')?.scrollIntoView({ block: 'nearest', inline: 'nearest' })
    )
    return () => cancelAnimationFrame(frame)
  }, [isOpen, gridRef])

  const group = row < 0 ? undefined : source.groupAt?.(row)
  const onSelect =
    selection === undefined
      ? undefined
      : (change: GridSelectionChange) => {
          anchor.current = change.kind === 'range' ? change.from : change.kind === 'toggle' ? change.row : undefined
          selection.onChange(change)
        }

  const onKeyDown = (event: KeyboardEvent<HTMLDivElement>) => {
    if (event.target !== event.currentTarget) return
    const height = gridRef.current?.clientHeight ?? 0
    const pageRows = Math.max(1, Math.floor((height - headerPx) / rowHeight) - 1)
    const isMeant = followGridKey(event, {
      cursor: { row, column },
      extent: { rowCount, columnCount: columns.length, pageRows },
      columns,
      group,
      anchor: anchor.current,
      hasSelected: selection !== undefined && selection.extent !== 'none',
      onMove: moveTo,
      onOpenRow: (opened) => onOpenRow(opened, columns[column]?.id),
      onResizeColumn: props.onResizeColumn,
      onMoveColumn: props.onMoveColumn,
      onHideColumn: props.onHideColumn,
      onSort: props.onSort,
      onToggleGroup: props.onToggleGroup,
      onSelect
    })
    if (isMeant) event.preventDefault()
  }

  const placeOf = (target: EventTarget): GridCursor | undefined => {
    const cell = target instanceof Element ? target.closest<HTMLElement>('[data-row][data-column]') : null
    return cell === null ? undefined : { row: Number(cell.dataset.row), column: Number(cell.dataset.column) }
  }
  const isIn = (event: MouseEvent, part: string) =>
    event.target instanceof Element && event.target.closest(`[data-${part}]`) !== null
  const onClick = (event: MouseEvent) => {
    const place = placeOf(event.target)
    if (place === undefined || isIn(event, 'resizer')) return
    const rangeFrom = anchor.current ?? row
    moveTo(place)
    const clicked = columns[place.column]
    const clickedGroup = place.row < 0 ? undefined : source.groupAt?.(place.row)
    if (place.row < 0) {
      if (isIn(event, 'select')) onSelect?.({ kind: selection?.extent === 'all' ? 'none' : 'all' })
      else if (clicked !== undefined) props.onSort?.(clicked.id)
    } else if (onSelect !== undefined && event.shiftKey)
      onSelect({ kind: 'range', from: Math.max(0, rangeFrom), to: place.row })
    else if (onSelect !== undefined && (isIn(event, 'select') || event.ctrlKey || event.metaKey))
      onSelect({ kind: 'toggle', row: place.row })
    else if (clickedGroup !== undefined) props.onToggleGroup?.(clickedGroup.id)
    else if (isIn(event, 'open-row')) onOpenRow(place.row, clicked?.id)
  }
  const onDoubleClick = (event: MouseEvent) => {
    const place = placeOf(event.target)
    if (place === undefined || place.row < 0 || source.groupAt?.(place.row) !== undefined) return
    if (!isIn(event, 'select')) onOpenRow(place.row, columns[place.column]?.id)
  }
  const onCopy = (event: ClipboardEvent) => {
    const current = columns[column]
    if (current === undefined || (window.getSelection()?.toString() ?? '') !== '') return
    event.preventDefault()
    event.clipboardData.setData('text/plain', row < 0 ? current.title : source.cellText(row, current.id))
    setAnnouncement(`Copied ${current.title}`)
  }
  const onFit = (columnId: string) => props.onResizeColumn(columnId, fittingWidth(columnId, columns, source, rows))

  return (
    <>
      {/* oxlint-disable-next-line jsx-a11y/no-static-element-interactions -- its role is a grid's in either case */}
      <div
        ref={gridRef}
        role={source.groupAt === undefined ? 'grid' : 'treegrid'}
        aria-label={label}
        aria-rowcount={source.totalRows + 1}
        aria-colcount={columns.length}
        aria-readonly="true"
        aria-multiselectable={selection === undefined ? undefined : true}
        aria-describedby={`${gridId}-help`}
        aria-activedescendant={isFocused ? cellElementId(gridId, row, group === undefined ? column : 0) : undefined}
        aria-busy={isLoadingMore}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a grid is one tab stop
        tabIndex={0}
        className={styles.grid}
        style={{ scrollPaddingInlineStart: columns[0]?.widthPx }}
        data-focused={isFocused || undefined}
        onFocus={() => setFocused(true)}
        onBlur={() => setFocused(false)}
        onKeyDown={onKeyDown}
        onClick={onClick}
        onDoubleClick={onDoubleClick}
        onCopy={onCopy}
      >
        <DataGridHeader
          gridId={gridId}
          columns={placed}
          widthPx={totalWidth}
          isTall={isTall}
          cursorColumn={row < 0 ? column : -1}
          isSortable={props.onSort !== undefined}
          sort={props.sort}
          selected={selection?.extent}
          onResize={props.onResizeColumn}
          onFit={onFit}
        />
        <div role="rowgroup" className={styles.body} style={{ height: down.getTotalSize(), width: totalWidth }}>
          {rows.map((item) => (
            <DataGridRow
              key={item.key}
              gridId={gridId}
              row={item.index}
              topPx={item.start}
              widthPx={totalWidth}
              columns={placed}
              cursorColumn={item.index === row ? column : -1}
              isOpen={item.index === openRow}
              hasOpener={hasOpener}
              source={source}
              token={source.rowToken?.(item.index)}
              selected={selection?.extentOf(item.index)}
            />
          ))}
        </div>
        {source.endWords === null ? null : <DataGridFooter source={source} />}
      </div>
      <VisuallyHidden>
        <span id={`${gridId}-help`}>
          {gridHelp({
            canSort: props.onSort !== undefined,
            canSelect: selection !== undefined,
            hasGroups: source.groupAt !== undefined
          })}
        </span>
        <span role="status">{announcement}</span>
      </VisuallyHidden>
    </>
  )
}
