import { type BatchBuilder, numberText, plainText } from './batch-builder.ts'
import { finishHash, hashBytes, hashSeed, mixWord } from './byte-words.ts'
import { compactJson, nestedEnd, numberEnd, stringEnd } from './json-values.ts'

// Whether one of a word's four bytes is a given one is found in a few steps without looking at each (after "Bit
// Twiddling Hacks", S. E. Anderson): the lowest bit set tells the first such byte exactly.
const ones = 0x01010101
const highs = 0x80808080 | 0
const quotes = 0x22222222
const backslashes = 0x5c5c5c5c
const blanks = 0x20202020

/**
 * Parses one JSON object whose keys are columns. Texts without escapes and numbers are taken where they lie, without
 * making strings of them; what is escaped or nested goes through JSON.parse. Accepts exactly what JSON.parse accepts
 * (but for nesting beyond `depthLimit`), and of a key that comes twice takes the last.
 */
export class JsonRowParser {
  /** Where the last row or value could not be parsed. */
  faultAt = 0
  hasTooManyColumns = false
  readonly #builder: BatchBuilder
  #bytes: Buffer = Buffer.alloc(0)
  #view: DataView = new DataView(new ArrayBuffer(0))
  /** Per column, plus one (0: the beginning of the row), the column that came behind it the last time, plus one. */
  #next = new Int32Array(64)
  /** Of the string scanned last. */
  #hash = 0

  constructor(builder: BatchBuilder) {
    this.#builder = builder
  }

  setSource(bytes: Buffer, view: DataView): void {
    this.#bytes = bytes
    this.#view = view
  }

  skipSpace(start: number): number {
    const bytes = this.#bytes
    let at = start
    for (;;) {
      const byte = bytes[at]
      if (byte !== 0x20 && byte !== 0x09 && byte !== 0x0d) return at
      at += 1
    }
  }

