import { escapeInto, longestEscape } from '../parse/json-escape.ts'
import { slackBytes, viewOf } from '../parse/byte-words.ts'
import type { EventBlock } from './block-codec.ts'
import { damaged, putDigits } from './bytes.ts'
import { printHex, printUuid, uuidLength } from './hex-text.ts'
import { noText, type PackedCells } from './packed-cells.ts'
import type { TextColumn } from './text-column.ts'
import { isTimeEncoding, textEncodings } from './text-encoding.ts'
import { isPrintable, longestTimeBytes, TimePrinter } from './time-form.ts'

/** Most characters of a whole number. */
const longestNumber = 17

/** A column's texts by row as they stand within a JSON string; memory that is used again for one block after the other. */
export class PrintedTexts implements PackedCells {
  bytes: Uint8Array = new Uint8Array(0)
  view: DataView = viewOf(this.bytes)
  readonly starts = new Uint32Array(256)
  readonly ends = new Uint32Array(256)

  /** Whether each text says its row's own time. */
  areOwnTimes = false

  /** Takes the texts of a column of a block. @throws AppError `database-damaged` */
  take(block: EventBlock, column: TextColumn): void {
    const { presence, values } = column
    const { count } = presence
    this.starts.fill(noText)
    this.#makeRoom(roomOf(column, count))
    const out = this.bytes
    const rows = presence.rows()
    const printer = isTimeEncoding(column.encoding) ? new TimePrinter(column.encoding - textEncodings.time) : undefined
    this.areOwnTimes = printer?.isExact === true
    let at = 0
    let from = 0
    for (let rank = 0; rank < count; rank += 1) {
      const row = rows === undefined ? rank : (rows[rank] as number)
      this.starts[row] = at
      switch (column.encoding) {
        case textEncodings.uuid:
          printUuid(values, rank * column.width, out, at)
          at += uuidLength
          break
        case textEncodings.hex:
          printHex(values, rank * column.width, column.width, out, at)
          at += column.width * 2
          break
        case textEncodings.integer:
          at = putDigits(out, at, column.integerAt(rank))
          break
        case textEncodings.utf8:
        case textEncodings.longUtf8:
          at = escapeInto(out, at, values, from, column.ends[rank] as number)
          from = column.ends[rank] as number
          break
        default: {
          const atMs = block.atMs(row)
          if (printer === undefined || !isPrintable(atMs)) throw damaged('block', 'time')
          at = printer.printInto(atMs, out, at)
        }
      }
      this.ends[row] = at
    }
  }

  #makeRoom(bytes: number): void {
    if (bytes + slackBytes <= this.bytes.length && this.bytes.length < 1_048_576) return
    this.bytes = new Uint8Array(bytes + slackBytes + 16_384)
    this.view = viewOf(this.bytes)
  }
}

function roomOf({ encoding, values, width }: TextColumn, count: number): number {
  if (encoding === textEncodings.uuid) return count * uuidLength
  if (encoding === textEncodings.hex) return count * width * 2
  if (encoding === textEncodings.integer) return count * longestNumber
  return isTimeEncoding(encoding) ? count * longestTimeBytes : values.length * longestEscape
}
