import { AppError } from '../../../shared/kit/app-error.ts'

/** The error for stored bytes that are not what they should be. @param what a kind of bytes @param where part of it */
export function damaged(what: string, where: string): AppError {
  return new AppError('database-damaged', { what, where })
}

/** Least number of bytes that hold a whole number. @param max at most 2^48 - 1 */
export function widthOf(max: number): number {
  if (max < 0x100) return 1
  if (max < 0x10000) return 2
  if (max < 0x1000000) return 3
  return max < 0x100000000 ? 4 : 6
}

/** Writes a whole number of 1, 2, 3, 4 or 6 bytes. The place must be there. */
export function putUint(out: Uint8Array, at: number, value: number, width: number): void {
  out[at] = value
  if (width === 1) return
  out[at + 1] = value >>> 8
  if (width === 2) return
  out[at + 2] = value >>> 16
  if (width === 3) return
  out[at + 3] = value >>> 24
  if (width === 4) return
  const high = Math.floor(value / 0x100000000)
  out[at + 4] = high
  out[at + 5] = high >>> 8
}

/** Writes a whole number in decimal digits; returns where it ends. */
export function putDigits(out: Uint8Array, at: number, value: number): number {
  let rest = Math.abs(value)
  let digits = 1
  for (let over = 10; over <= rest; over *= 10) digits += 1
  const first = value < 0 ? at + 1 : at
  if (value < 0) out[at] = 0x2d
  for (let place = first + digits - 1; place >= first; place -= 1) {
    const next = Math.floor(rest / 10)
    out[place] = 0x30 + rest - next * 10
    rest = next
  }
  return first + digits
}

/** Bytes that grow as they are written; little-endian, like all of the archive's own forms. */
export class ByteSink {
  #bytes: Uint8Array
  #view: DataView
  #length = 0

  constructor(room = 1024) {
    this.#bytes = new Uint8Array(room)
    this.#view = new DataView(this.#bytes.buffer)
  }

  get length(): number {
    return this.#length
  }

  /** Where all is written, to be filled at the places that were taken; the next `take` may move it. */
  get room(): Uint8Array {
    return this.#bytes
  }

