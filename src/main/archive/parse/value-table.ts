import type { PackedTexts } from '../event-batch.ts'
import { areEqual, copyBytes, slackBytes, viewOf } from './byte-words.ts'

const firstSlots = 64
const firstArenaBytes = 1024

/**
 * Gives each different text a number, from 1 in the order of coming: open addressing over the texts' hashes, the texts
 * one behind the other in one buffer. No strings are made.
 */
export class ValueTable {
  /** How many texts it holds. */
  count = 0
  // Two numbers a slot: the hash, and the text's number or 0 where the slot is free.
  #slots = new Int32Array(firstSlots * 2)
  #mask = firstSlots - 1
  #ends = new Uint32Array(firstSlots)
  #arena = new Uint8Array(firstArenaBytes)
  #view = viewOf(this.#arena)

  /** Bytes of all texts together. */
  get byteLength(): number {
    return this.#ends[this.count] as number
  }

  /**
   * The number of the text in `view` from `start` to `end`.
   * @param hash its `hashBytes`
   */
  intern(view: DataView, start: number, end: number, hash: number): number {
    const slots = this.#slots
    const ends = this.#ends
    const mask = this.#mask
    const length = end - start
    let slot = hash & mask
    for (;;) {
      const id = slots[slot * 2 + 1] as number
      if (id === 0) return this.#add(view, start, length, hash, slot)
      if (slots[slot * 2] === hash) {
        const at = ends[id - 1] as number
        if ((ends[id] as number) - at === length && areEqual(view, start, this.#view, at, length)) return id
      }
      slot = (slot + 1) & mask
    }
  }

  /** The number of a text that may be absent: 0 where it is. */
  find(view: DataView, start: number, end: number, hash: number): number {
    const slots = this.#slots
    const length = end - start
    for (let slot = hash & this.#mask; ; slot = (slot + 1) & this.#mask) {
      const id = slots[slot * 2 + 1] as number
      if (id === 0) return 0
      const at = this.#ends[id - 1] as number
      if (
        slots[slot * 2] === hash &&
        (this.#ends[id] as number) - at === length &&
        areEqual(view, start, this.#view, at, length)
      )
        return id
    }
  }

  /** The texts in the order of their numbers, in memory of their own. */
  texts(): PackedTexts {
    return { bytes: this.#arena.slice(0, this.byteLength), ends: this.#ends.slice(1, this.count + 1) }
  }

  /** The texts behind each code of `codes`, in that order; rows of code 0 are empty. */
  textsOf(codes: Uint32Array, rowCount: number): PackedTexts {
    const ends = new Uint32Array(rowCount)
    let length = 0
    for (let row = 0; row < rowCount; row += 1) {
      const id = codes[row] as number
      if (id !== 0) length += (this.#ends[id] as number) - (this.#ends[id - 1] as number)
      ends[row] = length
    }
    const bytes = new Uint8Array(length)
    for (let row = 0, at = 0; row < rowCount; row += 1) {
      const id = codes[row] as number
      if (id === 0) continue
      bytes.set(this.#arena.subarray(this.#ends[id - 1], this.#ends[id]), at)
      at = ends[row] as number
    }
    return { bytes, ends }
  }

  /** Forgets everything; keeps its memory unless that is far more than was used. */
  clear(): void {
    if (this.count === 0) return
    if (this.#arena.length > 65_536 && this.byteLength * 4 < this.#arena.length) {
      this.#arena = new Uint8Array(firstArenaBytes)
      this.#view = viewOf(this.#arena)
    }
    if (this.#mask >= 4096 && this.count * 16 < this.#mask) {
      this.#slots = new Int32Array(firstSlots * 2)
      this.#mask = firstSlots - 1
      this.#ends = new Uint32Array(firstSlots)
    } else this.#slots.fill(0)
    this.count = 0
  }

  #add(view: DataView, start: number, length: number, hash: number, slot: number): number {
    const at = this.byteLength
    if (at + length + slackBytes > this.#arena.length) this.#growArena(at, at + length + slackBytes)
    copyBytes(view, start, this.#view, at, length)
    this.count += 1
    const id = this.count
    this.#ends[id] = at + length
    this.#slots[slot * 2] = hash
    this.#slots[slot * 2 + 1] = id
    // At most half full, so that a search ends soon; `ends` has one place more than there may be texts.
    if ((id + 1) * 2 > this.#mask) this.#growSlots()
    return id
  }

  #growArena(used: number, needed: number): void {
    const larger = new Uint8Array(Math.max(needed, this.#arena.length * 2))
    larger.set(this.#arena.subarray(0, used))
    this.#arena = larger
    this.#view = viewOf(larger)
  }

  #growSlots(): void {
    const old = this.#slots
    const mask = this.#mask * 2 + 1
    const slots = new Int32Array((mask + 1) * 2)
    for (let from = 0; from < old.length; from += 2) {
      const id = old[from + 1] as number
      if (id === 0) continue
      const hash = old[from] as number
      let slot = hash & mask
      while (slots[slot * 2 + 1] !== 0) slot = (slot + 1) & mask
      slots[slot * 2] = hash
      slots[slot * 2 + 1] = id
    }
    this.#slots = slots
    this.#mask = mask
    const ends = new Uint32Array(mask + 1)
    ends.set(this.#ends.subarray(0, this.count + 1))
    this.#ends = ends
  }
}
