/** What the parts of a segment are, as `segment_parts.kind`. `column_id` and `place` are 0 where nothing is said of them. */
export const partKinds = {
  /** Which columns the segment has, and how each is stored. */
  columns: 0,
  times: 1,
  /** Where each row is kept: block, index in it, day, number in the day's chain. */
  refs: 2,
  /** The quarter-hours that occur. */
  quarters: 3,
  /** Local codes of a column, by row. */
  cells: 4,
  /** Value ids of a column's local codes, with counts. */
  directory: 5,
  /** Rows of each value; `place` is the first value id of the part. */
  postings: 6,
  /** Counts by quarter-hour and local code, of columns with few values. */
  rollup: 7,
  /** Texts of a text column; `place` is the number of the sub-block. */
  texts: 8,
  /** Hashes of a text column's texts; `place` is the bucket. */
  hashes: 9,
  /** Pieces of a text column's hexadecimal values; `place` is 0 for how they are stored, else a piece's bucket. */
  pieces: 10
} as const

export type PartKind = (typeof partKinds)[keyof typeof partKinds]

/** One part, as it is stored. */
export interface SegmentPart {
  readonly kind: PartKind
  readonly columnId: number
  readonly place: number
  readonly data: Uint8Array
}

/** Most rows of a segment: a row's place fits 16 bits. */
export const rowsPerSegment = 65_536
/** Rows of one part of texts. */
export const rowsPerSubBlock = 1_024
/** Columns with more distinct values in the segment have no rollup, and cells of two bytes. */
export const mostRolledUpValues = 255
export const quarterHourMs = 900_000
