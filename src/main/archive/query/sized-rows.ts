import { and, andNot, orAll } from '../row-set/combine.ts'
import {
  countRows,
  ofBitmap,
  ofRange,
  ofRows,
  type RowSet,
  hasRow as setHasRow,
  rowsOf as setRowsOf
} from '../row-set/row-set.ts'

/** A set of a segment's rows that knows how many they are, and of how many. */
export interface SizedRows {
  readonly set: RowSet
  readonly size: number
  /** Rows of the segment. */
  readonly rowCount: number
}

/** No row, of any segment. */
export const noRows: SizedRows = { set: { kind: 'none' }, size: 0, rowCount: 0 }

/** Memory that a set takes, bytes. */
export function bytesOf({ set }: SizedRows): number {
  return set.kind === 'rows' ? set.rows.byteLength : set.kind === 'bitmap' ? set.words.byteLength : 0
}

/** Counts a set's rows. */
export function sized(set: RowSet, rowCount: number): SizedRows {
  return { set, size: countRows(set, rowCount), rowCount }
}

/** Rows by number, ascending. @param rows kept, not copied */
export function listed(rows: Uint16Array, rowCount: number): SizedRows {
  return { set: ofRows(rows, rowCount), size: rows.length, rowCount }
}

/** Rows whose bit is set. @param words kept, not copied */
export function marked(words: Uint32Array, rowCount: number): SizedRows {
  return sized(ofBitmap(words, rowCount), rowCount)
}

/** Rows `from <= row < to`. */
export function rowRange(from: number, to: number, rowCount: number): SizedRows {
  return { set: ofRange(from, to, rowCount), size: Math.max(0, to - from), rowCount }
}

export function intersection(one: SizedRows, other: SizedRows): SizedRows {
  if (one.size === 0 || other.size === 0) return noRows
  if (other.set.kind === 'all') return one
  return one.set.kind === 'all' ? other : sized(and(one.set, other.set, one.rowCount), one.rowCount)
}

export function union(one: SizedRows, other: SizedRows): SizedRows {
  if (one.size === 0) return other
  return other.size === 0 ? one : sized(orAll([one.set, other.set], one.rowCount), one.rowCount)
}

export function difference(one: SizedRows, other: SizedRows): SizedRows {
  return one.size === 0 || other.size === 0 ? one : sized(andNot(one.set, other.set, one.rowCount), one.rowCount)
}

export function hasRow({ set }: SizedRows, row: number): boolean {
  return setHasRow(set, row)
}

/** The rows, ascending: not to be changed. */
export function rowsOf({ set, rowCount }: SizedRows): Uint16Array {
  return setRowsOf(set, rowCount)
}
