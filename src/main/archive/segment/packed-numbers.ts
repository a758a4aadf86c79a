import { type ByteSink, ByteSource } from '../block/bytes.ts'

export type PackedNumbers = Uint8Array | Uint16Array | Uint32Array

/** Bytes of a number that lets a typed array look at it in place. */
export function arrayWidthOf(max: number): 1 | 2 | 4 {
  return max < 0x100 ? 1 : max < 0x10000 ? 2 : 4
}

/** Writes numbers of `width` bytes at the next place where they can be looked at. */
export function putNumbers(sink: ByteSink, numbers: ArrayLike<number>, width: 1 | 2 | 4): void {
  if (width === 1) sink.bytes(numbers instanceof Uint8Array ? numbers : filled(new Uint8Array(numbers.length), numbers))
  else if (width === 2)
    sink.array(numbers instanceof Uint16Array ? numbers : filled(new Uint16Array(numbers.length), numbers))
  else sink.array(numbers instanceof Uint32Array ? numbers : filled(new Uint32Array(numbers.length), numbers))
}

function filled<Numbers extends PackedNumbers>(array: Numbers, numbers: ArrayLike<number>): Numbers {
  array.set(numbers)
  return array
}

/** Reads a part from its beginning to its end. */
export class PartReader {
  readonly source: ByteSource
  #at: number

  /**
   * @param what names the part in errors
   * @throws AppError `database-damaged` for another version than 1
   */
  constructor(data: Uint8Array, what: string) {
    this.source = new ByteSource(data, what)
    if (this.source.u8(0, 'version') !== 1) this.source.fail('version')
    this.#at = 1
  }

  get at(): number {
    return this.#at
  }

  fail(where: string): never {
    return this.source.fail(where)
  }

  u8(where: string): number {
    this.#at += 1
    return this.source.u8(this.#at - 1, where)
  }

  u16(where: string): number {
    this.#at += 2
    return this.source.u16(this.#at - 2, where)
  }

  u32(where: string): number {
    this.#at += 4
    return this.source.u32(this.#at - 4, where)
  }

  f64(where: string): number {
    this.#at += 8
    return this.source.f64(this.#at - 8, where)
  }

  /** A count that must not be larger than `most`. */
  count(most: number, where: string): number {
    const count = this.u32(where)
    return count <= most ? count : this.fail(where)
  }

  /** Width of numbers of an array: 1, 2 or 4. */
  width(where: string): 1 | 2 | 4 {
    const width = this.u8(where)
    return width === 1 || width === 2 || width === 4 ? width : this.fail(where)
  }

  /** What `putNumbers` wrote: a view where that is possible. */
  numbers(count: number, width: 1 | 2 | 4, where: string): PackedNumbers {
    const at = Math.ceil(this.#at / width) * width
    this.#at = at + count * width
    if (width === 1) return this.source.u8s(at, count, where)
    return width === 2 ? this.source.u16s(at, count, where) : this.source.u32s(at, count, where)
  }

  u16s(count: number, where: string): Uint16Array {
    return this.numbers(count, 2, where) as Uint16Array
  }

  u32s(count: number, where: string): Uint32Array {
    return this.numbers(count, 4, where) as Uint32Array
  }

  f64s(count: number, where: string): Float64Array {
    const at = Math.ceil(this.#at / 8) * 8
    this.#at = at + count * 8
    return this.source.f64s(at, count, where)
  }

  /** @throws AppError `database-damaged` when something follows */
  end(): void {
    if (this.#at !== this.source.length) this.fail('length')
  }
}

/** The numbers as 32-bit ones; the same array where they are. */
export function widened(numbers: PackedNumbers): Uint32Array {
  return numbers instanceof Uint32Array ? numbers : Uint32Array.from(numbers)
}
