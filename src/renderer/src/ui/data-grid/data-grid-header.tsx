import { ArrowDown, ArrowUp } from 'lucide-react'
import { type PointerEvent, useRef } from 'react'
import { cellElementId } from './data-grid-row.tsx'
import styles from './data-grid.module.css'
import type { GridSelectionExtent, GridSort } from './grid-types.ts'
import { SelectBox } from './select-box.tsx'
import type { PlacedColumn } from './use-placed-columns.ts'

interface DataGridHeaderProps {
  readonly gridId: string
  readonly columns: readonly PlacedColumn[]
  readonly widthPx: number
  /** Whether a column has a second line. */
  readonly isTall: boolean
  readonly cursorColumn: number
  readonly isSortable: boolean
  readonly sort: GridSort | undefined
  readonly selected: GridSelectionExtent | undefined
  readonly onResize: (columnId: string, widthPx: number) => void
  readonly onFit: (columnId: string) => void
}

/** The sticky header row with its resize handles; where rows can be sorted, each header says by which and which way. */
export function DataGridHeader(props: DataGridHeaderProps) {
  const { gridId, columns, widthPx, isTall, cursorColumn, isSortable, sort, selected, onResize, onFit } = props
  return (
    <div role="rowgroup" className={styles.header} style={{ width: widthPx }}>
      <div
        role="row"
        aria-rowindex={1}
        className={styles.headerRow}
        data-tall={isTall || undefined}
        style={{ width: widthPx }}
      >
        {columns.map(({ column, index, gapPx, widthPx: cellWidth, isPinned }) => {
          const direction = sort?.columnId !== column.id ? 'none' : sort.isDescending ? 'descending' : 'ascending'
          const Arrow = direction === 'descending' ? ArrowDown : ArrowUp
          return (
            <div
              key={column.id}
              role="columnheader"
              id={cellElementId(gridId, -1, index)}
              aria-colindex={index + 1}
              aria-sort={isSortable ? direction : undefined}
              className={styles.headerCell}
              title={column.type === undefined ? column.title : `${column.title} (${column.type})`}
              data-row={-1}
              data-column={index}
              data-pinned={isPinned || undefined}
              data-cursor={cursorColumn === index || undefined}
              data-end={column.alignment === 'end' || undefined}
              data-sortable={isSortable || undefined}
              style={{ width: cellWidth, marginInlineStart: gapPx }}
            >
              {isPinned && selected !== undefined ? <SelectBox extent={selected} /> : null}
              <span className={styles.value}>
                {column.title}
                {column.note === undefined ? null : <span className={styles.headerNote}>{column.note}</span>}
              </span>
              {direction === 'none' ? null : <Arrow aria-hidden="true" size={12} className={styles.arrow} />}
              <ResizeHandle
                widthPx={column.widthPx}
                onResize={(width) => onResize(column.id, width)}
                onFit={() => onFit(column.id)}
              />
            </div>
          )
        })}
      </div>
    </div>
  )
}

interface ResizeHandleProps {
  readonly widthPx: number
  readonly onResize: (widthPx: number) => void
  readonly onFit: () => void
}

/** Drag to resize, double-click to fit. The keyboard has Shift with the arrows on the header cell instead. */
function ResizeHandle({ widthPx, onResize, onFit }: ResizeHandleProps) {
  const start = useRef<{ readonly x: number; readonly widthPx: number } | undefined>(undefined)
  const onPointerDown = (event: PointerEvent<HTMLSpanElement>) => {
    event.preventDefault()
    event.stopPropagation()
    event.currentTarget.setPointerCapture(event.pointerId)
    start.current = { x: event.clientX, widthPx }
  }
  return (
    <span
      aria-hidden="true"
      className={styles.resizer}
      data-resizer=""
      onPointerDown={onPointerDown}
      onPointerMove={(event) => {
        if (start.current !== undefined) onResize(start.current.widthPx + event.clientX - start.current.x)
      }}
      onPointerUp={() => {
        start.current = undefined
      }}
      onPointerCancel={() => {
        start.current = undefined
      }}
      onDoubleClick={(event) => {
        event.stopPropagation()
        onFit()
      }}
    />
  )
}
