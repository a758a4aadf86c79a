/** A spreadsheet takes a cell that begins with one of these for a formula. */
const formulaStart = /^[=+\-@\t\r]/

/**
 * One line of a CSV file, RFC 4180, with its line end. A text that a spreadsheet would run as a formula begins with an
 * apostrophe, which shows it as it is; numbers are left alone.
 */
export function csvLine(cells: readonly (string | number | boolean | undefined)[]): string {
  return `${cells.map(csvCell).join(',')}\r\n`
}

function csvCell(value: string | number | boolean | undefined): string {
  if (value === undefined) return ''
  if (typeof value !== 'string') return String(value)
  const safe = formulaStart.test(value) ? `'${value}` : value
  return /[",\r\n\t]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}
