import { type QuarantineReason, quarantineReasons } from '../../shared/domain/quarantine.ts'

/**
 * Texts one after the other, so that a batch of rows crosses threads as a handful of buffers. Text `i` is the UTF-8 in
 * `bytes` from `ends[i - 1]` (0 for the first) to `ends[i]`.
 */
export interface PackedTexts {
  readonly bytes: Uint8Array
  readonly ends: Uint32Array
}

/** Cells of a column whose values come again and again: per row 0 for no value, else 1 + the index of its text. */
export interface DictionaryCells {
  readonly kind: 'dictionary'
  readonly codes: Uint32Array
  readonly texts: PackedTexts
}

/** Cells of a column in which hardly any value comes twice: one text per row, and whether the row has a value. */
export interface TextCells {
  readonly kind: 'text'
  readonly texts: PackedTexts
  /** 1 where the row has a value, 0 where it has none. */
  readonly isPresent: Uint8Array
}

export interface BatchColumn {
  readonly name: string
  readonly cells: DictionaryCells | TextCells
}

/** Rows of one table of events, by column, as a parser hands them on. Values are texts, whatever the source's types. */
export interface EventBatch {
  readonly rowCount: number
  readonly columns: readonly BatchColumn[]
  /** The event's time, epoch ms UTC, per row; NaN where the table has no column that holds it. */
  readonly atMs: Float64Array
  /** SHA-256 of each row's canonical form, 32 bytes a row (see `canonical-row.ts`). */
  readonly leaves: Uint8Array
}

/** Most rows of a batch, and of a segment of the archive: a row's place fits 16 bits. */
export const rowsPerBatch = 65_536

/** A line of a source that is no good row. */
export interface QuarantinedLine {
  /** Line of the file on which the record begins, from 1. */
  readonly line: number
  readonly reason: QuarantineReason
  /** What was wrong, in the values' own terms: a column's name, numbers of fields, a position. Never a secret. */
  readonly detail?: string
  /** The beginning of the line, at most 2,000 characters, for a person to look at. */
  readonly excerpt: string
}

export { type QuarantineReason, quarantineReasons }

/** What a parser has to say of a part of a source. */
export interface ParsedPart {
  readonly batch: EventBatch
  readonly quarantined: readonly QuarantinedLine[]
  /** Lines of the source in this part, those that are no row included. */
  readonly lineCount: number
  /** Bytes of the source, as stored (compressed ones where it is), consumed by this part. */
  readonly byteCount: number
}