  /** Makes room for `count` bytes, zero, and gives their place; the caller fills them. Room and view may move. */
  take(count: number): number {
    const at = this.#length
    const needed = at + count
    if (needed > this.#bytes.length) {
      const grown = new Uint8Array(Math.max(needed, this.#bytes.length * 2))
      grown.set(this.#bytes.subarray(0, at))
      this.#bytes = grown
      this.#view = new DataView(grown.buffer)
    }
    this.#length = needed
    return at
  }

  u8(value: number): void {
    const at = this.take(1)
    this.#view.setUint8(at, value)
  }

  u16(value: number): void {
    const at = this.take(2)
    this.#view.setUint16(at, value, true)
  }

  u32(value: number): void {
    const at = this.take(4)
    this.#view.setUint32(at, value, true)
  }

  f64(value: number): void {
    const at = this.take(8)
    this.#view.setFloat64(at, value, true)
  }

  /** A whole number of 1, 2, 3, 4 or 6 bytes. */
  uint(value: number, width: number): void {
    const at = this.take(width)
    putUint(this.#bytes, at, value, width)
  }

  bytes(bytes: Uint8Array): void {
    const at = this.take(bytes.length)
    this.#bytes.set(bytes, at)
  }

  /** The bytes of a typed array, as they are in memory; pads before them, so that a reader can look at them in place. */
  array(array: Uint8Array | Uint16Array | Uint32Array | Float64Array): void {
    this.align(array.BYTES_PER_ELEMENT)
    this.bytes(new Uint8Array(array.buffer, array.byteOffset, array.byteLength))
  }

  /** Takes back everything from `at` on. */
  cut(at: number): void {
    this.#bytes.fill(0, at, this.#length)
    this.#length = at
  }

  align(to: number): void {
    const over = this.#length % to
    if (over > 0) this.take(to - over)
  }

  setU8(at: number, value: number): void {
    this.#view.setUint8(at, value)
  }

  setU32(at: number, value: number): void {
    this.#view.setUint32(at, value, true)
  }

  /** A place within, to be filled at once: the next write may move everything. */
  window(at: number, count: number): Uint8Array {
    return this.#bytes.subarray(at, at + count)
  }

  /** A copy of what was written. */
  finish(): Uint8Array {
    return this.#bytes.slice(0, this.#length)
  }

  /** Empties it for the next use, so that what is taken again is zero. @param keepBytes room that may be kept */
  clear(keepBytes = 1_048_576): void {
    if (this.#bytes.length > keepBytes) {
      this.#bytes = new Uint8Array(1024)
      this.#view = new DataView(this.#bytes.buffer)
    } else this.#bytes.fill(0, 0, this.#length)
    this.#length = 0
  }
}

/** Stored bytes that are read with care: whatever would lie outside of them is damage. */
export class ByteSource {
  readonly data: Uint8Array
  readonly #view: DataView
  readonly #what: string

  /** @param what says in an error what these bytes should be */
  constructor(data: Uint8Array, what: string) {
    this.data = data
    this.#view = new DataView(data.buffer, data.byteOffset, data.byteLength)
    this.#what = what
  }

  get length(): number {
    return this.data.length
  }

  fail(where: string): never {
    throw damaged(this.#what, where)
  }

  /** @throws AppError `database-damaged` unless `count` bytes are there */
  need(at: number, count: number, where: string): void {
    if (!(at >= 0 && count >= 0 && at + count <= this.data.length)) this.fail(where)
  }

  u8(at: number, where: string): number {
    this.need(at, 1, where)
    return this.#view.getUint8(at)
  }

  u16(at: number, where: string): number {
    this.need(at, 2, where)
    return this.#view.getUint16(at, true)
  }

  u32(at: number, where: string): number {
    this.need(at, 4, where)
    return this.#view.getUint32(at, true)
  }

  f64(at: number, where: string): number {
    this.need(at, 8, where)
    return this.#view.getFloat64(at, true)
  }

  /** 16-bit numbers as stored: a view where they lie even in memory, else a copy. */
  u16s(at: number, count: number, where: string): Uint16Array {
    this.need(at, count * 2, where)
    const offset = this.data.byteOffset + at
    if (offset % 2 === 0) return new Uint16Array(this.data.buffer, offset, count)
    return new Uint16Array(this.#copy(at, count * 2))
  }

  u32s(at: number, count: number, where: string): Uint32Array {
    this.need(at, count * 4, where)
    const offset = this.data.byteOffset + at
    if (offset % 4 === 0) return new Uint32Array(this.data.buffer, offset, count)
    return new Uint32Array(this.#copy(at, count * 4))
  }

  f64s(at: number, count: number, where: string): Float64Array {
    this.need(at, count * 8, where)
    const offset = this.data.byteOffset + at
    if (offset % 8 === 0) return new Float64Array(this.data.buffer, offset, count)
    return new Float64Array(this.#copy(at, count * 8))
  }

  u8s(at: number, count: number, where: string): Uint8Array {
    this.need(at, count, where)
    return this.data.subarray(at, at + count)
  }

  #copy(at: number, count: number): ArrayBuffer {
    const copy = new ArrayBuffer(count)
    new Uint8Array(copy).set(this.data.subarray(at, at + count))
    return copy
  }
}

/** A number of `width` bytes. The place must have been checked before. */
export function readUint(bytes: Uint8Array, at: number, width: number): number {
  switch (width) {
    case 1:
      return bytes[at] as number
    case 2:
      return (bytes[at] as number) | ((bytes[at + 1] as number) << 8)
    case 3:
      return (bytes[at] as number) | ((bytes[at + 1] as number) << 8) | ((bytes[at + 2] as number) << 16)
    case 4:
      return readU32(bytes, at)
    default:
      return readU32(bytes, at) + readUint(bytes, at + 4, 2) * 0x100000000
  }
}

function readU32(bytes: Uint8Array, at: number): number {
  return (readUint(bytes, at, 3) | ((bytes[at + 3] as number) << 24)) >>> 0
}
