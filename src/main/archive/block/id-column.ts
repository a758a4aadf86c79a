import { type ByteSink, type ByteSource, putUint, readUint, widthOf } from './bytes.ts'
import { encodePresence, openPresence, type Presence } from './presence.ts'

// Encodings of value ids. 1 to 4: that many bytes an id. Local ones store each id that the block has once.
const constantIds = 8
const localBits = { 17: 1, 18: 2, 20: 4, 24: 8 } as const
const firstLocal = 16
/** Encodings from here on are of texts. */
export const firstTextEncoding = 32

/** More different ids than this are stored as they are: naming them by place saves nothing. */
const mostLocalIds = 128
const mostRows = 65_536
const present = new Uint16Array(mostRows)
const codes = new Uint8Array(mostRows)
// The ids met so far, in the order of coming, and a table that finds them: a slot is of this column where it has its stamp.
const localIds = new Uint32Array(mostLocalIds + 1)
const slotBits = 9
const slotIds = new Uint32Array(1 << slotBits)
const slotCodes = new Uint8Array(1 << slotBits)
const slotStamps = new Uint32Array(1 << slotBits)
let stamp = 0

/**
 * Writes a dictionary column's ids, 0 for no value.
 * @returns encoding and form of presence for the directory; `undefined` when no row has a value
 */
export function encodeIds(
  sink: ByteSink,
  ids: Uint32Array,
  rowCount: number
): { readonly encoding: number; readonly presence: number } | undefined {
  stamp = (stamp + 1) >>> 0
  let count = 0
  let max = 0
  let different = 0
  let last = 0
  let lastCode = 0
  for (let row = 0; row < rowCount; row += 1) {
    const id = ids[row] as number
    if (id === 0) continue
    if (id !== last && different <= mostLocalIds) {
      if (id > max) max = id
      last = id
      let slot = Math.imul(id, 0x9e3779b1) >>> (32 - slotBits)
      while (slotStamps[slot] === stamp && slotIds[slot] !== id) slot = (slot + 1) & ((1 << slotBits) - 1)
      if (slotStamps[slot] !== stamp) {
        slotStamps[slot] = stamp
        slotIds[slot] = id
        slotCodes[slot] = different
        localIds[different] = id
        different += 1
      }
      lastCode = slotCodes[slot] as number
    } else if (id > max) max = id
    codes[count] = lastCode
    present[count] = row
    count += 1
  }
  if (count === 0) return undefined
  const presence = encodePresence(sink, present.subarray(0, count), rowCount)
  if (different === 1) {
    sink.u32(max)
    return { encoding: constantIds, presence }
  }
  const width = widthOf(max)
  const bits = different <= 2 ? 1 : different <= 4 ? 2 : different <= 16 ? 4 : 8
  const codeBytes = Math.ceil((count * bits) / 8)
  if (different > mostLocalIds || 3 + different * width + codeBytes >= count * width) {
    const at = sink.take(count * width)
    const out = sink.room
    for (let place = 0; place < count; place += 1)
      putUint(out, at + place * width, ids[present[place] as number] as number, width)
    return { encoding: width, presence }
  }
  sink.u16(different)
  sink.u8(width)
  for (let code = 0; code < different; code += 1) sink.uint(localIds[code] as number, width)
  const at = sink.take(codeBytes)
  const out = sink.room
  for (let place = 0, bit = 0; place < count; place += 1, bit += bits) {
    const byte = at + (bit >> 3)
    out[byte] = (out[byte] as number) | ((codes[place] as number) << (bit & 7))
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
