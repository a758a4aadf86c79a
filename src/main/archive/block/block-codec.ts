import { AppError } from '../../../shared/kit/app-error.ts'
import { ByteSink, ByteSource, putUint, readUint, widthOf } from './bytes.ts'
import { encodeIds, firstTextEncoding, IdColumn } from './id-column.ts'
import { noText, type PackedCells, packCells } from './packed-cells.ts'
import { type ColumnPlace, TextColumn } from './text-column.ts'
import { encodeTexts } from './text-encoding.ts'

// Form of a block, little-endian: version (1 byte), bytes of a time (1: that of a difference, 8 for a number of its own),
// rows - 1 (1), 0 (1), columns (2), 0 (2), least time (8), then a directory of 8 bytes a column, ascending by column:
// id (2), encoding (1), form of presence (1), end of its values (4). Then the times, then the columns' values.

const version = 1
const headerBytes = 16
const entryBytes = 8
const wholeTimes = 8

/** Most rows of a block. */
export const rowsPerBlock = 256
/** Column ids are below this. */
export const columnIdLimit = 0x10000

export interface BlockColumnInput {
  readonly columnId: number
  /** One entry a row; id 0, `noText` and `undefined` are no value. */
  readonly cells:
    | { readonly kind: 'dictionary'; readonly ids: Uint32Array }
    | ({ readonly kind: 'packed' } & PackedCells)
    | { readonly kind: 'text'; readonly texts: readonly (string | undefined)[] }
}

export interface BlockInput {
  readonly rowCount: number
  /** Epoch ms UTC, one a row; NaN for none. */
  readonly atMs: Float64Array
  /** In any order; columns in which no row has a value may be left out and are not stored. */
  readonly columns: readonly BlockColumnInput[]
}

const sink = new ByteSink(65_536)

/**
 * The stored form of up to 256 rows.
 * @throws AppError `invalid-input` for a number of rows or a column id that no block can have, or a column given twice
 */
export function encodeBlock({ rowCount, atMs, columns }: BlockInput): Uint8Array {
  if (!(rowCount >= 1 && rowCount <= rowsPerBlock)) throw new AppError('invalid-input', { field: 'rowCount' })
  const sorted = [...columns].sort((one, other) => one.columnId - other.columnId)
  for (const [place, { columnId }] of sorted.entries())
    if (!(columnId >= 0 && columnId < columnIdLimit) || sorted[place + 1]?.columnId === columnId)
      throw new AppError('invalid-input', { field: 'columnId' })
  const stored = sorted.filter(({ cells }) => hasValue(cells, rowCount))
  sink.clear()
  // the header's place; it is known at the end
  sink.take(headerBytes + stored.length * entryBytes)
  const head = new DataView(new ArrayBuffer(headerBytes + stored.length * entryBytes))
  head.setUint8(0, version)
  head.setUint8(2, rowCount - 1)
  head.setUint16(4, stored.length, true)
  const { width, base } = encodeTimes(atMs, rowCount)
  head.setUint8(1, width)
  head.setFloat64(8, base, true)
  for (const [place, { columnId, cells }] of stored.entries()) {
    const form =
      cells.kind === 'dictionary'
        ? encodeIds(sink, cells.ids, rowCount)
        : encodeTexts(sink, {
            cells: cells.kind === 'packed' ? cells : packCells(cells.texts, rowCount),
            atMs,
            rowCount
          })
    const at = headerBytes + place * entryBytes
    head.setUint16(at, columnId, true)
    head.setUint8(at + 2, form?.encoding ?? 0)
    head.setUint8(at + 3, form?.presence ?? 0)
    head.setUint32(at + 4, sink.length, true)
  }
  const data = sink.finish()
  data.set(new Uint8Array(head.buffer))
  sink.clear()
  return data
}

function hasValue(cells: BlockColumnInput['cells'], rowCount: number): boolean {
  if (cells.kind === 'text') return cells.texts.some((text, row) => row < rowCount && text !== undefined)
  const marks = cells.kind === 'dictionary' ? cells.ids : cells.starts
  const none = cells.kind === 'dictionary' ? 0 : noText
  for (let row = 0; row < rowCount; row += 1) if (marks[row] !== none) return true
  return false
}

function encodeTimes(atMs: Float64Array, rowCount: number): { readonly width: number; readonly base: number } {
  let min = Number.POSITIVE_INFINITY
  let max = Number.NEGATIVE_INFINITY
  let areWhole = true
  for (let row = 0; row < rowCount; row += 1) {
    const time = atMs[row] as number
    if (!Number.isSafeInteger(time)) areWhole = false
    if (time < min) min = time
    if (time > max) max = time
  }
  const width = areWhole && max - min < 0x100000000 ? widthOf(max - min) : wholeTimes
  const at = sink.take(rowCount * width)
  if (width === wholeTimes) {
    const out = new DataView(sink.room.buffer)
    for (let row = 0; row < rowCount; row += 1) out.setFloat64(at + row * width, atMs[row] as number, true)
  } else {
    const out = sink.room
    for (let row = 0; row < rowCount; row += 1) putUint(out, at + row * width, (atMs[row] as number) - min, width)
  }
  return { width, base: width === wholeTimes ? 0 : min }
}

