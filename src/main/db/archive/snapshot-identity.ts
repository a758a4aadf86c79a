import type { SourceCells } from '../archive-writing.ts'

/** Most columns with ids that are tried in pairs. */
const triedColumns = 8

/**
 * The columns by which a snapshot's rows are known from one read to the next: a column of ids that no two rows share, else
 * a pair of them, else all of them together; none where no such columns tell the rows apart, and each content is a row.
 * @param before the columns of the last read, which stay while they tell the rows apart
 */
export function identityColumns(
  rows: readonly SourceCells[],
  before: readonly string[] | undefined
): readonly string[] {
  if (before !== undefined && isUnique(rows, before)) return before
  const names = [...new Set(rows.flatMap((row) => Object.keys(row)))].filter((name) => /(^|_)ID$/i.test(name))
  for (const name of names) if (isUnique(rows, [name])) return [name]
  const tried = names.slice(0, triedColumns)
  for (const [place, one] of tried.entries())
    for (const other of tried.slice(place + 1)) if (isUnique(rows, [one, other])) return [one, other]
  return isUnique(rows, names) ? names : []
}

/** A row's identity as it is stored; of rows without one, their content. */
export function identityOf(row: SourceCells, columns: readonly string[]): string {
  if (columns.length === 0) return contentOf(row)
  return JSON.stringify(columns.map((name) => [name, row[name] ?? null]))
}

/** A row's cells without those that have no value, in one order whatever the source's. */
export function contentOf(row: SourceCells): string {
  const cells = Object.entries(row).filter(([, cell]) => cell !== null && cell !== undefined)
  return JSON.stringify(Object.fromEntries(cells.sort(([one], [other]) => (one < other ? -1 : 1))))
}

function isUnique(rows: readonly SourceCells[], columns: readonly string[]): boolean {
  if (columns.length === 0) return false
  const seen = new Set<string>()
  for (const row of rows) {
    if (columns.some((name) => row[name] === undefined || row[name] === null || row[name] === '')) return false
    seen.add(identityOf(row, columns))
  }
  return seen.size === rows.length && rows.length > 0
}
