/**
 * Rows of a segment of at most 65,536 rows: none, all, ascending numbers, or one bit a row. Sets are values: nothing
 * changes one that exists. Operations that need to know how many rows there are take `rowCount`; a bitmap has
 * `wordsFor(rowCount)` words, and bits beyond the last row are 0.
 */
export type RowSet =
  | { readonly kind: 'none' }
  | { readonly kind: 'all' }
  | { readonly kind: 'rows'; readonly rows: Uint16Array }
  | { readonly kind: 'bitmap'; readonly words: Uint32Array }

export const noRows: RowSet = { kind: 'none' }
export const allRows: RowSet = { kind: 'all' }

/** Words of a bitmap over that many rows. */
export function wordsFor(rowCount: number): number {
  return (rowCount + 31) >>> 5
}

/** Whether numbers take less room than a bitmap: 16 bits each against one bit for every row. */
export function isSparse(count: number, rowCount: number): boolean {
  return count * 16 <= rowCount
}

/** The set of these rows, in the form that suits how many they are. @param rows ascending, each once; kept, not copied */
export function ofRows(rows: Uint16Array, rowCount: number): RowSet {
  if (rows.length === 0) return noRows
  if (rows.length === rowCount) return allRows
  if (isSparse(rows.length, rowCount)) return { kind: 'rows', rows }
  const words = new Uint32Array(wordsFor(rowCount))
  addRows(words, rows)
  return { kind: 'bitmap', words }
}

/** The set of a bitmap's rows, in the form that suits how many they are. @param words kept, not copied */
export function ofBitmap(words: Uint32Array, rowCount: number): RowSet {
  const count = countBits(words)
  if (count === 0) return noRows
  if (count === rowCount) return allRows
  return isSparse(count, rowCount) ? { kind: 'rows', rows: rowsOfWords(words, count) } : { kind: 'bitmap', words }
}

/** Rows `from <= row < to`. */
export function ofRange(from: number, to: number, rowCount: number): RowSet {
  const first = Math.max(0, from)
  const end = Math.min(rowCount, to)
  if (end <= first) return noRows
  if (end - first === rowCount) return allRows
  if (isSparse(end - first, rowCount)) {
    const rows = new Uint16Array(end - first)
    for (let place = 0; place < rows.length; place += 1) rows[place] = first + place
    return { kind: 'rows', rows }
  }
  const words = new Uint32Array(wordsFor(rowCount))
  setRange(words, first, end)
  return { kind: 'bitmap', words }
}

/** How many rows the set has. */
export function countRows(set: RowSet, rowCount: number): number {
  switch (set.kind) {
    case 'none':
      return 0
    case 'all':
      return rowCount
    case 'rows':
      return set.rows.length
    case 'bitmap':
      return countBits(set.words)
  }
}

/** Whether the row is in the set. */
export function hasRow(set: RowSet, row: number): boolean {
  switch (set.kind) {
    case 'none':
      return false
    case 'all':
      return true
    case 'rows': {
      const place = lowerBound(set.rows, row)
      return place < set.rows.length && set.rows[place] === row
    }
    case 'bitmap':
      return (((set.words[row >>> 5] ?? 0) >>> (row & 31)) & 1) === 1
  }
}

/** The rows, ascending. May be the set's own array: not to be changed. */
export function rowsOf(set: RowSet, rowCount: number): Uint16Array {
  switch (set.kind) {
    case 'none':
      return new Uint16Array(0)
    case 'all': {
      const rows = new Uint16Array(rowCount)
      for (let row = 0; row < rowCount; row += 1) rows[row] = row
      return rows
    }
    case 'rows':
      return set.rows
    case 'bitmap':
      return rowsOfWords(set.words, countBits(set.words))
  }
}

/** The set as a bitmap of its own, to be changed freely. */
export function toWords(set: RowSet, rowCount: number): Uint32Array {
  const words = set.kind === 'bitmap' ? set.words.slice() : new Uint32Array(wordsFor(rowCount))
  if (set.kind === 'all') setRange(words, 0, rowCount)
  if (set.kind === 'rows') addRows(words, set.rows)
  return words
}

/** First place in ascending rows whose row is `row` or after. */
export function lowerBound(rows: Uint16Array, row: number): number {
  let from = 0
  let to = rows.length
  while (from < to) {
    const middle = (from + to) >>> 1
    if ((rows[middle] as number) < row) from = middle + 1
    else to = middle
  }
  return from
}

/** Sets the bits of these rows. */
export function addRows(words: Uint32Array, rows: Uint16Array): void {
  for (let place = 0; place < rows.length; place += 1) {
    const row = rows[place] as number
    words[row >>> 5] = (words[row >>> 5] as number) | (1 << (row & 31))
  }
}

/** Number of bits that are set. */
export function countBits(words: Uint32Array): number {
  let count = 0
  for (let place = 0; place < words.length; place += 1) {
    let word = words[place] as number
    word -= (word >>> 1) & 0x55555555
    word = (word & 0x33333333) + ((word >>> 2) & 0x33333333)
    count += Math.imul((word + (word >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24
  }
  return count
}

function setRange(words: Uint32Array, from: number, to: number): void {
  const first = from >>> 5
  const last = (to - 1) >>> 5
  words.fill(0xffffffff, first, last + 1)
  words[first] = ((words[first] as number) & (0xffffffff << (from & 31))) >>> 0
  words[last] = ((words[last] as number) & (0xffffffff >>> (31 - ((to - 1) & 31)))) >>> 0
}

function rowsOfWords(words: Uint32Array, count: number): Uint16Array {
  const rows = new Uint16Array(count)
  let found = 0
  for (let place = 0; place < words.length; place += 1)
    for (let word = words[place] as number; word !== 0; word &= word - 1) {
      rows[found] = (place << 5) | (31 - Math.clz32(word & -word))
      found += 1
    }
  return rows
}
