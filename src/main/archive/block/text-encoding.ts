import { type ByteSink, widthOf } from './bytes.ts'
import { parseHex, parseUuid, uuidBytes, uuidLength } from './hex-text.ts'
import { firstTextEncoding } from './id-column.ts'
import { encodePresence } from './presence.ts'
import { guessTimeForm, TimePrinter, timeFormCount } from './time-form.ts'

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

/** A column's texts by row, with what is needed to store them; made once and filled again for each column. */
export interface TextRows {
  readonly texts: readonly (string | undefined)[]
  readonly atMs: Float64Array
  readonly rowCount: number
}

export interface EncodedForm {
  readonly encoding: number
  readonly presence: number
}

/**
 * Writes texts in the shortest encoding that gives back each of them exactly.
 * @returns encoding and form of presence for the directory; `undefined` when no row has a text
 */
export function encodeTexts(sink: ByteSink, { texts, atMs, rowCount }: TextRows): EncodedForm | undefined {
  const rows = presentRows(rowCount, (row) => texts[row] !== undefined)
  const first = texts[rows[0] ?? -1]
  if (first === undefined) return undefined
  const presence = encodePresence(sink, rows, rowCount)
  const textAt = (place: number) => texts[rows[place] as number] as string
  const form = guessTimeForm(first)
  if (form !== undefined) {
    const printer = new TimePrinter(form)
    if (rows.every((row) => printer.isTextOf(atMs[row] as number, texts[row] as string)))
      return { encoding: textEncodings.time + form, presence }
  }
  if (first.length === uuidLength) {
    const bytes = new Uint8Array(rows.length * uuidBytes)
    if (rows.every((_row, place) => parseUuid(textAt(place), bytes, place * uuidBytes))) {
      sink.bytes(bytes)
      return { encoding: textEncodings.uuid, presence }
    }
  }
  if (isInteger(first) && rows.every((row) => isInteger(texts[row] as string))) {
    const values = Float64Array.from(rows, (row) => Number(texts[row]))
    if (encodeIntegers(sink, values)) return { encoding: textEncodings.integer, presence }
  }
  if (first.length > 0 && first.length % 2 === 0 && first.length < 0x10000 && encodeHex(sink, rows.length, textAt))
    return { encoding: textEncodings.hex, presence }
  return { encoding: encodeUtf8(sink, rows.length, textAt), presence }
}

/** Rows for which `has` is true, ascending. */
export function presentRows(rowCount: number, has: (row: number) => boolean): Uint16Array {
  const rows = new Uint16Array(rowCount)
  let count = 0
  for (let row = 0; row < rowCount; row += 1)
    if (has(row)) {
      rows[count] = row
      count += 1
    }
  return rows.subarray(0, count)
}

/** Whether a text is a whole number in its one usual writing, small enough to be exact as a number. */
export function isInteger(text: string): boolean {
  return text.length <= 17 && /^(?:0|-?[1-9]\d*)$/.test(text) && Number.isSafeInteger(Number(text))
}

/** Writes whole numbers as differences from the least; false, and nothing written, when they lie too far apart. */
export function encodeIntegers(sink: ByteSink, values: Float64Array): boolean {
  let min = Number.POSITIVE_INFINITY
  let max = Number.NEGATIVE_INFINITY
  for (const value of values) {
    if (value < min) min = value
    if (value > max) max = value
  }
  if (max - min >= 2 ** 48) return false
  const width = widthOf(max - min)
  sink.f64(min)
  sink.u8(width)
  for (const value of values) sink.uint(value - min, width)
  return true
}

function encodeHex(sink: ByteSink, count: number, textAt: (place: number) => string): boolean {
  const { length } = textAt(0)
  const bytes = new Uint8Array((count * length) / 2)
  for (let place = 0; place < count; place += 1) {
    const text = textAt(place)
    if (text.length !== length || !parseHex(text, bytes, (place * length) / 2)) return false
  }
  sink.u16(length / 2)
  sink.bytes(bytes)
  return true
}

/** Texts as UTF-8. @returns the encoding by the width of the ends */
function encodeUtf8(sink: ByteSink, count: number, textAt: (place: number) => string): number {
  const ends = new Uint32Array(count)
  const parts: string[] = []
  let end = 0
  for (let place = 0; place < count; place += 1) {
    const text = textAt(place)
    parts.push(text)
    end += text.length
    ends[place] = end
  }
  let bytes = Buffer.from(parts.join(''), 'utf8')
  // as many bytes as characters: all is ASCII, and the ends are right
  if (bytes.length !== end) {
    end = 0
    for (let place = 0; place < count; place += 1) {
      end += Buffer.byteLength(parts[place] as string, 'utf8')
      ends[place] = end
    }
    // halves of characters at the seams would have become one
    if (bytes.length !== end) bytes = Buffer.concat(parts.map((part) => Buffer.from(part, 'utf8')))
  }
  const isShort = end < 0x10000
  for (const place of ends)
    if (isShort) sink.u16(place)
    else sink.u32(place)
  sink.bytes(bytes)
  return isShort ? textEncodings.utf8 : textEncodings.longUtf8
}

/** Whether an encoding is a form of the row's own time; see `TimePrinter`. */
export function isTimeEncoding(encoding: number): boolean {
  return encoding >= textEncodings.time && encoding < endOfEncodings
}
