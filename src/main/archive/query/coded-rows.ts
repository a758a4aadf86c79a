import { orAll } from '../row-set/combine.ts'
import { type RowSet, wordsFor } from '../row-set/row-set.ts'
import type { Leaf } from './plan.ts'
import type { CodedColumn } from './segment-source.ts'
import { listed, marked, noRows, rowsOf, sized, type SizedRows } from './sized-rows.ts'

/** Values of a leaf in one segment: local codes, and how many rows have one of them. */
export interface Selection {
  readonly codes: readonly number[]
  readonly rows: number
}

/** So many parts of postings are read in less time than one look at every cell takes. */
const mostParts = 4
/** A part of postings that holds several lists has about so many rows. */
const rowsPerPart = 2_000
/** Rows within which a look at each one's cell beats making a set of the whole segment. */
const fewRows = 8_192

const nothing: Selection = { codes: [], rows: 0 }

/** The values of the column in this segment that match. */
export function select(column: CodedColumn, leaf: Leaf): Selection {
  if (leaf.matchesAll()) return { codes: Array.from(column.ids, (_id, index) => index + 1), rows: column.present }
  const ids = leaf.ids()
  if (ids.length === 0) return nothing
  return ids.length * 12 < column.ids.length ? selectFew(column, ids) : selectMany(column, leaf.marks())
}

function selectFew(column: CodedColumn, ids: Uint32Array): Selection {
  const codes: number[] = []
  let rows = 0
  let low = 0
  for (const id of ids) {
    let high = column.ids.length
    while (low < high) {
      const middle = (low + high) >> 1
      if ((column.ids[middle] ?? 0) < id) low = middle + 1
      else high = middle
    }
    if (low === column.ids.length) break
    if (column.ids[low] !== id) continue
    codes.push(low + 1)
    rows += column.counts[low] ?? 0
  }
  return { codes, rows }
}

function selectMany(column: CodedColumn, marks: Uint8Array): Selection {
  const { ids, counts } = column
  const codes: number[] = []
  let rows = 0
  for (let index = 0; index < ids.length; index++) {
    if (marks[ids[index] ?? 0] !== 1) continue
    codes.push(index + 1)
    rows += counts[index] ?? 0
  }
  return { codes, rows }
}

/**
 * Rows of the selection; where only few `within` are asked for, perhaps of those alone.
 * @param keep keeps what took a look at every cell
 */
export function selectedRows(
  column: CodedColumn,
  selection: Selection,
  rowCount: number,
  within: SizedRows | undefined,
  keep: (work: () => SizedRows) => SizedRows
): SizedRows {
  const { codes, rows } = selection
  if (rows === 0 || within?.size === 0) return noRows
  const isPosted = Math.min(codes.length, column.present / rowsPerPart) <= mostParts
  const isFewWithin = within !== undefined && within.size <= fewRows && within.size * 4 < rows
  if (isPosted && !(isFewWithin && codes.length > 2)) {
    const posted = postedRows(column, codes, rowCount)
    if (posted !== undefined) return posted
  }
  const marks = () => {
    const marked = new Uint8Array(column.ids.length + 1)
    for (const code of codes) marked[code] = 1
    return marked
  }
  if (isFewWithin) return rowsWithin(column.cells(), marks(), within, rowCount)
  return keep(() => scannedRows(column.cells(), marks(), rowCount))
}

/** The rows of all values but the selected ones, where postings tell. */
export function otherRows(column: CodedColumn, { codes }: Selection, rowCount: number): SizedRows | undefined {
  const count = column.ids.length
  if (count - codes.length > mostParts) return undefined
  const isSelected = new Uint8Array(count + 1)
  for (const code of codes) isSelected[code] = 1
  const others: number[] = []
  for (let code = 1; code <= count; code++) if (isSelected[code] === 0) others.push(code)
  return others.length === 0 ? noRows : postedRows(column, others, rowCount)
}

function postedRows(column: CodedColumn, codes: readonly number[], rowCount: number): SizedRows | undefined {
  const sets: RowSet[] = []
  for (const code of codes) {
    const rows = column.rowsOf(code)
    if (rows === undefined) return undefined
    sets.push(rows)
  }
  return sized(orAll(sets, rowCount), rowCount)
}

function rowsWithin(
  cells: Uint8Array | Uint16Array,
  marks: Uint8Array,
  within: SizedRows,
  rowCount: number
): SizedRows {
  const kept = new Uint16Array(within.size)
  let size = 0
  for (const row of rowsOf(within)) if (marks[cells[row] ?? 0] === 1) kept[size++] = row
  return listed(kept.slice(0, size), rowCount)
}

function scannedRows(cells: Uint8Array | Uint16Array, marks: Uint8Array, rowCount: number): SizedRows {
  const words = new Uint32Array(wordsFor(rowCount))
  const whole = rowCount >>> 5
  for (let word = 0, row = 0; word < whole; word++) {
    let bits = 0
    for (let bit = 0; bit < 32; bit++) bits |= (marks[cells[row++] as number] as number) << bit
    words[word] = bits
  }
  for (let row = whole << 5; row < rowCount; row++)
    words[row >>> 5] = (words[row >>> 5] ?? 0) | ((marks[cells[row] ?? 0] ?? 0) << (row & 31))
  return marked(words, rowCount)
}
