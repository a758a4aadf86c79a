import { parseAuditTime } from '../../../shared/domain/audit-schema.ts'
import { type EventBatch, rowsPerBatch } from '../event-batch.ts'
import { leafBytes, LeafHasher } from '../row-hash.ts'
import { areEqual, copyBytes, grown, hashBytes, slackBytes, viewOf } from './byte-words.ts'
import type { ColumnCells } from './column-cells.ts'
import { columnLimit, ColumnSet } from './column-set.ts'
import { isoTimeMs } from './iso-time.ts'
import { escapeInto, longestEscape } from './json-escape.ts'
import { OwnTexts } from './own-texts.ts'

/** What is to be known of a value's bytes. */
export const plainText = 0
/** Holds a quote, a backslash or a control character: is escaped in the canonical row. */
export const textToEscape = 1
/** Lies among the builder's own bytes, because it is written otherwise in the source. */
export const ownText = 2
/** A number of JSON, as its source wrote it. */
export const numberText = 3

// A batch is done when its columns' codes or its texts are this large, however few rows it has: memory stays flat with
// thousands of columns, or values of megabytes.
const codeBytesLimit = 24 * 1024 * 1024
const textBytesLimit = 24 * 1024 * 1024
/** Text of all rows of a batch in their canonical form. With half of it there are twice the segments to be joined later. */
const batchBytesLimit = 16 * 1024 * 1024
const rowsBetweenLooks = 1024
const bytesBetweenLooks = 1024 * 1024
/** Buffers for one row are let go after a batch when a huge row made them larger than this. */
const keptRowBytes = 1024 * 1024

/**
 * Why a row cannot be taken; undefined where it was. `no-room`: it brings so many columns that it begins the next batch;
 * it is to be parsed again then.
 */
export type RowFault = 'no-time' | 'impossible-time' | 'no-room' | undefined

/** Makes batches of rows. A parser sets a row's cells one by one and then commits the row, or begins it anew. */
export class BatchBuilder {
  readonly set = new ColumnSet()
  rowCount = 0
  isFull = false
  readonly #timeColumnName: string | undefined
  /** -1 as long as the source has no column of that name. */
  #timeColumn = -1
  #bytes: Uint8Array = new Uint8Array(slackBytes)
  #view = viewOf(this.#bytes)
  // Of the row being made, by column: where its text is, its hash and kind. Which columns it has is a bit per rank, so
  // that the canonical order comes without sorting and a key that comes twice counts once.
  #starts = new Int32Array(64)
  #ends = new Int32Array(64)
  #hashes = new Int32Array(64)
  #kinds = new Uint8Array(64)
  #present = new Int32Array(2)
  readonly #own = new OwnTexts()
  #out = new Uint8Array(4096)
  #outView = viewOf(this.#out)
  #hasher = new LeafHasher(this.#out)
  #bytesSinceLook = 0
  #bytesOfBatch = 0
  #capacity = 1024
  #atMs = new Float64Array(this.#capacity)
  #leaves = Buffer.alloc(this.#capacity * leafBytes)

  /** @param timeColumn the column that holds the event's time, where there is one */
  constructor(timeColumn: string | undefined) {
    this.#timeColumnName = timeColumn
  }

  /** The bytes in which the texts of the next rows lie, with `slackBytes` behind them. */
  setSource(bytes: Uint8Array, view: DataView): void {
    this.#bytes = bytes
    this.#view = view
  }

  beginRow(): void {
    this.#present.fill(0)
    this.#own.clear()
  }

  /** Name of the column that holds the time; empty where there is none. */
  get timeColumnName(): string {
    return this.#timeColumnName ?? ''
  }

  /** Whether the source has the column's `"NAME":` at this place. */
  isColumnAt(column: number, at: number): boolean {
    const { prefix, prefixLength } = this.set.columns[column] as ColumnCells
    return at + prefixLength + slackBytes <= this.#bytes.length && areEqual(this.#view, at, prefix, 0, prefixLength)
  }

  prefixLength(column: number): number {
    return (this.set.columns[column] as ColumnCells).prefixLength
  }

