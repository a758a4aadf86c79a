import { type ByteSink, type ByteSource, putUint } from './bytes.ts'

/** How a column says which rows have a value: all of them, one bit a row, or a list of the few that do. */
export const presenceForms = { all: 0, bitmap: 1, list: 2 } as const

/** Writes which rows have a value and tells in which form. @param rows ascending places of those that do */
export function encodePresence(sink: ByteSink, rows: Uint16Array, rowCount: number): number {
  if (rows.length === rowCount) return presenceForms.all
  const placeWidth = placeWidthFor(rowCount)
  const bitmapBytes = Math.ceil(rowCount / 8)
  if (2 + rows.length * placeWidth < bitmapBytes) {
    sink.u16(rows.length)
    const from = sink.take(rows.length * placeWidth)
    const list = sink.room
    for (let rank = 0; rank < rows.length; rank += 1)
      putUint(list, from + rank * placeWidth, rows[rank] as number, placeWidth)
    return presenceForms.list
  }
  const at = sink.take(bitmapBytes)
  const bits = sink.room
  for (let rank = 0; rank < rows.length; rank += 1) {
    const row = rows[rank] as number
    bits[at + (row >> 3)] = (bits[at + (row >> 3)] as number) | (1 << (row & 7))
  }
  return presenceForms.bitmap
}

/** Which rows of a column have a value. Values are stored for these alone, so a row's value is the `rankOf(row)`-th. */
export interface Presence {
  /** Rows that have a value. */
  readonly count: number
  /** Where the values begin. */
  readonly end: number
  /** Place of the row's value among those stored, -1 where the row has none. */
  rankOf(row: number): number
  /** The rows that have a value, ascending; `undefined` when all have. */
  rows(): Uint16Array | undefined
}

/**
 * Reads what `encodePresence` wrote.
 * @throws AppError `database-damaged`
 */
export function openPresence(source: ByteSource, at: number, rowCount: number, form: number, where: string): Presence {
  if (form === presenceForms.all)
    return { count: rowCount, end: at, rankOf: (row) => (row >= 0 && row < rowCount ? row : -1), rows: () => undefined }
  if (form === presenceForms.bitmap) return new PresenceBits(source, at, rowCount, where)
  if (form === presenceForms.list) return new PresenceList(source, at, rowCount, where)
  return source.fail(where)
}

class PresenceBits implements Presence {
  readonly count: number
  readonly end: number
  readonly #bits: Uint8Array
  readonly #rowCount: number

  constructor(source: ByteSource, at: number, rowCount: number, where: string) {
    const length = Math.ceil(rowCount / 8)
    this.#bits = source.u8s(at, length, where)
    this.#rowCount = rowCount
    this.end = at + length
    const beyond = rowCount % 8
    if (beyond > 0 && (this.#bits[length - 1] as number) >> beyond !== 0) source.fail(where)
    this.count = bitsBefore(this.#bits, length)
  }

  rankOf(row: number): number {
    if (row < 0 || row >= this.#rowCount) return -1
    const byte = this.#bits[row >> 3] as number
    const bit = row & 7
    if (((byte >> bit) & 1) === 0) return -1
    return bitsBefore(this.#bits, row >> 3) + (bitCounts[byte & ((1 << bit) - 1)] as number)
  }

  rows(): Uint16Array {
    const rows = new Uint16Array(this.count)
    let found = 0
    for (let place = 0; place < this.#bits.length; place += 1) {
      let byte = this.#bits[place] as number
      while (byte !== 0) {
        rows[found] = place * 8 + (31 - Math.clz32(byte & -byte))
        found += 1
        byte &= byte - 1
      }
    }
    return rows
  }
}

class PresenceList implements Presence {
  readonly count: number
  readonly end: number
  readonly #rows: Uint16Array

  constructor(source: ByteSource, at: number, rowCount: number, where: string) {
    this.count = source.u16(at, where)
    const width = placeWidthFor(rowCount)
    this.end = at + 2 + this.count * width
    if (this.count > rowCount) source.fail(where)
    this.#rows =
      width === 1
        ? Uint16Array.from(source.u8s(at + 2, this.count, where))
        : source.u16s(at + 2, this.count, where).slice()
    for (let place = 0; place < this.count; place += 1) {
      const row = this.#rows[place] as number
      if (row >= rowCount || (place > 0 && row <= (this.#rows[place - 1] as number))) source.fail(where)
    }
  }

  rankOf(row: number): number {
    let from = 0
    let to = this.count
    while (from < to) {
      const middle = (from + to) >> 1
      if ((this.#rows[middle] as number) < row) from = middle + 1
      else to = middle
    }
    return from < this.count && this.#rows[from] === row ? from : -1
  }

  rows(): Uint16Array {
    return this.#rows
  }
}

function placeWidthFor(rowCount: number): number {
  return rowCount <= 256 ? 1 : 2
}

const bitCounts = Uint8Array.from({ length: 256 }, (_, byte) => {
  let count = 0
  for (let rest = byte; rest !== 0; rest &= rest - 1) count += 1
  return count
})

function bitsBefore(bits: Uint8Array, end: number): number {
  let count = 0
  for (let place = 0; place < end; place += 1) count += bitCounts[bits[place] as number] as number
  return count
}
