import { type PointerEvent, useRef } from 'react'
import { cellElementId } from './data-grid-row.tsx'
import styles from './data-grid.module.css'
import type { PlacedColumn } from './use-placed-columns.ts'

interface DataGridHeaderProps {
  readonly gridId: string
  readonly columns: readonly PlacedColumn[]
  readonly widthPx: number
  readonly cursorColumn: number
  readonly onResize: (columnId: string, widthPx: number) => void
  readonly onFit: (columnId: string) => void
}

/** The sticky header row with its resize handles. */
export function DataGridHeader({ gridId, columns, widthPx, cursorColumn, onResize, onFit }: DataGridHeaderProps) {
  return (
    <div role="rowgroup" className={styles.header} style={{ width: widthPx }}>
      <div role="row" aria-rowindex={1} className={styles.headerRow} style={{ width: widthPx }}>
        {columns.map(({ column, index, gapPx, widthPx: cellWidth, isPinned }) => (
          <div
            key={column.id}
            role="columnheader"
            id={cellElementId(gridId, -1, index)}
            aria-colindex={index + 1}
            className={styles.headerCell}
            title={column.type === undefined ? column.title : `${column.title} (${column.type})`}
            data-row={-1}
            data-column={index}
            data-pinned={isPinned || undefined}
            data-cursor={cursorColumn === index || undefined}
            data-end={column.alignment === 'end' || undefined}
            style={{ width: cellWidth, marginInlineStart: gapPx }}
          >
            <span className={styles.value}>{column.title}</span>
            <ResizeHandle
              widthPx={column.widthPx}
              onResize={(width) => onResize(column.id, width)}
              onFit={() => onFit(column.id)}
            />
          </div>
        ))}
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
