import type { RowPage } from '../../../../shared/contract/archive.ts'
import { isEmptyCell } from './cell-values.ts'

const filledOfPage = new WeakMap<RowPage, ReadonlySet<string>>()

/** Columns with a value somewhere in the page. Pages never change, so each is looked through once. */
function filledIn(page: RowPage): ReadonlySet<string> {
  const known = filledOfPage.get(page)
  if (known !== undefined) return known
  const filled = new Set(page.columns.filter((_name, at) => page.rows.some((row) => !isEmptyCell(row.cells[at]))))
  filledOfPage.set(page, filled)
  return filled
}

/**
 * The columns in which some loaded row has a value, in the given order as far as the first page knows them; columns that
 * first get a value in a later page follow at the end, so that nothing moves sideways while one scrolls.
 */
export function filledColumns(pages: readonly RowPage[], order: readonly string[]): readonly string[] {
  const filled = new Set<string>()
  for (const page of pages) {
    const inPage = filledIn(page)
    for (const name of order) if (inPage.has(name)) filled.add(name)
  }
  return [...filled]
}
