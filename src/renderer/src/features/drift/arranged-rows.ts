import { type ComparedKey, comparedKeys } from '../../../../shared/domain/settings-drift.ts'
import type { OrganizationId } from '../../../../shared/kit/ids.ts'
import type { GridSort } from '../../ui/data-grid/grid-types.ts'
import { textOfCell } from './drift-words.ts'
import type { DriftRow } from './use-drift.ts'

export interface RowArrangement {
  readonly text: string
  readonly isOnlyDiffering: boolean
  /** Undefined: in the person's order of organizations. */
  readonly sort: GridSort | undefined
}

/** The rows that fit, in the order that was asked for. */
export function arrangedRows(rows: readonly DriftRow[], arrangement: RowArrangement): readonly DriftRow[] {
  const { text, isOnlyDiffering, sort } = arrangement
  const wanted = text.trim().toLocaleLowerCase()
  const found = rows.filter(
    (row) => (!isOnlyDiffering || row.differing > 0) && row.organization.name.toLocaleLowerCase().includes(wanted)
  )
  if (sort === undefined) return found
  const sign = sort.isDescending ? -1 : 1
  const compare = comparerOf(sort.columnId)
  return found.toSorted((left, right) => sign * compare(left, right))
}

function comparerOf(columnId: string): (left: DriftRow, right: DriftRow) => number {
  if (columnId === 'differences') return (left, right) => left.differing - right.differing
  const key = comparedKeys.find((one) => one === columnId)
  if (key === undefined)
    return (left, right) => left.organization.name.localeCompare(right.organization.name, undefined, { numeric: true })
  return (left, right) => textOfCell(left.cells[key]).localeCompare(textOfCell(right.cells[key]))
}

function differs({ drift }: DriftRow, key: ComparedKey): boolean {
  const comparison = drift?.cells[key]
  return comparison === 'differs' || comparison === 'pending-differs'
}

/** Those in which applying the baseline would change a setting. */
export function organizationsToApply(rows: readonly DriftRow[]): readonly OrganizationId[] {
  return rows
    .filter((row) => comparedKeys.some((key) => key !== 'auditLogging' && differs(row, key)))
    .map((row) => row.organization.id)
}

/** Those in which audit logging is off although the baseline has it on. */
export function organizationsToEnable(rows: readonly DriftRow[]): readonly OrganizationId[] {
  return rows.filter((row) => differs(row, 'auditLogging')).map((row) => row.organization.id)
}
