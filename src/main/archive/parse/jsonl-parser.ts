import { isUtf8 } from 'node:buffer'
import type { QuarantineReason } from '../event-batch.ts'
import type { BatchBuilder } from './batch-builder.ts'
import { JsonRowParser } from './json-row-parser.ts'
import { describeEncodingFault, type Quarantine } from './quarantine.ts'
import { lineLimitBytes, type RecordParser, type SourceWindow } from './record-parser.ts'

const newline = 0x0a

/**
 * Parses lines that are JSON objects, or arrays of them as the `json` format writes. A line's rows land one by one: a
 * row that is none does not take the others of its array with it.
 */
export class JsonlParser implements RecordParser {
  line: number
  readonly #builder: BatchBuilder
  readonly #quarantine: Quarantine
  readonly #rows: JsonRowParser
  #bytes: Buffer = Buffer.alloc(0)
  #isSkipping = false
  /** Which row of its line's array comes next, from 1; 0 outside of an array. */
  #element = 0
  #isOpenEnd = false
  #isCut = false
  #isLeft = false

  constructor(builder: BatchBuilder, quarantine: Quarantine, firstLine: number) {
    this.#builder = builder
    this.#quarantine = quarantine
    this.#rows = new JsonRowParser(builder)
    this.line = firstLine
  }

