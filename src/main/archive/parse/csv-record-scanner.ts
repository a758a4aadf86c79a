import { type BatchBuilder, plainText, textToEscape } from './batch-builder.ts'
import { hashBytes } from './byte-words.ts'

const quote = 0x22
const newline = 0x0a
const carriageReturn = 0x0d

// What a byte may be within a field.
const isPlain = 0
/** Is escaped in the canonical form: backslashes and control characters. */
const isToEscape = 1
const isSpecial = 2

/** `open`: the bytes end before the record does; `stray`: text behind a field's closing quote. */
export type ScanOutcome = 'whole' | 'open' | 'stray'

/** Finds the fields of one CSV record and sets them as cells. */
export class CsvRecordScanner {
  /** Where the record ends, without its line's end; or where it was found not to be one. */
  end = 0
  /** Where the next one begins. */
  next = 0
  hasLineEnd = false
  fieldCount = 0
  /** Newlines within its quoted fields. */
  newlines = 0
  longestField = 0
  longestIndex = 0
  isWithinLines = false
  readonly #builder: BatchBuilder
  readonly #delimiter: number
  readonly #classes = new Uint8Array(256)
  #bytes: Buffer = Buffer.alloc(0)
  #view: DataView = new DataView(new ArrayBuffer(0))
  #limit = 0
  #isLast = false

  constructor(builder: BatchBuilder, delimiter: string) {
    this.#builder = builder
    this.#delimiter = delimiter.charCodeAt(0)
    this.#classes.fill(isToEscape, 0, 0x20)
    this.#classes[quote] = isToEscape
    this.#classes[0x5c] = isToEscape
    this.#classes[newline] = isSpecial
    this.#classes[this.#delimiter] = isSpecial
  }

  /**
   * @param limit end of the bytes; a newline comes behind them
   * @param isLast whether nothing of the source comes behind them, so that they end a record too
   */
  setSource(bytes: Buffer, view: DataView, limit: number, isLast: boolean): void {
    this.#bytes = bytes
    this.#view = view
    this.#limit = limit
    this.#isLast = isLast
  }

  /** From now on no field goes over a line's end. */
  keepWithinLines(): void {
    this.isWithinLines = true
  }

