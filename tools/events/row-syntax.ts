import { type ColumnGroup, columnGroups, columns, numberColumns } from './columns.ts'

export type EventFormat = 'jsonl' | 'csv'
export type CellText = string | number | undefined

/** How a group of cells is written, as bytes that are made once and copied into many rows. */
export interface RowSyntax {
  /** The file's first line; empty where the format has none. */
  readonly header: Uint8Array
  /** A group whose values are known; those that are missing are left out. Never the first group. */
  readonly group: (group: ColumnGroup, values: readonly CellText[]) => Uint8Array
  /** What comes between the values of a group that are drawn for each row; one more than there are columns. */
  readonly around: (group: ColumnGroup) => readonly Uint8Array[]
  readonly end: Uint8Array
}

const encoder = new TextEncoder()
const bytesOf = (text: string): Uint8Array => encoder.encode(text)

const jsonl: RowSyntax = {
  header: new Uint8Array(),
  group: (group, values) => {
    const pairs = columnGroups[group].map((column, at) => {
      const value = values[at]
      return value === undefined ? '' : `,"${column}":${JSON.stringify(value)}`
    })
    return bytesOf(pairs.join(''))
  },
  around: (group) => {
    const parts = ['']
    for (const column of columnGroups[group]) {
      const mark = numberColumns.includes(column) ? '' : '"'
      const separator = column === columnGroups.identity[0] ? '{' : ','
      parts[parts.length - 1] += `${separator}"${column}":${mark}`
      parts.push(mark)
    }
    return parts.map(bytesOf)
  },
  end: bytesOf('}\n')
}

const csvField = (value: CellText): string => {
  const text = value === undefined ? '' : String(value)
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}

const csv: RowSyntax = {
  header: bytesOf(`${columns.join(',')}\n`),
  group: (group, values) => bytesOf(columnGroups[group].map((_, at) => `,${csvField(values[at])}`).join('')),
  around: (group) => {
    const parts = columnGroups[group].map((column) => (column === columnGroups.identity[0] ? '' : ','))
    return [...parts, ''].map(bytesOf)
  },
  end: bytesOf('\n')
}

export const syntaxes: Readonly<Record<EventFormat, RowSyntax>> = { jsonl, csv }

const digits = bytesOf('0123456789abcdef')

/** Bytes of rows, one after the other. A chunk is given out when it is full and never written to again. */
export class RowWriter {
  readonly #capacity: number
  #bytes: Uint8Array
  #at = 0

  /** @param longestRow bytes that a row has at most */
  constructor(capacity: number, longestRow: number) {
    this.#capacity = capacity
    this.#bytes = Buffer.allocUnsafeSlow(capacity + longestRow)
  }

  get isFull(): boolean {
    return this.#at >= this.#capacity
  }

  take(): Uint8Array {
    const full = this.#bytes.subarray(0, this.#at)
    this.#bytes = Buffer.allocUnsafeSlow(this.#bytes.length)
    this.#at = 0
    return full
  }

  bytes(piece: Uint8Array): void {
    // for a few bytes the call into the engine costs more than the bytes
    const length = piece.length
    const target = this.#bytes
    const at = this.#at
    if (length > 20) target.set(piece, at)
    else for (let index = 0; index < length; index++) target[at + index] = piece[index] as number
    this.#at = at + length
  }

  byte(value: number): void {
    this.#bytes[this.#at++] = value
  }

  /** `count` hexadecimal digits of the low bits of `value`. */
  hex(value: number, count: number): void {
    for (let shift = (count - 1) * 4; shift >= 0; shift -= 4) {
      this.#bytes[this.#at++] = digits[(value >>> shift) & 15] as number
    }
  }

  /** A whole number, 0 to 2^31 - 1, in decimal, with leading zeros up to `width` digits. */
  decimal(value: number, width = 1): void {
    let count = width
    for (let limit = 10 ** width; value >= limit; limit *= 10) count++
    let rest = value | 0
    for (let at = this.#at + count - 1; at >= this.#at; at--) {
      const shorter = (rest / 10) | 0
      this.#bytes[at] = 48 + rest - shorter * 10
      rest = shorter
    }
    this.#at += count
  }
}