  /** The number of the column whose name is at this place of the source; -1 where there are too many. */
  columnAt(start: number, end: number, hash: number): number {
    const before = this.set.columns.length
    const number = this.set.numberAt(this.#view, start, end, hash)
    if (this.set.columns.length > before) this.#columnAdded()
    return number
  }

  columnOf(name: string): number {
    const before = this.set.columns.length
    const number = this.set.numberOf(name)
    if (this.set.columns.length > before) this.#columnAdded()
    return number
  }

  setCell(column: number, start: number, end: number, hash: number, kind: number): void {
    this.#starts[column] = start
    this.#ends[column] = end
    this.#hashes[column] = hash
    this.#kinds[column] = kind
    const rank = (this.set.columns[column] as ColumnCells).rank
    this.#present[rank >> 5] = (this.#present[rank >> 5] as number) | (1 << (rank & 31))
  }

  /** Takes the column's value away: the later of two keys was null. */
  unsetCell(column: number): void {
    const rank = (this.set.columns[column] as ColumnCells).rank
    this.#present[rank >> 5] = (this.#present[rank >> 5] as number) & ~(1 << (rank & 31))
  }

  /** Sets a text that is not in the source as it is; lone surrogates become U+FFFD, as UTF-8 has none. */
  setOwnCell(column: number, text: string): void {
    const start = this.#own.add(text)
    const end = this.#own.length
    this.setCell(column, start, end, hashBytes(this.#own.view, start, end), ownText)
  }

  /** Adds the row, unless its time is missing or none. */
  commitRow(): RowFault {
    const atMs = this.#timeColumnName === undefined ? Number.NaN : this.#timeOfRow()
    if (atMs === undefined) return 'impossible-time'
    if (atMs === null) return 'no-time'
    const row = this.rowCount
    const mostCodeBytes = this.set.columns.length * (row + 1) * 4
    if (mostCodeBytes > codeBytesLimit && row > 0 && !this.#hasRoom()) {
      this.isFull = true
      return 'no-room'
    }
    if (row === this.#capacity) this.#growRows()
    this.#atMs[row] = atMs
    const length = this.#writeRow(row)
    this.#hasher.write(length, this.#leaves, row * leafBytes)
    this.rowCount = row + 1
    this.#bytesSinceLook += length
    this.#bytesOfBatch += length
    if (row + 1 === rowsPerBatch || this.#bytesOfBatch > batchBytesLimit) this.isFull = true
    else if ((row + 1) % rowsBetweenLooks === 0 || this.#bytesSinceLook > bytesBetweenLooks) this.#lookAtSize()
    return undefined
  }

  /** The rows so far as a batch in memory of its own; the builder goes on with the next one. */
  take(): EventBatch {
    const { rowCount } = this
    const used = this.set.columns.filter((column) => column.isUsed)
    const batch: EventBatch = {
      rowCount,
      columns: used.map((column) => column.take(rowCount)),
      atMs: this.#atMs.slice(0, rowCount),
      leaves: Uint8Array.prototype.slice.call(this.#leaves, 0, rowCount * leafBytes)
    }
    this.rowCount = 0
    this.isFull = false
    this.#bytesSinceLook = 0
    this.#bytesOfBatch = 0
    this.#own.release()
    if (this.#out.length > keptRowBytes) this.#setOut(new Uint8Array(4096))
    return batch
  }

  /** Writes the row in its canonical form and its values into their columns; returns the form's length. */
  #writeRow(row: number): number {
    const { columns, byRank } = this.set
    let at = 0
    for (let word = 0; word < this.#present.length; word += 1) {
      let bits = this.#present[word] as number
      while (bits !== 0) {
        const rank = (word << 5) + 31 - Math.clz32(bits & -bits)
        bits &= bits - 1
        const number = byRank[rank] as number
        const column = columns[number] as ColumnCells
        const start = this.#starts[number] as number
        const end = this.#ends[number] as number
        const kind = this.#kinds[number] as number
        const isOwn = kind === ownText
        const view = isOwn ? this.#own.view : this.#view
        const isEscaped = isOwn || kind === textToEscape
        const room = at + column.prefixLength + (isEscaped ? longestEscape : 1) * (end - start) + 16
        if (room > this.#out.length) this.#growOut(room, at)
        this.#out[at] = at === 0 ? 0x7b : 0x2c
        copyBytes(column.prefix, 0, this.#outView, at + 1, column.prefixLength)
        at += column.prefixLength + 1
        this.#out[at] = 0x22
        if (isEscaped) at = escapeInto(this.#out, at + 1, isOwn ? this.#own.bytes : this.#bytes, start, end)
        else {
          copyBytes(view, start, this.#outView, at + 1, end - start)
          at += end - start + 1
        }
        this.#out[at] = 0x22
        at += 1
        column.set(row, view, start, end, this.#hashes[number] as number)
      }
    }
    if (at === 0) this.#out[at++] = 0x7b
    this.#out[at] = 0x7d
    return at + 1
  }

  /** Null where the row has no value in its time column, undefined where that is no time. */
  #timeOfRow(): number | null | undefined {
    const column = this.#timeColumn
    if (column === -1) return null
    const rank = (this.set.columns[column] as ColumnCells).rank
    if (((this.#present[rank >> 5] as number) & (1 << (rank & 31))) === 0) return null
    const start = this.#starts[column] as number
    const end = this.#ends[column] as number
    const kind = this.#kinds[column] as number
    const bytes = kind === ownText ? this.#own.bytes : this.#bytes
    const fast = isoTimeMs(bytes, start, end)
    if (!Number.isNaN(fast)) return fast
    // No time is longer; a megabyte of text is not made a string for that.
    if (end - start > 64) return undefined
    const text = Buffer.from(bytes.buffer, bytes.byteOffset + start, end - start).toString()
    const atMs = parseAuditTime(kind === numberText ? Number(text) : text)
    return atMs === undefined || Number.isNaN(atMs) ? undefined : atMs
  }

  /** Whether the codes of all columns that the batch would then have stay within their limit. */
  #hasRoom(): boolean {
    const { columns } = this.set
    let count = 0
    for (const column of columns)
      if (column.isUsed || ((this.#present[column.rank >> 5] as number) & (1 << (column.rank & 31))) !== 0) count += 1
    return count * (this.rowCount + 1) * 4 <= codeBytesLimit
  }

  #lookAtSize(): void {
    this.#bytesSinceLook = 0
    const used = this.set.columns.filter((column) => column.isUsed)
    const textBytes = used.reduce((sum, column) => sum + column.byteLength, 0)
    if (used.length * this.rowCount * 4 > codeBytesLimit || textBytes > textBytesLimit) this.isFull = true
  }

  #columnAdded(): void {
    this.#makeRoom()
    // The ranks behind the new one moved by one: bits are set anew from what they stood for.
    const { columns, byRank } = this.set
    if (columns[columns.length - 1]?.name === this.#timeColumnName) this.#timeColumn = columns.length - 1
    const added = (columns[columns.length - 1] as ColumnCells).rank
    for (let rank = byRank.length - 1; rank > added; rank -= 1) {
      const before = rank - 1
      const bit = ((this.#present[before >> 5] as number) >>> (before & 31)) & 1
      const cleared = (this.#present[rank >> 5] as number) & ~(1 << (rank & 31))
      this.#present[rank >> 5] = cleared | (bit << (rank & 31))
    }
    this.#present[added >> 5] = (this.#present[added >> 5] as number) & ~(1 << (added & 31))
  }

  #makeRoom(): void {
    const count = this.set.columns.length
    if (count > this.#present.length * 32) this.#present = grown(this.#present, this.#present.length * 2)
    if (count <= this.#starts.length) return
    const size = Math.min(this.#starts.length * 2, columnLimit)
    this.#starts = grown(this.#starts, size)
    this.#ends = grown(this.#ends, size)
    this.#hashes = grown(this.#hashes, size)
    const kinds = new Uint8Array(size)
    kinds.set(this.#kinds)
    this.#kinds = kinds
  }

  #growRows(): void {
    this.#capacity = Math.min(this.#capacity * 2, rowsPerBatch)
    const atMs = new Float64Array(this.#capacity)
    atMs.set(this.#atMs)
    this.#atMs = atMs
    const leaves = Buffer.alloc(this.#capacity * leafBytes)
    leaves.set(this.#leaves)
    this.#leaves = leaves
  }

  #growOut(needed: number, used: number): void {
    const larger = new Uint8Array(Math.max(needed, this.#out.length * 2))
    larger.set(this.#out.subarray(0, used))
    this.#setOut(larger)
  }

  #setOut(bytes: Uint8Array<ArrayBuffer>): void {
    this.#out = bytes
    this.#outView = viewOf(bytes)
    this.#hasher = new LeafHasher(bytes)
  }
}
