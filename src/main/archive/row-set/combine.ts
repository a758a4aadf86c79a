import {
  addRows,
  allRows,
  lowerBound,
  noRows,
  ofBitmap,
  ofRange,
  ofRows,
  type RowSet,
  rowsOf,
  toWords,
  wordsFor
} from './row-set.ts'

/** Rows that are in both. */
export function and(one: RowSet, other: RowSet, rowCount: number): RowSet {
  if (one.kind === 'none' || other.kind === 'none') return noRows
  if (one.kind === 'all') return other
  if (other.kind === 'all') return one
  if (one.kind === 'rows') {
    if (other.kind === 'rows') return ofRows(commonRows(one.rows, other.rows), rowCount)
    return ofRows(filtered(one.rows, other, true), rowCount)
  }
  if (other.kind === 'rows') return ofRows(filtered(other.rows, one, true), rowCount)
  const words = one.words.slice()
  for (let place = 0; place < words.length; place += 1)
    words[place] = (words[place] as number) & (other.words[place] as number)
  return ofBitmap(words, rowCount)
}

/** Rows that are in either. */
export function or(one: RowSet, other: RowSet, rowCount: number): RowSet {
  return orAll([one, other], rowCount)
}

/** Rows that are in any of the sets. */
export function orAll(sets: readonly RowSet[], rowCount: number): RowSet {
  const some = sets.filter((set) => set.kind !== 'none')
  if (some.some((set) => set.kind === 'all')) return allRows
  if (some.length <= 1) return some[0] ?? noRows
  const words = new Uint32Array(wordsFor(rowCount))
  for (const set of some)
    if (set.kind === 'rows') addRows(words, set.rows)
    else if (set.kind === 'bitmap')
      for (let place = 0; place < words.length; place += 1)
        words[place] = (words[place] as number) | (set.words[place] as number)
  return ofBitmap(words, rowCount)
}

/** Rows that are not in the set. */
export function not(set: RowSet, rowCount: number): RowSet {
  return andNot(allRows, set, rowCount)
}

/** Rows that are in the first and not in the other. */
export function andNot(one: RowSet, other: RowSet, rowCount: number): RowSet {
  if (one.kind === 'none' || other.kind === 'all') return noRows
  if (other.kind === 'none') return one
  if (one.kind === 'rows') return ofRows(filtered(one.rows, other, false), rowCount)
  const words = toWords(one, rowCount)
  if (other.kind === 'rows')
    for (const row of other.rows) words[row >>> 5] = (words[row >>> 5] as number) & ~(1 << (row & 31))
  else
    for (let place = 0; place < words.length; place += 1)
      words[place] = (words[place] as number) & ~(other.words[place] as number)
  return ofBitmap(words, rowCount)
}

/** Rows of the set with `from <= row < to`. */
export function between(set: RowSet, from: number, to: number, rowCount: number): RowSet {
  if (set.kind === 'rows')
    return ofRows(set.rows.subarray(lowerBound(set.rows, from), lowerBound(set.rows, to)), rowCount)
  return and(set, ofRange(from, to, rowCount), rowCount)
}

/** Calls `visit` with each row, ascending, until it says `false`. */
export function forEachRow(set: RowSet, rowCount: number, visit: (row: number) => boolean | void): void {
  if (set.kind === 'all') {
    for (let row = 0; row < rowCount; row += 1) if (visit(row) === false) return
    return
  }
  if (set.kind === 'bitmap') {
    for (let place = 0; place < set.words.length; place += 1)
      for (let word = set.words[place] as number; word !== 0; word &= word - 1)
        if (visit((place << 5) | (31 - Math.clz32(word & -word))) === false) return
    return
  }
  for (const row of rowsOf(set, rowCount)) if (visit(row) === false) return
}

function filtered(rows: Uint16Array, by: RowSet, isKept: boolean): Uint16Array {
  if (by.kind === 'bitmap') return filteredByBits(rows, by.words, isKept ? 1 : 0)
  if (by.kind === 'rows') return filteredByRows(rows, by.rows, isKept)
  return (by.kind === 'all') === isKept ? rows : new Uint16Array(0)
}

function filteredByBits(rows: Uint16Array, words: Uint32Array, wanted: 0 | 1): Uint16Array {
  const kept = new Uint16Array(rows.length)
  let count = 0
  for (let place = 0; place < rows.length; place += 1) {
    const row = rows[place] as number
    kept[count] = row
    // without a branch: which rows stay cannot be foretold
    count += (((words[row >>> 5] as number) >>> (row & 31)) & 1) ^ wanted ^ 1
  }
  return kept.subarray(0, count)
}

function filteredByRows(rows: Uint16Array, by: Uint16Array, isKept: boolean): Uint16Array {
  const kept = new Uint16Array(rows.length)
  let count = 0
  let place = 0
  for (let from = 0; from < rows.length; from += 1) {
    const row = rows[from] as number
    while (place < by.length && (by[place] as number) < row) place += 1
    if ((by[place] === row) !== isKept) continue
    kept[count] = row
    count += 1
  }
  return kept.subarray(0, count)
}

/** Where one has far fewer rows, each of them is looked for in the other; else both are walked. */
function commonRows(one: Uint16Array, other: Uint16Array): Uint16Array {
  const [few, many] = one.length <= other.length ? [one, other] : [other, one]
  if (few.length * 32 > many.length) return filteredByRows(few, many, true)
  return few.filter((row) => many[lowerBound(many, row)] === row)
}
