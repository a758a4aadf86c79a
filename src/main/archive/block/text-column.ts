import { type ByteSource, readUint } from './bytes.ts'
import { printHex, printUuid, uuidBytes, uuidLength } from './hex-text.ts'
import { openPresence, type Presence } from './presence.ts'
import { endOfEncodings, isTimeEncoding, textEncodings } from './text-encoding.ts'
import { isPrintable, TimePrinter } from './time-form.ts'

/** Where a column's stored form lies. */
export interface ColumnPlace {
  readonly at: number
  readonly end: number
  readonly encoding: number
  readonly presence: number
}

/** Stored texts of a column, of a block or of some rows of a segment. */
export class TextColumn {
  readonly presence: Presence
  /** One of `textEncodings`. */
  readonly encoding: number
  /** The stored values without what stands before them: for a UUID its 16 bytes, for UTF-8 the text's bytes. */
  readonly values: Uint8Array
  /** Of UTF-8 the end of each text, of whole numbers the least (`base`) and bytes each (`width`); else unused. */
  readonly ends: Uint16Array | Uint32Array
  readonly base: number
  readonly width: number
  readonly #rowCount: number
  readonly #atMs: (row: number) => number
  readonly #source: ByteSource
  readonly #where: string

  /**
   * @param atMs the rows' times, for texts that repeat them
   * @throws AppError `database-damaged` unless all of the column lies between `at` and `end` of the place
   */
  constructor(source: ByteSource, place: ColumnPlace, rowCount: number, atMs: (row: number) => number, where: string) {
    this.presence = openPresence(source, place.at, rowCount, place.presence, where)
    this.encoding = place.encoding
    this.#rowCount = rowCount
    this.#atMs = atMs
    this.#source = source
    this.#where = where
    const { count, end: from } = this.presence
    this.ends = noEnds
    this.base = 0
    this.width = 0
    let valuesAt = from
    let bytes = 0
    switch (place.encoding) {
      case textEncodings.uuid:
        this.width = uuidBytes
        bytes = count * uuidBytes
        break
      case textEncodings.hex:
        this.width = source.u16(from, where)
        valuesAt += 2
        bytes = count * this.width
        break
      case textEncodings.integer:
        this.base = source.f64(from, where)
        this.width = source.u8(from + 8, where)
        if (!Number.isSafeInteger(this.base) || ![1, 2, 3, 4, 6].includes(this.width)) source.fail(where)
        valuesAt += 9
        bytes = count * this.width
        break
      case textEncodings.utf8:
        this.ends = readEnds16(source, from, count, where)
        valuesAt += count * 2
        bytes = this.ends[count - 1] ?? 0
        break
      case textEncodings.longUtf8:
        this.ends = readEnds32(source, from, count, where)
        valuesAt += count * 4
        bytes = this.ends[count - 1] ?? 0
        break
      default:
        if (!(place.encoding >= textEncodings.time && place.encoding < endOfEncodings)) source.fail(where)
    }
    if (valuesAt + bytes !== place.end) source.fail(where)
    this.values = source.u8s(valuesAt, bytes, where)
  }

  /** A row's text; `undefined` where the row has none. */
  textAt(row: number): string | undefined {
    const rank = this.presence.rankOf(row)
    if (rank < 0) return undefined
    switch (this.encoding) {
      case textEncodings.uuid:
        printUuid(this.values, rank * uuidBytes, ascii, 0)
        return ascii.toString('latin1', 0, uuidLength)
      case textEncodings.hex:
        return Buffer.from(this.values.subarray(rank * this.width, (rank + 1) * this.width)).toString('hex')
      case textEncodings.integer:
        return String(this.integerAt(rank))
      case textEncodings.utf8:
      case textEncodings.longUtf8:
        return asBuffer(this.values).toString('utf8', rank === 0 ? 0 : this.ends[rank - 1], this.ends[rank])
      default:
        return this.#timeText(new TimePrinter(this.encoding - textEncodings.time), row)
    }
  }

  /** The `rank`-th number of a column of whole numbers. */
  integerAt(rank: number): number {
    return this.base + readUint(this.values, rank * this.width, this.width)
  }

  /** The texts of all rows. */
  texts(): (string | undefined)[] {
    const texts: (string | undefined)[] = Array.from({ length: this.#rowCount }, () => undefined)
    this.textsInto(texts, 0)
    return texts
  }

  /** Puts the texts from `out[at]` on; rows without a text are left as they are. */
  textsInto(out: (string | undefined)[], at: number): void {
    const rows = this.presence.rows()
    const { count } = this.presence
    const place = (rank: number) => at + (rows === undefined ? rank : (rows[rank] as number))
    switch (this.encoding) {
      case textEncodings.uuid: {
        const room = roomFor(count * uuidLength)
        for (let rank = 0; rank < count; rank += 1) printUuid(this.values, rank * uuidBytes, room, rank * uuidLength)
        const all = room.toString('latin1', 0, count * uuidLength)
        for (let rank = 0; rank < count; rank += 1)
          out[place(rank)] = all.slice(rank * uuidLength, (rank + 1) * uuidLength)
        return
      }
      case textEncodings.hex: {
        const room = roomFor(this.values.length * 2)
        printHex(this.values, 0, this.values.length, room, 0)
        const all = room.toString('latin1', 0, this.values.length * 2)
        const length = this.width * 2
        for (let rank = 0; rank < count; rank += 1) out[place(rank)] = all.slice(rank * length, (rank + 1) * length)
        return
      }
      case textEncodings.utf8:
      case textEncodings.longUtf8:
        this.#utf8Into(out, place)
        return
      default: {
        const printer = isTimeEncoding(this.encoding) ? new TimePrinter(this.encoding - textEncodings.time) : undefined
        for (let rank = 0; rank < count; rank += 1) {
          const to = place(rank)
          out[to] = printer === undefined ? String(this.integerAt(rank)) : this.#timeText(printer, to - at)
        }
      }
    }
  }

  #utf8Into(out: (string | undefined)[], place: (rank: number) => number): void {
    const bytes = asBuffer(this.values)
    const { count } = this.presence
    const all = bytes.toString('latin1')
    // where nothing is beyond ASCII, one decoding serves all
    const isAscii = !/[\u0080-\u00ff]/.test(all)
    let from = 0
    for (let rank = 0; rank < count; rank += 1) {
      const end = this.ends[rank] as number
      out[place(rank)] = isAscii ? all.slice(from, end) : bytes.toString('utf8', from, end)
      from = end
    }
  }

  #timeText(printer: TimePrinter, row: number): string {
    const atMs = this.#atMs(row)
    return isPrintable(atMs) ? printer.print(atMs) : this.#source.fail(this.#where)
  }
}

const noEnds = new Uint16Array(0)
const ascii = Buffer.alloc(uuidLength)
let room = Buffer.alloc(0)

/** Room for the characters of one column at a time. */
function roomFor(count: number): Buffer {
  if (room.length < count) room = Buffer.alloc(Math.max(count, 16_384))
  return room
}

function asBuffer(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
}

function readEnds16(source: ByteSource, at: number, count: number, where: string): Uint16Array {
  const ends = source.u16s(at, count, where)
  for (let place = 1; place < count; place += 1)
    if ((ends[place] as number) < (ends[place - 1] as number)) source.fail(where)
  return ends
}

function readEnds32(source: ByteSource, at: number, count: number, where: string): Uint32Array {
  const ends = source.u32s(at, count, where)
  for (let place = 1; place < count; place += 1)
    if ((ends[place] as number) < (ends[place - 1] as number)) source.fail(where)
  return ends
}
