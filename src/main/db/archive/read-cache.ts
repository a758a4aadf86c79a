/** What a thread keeps of what it read, bounded by bytes: the least recently used goes first. */
export class ReadCache {
  readonly #limitBytes: number
  readonly #entries = new Map<string, { readonly value: unknown; readonly bytes: number }>()
  #bytes = 0

  constructor(limitBytes: number) {
    this.#limitBytes = limitBytes
  }

  /** Memory in use, bytes. */
  get bytes(): number {
    return this.#bytes
  }

  /**
   * The value kept under a key, else what `make` gives.
   * @param sizeOf memory that the value takes, bytes; one that is larger than the whole cache is not kept
   */
  through<Value>(key: string, make: () => Value, sizeOf: (value: Value) => number): Value {
    const known = this.#entries.get(key)
    if (known !== undefined) {
      this.#entries.delete(key)
      this.#entries.set(key, known)
      return known.value as Value
    }
    const value = make()
    const bytes = sizeOf(value) + entryBytes
    if (bytes > this.#limitBytes) return value
    this.#entries.set(key, { value, bytes })
    this.#bytes += bytes
    this.#trim()
    return value
  }

  deleteAll(isMeant: (key: string) => boolean): void {
    for (const [key, { bytes }] of this.#entries)
      if (isMeant(key)) {
        this.#entries.delete(key)
        this.#bytes -= bytes
      }
  }

  #trim(): void {
    for (const [key, { bytes }] of this.#entries) {
      if (this.#bytes <= this.#limitBytes) return
      this.#entries.delete(key)
      this.#bytes -= bytes
    }
  }
}

/** About what an entry takes besides its value. */
const entryBytes = 200
const partsLimitBytes = 32 * 1024 * 1024
const dictionaryLimitBytes = 32 * 1024 * 1024

/** Parts of segments, blocks and answers kept, of all organizations that a thread reads. */
export const partCache = new ReadCache(partsLimitBytes)
/** Pieces of dictionaries, for search. */
export const dictionaryCache = new ReadCache(dictionaryLimitBytes)