  parse(window: SourceWindow): number {
    const { bytes, start, end, isLast } = window
    this.#bytes = bytes
    this.#isCut = window.isCut
    let at = start
    if (this.#isSkipping) {
      at = this.#skip(at, end, isLast)
      if (this.#isSkipping) return at
    }
    const hasOpenEnd = isLast && end > at && bytes[end - 1] !== newline
    const limit = isLast ? end : bytes.lastIndexOf(newline, end - 1) + 1
    this.#builder.setSource(bytes, window.view)
    this.#rows.setSource(bytes, window.view)
    const isValid = limit <= at || isUtf8(bytes.subarray(at, limit))
    while (at < limit) {
      if (this.#builder.isFull || this.#quarantine.isFull) return at
      this.#isOpenEnd = hasOpenEnd && bytes.indexOf(newline, at) >= end
      at = this.#parseLine(at, isValid)
      // An end that is known to be cut off is told once, by whoever knows why.
      if (this.#isLeft) return at
    }
    if (end - at <= lineLimitBytes || isLast) return Math.min(at, end)
    this.#quarantine.add(this.line, 'line-too-long', tooLong, bytes, at, end)
    this.#isSkipping = true
    return end
  }

  /** Parses the line at `start`; returns where the next begins, or `start` (or a row of its array) where no room is left. */
  #parseLine(start: number, isValid: boolean): number {
    const bytes = this.#bytes
    let at = start
    if (this.#element === 0) {
      at = this.#rows.skipSpace(at)
      const first = bytes[at]
      if (first === newline) return this.#endLine(at)
      if (!isValid || first === 0x5b) {
        const lineEnd = bytes.indexOf(newline, at)
        if (lineEnd - start > lineLimitBytes) return this.#refuse(start, 'line-too-long', tooLong)
        if (!isValid && !isUtf8(bytes.subarray(start, lineEnd)))
          return this.#refuse(start, 'wrong-encoding', describeEncodingFault(bytes, start, lineEnd))
      }
      if (first !== 0x7b && first !== 0x5b) return this.#refuseOther(start, at)
      if (first === 0x7b) return this.#parseObject(start, at)
      at = this.#rows.skipSpace(at + 1)
      if (bytes[at] === 0x5d) return this.#closeArray(start, at)
      this.#element = 1
    }
    return this.#parseArray(start, at)
  }

  #parseObject(start: number, at: number): number {
    const end = this.#rows.parse(at)
    if (end === -1) return this.#refuseRow(start)
    const lineEnd = this.#rows.skipSpace(end)
    if (this.#bytes[lineEnd] !== newline) return this.#refuse(start, 'not-parseable', position(start, lineEnd))
    if (lineEnd - start > lineLimitBytes) return this.#refuse(start, 'line-too-long', tooLong)
    const fault = this.#builder.commitRow()
    if (fault === 'no-room') return start
    if (fault !== undefined) this.#add('impossible-time', this.#timeDetail(fault), start, lineEnd)
    return this.#endLine(lineEnd)
  }

  /** Parses rows of an array from the one at `from` on. */
  #parseArray(start: number, from: number): number {
    let at = from
    for (;;) {
      if (this.#builder.isFull || this.#quarantine.isFull) return at
      const end = this.#bytes[at] === 0x7b ? this.#rows.parse(at) : this.#rows.skipValue(at)
      if (end === -1) return this.#refuseRow(start)
      const element = `row ${this.#element} of the line`
      if (this.#bytes[at] === 0x7b) {
        const fault = this.#builder.commitRow()
        if (fault === 'no-room') return at
        if (fault !== undefined) this.#add('impossible-time', `${element}: ${this.#timeDetail(fault)}`, at, end)
      } else this.#add('not-an-object', element, at, end)
      this.#element += 1
      at = this.#rows.skipSpace(end)
      if (this.#bytes[at] === 0x5d) return this.#closeArray(start, at)
      if (this.#bytes[at] !== 0x2c) return this.#refuse(start, 'not-parseable', position(start, at))
      at = this.#rows.skipSpace(at + 1)
    }
  }

  #closeArray(start: number, at: number): number {
    const lineEnd = this.#rows.skipSpace(at + 1)
    if (this.#bytes[lineEnd] !== newline) return this.#refuse(start, 'not-parseable', position(start, lineEnd))
    return this.#endLine(lineEnd)
  }

  #refuseRow(start: number): number {
    if (this.#rows.hasTooManyColumns) return this.#refuse(start, 'wrong-field-count', 'too many different columns')
    return this.#refuse(start, 'not-parseable', position(start, this.#rows.faultAt))
  }

  /** A line that begins with neither an object nor an array: another value, or none at all. */
  #refuseOther(start: number, at: number): number {
    const end = this.#rows.skipValue(at)
    const isValue = end !== -1 && this.#bytes[this.#rows.skipSpace(end)] === newline
    if (isValue && !this.#isOpenEnd) return this.#refuse(start, 'not-an-object', 'no object')
    return this.#refuse(start, 'not-parseable', position(start, this.#rows.faultAt))
  }

  /** Leaves out the rest of the line. Where the source ends within the line, that is why it cannot be read. */
  #refuse(start: number, reason: QuarantineReason, detail: string): number {
    const lineEnd = this.#bytes.indexOf(newline, start)
    const isTruncated = this.#isOpenEnd && reason === 'not-parseable'
    if (this.#isOpenEnd && this.#isCut) {
      this.#isLeft = true
      return start
    }
    this.#add(isTruncated ? 'truncated' : reason, detail, start, lineEnd)
    return this.#endLine(lineEnd)
  }

  #add(reason: QuarantineReason, detail: string, start: number, end: number): void {
    this.#quarantine.add(this.line, reason, detail, this.#bytes, start, end)
  }

  #endLine(lineEnd: number): number {
    this.line += 1
    this.#element = 0
    return lineEnd + 1
  }

  #skip(at: number, end: number, isLast: boolean): number {
    const found = this.#bytes.indexOf(newline, at)
    const isEnded = found !== -1 && found < end
    if (!isEnded && !isLast) return end
    this.#isSkipping = false
    this.line += 1
    return isEnded ? found + 1 : end
  }

  #timeDetail(fault: 'no-time' | 'impossible-time'): string {
    const column = this.#builder.timeColumnName
    return fault === 'no-time' ? `no value in ${column}` : `the value of ${column} is no time`
  }
}

const tooLong = `longer than ${lineLimitBytes} bytes`

/** Positions are counted in bytes, from 1. */
function position(start: number, at: number): string {
  return `unexpected at position ${at - start + 1}`
}
