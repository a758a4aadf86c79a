import type { ParsedPart } from '../event-batch.ts'
import { BatchBuilder } from './batch-builder.ts'
import { slackBytes, viewOf } from './byte-words.ts'
import { CsvParser } from './csv-parser.ts'
import { JsonlParser } from './jsonl-parser.ts'
import { Quarantine } from './quarantine.ts'
import type { RecordParser } from './record-parser.ts'
import type { SourceFormat, SourceRoles } from './source-types.ts'

// Small enough to stay in the processor's cache, large enough to make the work around it vanish.
const pieceBytes = 256 * 1024
const firstWindowBytes = 2 * pieceBytes

export interface PartParserOptions {
  readonly format: SourceFormat
  /** Of CSV alone. */
  readonly delimiter?: string
  readonly roles?: SourceRoles
  /** Line of the source on which its bytes begin; CSV has its header there. */
  readonly firstLine?: number
}

/** Makes parts of a source's bytes (UTF-8, no byte-order mark), as they come. Holds a batch and a record at most. */
export class PartParser {
  /** Bytes of the source as stored that were given so far; whoever reads it counts. */
  storedBytes = 0
  readonly #builder: BatchBuilder
  readonly #quarantine = new Quarantine()
  readonly #parser: RecordParser
  #bytes = Buffer.allocUnsafeSlow(firstWindowBytes + 2 * slackBytes)
  #view = viewOf(this.#bytes)
  #start = 0
  #end = 0
  #lineOfPart: number
  #bytesOfPart = 0

  constructor(options: PartParserOptions) {
    const { format, delimiter = ',', roles, firstLine = 1 } = options
    this.#builder = new BatchBuilder(roles?.timeColumn)
    this.#lineOfPart = firstLine
    this.#parser =
      format === 'jsonl'
        ? new JsonlParser(this.#builder, this.#quarantine, firstLine)
        : new CsvParser(this.#builder, this.#quarantine, { firstLine, delimiter })
  }

  /** Columns so far, in the order in which they came. */
  get columnNames(): string[] {
    return this.#builder.set.columns.map((column) => column.name)
  }

  /** Parses the source's next bytes, which are copied. */
  *push(bytes: Uint8Array): Generator<ParsedPart> {
    for (let at = 0; at < bytes.length; at += pieceBytes) {
      this.#append(bytes.subarray(at, at + pieceBytes))
      yield* this.#parse(false, false)
    }
  }

  /**
   * Parses what is left.
   * @param cut why the source is known to have ended too early: what its end leaves unfinished is quarantined as `truncated`
   */
  *end(cut?: string): Generator<ParsedPart> {
    yield* this.#parse(true, cut !== undefined)
    if (cut !== undefined)
      this.#quarantine.add(this.#parser.line, 'truncated', cut, this.#bytes, this.#start, this.#end)
    this.#start = this.#end
    if (this.#isPartBegun()) yield this.#takePart()
  }

  *#parse(isLast: boolean, isCut: boolean): Generator<ParsedPart> {
    for (;;) {
      const [bytes, view, end] = [this.#bytes, this.#view, this.#end]
      // A string that is not closed ends here at the latest, for every scanner.
      bytes.fill(0x0a, end, end + slackBytes)
      this.#start = this.#parser.parse({ bytes, view, start: this.#start, end, isLast, isCut })
      if (!this.#builder.isFull && !this.#quarantine.isFull) return
      yield this.#takePart()
    }
  }

  #takePart(): ParsedPart {
    const { line } = this.#parser
    const part: ParsedPart = {
      batch: this.#builder.take(),
      quarantined: this.#quarantine.take(),
      lineCount: line - this.#lineOfPart,
      byteCount: this.storedBytes - this.#bytesOfPart
    }
    this.#lineOfPart = line
    this.#bytesOfPart = this.storedBytes
    return part
  }

  #isPartBegun(): boolean {
    const hasRecords = this.#builder.rowCount > 0 || this.#quarantine.count > 0
    return hasRecords || this.#parser.line > this.#lineOfPart || this.storedBytes > this.#bytesOfPart
  }

  #append(piece: Uint8Array): void {
    const kept = this.#end - this.#start
    const needed = kept + piece.length
    const room = this.#bytes.length - 2 * slackBytes
    // Also lets go of the room that one huge record took.
    const isOversized = room > 8 * firstWindowBytes && needed * 4 < room
    if (needed > room || isOversized) {
      const larger = Buffer.allocUnsafeSlow(Math.max(firstWindowBytes, needed + needed / 2) + 2 * slackBytes)
      larger.set(this.#bytes.subarray(this.#start, this.#end))
      this.#bytes = larger
      this.#view = viewOf(larger)
      this.#start = 0
      this.#end = kept
    } else if (this.#end + piece.length > room) {
      this.#bytes.copyWithin(0, this.#start, this.#end)
      this.#start = 0
      this.#end = kept
    }
    this.#bytes.set(piece, this.#end)
    this.#end += piece.length
  }
}
