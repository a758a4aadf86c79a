import { PanelRightOpen } from 'lucide-react'
import { memo } from 'react'
import type { PlacedColumn } from './use-placed-columns.ts'
import styles from './data-grid.module.css'
import type { GridRowSource } from './grid-types.ts'

/** The id of a cell's element, for aria-activedescendant. */
export function cellElementId(gridId: string, row: number, column: number): string {
  return `${gridId}-${row}-${column}`
}

interface DataGridRowProps {
  readonly gridId: string
  readonly row: number
  readonly topPx: number
  readonly widthPx: number
  readonly columns: readonly PlacedColumn[]
  /** −1 where the cursor is in another row. */
  readonly cursorColumn: number
  readonly isOpen: boolean
  readonly source: GridRowSource
}

/** One row of the grid. Clicks are read by the grid itself through the data attributes. */
export const DataGridRow = memo(function DataGridRow(props: DataGridRowProps) {
  const { gridId, row, topPx, widthPx, columns, cursorColumn, isOpen, source } = props
  return (
    <div
      role="row"
      aria-rowindex={row + 2}
      aria-selected={isOpen}
      className={styles.row}
      data-open={isOpen || undefined}
      data-current={cursorColumn >= 0 || undefined}
      style={{ transform: `translateY(${topPx}px)`, width: widthPx }}
    >
      {columns.map(({ column, index, gapPx, widthPx: cellWidth, isPinned }) => (
        <div
          key={column.id}
          role="gridcell"
          id={cellElementId(gridId, row, index)}
          aria-colindex={index + 1}
          className={styles.cell}
          data-row={row}
          data-column={index}
          data-pinned={isPinned || undefined}
          data-cursor={cursorColumn === index || undefined}
          data-end={column.alignment === 'end' || undefined}
          style={{ width: cellWidth, marginInlineStart: gapPx }}
        >
          <span className={styles.value}>{source.renderCell(row, column.id)}</span>
          {isPinned ? (
            <span className={styles.open} data-open-row="" aria-hidden="true">
              <PanelRightOpen size={14} />
            </span>
          ) : null}
        </div>
      ))}
    </div>
  )
})
