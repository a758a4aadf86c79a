import { isUtf8 } from 'node:buffer'
import type { QuarantineReason } from '../event-batch.ts'
import type { BatchBuilder } from './batch-builder.ts'
import { CsvRecordScanner } from './csv-record-scanner.ts'
import { CsvSkipper } from './csv-skipper.ts'
import { headerNames } from './csv-header.ts'
import { describeEncodingFault, type Quarantine } from './quarantine.ts'
import { lineLimitBytes, type RecordParser, type SourceWindow } from './record-parser.ts'

const newline = 0x0a
// A stray quote makes everything up to the next one a single field. The lines in it are tried again one by one; when
// that has happened to this many bytes, a field may no longer go over a line's end, so that no file takes for ever.
const retriedBytesLimit = 256 * 1024 * 1024
const lookedAtLines = 50
const fewestLookedAtLines = 3

/**
 * Parses CSV with a header row (RFC 4180: fields in quotes may hold delimiters, newlines and doubled quotes). An empty
 * field without quotes, and `\N` as Snowflake writes it, is no value. A quote within an unquoted field is text.
 */
export class CsvParser implements RecordParser {
  line: number
  readonly #builder: BatchBuilder
  readonly #quarantine: Quarantine
  readonly #scanner: CsvRecordScanner
  readonly #skipper: CsvSkipper
  #columns: readonly number[] | undefined
  #bytes: Buffer = Buffer.alloc(0)
  #validUpTo = 0
  #retriedBytes = 0
  /** How much of a record that was not whole was looked at. */
  #openBytes = 0

  constructor(
    builder: BatchBuilder,
    quarantine: Quarantine,
    options: { readonly firstLine: number; readonly delimiter: string }
  ) {
    this.#builder = builder
    this.#quarantine = quarantine
    this.#scanner = new CsvRecordScanner(builder, options.delimiter)
    this.#skipper = new CsvSkipper(options.delimiter)
    this.line = options.firstLine
  }

