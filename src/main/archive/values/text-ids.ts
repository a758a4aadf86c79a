/** Texts that hash alike are compared byte by byte; FNV-1a. */
const hashStart = 0x811c9dc5
const hashFactor = 0x01000193

/**
 * Ids of texts, dense from 1 in the order in which they came: UTF-8 one after the other in an arena, found by open
 * addressing. No string is made for a text that is known.
 */
export class TextIds {
  #count = 0
  #arena = new Uint8Array(4096)
  #hashes = new Int32Array(256)
  #ends = new Uint32Array(256)
  #slots = new Int32Array(512)

  /** Number of texts, which is also the last id. */
  get count(): number {
    return this.#count
  }

  /** Memory that it takes, bytes. */
  get bytes(): number {
    return this.#arena.length + this.#hashes.byteLength + this.#ends.byteLength + this.#slots.byteLength
  }

  /** The text's id; a text that is not known gets the next one. */
  intern(bytes: Uint8Array, start: number, end: number): number {
    const hash = hashOf(bytes, start, end)
    const slot = this.#slotOf(bytes, start, end, hash)
    const known = this.#slots[slot] as number
    return known === 0 ? this.#add(bytes, start, end, hash, slot) : known
  }

  /** The text's id; 0 where it is not known. */
  find(bytes: Uint8Array, start: number, end: number): number {
    return this.#slots[this.#slotOf(bytes, start, end, hashOf(bytes, start, end))] as number
  }

  /** A known text's UTF-8. */
  textAt(id: number): Uint8Array {
    return this.#arena.subarray(id === 1 ? 0 : this.#ends[id - 1], this.#ends[id])
  }

  #slotOf(bytes: Uint8Array, start: number, end: number, hash: number): number {
    const mask = this.#slots.length - 1
    for (let slot = spread(hash) & mask; ; slot = (slot + 1) & mask) {
      const id = this.#slots[slot] as number
      if (id === 0 || (this.#hashes[id] === hash && this.#isText(id, bytes, start, end))) return slot
    }
  }

  #isText(id: number, bytes: Uint8Array, start: number, end: number): boolean {
    const from = id === 1 ? 0 : (this.#ends[id - 1] as number)
    const length = (this.#ends[id] as number) - from
    if (length !== end - start) return false
    const arena = this.#arena
    for (let place = 0; place < length; place += 1) if (arena[from + place] !== bytes[start + place]) return false
    return true
  }

  #add(bytes: Uint8Array, start: number, end: number, hash: number, slot: number): number {
    const id = ++this.#count
    if (id >= this.#hashes.length) {
      this.#hashes = doubled(this.#hashes, new Int32Array(this.#hashes.length * 2))
      this.#ends = doubled(this.#ends, new Uint32Array(this.#ends.length * 2))
    }
    const from = id === 1 ? 0 : (this.#ends[id - 1] as number)
    const to = from + end - start
    if (to > this.#arena.length) {
      let length = this.#arena.length
      while (length < to) length *= 2
      this.#arena = doubled(this.#arena, new Uint8Array(length))
    }
    this.#arena.set(bytes.subarray(start, end), from)
    this.#hashes[id] = hash
    this.#ends[id] = to
    this.#slots[slot] = id
    if (id * 2 > this.#slots.length) this.#widen()
    return id
  }

  #widen(): void {
    const slots = new Int32Array(this.#slots.length * 2)
    const mask = slots.length - 1
    for (let id = 1; id <= this.#count; id += 1) {
      let slot = spread(this.#hashes[id] as number) & mask
      while (slots[slot] !== 0) slot = (slot + 1) & mask
      slots[slot] = id
    }
    this.#slots = slots
  }
}

function doubled<Values extends Int32Array | Uint32Array | Uint8Array>(before: Values, wider: Values): Values {
  wider.set(before)
  return wider
}

function hashOf(bytes: Uint8Array, start: number, end: number): number {
  let hash = hashStart
  for (let place = start; place < end; place += 1) hash = Math.imul(hash ^ (bytes[place] as number), hashFactor)
  return hash | 0
}

/** The low bits of FNV-1a depend on few of the last bytes' bits. */
function spread(hash: number): number {
  return hash ^ (hash >>> 15)
}
