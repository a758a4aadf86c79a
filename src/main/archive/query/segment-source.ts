import type { RowSet } from '../row-set/row-set.ts'

/** A column of a table of events. */
export interface ColumnFacts {
  readonly columnId: number
  readonly name: string
  /** Values in the column's dictionary; their ids are 1 to this. */
  readonly valueCount: number
}

export interface TableFacts {
  readonly tableId: number
  readonly rowCount: number
  /** In the order of the archive's columns: a column's place is its id. */
  readonly columns: readonly ColumnFacts[]
}

/** What is known of a segment without reading any of its parts. */
export interface SegmentFacts {
  readonly segmentId: number
  readonly rowCount: number
  readonly minAtMs: number
  readonly maxAtMs: number
}

/** Where a row is kept: its place in the chain of its day. */
export interface RowPlace {
  readonly day: number
  readonly seq: number
}

/** How often each local code comes in each quarter-hour: code, count pairs by quarter (CSR). */
export interface RollupView {
  /** First entry of quarter `q` of the segment; one more than quarters. */
  readonly starts: Uint32Array
  readonly codes: Uint8Array
  readonly counts: Uint8Array | Uint16Array | Uint32Array
}

/** The quarter-hours that occur in a segment, ascending; `firstRows` has one more entry: the row count. */
export interface QuartersView {
  /** Number of the quarter-hour since the epoch. */
  readonly quarters: Int32Array | Uint32Array
  readonly firstRows: Uint32Array
}

/** A dictionary-coded column of a segment. Local code k (from 1) is the k-th entry of the directory; 0 is no value. */
export interface CodedColumn {
  /** Ascending value ids, and how many rows have each. */
  readonly ids: Uint32Array
  readonly counts: Uint32Array
  /** Rows that have any value. */
  readonly present: number
  /** Number of values: known before they are read. */
  readonly distinct: number
  /** Local code per row. */
  cells(): Uint8Array | Uint16Array
  /** Rows with a local code; undefined where no postings are kept, so that cells must be read. */
  rowsOf(code: number): RowSet | undefined
  rollup(): RollupView | undefined
}

/** A column of a segment whose texts are kept per row, in sub-blocks of 1,024 rows. */
export interface TextColumn {
  /** Whether texts with this lower-cased text in them can be in the rows of a sub-block. */
  mayContain(subBlock: number, lowerText: string): boolean
  mayContainAnywhere(lowerText: string): boolean
  /** Rows that have, or begin with, a lower-cased text, ascending; undefined where no index tells. */
  rowsContaining(lowerText: string, isAtStart: boolean): Uint16Array | undefined
  /**
   * The same rows of one sub-block, counted from its first, ascending, found without making texts of what is stored;
   * undefined where that is not possible.
   */
  searchSubBlock(subBlock: number, lowerText: string, isAtStart: boolean): Uint16Array | undefined
  /** The text of a row. */
  textAt(row: number): string | undefined
  /** The texts of a sub-block, in order of rows. */
  texts(subBlock: number): readonly (string | undefined)[]
  /** Rows that may have exactly this text, ascending (by hash: to be confirmed by `textAt`). */
  candidates(text: string): ArrayLike<number>
}

export const rowsPerSubBlock = 1024

/** Rows of a segment, or of the tail, sorted by (atMs, day, seq). */
export interface SegmentView extends SegmentFacts {
  /** Time of a row, epoch ms UTC. */
  atMs(row: number): number
  /** The first row at that time or after; `rowCount` when there is none. */
  rowAt(atMs: number): number
  place(row: number): RowPlace
  quarters(): QuartersView | undefined
  /** The rows of a column that are coded; a column may have both kinds where its storage changed. */
  coded(columnId: number): CodedColumn | undefined
  texts(columnId: number): TextColumn | undefined
  /** Keeps sets of rows that took long to find, while there is memory for them: a segment's rows never change. */
  memo<Value>(key: string, sizeBytes: (value: Value) => number, work: () => Value): Value
  /** Cells of a row as texts, in the order of the table's columns. */
  readRow(row: number): (string | null)[]
}

/** A piece of a column's dictionary: values `firstId` onwards, one after the other. */
export interface ValueChunkView {
  readonly firstId: number
  readonly count: number
  /** UTF-8 of the values as they are, and lower-cased; value i is from `ends[i - 1]` (0 for the first) to `ends[i]`. */
  readonly bytes: Buffer
  readonly ends: Uint32Array
  readonly lowerBytes: Buffer
  readonly lowerEnds: Uint32Array
}

/** A row of a segment or of the tail. */
export interface ViewRow {
  readonly view: SegmentView
  readonly row: number
}

/** What the engine reads a table from. One state of the table: all calls are made within one read transaction. */
export interface SegmentSource {
  readonly table: TableFacts
  /** In any order. */
  readonly segments: readonly SegmentFacts[]
  view(segment: SegmentFacts): SegmentView
  /** Whether rows of the column may have their texts by themselves. */
  hasTexts(columnId: number): boolean
  /** Rows that no segment covers yet. */
  readonly tail: SegmentView | undefined
  chunks(columnId: number): Iterable<ValueChunkView>
  valueText(columnId: number, valueId: number): string
  /** Cells of rows, as `readRow`: of many at once, so that what they share is read once. */
  readRows(rows: readonly ViewRow[]): (string | null)[][]
  /** A row by its place, as `readRow`, with its time where it has one. */
  rowAtPlace(place: RowPlace): { readonly atMs?: number; readonly cells: (string | null)[] } | undefined
  /**
   * Keeps what was worked out, for as long as the memory lasts and the table's segments and values stay the same.
   * @param key names the value
   * @param sizeBytes about how much memory it takes
   */
  memo<Value>(key: string, sizeBytes: (value: Value) => number, work: () => Value): Value
}