/** A stored block. Columns are decoded when they are asked for, and one row's value without the others. */
export class EventBlock {
  readonly rowCount: number
  /** Columns in which a row has a value, ascending. */
  readonly columnIds: readonly number[]
  readonly #source: ByteSource
  readonly #places = new Map<number, ColumnPlace>()
  readonly #columns = new Map<number, IdColumn | TextColumn>()
  readonly #timesAt: number
  readonly #timeWidth: number
  readonly #baseMs: number
  #times: Float64Array | undefined

  constructor(data: Uint8Array) {
    const source = new ByteSource(data, 'block')
    this.#source = source
    if (source.u8(0, 'version') !== version) source.fail('version')
    this.#timeWidth = source.u8(1, 'times')
    this.rowCount = source.u8(2, 'rows') + 1
    const columnCount = source.u16(4, 'columns')
    this.#baseMs = source.f64(8, 'times')
    this.#timesAt = headerBytes + columnCount * entryBytes
    source.need(0, this.#timesAt, 'columns')
    const isWidth = this.#timeWidth === wholeTimes || (this.#timeWidth >= 1 && this.#timeWidth <= 4)
    if (!isWidth || (this.#timeWidth !== wholeTimes && !Number.isSafeInteger(this.#baseMs))) source.fail('times')
    source.need(this.#timesAt, this.rowCount * this.#timeWidth, 'times')
    let end = this.#timesAt + this.rowCount * this.#timeWidth
    const columnIds: number[] = []
    for (let place = 0; place < columnCount; place += 1) {
      const entry = headerBytes + place * entryBytes
      const columnId = source.u16(entry, 'columns')
      const at = end
      end = source.u32(entry + 4, 'columns')
      if (end < at || end > data.length || (place > 0 && columnId <= (columnIds[place - 1] as number)))
        source.fail('columns')
      columnIds.push(columnId)
      const encoding = source.u8(entry + 2, 'columns')
      this.#places.set(columnId, { at, end, encoding, presence: source.u8(entry + 3, 'columns') })
    }
    if (end !== data.length) source.fail('length')
    this.columnIds = columnIds
  }

  /** A row's time, epoch ms UTC; NaN for none. */
  atMs(row: number): number {
    if (!(row >= 0 && row < this.rowCount)) return Number.NaN
    const { data } = this.#source
    if (this.#timeWidth === wholeTimes) return this.#source.f64(this.#timesAt + row * wholeTimes, 'times')
    return this.#baseMs + readUint(data, this.#timesAt + row * this.#timeWidth, this.#timeWidth)
  }

  /** All rows' times, epoch ms UTC. */
  times(): Float64Array {
    if (this.#times === undefined) {
      const times = new Float64Array(this.rowCount)
      for (let row = 0; row < this.rowCount; row += 1) times[row] = this.atMs(row)
      this.#times = times
    }
    return this.#times
  }

  /** How the block stores a column; `undefined` when no row has a value in it. */
  kindOf(columnId: number): 'dictionary' | 'text' | undefined {
    const place = this.#places.get(columnId)
    return place === undefined ? undefined : place.encoding >= firstTextEncoding ? 'text' : 'dictionary'
  }

  /** Value id of a row in a dictionary column; 0 for none. */
  idAt(columnId: number, row: number): number {
    return this.idColumn(columnId)?.idAt(row) ?? 0
  }

  /** Text of a row in a text column. */
  textAt(columnId: number, row: number): string | undefined {
    return this.textColumn(columnId)?.textAt(row)
  }

  /** Value ids of all rows, 0 for none. */
  ids(columnId: number): Uint32Array {
    return this.idColumn(columnId)?.ids() ?? new Uint32Array(this.rowCount)
  }

  /** Texts of all rows of a text column. */
  texts(columnId: number): (string | undefined)[] {
    return this.textColumn(columnId)?.texts() ?? Array.from({ length: this.rowCount }, () => undefined)
  }

  /** A dictionary column as stored; `undefined` when the block has no such. @throws AppError `database-damaged` */
  idColumn(columnId: number): IdColumn | undefined {
    const column = this.#column(columnId)
    return column instanceof IdColumn ? column : undefined
  }

  /** A text column as stored; `undefined` when the block has no such. @throws AppError `database-damaged` */
  textColumn(columnId: number): TextColumn | undefined {
    const column = this.#column(columnId)
    return column instanceof TextColumn ? column : undefined
  }

  #column(columnId: number): IdColumn | TextColumn | undefined {
    const known = this.#columns.get(columnId)
    if (known !== undefined) return known
    const place = this.#places.get(columnId)
    if (place === undefined) return undefined
    const where = `column ${columnId}`
    const column =
      place.encoding >= firstTextEncoding
        ? new TextColumn(this.#source, place, this.rowCount, (row) => this.atMs(row), where)
        : new IdColumn(this.#source, place, this.rowCount, where)
    this.#columns.set(columnId, column)
    return column
  }
}

/**
 * Opens stored bytes as a block.
 * @throws AppError `database-damaged` with `what` and `where`, here or when a damaged column is asked for
 */
export function openBlock(data: Uint8Array): EventBlock {
  return new EventBlock(data)
}