  /** @param columns the column of each field; none for the header, whose fields set no cells */
  scan(start: number, columns: readonly number[] | undefined): ScanOutcome {
    const bytes = this.#bytes
    this.fieldCount = 0
    this.newlines = 0
    this.longestField = 0
    let at = start
    for (;;) {
      const column = columns?.[this.fieldCount]
      const fieldEnd = bytes[at] === quote && at < this.#limit ? this.#quoted(at, column) : this.#unquoted(at, column)
      if (fieldEnd === -1) return 'open'
      if (fieldEnd - at > this.longestField) {
        this.longestField = fieldEnd - at
        this.longestIndex = this.fieldCount
      }
      this.fieldCount += 1
      this.end = fieldEnd
      const byte = bytes[fieldEnd]
      if (fieldEnd >= this.#limit) return this.#endRecord(fieldEnd, fieldEnd, false)
      if (byte === this.#delimiter) at = fieldEnd + 1
      else if (byte === newline) return this.#endRecord(fieldEnd, fieldEnd + 1, true)
      else if (byte === carriageReturn && bytes[fieldEnd + 1] === newline) {
        if (fieldEnd + 1 >= this.#limit) return this.#endRecord(fieldEnd, fieldEnd + 1, false)
        return this.#endRecord(fieldEnd, fieldEnd + 2, true)
      } else return 'stray'
    }
  }

  /** The fields of the record from `start` to `end` as texts; undefined for one that is no value. */
  texts(start: number, end: number): (string | undefined)[] {
    const texts: (string | undefined)[] = []
    let at = start
    while (at <= end) {
      const isQuoted = this.#bytes[at] === quote && at < end
      const fieldEnd = isQuoted ? this.#quotedEnd(at, end) : this.#plainEnd(at, end)
      const text = this.#bytes.toString('utf8', isQuoted ? at + 1 : at, isQuoted ? fieldEnd - 1 : fieldEnd)
      if (isQuoted) texts.push(text.replaceAll('""', '"'))
      else texts.push(text === '' ? undefined : text)
      at = fieldEnd + 1
    }
    return texts
  }

  /** Number of fields in one line by itself; 0 where a quote in it is not closed. */
  countFields(start: number, lineEnd: number): number {
    const end = this.#bytes[lineEnd - 1] === carriageReturn ? lineEnd - 1 : lineEnd
    let count = 0
    let at = start
    while (at <= end) {
      const isQuoted = this.#bytes[at] === quote && at < end
      const fieldEnd = isQuoted ? this.#quotedEnd(at, end) : this.#plainEnd(at, end)
      if (fieldEnd === -1) return 0
      count += 1
      at = fieldEnd + 1
    }
    return count
  }

  #endRecord(end: number, next: number, hasLineEnd: boolean): ScanOutcome {
    this.end = end
    this.next = next
    this.hasLineEnd = hasLineEnd
    return hasLineEnd || this.#isLast ? 'whole' : 'open'
  }

  #unquoted(start: number, column: number | undefined): number {
    const bytes = this.#bytes
    const classes = this.#classes
    let kind = plainText
    let at = start
    for (;;) {
      const byteClass = classes[bytes[at] as number] as number
      if (byteClass !== isPlain) {
        if (byteClass === isSpecial) break
        kind = textToEscape
      }
      at += 1
    }
    const end = at < this.#limit ? at : this.#limit
    const isLineEnd = bytes[end - 1] === carriageReturn && (bytes[end] === newline || end === this.#limit)
    const textEnd = isLineEnd && end > start ? end - 1 : end
    const isNull = textEnd === start || (textEnd === start + 2 && bytes[start] === 0x5c && bytes[start + 1] === 0x4e)
    if (column !== undefined && !isNull)
      this.#builder.setCell(column, start, textEnd, hashBytes(this.#view, start, textEnd), kind)
    return textEnd
  }

  #quoted(start: number, column: number | undefined): number {
    const bytes = this.#bytes
    const classes = this.#classes
    const limit = this.#limit
    let kind = plainText
    let hasQuotes = false
    let newlines = 0
    let at = start + 1
    for (; ; at += 1) {
      const byte = bytes[at] as number
      if (classes[byte] === isPlain) continue
      if (at >= limit) {
        this.newlines += newlines
        return this.#unclosed(start, limit)
      }
      if (byte === quote) {
        if (bytes[at + 1] !== quote || at + 1 >= limit) break
        hasQuotes = true
        at += 1
      } else if (byte === newline) {
        if (this.isWithinLines) return this.#unclosed(start, at)
        newlines += 1
        kind = textToEscape
      } else if (byte !== this.#delimiter || byte < 0x20) kind = textToEscape
    }
    this.newlines += newlines
    if (column !== undefined) {
      if (hasQuotes) this.#builder.setOwnCell(column, bytes.toString('utf8', start + 1, at).replaceAll('""', '"'))
      else this.#builder.setCell(column, start + 1, at, hashBytes(this.#view, start + 1, at), kind)
    }
    return at + 1
  }

  #unclosed(start: number, at: number): -1 {
    this.end = at
    this.hasLineEnd = false
    if (at - start > this.longestField) {
      this.longestField = at - start
      this.longestIndex = this.fieldCount
    }
    return -1
  }

  #quotedEnd(start: number, end: number): number {
    for (let at = start + 1; at < end; at += 1) {
      if (this.#bytes[at] !== quote) continue
      if (this.#bytes[at + 1] !== quote || at + 1 >= end) return at + 1
      at += 1
    }
    return -1
  }

  #plainEnd(start: number, end: number): number {
    let at = start
    while (at < end && this.#bytes[at] !== this.#delimiter) at += 1
    return at
  }
}
