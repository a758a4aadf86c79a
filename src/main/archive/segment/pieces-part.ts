import { ByteSink } from '../block/bytes.ts'
import type { HexPattern } from '../block/hex-pattern.ts'
import { textEncodings } from '../block/text-encoding.ts'
import { PartReader } from './packed-numbers.ts'
import { rowsPerSegment } from './part-kinds.ts'

// An index of pieces of values that are hexadecimal digits, for texts that are in them: a piece is 5 digits at a fixed
// place. A text that covers the first 4 digits of a piece, wherever it lies in the value, is looked up in it. Part 0 of
// a column says how values are stored; part `1 + piece * piecesPerColumn + bucket` holds a piece's rows by its first
// digit.

/** Digits of a piece. */
const pieceDigits = 5
const leastDigits = 4
export const bucketsPerPiece = 16

/** How the values of a column are stored in all of a segment; there are pieces only of hexadecimal digits. */
export interface PiecesForm {
  readonly encoding: number
  /** Bytes of a hexadecimal value. */
  readonly width: number
  /** Place of each piece's first digit. */
  readonly pieces: readonly number[]
}

/**
 * Where the pieces of values lie. In a UUID 8 digits in a row are in its first group or its last one: from the first
 * digit on, or over the 4 that the middle of the last group has. In other values of 32 digits every text of 14 covers
 * one.
 */
export function piecesOf(encoding: number, width: number): readonly number[] {
  if (encoding === textEncodings.uuid) return [0, 24]
  const pieces: number[] = []
  for (let place = Math.min(10, width * 2 - pieceDigits); place >= 0 && place + pieceDigits <= width * 2; place += 10)
    pieces.push(place)
  return pieces.slice(0, 4)
}

/** The number that a piece of a value says. @param at where the value's bytes begin */
export function pieceAt(values: Uint8Array, at: number, place: number): number {
  const from = at + (place >> 1)
  const digits = ((values[from] as number) << 16) | ((values[from + 1] as number) << 8) | (values[from + 2] as number)
  return (place & 1) === 0 ? digits >>> 4 : digits & 0xfffff
}

/** Where the rows of a piece's bucket are, as the part's place. */
export function placeOfBucket(piece: number, bucket: number): number {
  return 1 + piece * bucketsPerPiece + bucket
}

/** A stretch of a piece's values, both ends included. */
export interface PieceRange {
  readonly piece: number
  readonly from: number
  readonly to: number
}

/** Where a pattern may be looked up: of the pieces that it covers, those of which it says most; none where it covers none. */
export function rangesOf({ first, digits }: HexPattern, { pieces }: PiecesForm): readonly PieceRange[] {
  const ranges: PieceRange[] = []
  for (const [piece, place] of pieces.entries()) {
    const known = Math.min(pieceDigits, first + digits.length - place)
    if (first > place || known < leastDigits) continue
    let value = 0
    for (let index = 0; index < known; index += 1) value = value * 16 + (digits[place - first + index] as number)
    const from = value * 16 ** (pieceDigits - known)
    const to = from + 16 ** (pieceDigits - known) - 1
    ranges.push({ piece, from, to })
  }
  const least = Math.min(...ranges.map(({ from, to }) => to - from))
  return ranges.filter(({ from, to }) => to - from === least)
}

export function encodePiecesForm({ encoding, width, pieces }: PiecesForm): Uint8Array {
  const sink = new ByteSink(16)
  sink.u8(1)
  sink.u8(encoding)
  sink.u16(width)
  for (const place of pieces) sink.u16(place)
  return sink.finish()
}

/** @throws AppError `database-damaged` */
export function decodePiecesForm(data: Uint8Array): PiecesForm {
  const reader = new PartReader(data, 'pieces')
  const encoding = reader.u8('form')
  const width = reader.u16('form')
  const pieces: number[] = []
  while (reader.at < data.length) {
    const place = reader.u16('form')
    if (place + pieceDigits > width * 2) reader.fail('form')
    pieces.push(place)
  }
  return { encoding, width, pieces }
}

/** Rows of one bucket, ascending by what their piece says behind its first digit. */
export function encodeBucket(rests: Uint16Array, rows: Uint16Array): Uint8Array {
  const sink = new ByteSink(8 + rows.length * 4)
  sink.u8(1)
  sink.align(4)
  sink.u32(rows.length)
  sink.array(rests)
  sink.array(rows)
  return sink.finish()
}

export interface PieceBucket {
  /** Rows whose piece is within, in no order: to be confirmed where fewer digits were known. */
  rows(from: number, to: number): Uint16Array
}

/** @throws AppError `database-damaged` */
export function decodeBucket(data: Uint8Array, rowCount: number): PieceBucket {
  const reader = new PartReader(data, 'pieces')
  reader.numbers(0, 4, 'count')
  const count = reader.count(rowsPerSegment, 'count')
  const rests = reader.u16s(count, 'pieces')
  const rows = reader.u16s(count, 'rows')
  reader.end()
  for (let place = 0; place < count; place += 1) if ((rows[place] as number) >= rowCount) reader.fail('rows')
  return {
    rows: (from, to) => {
      const first = firstFrom(rests, from & 0xffff)
      return rows.subarray(first, Math.max(first, firstFrom(rests, (to & 0xffff) + 1)))
    }
  }
}

function firstFrom(rests: Uint16Array, wanted: number): number {
  let from = 0
  let to = rests.length
  while (from < to) {
    const middle = (from + to) >>> 1
    if ((rests[middle] as number) < wanted) from = middle + 1
    else to = middle
  }
  return from
}
