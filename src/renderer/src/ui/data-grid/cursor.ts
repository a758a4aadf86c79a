/** The cell that the keyboard is on. Row −1 is the header. */
export interface GridCursor {
  readonly row: number
  readonly column: number
}

export interface GridExtent {
  readonly rowCount: number
  readonly columnCount: number
  /** Rows that fit on screen, for Page Up and Page Down. */
  readonly pageRows: number
}

/** The cursor after a navigation key, kept inside the grid; undefined for any other key (ARIA grid pattern). */
export function movedCursor(
  cursor: GridCursor,
  key: string,
  hasControl: boolean,
  extent: GridExtent
): GridCursor | undefined {
  const lastRow = extent.rowCount - 1
  const lastColumn = Math.max(0, extent.columnCount - 1)
  const to = (row: number, column: number): GridCursor => ({
    row: Math.min(lastRow, Math.max(-1, row)),
    column: Math.min(lastColumn, Math.max(0, column))
  })
  switch (key) {
    case 'ArrowDown':
      return to(cursor.row + 1, cursor.column)
    case 'ArrowUp':
      return to(cursor.row - 1, cursor.column)
    case 'ArrowRight':
      return to(cursor.row, cursor.column + 1)
    case 'ArrowLeft':
      return to(cursor.row, cursor.column - 1)
    case 'PageDown':
      return to(cursor.row + extent.pageRows, cursor.column)
    case 'PageUp':
      return to(Math.max(0, cursor.row - extent.pageRows), cursor.column)
    case 'Home':
      return hasControl ? to(0, 0) : to(cursor.row, 0)
    case 'End':
      return hasControl ? to(lastRow, lastColumn) : to(cursor.row, lastColumn)
    default:
      return undefined
  }
}
