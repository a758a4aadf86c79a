import { CircleAlert, CircleCheck, CircleHelp } from 'lucide-react'
import type { ReactElement } from 'react'
import type { Cell } from '../../../../shared/contract/archive.ts'
import styles from './archived-rows.module.css'
import { formatRowTime, isEmptyCell, oneLine, parseCellTime, type TimeZoneChoice } from './cell-values.ts'
import { type ColumnRole, statusMeaning } from './column-roles.ts'

export interface CellStyle {
  readonly role: ColumnRole | undefined
  readonly isTime: boolean
  readonly zone: TimeZoneChoice
}

const statusIcons = { success: CircleCheck, failure: CircleAlert, other: CircleHelp }

/** What a cell of the grid shows: one line of text; a status also has its icon. */
export function RowCell({
  cell,
  look
}: {
  readonly cell: Cell | undefined
  readonly look: CellStyle
}): ReactElement | string {
  if (isEmptyCell(cell)) return ''
  if (look.role === 'status') return <StatusWord value={oneLine(cell)} />
  return shownText(cell, look)
}

/** A cell's text as it is shown, times in the chosen zone. */
export function shownText(cell: Cell | undefined, look: Pick<CellStyle, 'isTime' | 'zone'>): string {
  const atMs = look.isTime && cell !== undefined ? parseCellTime(cell) : undefined
  return atMs === undefined ? oneLine(cell) : formatRowTime(atMs, look.zone)
}

/** SUCCESS and FAILURE with icon, word and colour; any other value with a neutral icon. */
export function StatusWord({ value }: { readonly value: string }): ReactElement {
  const meaning = statusMeaning(value)
  const Icon = statusIcons[meaning]
  return (
    <span className={styles.status} data-meaning={meaning}>
      <Icon size={12} aria-hidden="true" />
      {value}
    </span>
  )
}
