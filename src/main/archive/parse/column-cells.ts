import { type BatchColumn, type PackedTexts, rowsPerBatch } from '../event-batch.ts'
import { copyBytes, slackBytes, viewOf } from './byte-words.ts'
import { ValueTable } from './value-table.ts'

/** Fewer cells than this say nothing about whether a column's values come again. */
export const fewCells = 4096
const repeatBits = 1 << 19

/** The cells of one column in the batch that is being made. */
export class ColumnCells {
  readonly name: string
  /** `"NAME":` as JSON writes it: how the column begins in a canonical row, and in most lines of jsonl. */
  readonly prefix: DataView
  readonly prefixLength: number
  /** Place among all columns' names, sorted by UTF-16 code units. */
  rank = 0
  readonly #table = new ValueTable()
  #codes = new Uint32Array(0)
  #cells = 0
  /** Decided by the batch before: values hardly come again, so that looking them up is wasted. */
  #isText = false
  #isTextNext = false
  #texts = new Uint8Array(0)
  #textsView = viewOf(this.#texts)
  #textsLength = 0
  #repeats = 0
  #seen: Uint32Array | undefined

  constructor(name: string) {
    this.name = name
    const prefix = Buffer.from(`${JSON.stringify(name)}:`)
    const padded = new Uint8Array(prefix.length + slackBytes)
    padded.set(prefix)
    this.prefix = viewOf(padded)
    this.prefixLength = prefix.length
  }

  get isUsed(): boolean {
    return this.#cells > 0
  }

  /** Memory of the values so far. */
  get byteLength(): number {
    return this.#isText ? this.#textsLength : this.#table.byteLength
  }

  /** Sets the row's value: the text in `view` from `start` to `end`, whose `hashBytes` is `hash`. */
  set(row: number, view: DataView, start: number, end: number, hash: number): void {
    if (row >= this.#codes.length) this.#growCodes(row + 1)
    this.#cells += 1
    if (!this.#isText) {
      this.#codes[row] = this.#table.intern(view, start, end, hash)
      return
    }
    const length = end - start
    const at = this.#textsLength
    if (at + length + slackBytes > this.#texts.length) this.#growTexts(at + length + slackBytes)
    copyBytes(view, start, this.#textsView, at, length)
    this.#textsLength = at + length
    // Where the text ends, plus one: 0 is no value.
    this.#codes[row] = at + length + 1
    this.#countRepeat(hash)
  }

  /** The column of the batch in memory of its own; afterwards it is empty and ready for the next batch. */
  take(rowCount: number): BatchColumn {
    if (this.#codes.length < rowCount) this.#growCodes(rowCount)
    const isText = this.#isText || this.#isNearlyUnique(this.#table.count)
    const isPresent = new Uint8Array(isText ? rowCount : 0)
    if (isText) for (let row = 0; row < rowCount; row += 1) isPresent[row] = this.#codes[row] === 0 ? 0 : 1
    const column: BatchColumn = isText
      ? { name: this.name, cells: { kind: 'text', texts: this.#takeTexts(rowCount), isPresent } }
      : {
          name: this.name,
          cells: { kind: 'dictionary', codes: this.#codes.slice(0, rowCount), texts: this.#table.texts() }
        }
    this.#isTextNext = this.#isText
      ? this.#isNearlyUnique(this.#cells - this.#repeats) || this.#cells < fewCells
      : isText
    this.#clear(rowCount)
    return column
  }

  #takeTexts(rowCount: number): PackedTexts {
    if (!this.#isText) return this.#table.textsOf(this.#codes, rowCount)
    const ends = new Uint32Array(rowCount)
    let last = 0
    for (let row = 0; row < rowCount; row += 1) {
      const end = this.#codes[row] as number
      if (end !== 0) last = end - 1
      ends[row] = last
    }
    return { bytes: this.#texts.slice(0, this.#textsLength), ends }
  }

  #isNearlyUnique(different: number): boolean {
    return this.#cells >= fewCells && different * 2 > this.#cells
  }

  /** Counts values that came before; a few of the others count too, where two hashes share a bit. */
  #countRepeat(hash: number): void {
    this.#seen ??= new Uint32Array(repeatBits / 32)
    const bit = hash & (repeatBits - 1)
    const word = this.#seen[bit >>> 5] as number
    const mask = 1 << (bit & 31)
    if ((word & mask) !== 0) this.#repeats += 1
    else this.#seen[bit >>> 5] = word | mask
  }

  #clear(rowCount: number): void {
    if (this.#codes.length > 4 * rowCount) this.#codes = new Uint32Array(0)
    else this.#codes.fill(0, 0, rowCount)
    this.#table.clear()
    this.#seen?.fill(0)
    if (this.#texts.length > 4 * this.#textsLength + 65_536 || !this.#isTextNext) {
      this.#texts = new Uint8Array(0)
      this.#textsView = viewOf(this.#texts)
    }
    if (!this.#isTextNext) this.#seen = undefined
    this.#cells = 0
    this.#repeats = 0
    this.#textsLength = 0
    this.#isText = this.#isTextNext
  }

  #growCodes(needed: number): void {
    const larger = new Uint32Array(Math.min(Math.max(needed, this.#codes.length * 2, 256), rowsPerBatch))
    larger.set(this.#codes)
    this.#codes = larger
  }

  #growTexts(needed: number): void {
    const larger = new Uint8Array(Math.max(needed, this.#texts.length * 2, 4096))
    larger.set(this.#texts.subarray(0, this.#textsLength))
    this.#texts = larger
    this.#textsView = viewOf(larger)
  }
}