  parse(window: SourceWindow): number {
    const { bytes, end, isLast } = window
    this.#bytes = bytes
    let at = window.start
    if (this.#skipper.isActive) {
      at = this.#skipper.skip(bytes, at, end)
      if (this.#skipper.isActive && !isLast) return at
      this.line += this.#skipper.takeLines()
    }
    // A long record is looked at anew only when there is twice as much of it, so that its length counts once.
    const isWaiting = this.#openBytes > 0 && end - at < Math.min(this.#openBytes * 2, lineLimitBytes + 1)
    if (isWaiting && !isLast) return at
    this.#openBytes = 0
    this.#builder.setSource(bytes, window.view)
    this.#scanner.setSource(bytes, window.view, end, isLast)
    const lineEnds = isLast ? end : bytes.lastIndexOf(newline, end - 1) + 1
    this.#validUpTo = lineEnds > at && isUtf8(bytes.subarray(at, lineEnds)) ? lineEnds : 0
    while (at < end && !this.#builder.isFull && !this.#quarantine.isFull) {
      const next = this.#parseRecord(at, window)
      if (next === -1) return at
      at = next
    }
    return at
  }

  /** Parses the record at `start`; returns where the next begins, `start` for want of room, -1 where it is not whole. */
  #parseRecord(start: number, window: SourceWindow): number {
    const bytes = this.#bytes
    const blank = bytes[start] === 0x0d ? start + 1 : start
    if (bytes[blank] === newline && blank < window.end) {
      this.line += 1
      return blank + 1
    }
    const scanner = this.#scanner
    this.#builder.beginRow()
    const outcome = scanner.scan(start, this.#columns)
    if (outcome === 'open' && !window.isLast) {
      this.#openBytes = window.end - start
      if (this.#openBytes <= lineLimitBytes) return -1
      this.#openBytes = 0
      return this.#leaveOut(start, window.end)
    }
    if (outcome === 'open' && !scanner.isWithinLines && !this.#hasStrayQuote(start, window.end, 1))
      return window.isCut ? -1 : this.#endWithin(start, window.end)
    if (outcome !== 'whole') return this.#retryLines(start, outcome, window.end)
    if (window.isCut && !scanner.hasLineEnd) return -1
    const { end, fieldCount } = scanner
    // A stray quote may find its closing one in a later row: then the count of fields does not fit.
    const isTorn = scanner.newlines > 0 && this.#columns !== undefined && fieldCount !== this.#columns.length
    if (isTorn && this.#hasStrayQuote(start, end, 1)) return this.#retryLines(start, 'open', window.end)
    const lines = 1 + scanner.newlines
    const fault = this.#faultOf(start, end, fieldCount, window)
    if (fault === 'no-room') return start
    if (fault !== undefined) this.#quarantine.add(this.line, fault.reason, fault.detail, bytes, start, end)
    this.line += lines
    return scanner.next
  }

  #faultOf(
    start: number,
    end: number,
    fieldCount: number,
    window: SourceWindow
  ): { reason: QuarantineReason; detail: string } | 'no-room' | undefined {
    const bytes = this.#bytes
    if (end - start > lineLimitBytes) return this.#tooLong(start, end)
    if (end > this.#validUpTo && !isUtf8(bytes.subarray(start, end)))
      return { reason: 'wrong-encoding', detail: describeEncodingFault(bytes, start, end) }
    if (this.#columns === undefined) {
      this.#columns = headerNames(this.#scanner.texts(start, end)).map((name) => this.#builder.columnOf(name))
      return undefined
    }
    const expected = this.#columns.length
    if (fieldCount !== expected) {
      const isTruncated = !this.#scanner.hasLineEnd && fieldCount < expected && end === window.end
      const reason = isTruncated ? 'truncated' : 'wrong-field-count'
      return { reason, detail: `${fieldCount} fields, ${expected} expected` }
    }
    const fault = this.#builder.commitRow()
    if (fault === undefined || fault === 'no-room') return fault
    const column = this.#builder.timeColumnName
    const detail = fault === 'no-time' ? `no value in ${column}` : `the value of ${column} is no time`
    return { reason: 'impossible-time', detail }
  }

  /** The source ends within a quoted field. */
  #endWithin(start: number, end: number): number {
    this.#quarantine.add(this.line, 'truncated', 'ends within a quoted field', this.#bytes, start, end)
    this.line += 1 + this.#scanner.newlines
    return end
  }

  /** A quote that is not closed, or closed in the middle of a field: the line is bad, those behind it may be good. */
  #retryLines(start: number, outcome: 'open' | 'stray', end: number): number {
    const found = this.#bytes.indexOf(newline, start)
    const lineEnd = found === -1 || found > end ? end : found
    this.#retriedBytes += Math.max(0, this.#scanner.end - lineEnd)
    if (this.#retriedBytes > retriedBytesLimit) this.#scanner.keepWithinLines()
    const detail = outcome === 'open' ? 'a quote that is not closed' : 'text behind a closing quote'
    this.#quarantine.add(this.line, 'not-parseable', detail, this.#bytes, start, lineEnd)
    this.line += 1
    return Math.min(lineEnd + 1, end)
  }

  /** Leaves out a record that is too long to be kept, unless it is only a stray quote that makes it one. */
  #leaveOut(start: number, end: number): number {
    if (this.#hasStrayQuote(start, end, fewestLookedAtLines)) return this.#retryLines(start, 'open', end)
    const { reason, detail } = this.#tooLong(start, end)
    this.#quarantine.add(this.line, reason, detail, this.#bytes, start, end)
    this.#skipper.begin()
    return this.#skipper.skip(this.#bytes, start, end)
  }

  /** Whether what is read as one field with many lines reads as rows line by line. */
  #hasStrayQuote(start: number, end: number, fewestLines: number): boolean {
    const expected = this.#columns?.length ?? 0
    if (expected < 2) return false
    let lines = 0
    let rows = 0
    let at = this.#bytes.indexOf(newline, start) + 1
    while (lines < lookedAtLines && at > 0 && at < end) {
      const found = this.#bytes.indexOf(newline, at)
      const next = found === -1 || found > end ? end : found
      const fields = this.#scanner.countFields(at, next)
      if (next > at + 1) lines += 1
      if (fields === expected) rows += 1
      at = next + 1
    }
    return lines >= fewestLines && rows * 2 >= lines
  }

  #tooLong(start: number, end: number): { reason: QuarantineReason; detail: string } {
    const { longestField, longestIndex } = this.#scanner
    const name = this.#columns?.[longestIndex]
    const column = name === undefined ? `field ${longestIndex + 1}` : this.#builder.set.columns[name]?.name
    const isField = longestField * 2 > end - start
    const reason = isField ? 'field-too-long' : 'line-too-long'
    return { reason, detail: `${isField ? `${column}: ` : ''}longer than ${lineLimitBytes} bytes` }
  }
}
