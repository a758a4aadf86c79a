import { useMemo } from 'react'
import { visibleColumns } from '../data-grid/column-layout.ts'
import type { GridColumn } from '../data-grid/grid-types.ts'
import { type ColumnRole, columnRoles, friendlyName, readingOrder } from './column-roles.ts'
import { filledColumns } from './filled-columns.ts'
import { useColumnLayout, useTimeZoneChoice } from './use-column-layout.ts'
import type { LoadedRows } from './use-stable-rows.ts'

const widths: Partial<Record<ColumnRole, number>> = {
  time: 240,
  type: 176,
  status: 112,
  person: 216,
  object: 216,
  category: 168,
  reason: 176
}
const otherWidth = 152
const timeType = /date|time/i
const numberType = /number|int|float|decimal|double/i

/**
 * The kept rows with everything about their columns: roles, titles, order, what is hidden, how times are written.
 * @param tableKey names the table among all organizations
 * @param known roles where the main process has told them; otherwise they are found by the columns' names
 */
export function useArrangedRows(
  tableKey: string,
  rows: LoadedRows,
  types: ReadonlyMap<string, string> | undefined,
  known?: ReadonlyMap<string, ColumnRole>
) {
  const [layout, changeLayout] = useColumnLayout(tableKey)
  const [zone, setZone] = useTimeZoneChoice()
  const { table, pages } = rows

  const roles = useMemo(
    () => known ?? columnRoles(table.columns, table.timeColumn),
    [known, table.columns, table.timeColumn]
  )
  const reading = useMemo(() => readingOrder(table.columns, roles), [table.columns, roles])
  const filled = useMemo(() => filledColumns(pages, reading), [pages, reading])
  const emptyIds = useMemo(() => {
    const hasValue = new Set(filled)
    return new Set(reading.filter((column) => !hasValue.has(column)))
  }, [filled, reading])
  // filled first, in the order in which they were found: a column that fills later comes last instead of between others
  const ids = useMemo(
    () => (layout.hidesEmpty ? [...filled, ...emptyIds] : reading),
    [layout.hidesEmpty, filled, emptyIds, reading]
  )

  const columnOf = useMemo(
    () =>
      (id: string): GridColumn => {
        const type = types?.get(id)
        const isNumber = type !== undefined && numberType.test(type)
        const role = roles.get(id)
        return {
          id,
          title: friendlyName(id),
          widthPx: layout.widths[id] ?? (role === undefined ? undefined : widths[role]) ?? otherWidth,
          ...(type === undefined ? {} : { type }),
          ...(isNumber ? { alignment: 'end' as const } : {})
        }
      },
    [types, layout.widths, roles]
  )
  const columns = useMemo(() => visibleColumns(layout, ids, emptyIds).map(columnOf), [layout, ids, emptyIds, columnOf])
  const allColumns = useMemo(() => ids.map(columnOf), [ids, columnOf])
  const isTime = useMemo(
    () => (column: string) => roles.get(column) === 'time' || timeType.test(types?.get(column) ?? ''),
    [roles, types]
  )
  return {
    rows,
    table,
    layout,
    changeLayout,
    zone,
    setZone,
    roles,
    reading,
    emptyIds,
    columns,
    allColumns,
    ids,
    isTime
  }
}

export type ArrangedRows = ReturnType<typeof useArrangedRows>
