import { type ByteSink, putUint, widthOf } from './bytes.ts'
import { parseHexBytes, parseUuidBytes, uuidBytes, uuidLength } from './hex-text.ts'
import { firstTextEncoding } from './id-column.ts'
import { type PackedCells, noText } from './packed-cells.ts'
import { encodePresence } from './presence.ts'
import { guessTimeForm, longestTimeBytes, TimePrinter, timeFormCount } from './time-form.ts'

/** How a column's texts are stored; from `time` on one number for each form of time. */
export const textEncodings = {
  uuid: firstTextEncoding,
  hex: firstTextEncoding + 1,
  integer: firstTextEncoding + 2,
  /** UTF-8 with ends of 2 bytes. */
  utf8: firstTextEncoding + 3,
  /** UTF-8 with ends of 4 bytes. */
  longUtf8: firstTextEncoding + 4,
  time: firstTextEncoding + 16
} as const

/** One more than the last encoding. */
export const endOfEncodings = textEncodings.time + timeFormCount

/** A column's texts by row, with what is needed to store them. */
export interface TextRows {
  readonly cells: PackedCells
  readonly atMs: Float64Array
  readonly rowCount: number
}

export interface EncodedForm {
  readonly encoding: number
  readonly presence: number
}

const mostRows = 1024
const present = new Uint16Array(mostRows)
const numbers = new Float64Array(mostRows)

/**
 * Writes texts in the shortest encoding that gives back each of them exactly.
 * @param input of at most 1,024 rows
 * @returns encoding and form of presence for the directory; `undefined` when no row has a text
 */
export function encodeTexts(sink: ByteSink, input: TextRows): EncodedForm | undefined {
  const { cells, rowCount } = input
  const { bytes, starts, ends } = cells
  let count = 0
  for (let row = 0; row < rowCount; row += 1) {
    present[count] = row
    if (starts[row] !== noText) count += 1
  }
  if (count === 0) return undefined
  const rows = present.subarray(0, count)
  const presence = encodePresence(sink, rows, rowCount)
  const first = rows[0] as number
  const from = starts[first] as number
  const length = (ends[first] as number) - from
  const form = length > longestTimeBytes ? undefined : guessTimeForm(textOf(bytes, from, from + length))
  if (form !== undefined && areTimes(form, input, rows)) return { encoding: textEncodings.time + form, presence }
  if (length === uuidLength && putUuids(sink, cells, rows)) return { encoding: textEncodings.uuid, presence }
  if (readIntegers(cells, rows) && encodeIntegers(sink, numbers, count))
    return { encoding: textEncodings.integer, presence }
  if (length > 0 && length % 2 === 0 && length < 0x10000 && putHex(sink, cells, rows, length))
    return { encoding: textEncodings.hex, presence }
  return { encoding: putUtf8(sink, cells, rows), presence }
}

function textOf(bytes: Uint8Array, start: number, end: number): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset + start, end - start).toString()
}

function areTimes(form: number, { cells, atMs }: TextRows, rows: Uint16Array): boolean {
  const { bytes, starts, ends } = cells
  const printer = new TimePrinter(form)
  for (let rank = 0; rank < rows.length; rank += 1) {
    const row = rows[rank] as number
    if (!printer.isBytesOf(atMs[row] as number, bytes, starts[row] as number, ends[row] as number)) return false
  }
  return true
}

function putUuids(sink: ByteSink, { bytes, starts, ends }: PackedCells, rows: Uint16Array): boolean {
  const at = sink.take(rows.length * uuidBytes)
  const out = sink.room
  for (let rank = 0; rank < rows.length; rank += 1) {
    const row = rows[rank] as number
    const start = starts[row] as number
    if ((ends[row] as number) - start === uuidLength && parseUuidBytes(bytes, start, out, at + rank * uuidBytes))
      continue
    sink.cut(at)
    return false
  }
  return true
}

function putHex(sink: ByteSink, { bytes, starts, ends }: PackedCells, rows: Uint16Array, length: number): boolean {
  const at = sink.length
  const half = length / 2
  sink.u16(half)
  const to = sink.take(rows.length * half)
  const out = sink.room
  for (let rank = 0; rank < rows.length; rank += 1) {
    const row = rows[rank] as number
    const start = starts[row] as number
    if ((ends[row] as number) - start === length && parseHexBytes(bytes, start, length, out, to + rank * half)) continue
    sink.cut(at)
    return false
  }
  return true
}

/** Reads all of the rows' texts as whole numbers; false where one is none in its one usual writing. */
function readIntegers({ bytes, starts, ends }: PackedCells, rows: Uint16Array): boolean {
  for (let rank = 0; rank < rows.length; rank += 1) {
    const row = rows[rank] as number
    const value = integerIn(bytes, starts[row] as number, ends[row] as number)
    if (Number.isNaN(value)) return false
    numbers[rank] = value
  }
  return true
}

/** The whole number that a text is in its one usual writing, small enough to be exact; NaN for any other text. */
function integerIn(bytes: Uint8Array, start: number, end: number): number {
  const isNegative = bytes[start] === 0x2d
  const from = isNegative ? start + 1 : start
  if (end <= from || end - start > 17) return Number.NaN
  // neither -0 nor a zero before other digits
  if (bytes[from] === 0x30 && end - start > 1) return Number.NaN
  let value = 0
  for (let at = from; at < end; at += 1) {
    const digit = (bytes[at] as number) - 0x30
    if (digit < 0 || digit > 9) return Number.NaN
    value = value * 10 + digit
  }
  if (!Number.isSafeInteger(value)) return Number.NaN
  return isNegative ? -value : value
}

/** Writes whole numbers as differences from the least; false, and nothing written, when they lie too far apart. */
export function encodeIntegers(sink: ByteSink, values: Float64Array, count: number): boolean {
  let min = Number.POSITIVE_INFINITY
  let max = Number.NEGATIVE_INFINITY
  for (let place = 0; place < count; place += 1) {
    const value = values[place] as number
    if (value < min) min = value
    if (value > max) max = value
  }
  if (max - min >= 2 ** 48) return false
  const width = widthOf(max - min)
  sink.f64(min)
  sink.u8(width)
  const at = sink.take(count * width)
  const out = sink.room
  for (let place = 0; place < count; place += 1)
    putUint(out, at + place * width, (values[place] as number) - min, width)
  return true
}

/** Texts as UTF-8. @returns the encoding by the width of the ends */
function putUtf8(sink: ByteSink, { bytes, starts, ends }: PackedCells, rows: Uint16Array): number {
  let total = 0
  for (let rank = 0; rank < rows.length; rank += 1)
    total += (ends[rows[rank] as number] as number) - (starts[rows[rank] as number] as number)
  const isShort = total < 0x10000
  const width = isShort ? 2 : 4
  const endsAt = sink.take(rows.length * width)
  const at = sink.take(total)
  const out = sink.room
  let end = 0
  for (let rank = 0; rank < rows.length; rank += 1) {
    const row = rows[rank] as number
    const to = ends[row] as number
    for (let from = starts[row] as number; from < to; from += 1, end += 1) out[at + end] = bytes[from] as number
    putUint(out, endsAt + rank * width, end, width)
  }
  return isShort ? textEncodings.utf8 : textEncodings.longUtf8
}

/** Whether an encoding is a form of the row's own time; see `TimePrinter`. */
export function isTimeEncoding(encoding: number): boolean {
  return encoding >= textEncodings.time && encoding < endOfEncodings
}
