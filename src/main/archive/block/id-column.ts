import { type ByteSink, type ByteSource, readUint, widthOf } from './bytes.ts'
import { encodePresence, openPresence, type Presence } from './presence.ts'

// Encodings of value ids. 1 to 4: that many bytes an id. Local ones store each id that the block has once.
const constantIds = 8
const localBits = { 17: 1, 18: 2, 20: 4, 24: 8 } as const
const firstLocal = 16
/** Encodings from here on are of texts. */
export const firstTextEncoding = 32

const present = new Uint16Array(65_536)

/**
 * Writes a dictionary column's ids, 0 for no value.
 * @returns encoding and form of presence for the directory; `undefined` when no row has a value
 */
export function encodeIds(
  sink: ByteSink,
  ids: Uint32Array,
  rowCount: number
): { readonly encoding: number; readonly presence: number } | undefined {
  let count = 0
  let max = 0
  for (let row = 0; row < rowCount; row += 1) {
    const id = ids[row] as number
    if (id === 0) continue
    present[count] = row
    count += 1
    if (id > max) max = id
  }
  if (count === 0) return undefined
  const rows = present.subarray(0, count)
  const presence = encodePresence(sink, rows, rowCount)
  const width = widthOf(max)
  const places = new Map<number, number>()
  // more than a byte can name, or so many that naming them saves nothing
  for (let place = 0; place < count && places.size <= 128; place += 1) {
    const id = ids[rows[place] as number] as number
    if (!places.has(id)) places.set(id, places.size)
  }
  if (places.size === 1) {
    sink.u32(max)
    return { encoding: constantIds, presence }
  }
  const bits = places.size <= 2 ? 1 : places.size <= 4 ? 2 : places.size <= 16 ? 4 : 8
  const localBytes = 3 + places.size * width + Math.ceil((count * bits) / 8)
  if (places.size > 128 || localBytes >= count * width) {
    for (const row of rows) sink.uint(ids[row] as number, width)
    return { encoding: width, presence }
  }
  sink.u16(places.size)
  sink.u8(width)
  for (const id of places.keys()) sink.uint(id, width)
  const length = Math.ceil((count * bits) / 8)
  const codes = sink.window(sink.take(length), length)
  for (let place = 0; place < count; place += 1) {
    const bit = place * bits
    const code = places.get(ids[rows[place] as number] as number) ?? 0
    codes[bit >> 3] = (codes[bit >> 3] as number) | (code << (bit & 7))
  }
  return { encoding: firstLocal + bits, presence }
}

/** A dictionary column of a block. */
export class IdColumn {
  readonly presence: Presence
  /** Value ids of the rows that have one, where `#codes` is not used. */
  readonly #values: Uint8Array
  readonly #width: number
  readonly #constant: number
  readonly #bits: number
  readonly #local: Uint32Array
  readonly #source: ByteSource
  readonly #where: string
  readonly #rowCount: number

  /** @throws AppError `database-damaged` unless all of the column lies between `at` and `end` */
  constructor(
    source: ByteSource,
    place: { readonly at: number; readonly end: number; readonly encoding: number; readonly presence: number },
    rowCount: number,
    where: string
  ) {
    this.presence = openPresence(source, place.at, rowCount, place.presence, where)
    this.#source = source
    this.#where = where
    this.#rowCount = rowCount
    this.#constant = 0
    this.#bits = 0
    this.#width = 0
    this.#local = noIds
    const { count, end: from } = this.presence
    const { encoding } = place
    let valueBytes: number
    let valuesAt = from
    if (encoding === constantIds) {
      this.#constant = source.u32(from, where)
      valueBytes = 4
    } else if (encoding in localBits) {
      this.#bits = encoding - firstLocal
      const idCount = source.u16(from, where)
      const width = source.u8(from + 2, where)
      if (idCount > 256 || width < 1 || width > 4) source.fail(where)
      source.need(from + 3, idCount * width, where)
      this.#local = new Uint32Array(idCount)
      for (let code = 0; code < idCount; code += 1)
        this.#local[code] = readUint(source.data, from + 3 + code * width, width)
      valuesAt = from + 3 + idCount * width
      valueBytes = Math.ceil((count * this.#bits) / 8)
    } else if (encoding >= 1 && encoding <= 4) {
      this.#width = encoding
      valueBytes = count * encoding
    } else source.fail(where)
    if (valuesAt + valueBytes !== place.end) source.fail(where)
    this.#values = source.u8s(valuesAt, valueBytes, where)
  }

  /** Value id of a row, 0 for none. */
  idAt(row: number): number {
    const rank = this.presence.rankOf(row)
    return rank < 0 ? 0 : this.#valueAt(rank)
  }

  /** Writes the ids of all rows from `out[at]` on; rows without a value are left as they are. */
  idsInto(out: Uint32Array, at: number): void {
    const rows = this.presence.rows()
    const { count } = this.presence
    if (rows === undefined) {
      if (this.#width === 2) for (let row = 0; row < count; row += 1) out[at + row] = readUint(this.#values, row * 2, 2)
      else if (this.#constant !== 0) out.fill(this.#constant, at, at + count)
      else for (let row = 0; row < count; row += 1) out[at + row] = this.#valueAt(row)
    } else for (let rank = 0; rank < count; rank += 1) out[at + (rows[rank] as number)] = this.#valueAt(rank)
  }

  /** The ids of all rows, 0 for none. */
  ids(): Uint32Array {
    const ids = new Uint32Array(this.#rowCount)
    this.idsInto(ids, 0)
    return ids
  }

  #valueAt(rank: number): number {
    if (this.#width > 0) return readUint(this.#values, rank * this.#width, this.#width)
    if (this.#bits === 0) return this.#constant
    const bit = rank * this.#bits
    const code = ((this.#values[bit >> 3] as number) >> (bit & 7)) & ((1 << this.#bits) - 1)
    return code < this.#local.length ? (this.#local[code] as number) : this.#source.fail(this.#where)
  }
}

const noIds = new Uint32Array(0)
