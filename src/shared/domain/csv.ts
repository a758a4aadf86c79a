/** A spreadsheet takes a cell that begins with one of these for a formula. */
const formulaStart = /^[=+\-@\t\r]/

/**
 * One line of a CSV file, RFC 4180, with its line end. A text that a spreadsheet would run as a formula begins with an
 * apostrophe, which shows it as it is; numbers are left alone.
 * @param isSpreadsheetSafe false: texts stay exactly as they are
 */
export function csvLine(
  cells: readonly (string | number | boolean | null | undefined)[],
  isSpreadsheetSafe = true
): string {
  return `${cells.map((cell) => csvCell(cell, isSpreadsheetSafe)).join(',')}\r\n`
}

function csvCell(value: string | number | boolean | null | undefined, isSpreadsheetSafe: boolean): string {
  if (value === undefined || value === null) return ''
  if (typeof value !== 'string') return String(value)
  const safe = isSpreadsheetSafe && formulaStart.test(value) ? `'${value}` : value
  return /[",\r\n\t]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}