  /** Sets the cells of the object that begins at `start`; returns where it ends, -1 where it is none. */
  parse(start: number): number {
    const bytes = this.#bytes
    const builder = this.#builder
    this.hasTooManyColumns = false
    builder.beginRow()
    let at = this.skipSpace(start + 1)
    if (bytes[at] === 0x7d) return at + 1
    let previous = 0
    for (;;) {
      let column = previous < this.#next.length ? (this.#next[previous] as number) - 1 : -1
      if (column !== -1 && builder.isColumnAt(column, at)) at += builder.prefixLength(column)
      else {
        const known = this.#key(at)
        if (known === -1) return -1
        column = known
        at = this.faultAt
        if (previous >= this.#next.length) this.#growNext(previous)
        this.#next[previous] = column + 1
      }
      previous = column + 1
      let byte = bytes[at] as number
      if (byte <= 0x20) {
        at = this.skipSpace(at)
        byte = bytes[at] as number
      }
      if (byte === 0x22) {
        const end = this.#plainStringEnd(at + 1)
        if (end !== -1) {
          builder.setCell(column, at + 1, end, this.#hash, plainText)
          at = end + 1
        } else at = this.#escapedValue(column, at)
      } else if (byte === 0x2d || (byte >= 0x30 && byte <= 0x39)) at = this.#numberValue(column, at)
      else at = this.#otherValue(column, at, byte)
      if (at === -1) return -1
      byte = bytes[at] as number
      if (byte <= 0x20) {
        at = this.skipSpace(at)
        byte = bytes[at] as number
      }
      if (byte === 0x7d) return at + 1
      if (byte !== 0x2c) return this.#fault(at)
      at += 1
      if ((bytes[at] as number) <= 0x20) at = this.skipSpace(at)
    }
  }

  /** Where any valid JSON value that begins at `start` ends; -1 where there is none. */
  skipValue(start: number): number {
    const byte = this.#bytes[start]
    if (byte === 0x22) return this.#validated(start, stringEnd(this.#bytes, start + 1))
    if (byte === 0x7b || byte === 0x5b) return this.#validated(start, nestedEnd(this.#bytes, start))
    const word = this.#wordEnd(start)
    const end = word === -1 ? numberEnd(this.#bytes, start) : word
    return end === -1 ? this.#fault(start) : end
  }

  /**
   * Scans a string without escapes from behind its opening quote, and computes its hash on the way.
   * @returns where its closing quote is; -1 where an escape or a control character comes first
   */
  #plainStringEnd(start: number): number {
    const view = this.#view
    let hash = hashSeed
    let at = start
    for (;;) {
      const word = view.getInt32(at, true)
      const quote = word ^ quotes
      const backslash = word ^ backslashes
      const hits = (((quote - ones) & ~quote) | ((backslash - ones) & ~backslash) | ((word - blanks) & ~word)) & highs
      if (hits === 0) {
        hash = mixWord(hash, word)
        at += 4
        continue
      }
      const before = (31 - Math.clz32(hits & -hits)) >> 3
      if (((word >>> (before << 3)) & 0xff) !== 0x22) return -1
      this.#hash = finishHash(hash, word, before)
      return at + before
    }
  }

  /** The column of the key at `start`, and in `faultAt` where its value begins; -1 where there is no key. */
  #key(start: number): number {
    if (this.#bytes[start] !== 0x22) return this.#fault(start)
    let end = this.#plainStringEnd(start + 1)
    let column: number
    if (end !== -1) {
      column = this.#builder.columnAt(start + 1, end, this.#hash)
      end += 1
    } else {
      end = stringEnd(this.#bytes, start + 1)
      const name = end === -1 ? undefined : this.#parsed(start, end)
      if (typeof name !== 'string') return this.#fault(start)
      column = this.#builder.columnOf(name)
    }
    if (column === -1) {
      this.hasTooManyColumns = true
      return this.#fault(start)
    }
    const colon = this.skipSpace(end)
    if (this.#bytes[colon] !== 0x3a) return this.#fault(colon)
    this.faultAt = colon + 1
    return column
  }

  #numberValue(column: number, start: number): number {
    const end = numberEnd(this.#bytes, start)
    if (end === -1) return this.#fault(start)
    this.#builder.setCell(column, start, end, hashBytes(this.#view, start, end), numberText)
    return end
  }

  #escapedValue(column: number, start: number): number {
    const end = stringEnd(this.#bytes, start + 1)
    const text = end === -1 ? undefined : this.#parsed(start, end)
    if (typeof text !== 'string') return this.#fault(start)
    this.#builder.setOwnCell(column, text)
    return end
  }

  #otherValue(column: number, start: number, byte: number): number {
    if (byte === 0x7b || byte === 0x5b) {
      const end = this.#validated(start, nestedEnd(this.#bytes, start))
      if (end !== -1) this.#builder.setOwnCell(column, compactJson(this.#bytes.toString('utf8', start, end)))
      return end
    }
    const end = this.#wordEnd(start)
    if (end === -1) return this.#fault(start)
    if (byte === 0x6e) this.#builder.unsetCell(column)
    else this.#builder.setCell(column, start, end, hashBytes(this.#view, start, end), plainText)
    return end
  }

  /** Where `true`, `false` or `null` ends. */
  #wordEnd(start: number): number {
    const word = this.#view.getInt32(start, true)
    if (word === 0x65757274 || word === 0x6c6c756e) return start + 4
    return word === 0x736c6166 && this.#bytes[start + 4] === 0x65 ? start + 5 : -1
  }

  /** `end` where the bytes up to it are valid JSON, else -1. */
  #validated(start: number, end: number): number {
    return end === -1 || this.#parsed(start, end) === undefined ? this.#fault(start) : end
  }

  /** What JSON.parse makes of these bytes; undefined where they are no JSON. */
  #parsed(start: number, end: number): unknown {
    try {
      return JSON.parse(this.#bytes.toString('utf8', start, end))
    } catch {
      return undefined
    }
  }

  #fault(at: number): -1 {
    this.faultAt = at
    return -1
  }

  #growNext(needed: number): void {
    const larger = new Int32Array(Math.max(needed + 1, this.#next.length * 2))
    larger.set(this.#next)
    this.#next = larger
  }
}
