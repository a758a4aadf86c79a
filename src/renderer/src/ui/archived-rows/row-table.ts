import type { Cell, RowPage } from '../../../../shared/contract/archive.ts'

/** Loaded pages as one table. Pages may differ in their columns: Sigma adds some over time. */
export interface RowTable {
  readonly columns: readonly string[]
  readonly timeColumn: string | undefined
  readonly rowCount: number
  /** Rows that exist, as the newest answer says. */
  readonly totalRows: number
  readonly rowId: (row: number) => string | undefined
  readonly cell: (row: number, column: string) => Cell | undefined
  /** −1 where the row is not loaded. */
  readonly indexOf: (rowId: string) => number
}

/**
 * Joins pages, in the order in which they came.
 * @param totalRows how many rows exist, where the pages do not say it
 */
export function rowTable(pages: readonly RowPage[], totalRows = pages.at(-1)?.totalRows ?? 0): RowTable {
  const columns = [...new Set(pages.flatMap((page) => page.columns))]
  const positions = pages.map((page) => new Map(page.columns.map((name, at) => [name, at])))
  const rows = pages.flatMap((page, pageIndex) => page.rows.map((row) => ({ row, pageIndex })))
  return {
    columns,
    timeColumn: pages[0]?.timeColumn,
    rowCount: rows.length,
    totalRows: Math.max(rows.length, totalRows),
    rowId: (row) => rows[row]?.row.rowId,
    cell: (row, column) => {
      const found = rows[row]
      const at = found === undefined ? undefined : positions[found.pageIndex]?.get(column)
      return at === undefined ? undefined : found?.row.cells[at]
    },
    indexOf: (rowId) => rows.findIndex(({ row }) => row.rowId === rowId)
  }
}

/** The row as an object, in the order of the columns, for JSON. */
export function rowAsRecord(table: RowTable, row: number): Record<string, Cell> {
  return Object.fromEntries(table.columns.map((name) => [name, table.cell(row, name) ?? null]))
}
