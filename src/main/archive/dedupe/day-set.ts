import { hashBytes } from '../chain/hash-chain.ts'

/** Words of 32 bits in a leaf. */
const leafWords = hashBytes / 4
/** Slots of a table of rows are filled to a half at most. */
const rowsAtFirst = 256

/**
 * What a day holds, to tell rows that are known from new ones: rows in the order of their chain (`seq`), each with its
 * leaf, found by their leaf or, where they have an event id, by the 64-bit key of it. Typed arrays: 44 to 64 bytes a row.
 */
export class DaySet {
  #rowCount = 0
  #leaves = new Uint32Array(rowsAtFirst * leafWords)
  /** Two words a row; absent where the table has no event ids. */
  #keys: Uint32Array | undefined
  /** Row + 1 by leaf: the first of identical rows. Rows with a key are not in it. */
  #byLeaf = new Int32Array(rowsAtFirst * 2)
  #leafRows = 0
  /** Row + 1 by key; rows with equal keys stand one after the other. */
  #byKey: Int32Array
  #keyRows = 0
  /** Of identical rows, the later ones by the first, in order. */
  readonly #twins = new Map<number, number[]>()
  #twinRows = 0

  /** @param hasKeys whether the table's rows are told apart by event ids */
  constructor(hasKeys: boolean) {
    this.#keys = hasKeys ? new Uint32Array(rowsAtFirst * 2) : undefined
    this.#byKey = new Int32Array(hasKeys ? rowsAtFirst * 2 : 0)
  }

  get rowCount(): number {
    return this.#rowCount
  }

  /** Memory that it takes, bytes. */
  get bytes(): number {
    return (
      this.#leaves.byteLength +
      (this.#keys?.byteLength ?? 0) +
      this.#byLeaf.byteLength +
      this.#byKey.byteLength +
      // a number in a list, and an entry of the map with its list
      this.#twinRows * 8 +
      this.#twins.size * 120
    )
  }

  /**
   * Adds the day's next row.
   * @param leaves leaves as words, eight each (`leavesAsWords`)
   * @param index which of them is the row's
   * @param low, high the key of its event id; both 0 where it has none
   */
  append(leaves: Uint32Array, index: number, low = 0, high = 0): void {
    const row = this.#rowCount
    if (row * leafWords === this.#leaves.length) this.#grow()
    const own = this.#leaves
    for (let word = 0; word < leafWords; word += 1)
      own[row * leafWords + word] = leaves[index * leafWords + word] as number
    this.#rowCount = row + 1
    if (this.#keys !== undefined) {
      this.#keys[row * 2] = low
      this.#keys[row * 2 + 1] = high
      if (low !== 0 || high !== 0) return this.#addByKey(row)
    }
    this.#addByLeaf(row)
  }

  /** The first row without an event id that has this leaf; -1 where there is none. */
  findLeaf(leaves: Uint32Array, index: number): number {
    const slots = this.#byLeaf
    const mask = slots.length - 1
    for (let slot = (leaves[index * leafWords] as number) & mask; ; slot = (slot + 1) & mask) {
      const row = (slots[slot] as number) - 1
      if (row < 0 || this.hasLeaf(row, leaves, index)) return row
    }
  }

  /** The rows after it that are identical with this first one, in order. */
  twinsOf(first: number): readonly number[] | undefined {
    return this.#twins.get(first)
  }

  /** Whether a row has this leaf. */
  hasLeaf(row: number, leaves: Uint32Array, index: number): boolean {
    const own = this.#leaves
    for (let word = 0; word < leafWords; word += 1)
      if (own[row * leafWords + word] !== leaves[index * leafWords + word]) return false
    return true
  }

  /**
   * Goes through the rows whose event id has this key.
   * @param slot -1 to begin, else what was returned before
   * @returns a slot to ask `rowAtSlot` for, -1 where there is no further
   */
  nextWithKey(low: number, high: number, slot: number): number {
    const slots = this.#byKey
    const keys = this.#keys
    if (keys === undefined) return -1
    const mask = slots.length - 1
    for (let at = slot < 0 ? slotOfKey(low, high, mask) : (slot + 1) & mask; ; at = (at + 1) & mask) {
      const row = (slots[at] as number) - 1
      if (row < 0) return -1
      if (keys[row * 2] === low >>> 0 && keys[row * 2 + 1] === high >>> 0) return at
    }
  }

  rowAtSlot(slot: number): number {
    return (this.#byKey[slot] as number) - 1
  }

  #addByLeaf(row: number): void {
    const first = this.findLeaf(this.#leaves, row)
    if (first >= 0) {
      const twins = this.#twins.get(first)
      if (twins === undefined) this.#twins.set(first, [row])
      else twins.push(row)
      this.#twinRows += 1
      return
    }
    if ((this.#leafRows + 1) * 2 > this.#byLeaf.length) {
      const before = this.#byLeaf
      this.#byLeaf = new Int32Array(before.length * 2)
      for (const known of before) if (known !== 0) this.#placeByLeaf(known - 1)
    }
    this.#leafRows += 1
    this.#placeByLeaf(row)
  }

  #placeByLeaf(row: number): void {
    const mask = this.#byLeaf.length - 1
    let slot = (this.#leaves[row * leafWords] as number) & mask
    while (this.#byLeaf[slot] !== 0) slot = (slot + 1) & mask
    this.#byLeaf[slot] = row + 1
  }

  #addByKey(row: number): void {
    if ((this.#keyRows + 1) * 2 > this.#byKey.length) {
      const before = this.#byKey
      this.#byKey = new Int32Array(before.length * 2)
      for (const known of before) if (known !== 0) this.#placeByKey(known - 1)
    }
    this.#keyRows += 1
    this.#placeByKey(row)
  }

  #placeByKey(row: number): void {
    const keys = this.#keys as Uint32Array
    const mask = this.#byKey.length - 1
    let slot = slotOfKey(keys[row * 2] as number, keys[row * 2 + 1] as number, mask)
    while (this.#byKey[slot] !== 0) slot = (slot + 1) & mask
    this.#byKey[slot] = row + 1
  }

  #grow(): void {
    const leaves = new Uint32Array(this.#leaves.length * 2)
    leaves.set(this.#leaves)
    this.#leaves = leaves
    if (this.#keys === undefined) return
    const keys = new Uint32Array(this.#keys.length * 2)
    keys.set(this.#keys)
    this.#keys = keys
  }
}

/** Leaves as words of 32 bits, whatever the machine's order of bytes; copied only where they do not lie on a word. */
export function leavesAsWords(leaves: Uint8Array): Uint32Array {
  const aligned = leaves.byteOffset % 4 === 0 ? leaves : leaves.slice()
  return new Uint32Array(aligned.buffer, aligned.byteOffset, aligned.length >>> 2)
}

function slotOfKey(low: number, high: number, mask: number): number {
  return (Math.imul(low ^ (low >>> 15), 0x2c1b3c6d) ^ high) & mask
}
