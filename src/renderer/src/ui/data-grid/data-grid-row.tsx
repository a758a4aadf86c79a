import { ChevronDown, ChevronRight, PanelRightOpen } from 'lucide-react'
import { memo } from 'react'
import { formatCount } from '../../lib/formats.ts'
import styles from './data-grid.module.css'
import type { GridGroup, GridRowSource, GridSelectionExtent } from './grid-types.ts'
import { SelectBox } from './select-box.tsx'
import type { PlacedColumn } from './use-placed-columns.ts'

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
  readonly hasOpener: boolean
  readonly source: GridRowSource
  /** What `source.rowToken` said; undefined where it has none. */
  readonly token: string | undefined
  /** Undefined where rows cannot be selected. */
  readonly selected: GridSelectionExtent | undefined
}

/** One row of the grid. Clicks are read by the grid itself through the data attributes. */
export const DataGridRow = memo(function DataGridRow(props: DataGridRowProps) {
  const { gridId, row, topPx, widthPx, columns, cursorColumn, isOpen, hasOpener, source, selected } = props
  const group = source.groupAt?.(row)
  if (group !== undefined) return <GroupRow {...props} group={group} />
  const isSelected = selected === undefined ? isOpen : selected === 'all'
  return (
    <div
      role="row"
      aria-rowindex={row + 2}
      aria-level={source.groupAt === undefined ? undefined : 2}
      aria-selected={isSelected}
      className={styles.row}
      data-open={isSelected || undefined}
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
          {isPinned && selected !== undefined ? <SelectBox extent={selected} /> : null}
          <span className={styles.value}>{source.renderCell(row, column.id)}</span>
          {isPinned && hasOpener ? (
            <span className={styles.open} data-open-row="" aria-hidden="true">
              <PanelRightOpen size={14} />
            </span>
          ) : null}
        </div>
      ))}
    </div>
  )
}, isDrawnTheSame)

/** Another source is no reason to draw a row whose token is the same. */
function isDrawnTheSame(before: DataGridRowProps, after: DataGridRowProps): boolean {
  const names = Object.keys(after) as (keyof DataGridRowProps)[]
  return names.every((name) => before[name] === after[name] || (name === 'source' && after.token !== undefined))
}

function GroupRow(props: DataGridRowProps & { readonly group: GridGroup }) {
  const { gridId, row, topPx, widthPx, columns, cursorColumn, selected, group } = props
  const Chevron = group.isCollapsed ? ChevronRight : ChevronDown
  return (
    <div
      role="row"
      aria-rowindex={row + 2}
      aria-level={1}
      aria-expanded={!group.isCollapsed}
      className={styles.groupRow}
      data-row={row}
      data-column={0}
      style={{ transform: `translateY(${topPx}px)`, width: widthPx }}
    >
      <div
        role="gridcell"
        id={cellElementId(gridId, row, 0)}
        aria-colindex={1}
        aria-colspan={Math.max(1, columns.at(-1)?.index ?? 0) + 1}
        className={styles.groupCell}
        data-cursor={cursorColumn >= 0 || undefined}
      >
        {selected === undefined ? null : <SelectBox extent={selected} />}
        <Chevron aria-hidden="true" size={14} />
        <span className={styles.groupTitle}>{group.title}</span>
        <span className={styles.groupCount}>{formatCount(group.count)}</span>
      </div>
    </div>
  )
}
