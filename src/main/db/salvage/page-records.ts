import type { PageFile } from './page-file.ts'

/** A value as SQLite stores it. */
export type Stored = number | string | Buffer | null

/** A record that was found in a page; its values are read when they are asked for. */
export interface FoundRecord {
  /** The row's id; undefined in a tree that goes by its key. */
  readonly rowId: number | undefined
  /** SQLite's serial types of the columns. */
  readonly types: readonly number[]
  /** @returns undefined where the record does not hold together */
  readonly values: () => Stored[] | undefined
}

const tableLeaf = 0x0d
const indexLeaf = 0x0a
const indexInterior = 0x02
/** A record with more columns is none of an archive. */
const mostColumns = 64
/** A value that is larger is none of an archive: blocks and texts are far below. */
const largestPayload = 512 * 1024 * 1024

/** The records of one page, as far as they can be told; a page of another kind has none. Never reads outside. */
export function* recordsOf(file: PageFile, page: number): Generator<FoundRecord> {
  const bytes = file.page(page)
  const start = page === 1 ? 100 : 0
  const type = bytes[start]
  if (type !== tableLeaf && type !== indexLeaf && type !== indexInterior) return
  const cells = bytes.readUInt16BE(start + 3)
  const pointers = start + (type === indexInterior ? 12 : 8)
  if (pointers + cells * 2 > bytes.length) return
  for (let cell = 0; cell < cells; cell += 1) {
    const record = recordAt(file, bytes, bytes.readUInt16BE(pointers + cell * 2), type)
    if (record !== undefined) yield record
  }
}

function recordAt(file: PageFile, bytes: Buffer, at: number, type: number): FoundRecord | undefined {
  let place = type === indexInterior ? at + 4 : at
  const payload = varint(bytes, place)
  if (payload === undefined || payload.value < 1 || payload.value > largestPayload) return undefined
  place = payload.next
  let rowId: number | undefined
  if (type === tableLeaf) {
    const id = varint(bytes, place)
    if (id === undefined) return undefined
    rowId = id.value
    place = id.next
  }
  const local = localBytes(payload.value, bytes.length, type === tableLeaf)
  if (place + local + (local < payload.value ? 4 : 0) > bytes.length) return undefined
  const types = typesOf(bytes, place, place + local)
  if (types === undefined) return undefined
  const values = (): Stored[] | undefined => {
    const whole =
      local === payload.value
        ? bytes.subarray(place, place + local)
        : withOverflow(file, bytes.subarray(place, place + local), bytes.readUInt32BE(place + local), payload.value)
    return whole === undefined ? undefined : valuesOf(whole, types)
  }
  return { rowId, types, values }
}

/** How much of a record is in its page (fileformat2, 1.6). */
function localBytes(payload: number, usable: number, isTable: boolean): number {
  const most = isTable ? usable - 35 : Math.floor(((usable - 12) * 64) / 255) - 23
  if (payload <= most) return payload
  const least = Math.floor(((usable - 12) * 32) / 255) - 23
  const some = least + ((payload - least) % (usable - 4))
  return some <= most ? some : least
}

function withOverflow(file: PageFile, local: Buffer, firstPage: number, payload: number): Buffer | undefined {
  const whole = Buffer.alloc(payload)
  let filled = local.copy(whole)
  for (let page = firstPage; filled < payload; ) {
    if (page < 2 || page > file.pageCount) return undefined
    const bytes = file.page(page)
    filled += bytes.copy(whole, filled, 4, Math.min(bytes.length, 4 + payload - filled))
    page = bytes.readUInt32BE(0)
  }
  return whole
}

function typesOf(bytes: Buffer, at: number, end: number): number[] | undefined {
  const size = varint(bytes, at)
  if (size === undefined || size.value < 1 || at + size.value > end) return undefined
  const types: number[] = []
  for (let place = size.next; place < at + size.value; ) {
    const type = varint(bytes, place)
    if (type === undefined || types.length >= mostColumns) return undefined
    types.push(type.value)
    place = type.next
  }
  return types
}

function valuesOf(record: Buffer, types: readonly number[]): Stored[] | undefined {
  const header = varint(record, 0)
  if (header === undefined) return undefined
  let at = header.value
  const values: Stored[] = []
  for (const type of types) {
    const length = lengthOf(type)
    if (length === undefined || at + length > record.length) return undefined
    values.push(valueOf(record, at, type, length))
    at += length
  }
  return values
}

const fixedLengths = [0, 1, 2, 3, 4, 6, 8, 8, 0, 0] as const

function lengthOf(type: number): number | undefined {
  if (type >= 12) return Math.floor((type - 12) / 2)
  return fixedLengths[type]
}

function valueOf(record: Buffer, at: number, type: number, length: number): Stored {
  if (type === 0) return null
  if (type === 8 || type === 9) return type - 8
  if (type === 7) return record.readDoubleBE(at)
  if (type === 6) return Number(record.readBigInt64BE(at))
  if (type < 6) return record.readIntBE(at, length)
  const bytes = record.subarray(at, at + length)
  return type % 2 === 0 ? bytes : bytes.toString('utf8')
}

/** SQLite's variable-length integer, 1 to 9 bytes. @returns undefined beyond the end, or for what no number holds */
function varint(bytes: Buffer, at: number): { readonly value: number; readonly next: number } | undefined {
  let value = 0
  for (let place = 0; place < 8; place += 1) {
    const byte = bytes[at + place]
    if (byte === undefined) return undefined
    value = value * 128 + (byte & 0x7f)
    if (byte < 0x80) return Number.isSafeInteger(value) ? { value, next: at + place + 1 } : undefined
  }
  return undefined
}
