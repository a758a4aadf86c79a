import { type Matcher, matches } from './matcher.ts'
import { rowsPerSubBlock, type TextColumn } from './segment-source.ts'
import { hasRow, listed, noRows, rowsOf, type SizedRows } from './sized-rows.ts'

/** Within so few rows each text is looked at by itself. */
const fewRows = 256

/**
 * Rows of a text column that match, of all or of those `within`. Equality goes through the hash index, `contains` leaves
 * out sub-blocks whose characters rule it out, everything else looks at each text.
 */
export function matchingTexts(
  column: TextColumn,
  matcher: Matcher,
  rowCount: number,
  within: SizedRows | undefined
): SizedRows {
  if (within?.size === 0) return noRows
  if (matcher.kind === 'equals') return equalTexts(column, matcher.texts, rowCount, within)
  if (within !== undefined && within.size <= fewRows) return fewTexts(column, matcher, within)
  const found = new Uint16Array(rowCount)
  let size = 0
  const bounds = within === undefined ? { first: 0, last: rowCount - 1 } : boundsOf(within)
  for (let block = subBlockOf(bounds.first); block <= subBlockOf(bounds.last); block++) {
    if (matcher.kind === 'contains' && !column.mayContain(block, matcher.lowerText)) continue
    const first = block * rowsPerSubBlock
    const rows = isOfCharacters(matcher)
      ? column.searchSubBlock(block, matcher.lowerText, matcher.kind === 'starts-with')
      : undefined
    if (rows !== undefined) {
      for (let index = 0; index < rows.length; index++) {
        const row = first + (rows[index] as number)
        if (within === undefined || hasRow(within, row)) found[size++] = row
      }
      continue
    }
    const texts = column.texts(block)
    for (let index = 0; index < texts.length; index++) {
      const text = texts[index]
      if (text === undefined || (within !== undefined && !hasRow(within, first + index))) continue
      if (matches(matcher, text)) found[size++] = first + index
    }
  }
  return listed(found.slice(0, size), rowCount)
}

/** Rows that match as an index of the column tells, ascending; undefined where texts must be looked at. */
export function indexedRows(column: TextColumn, matcher: Matcher): Uint16Array | undefined {
  return isOfCharacters(matcher) ? column.rowsContaining(matcher.lowerText, matcher.kind === 'starts-with') : undefined
}

function isOfCharacters(matcher: Matcher): matcher is Extract<Matcher, { readonly lowerText: string }> {
  return matcher.kind === 'contains' || matcher.kind === 'starts-with'
}

function subBlockOf(row: number): number {
  return Math.floor(row / rowsPerSubBlock)
}

function boundsOf({ set, rowCount }: SizedRows): { readonly first: number; readonly last: number } {
  if (set.kind === 'rows') return { first: set.rows[0] ?? 0, last: set.rows.at(-1) ?? 0 }
  if (set.kind !== 'bitmap') return { first: 0, last: rowCount - 1 }
  let first = 0
  while (set.words[first] === 0) first++
  let last = set.words.length - 1
  while (set.words[last] === 0) last--
  return { first: first * 32, last: Math.min(rowCount, last * 32 + 32) - 1 }
}

function equalTexts(
  column: TextColumn,
  texts: ReadonlySet<string>,
  rowCount: number,
  within: SizedRows | undefined
): SizedRows {
  const found: number[] = []
  for (const text of texts) {
    const candidates = column.candidates(text)
    for (let index = 0; index < candidates.length; index++) {
      const row = candidates[index] ?? 0
      if ((within === undefined || hasRow(within, row)) && column.textAt(row) === text) found.push(row)
    }
  }
  return listed(Uint16Array.from(found).sort(), rowCount)
}

function fewTexts(column: TextColumn, matcher: Matcher, within: SizedRows): SizedRows {
  const rows = rowsOf(within)
  const found = new Uint16Array(rows.length)
  let size = 0
  for (const row of rows) {
    const text = column.textAt(row)
    if (text !== undefined && matches(matcher, text)) found[size++] = row
  }
  return listed(found.subarray(0, size), within.rowCount)
}
