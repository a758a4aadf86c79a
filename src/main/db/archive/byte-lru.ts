interface Sized {
  /** Memory that it takes now, bytes. */
  readonly bytes: number
}

/** What a thread keeps in memory, bounded by bytes: the least recently used goes first. */
export class ByteLru<Value extends Sized> {
  readonly #limitBytes: number
  readonly #entries = new Map<string, { readonly value: Value; bytes: number }>()
  #bytes = 0

  constructor(limitBytes: number) {
    this.#limitBytes = limitBytes
  }

  get bytes(): number {
    return this.#bytes
  }

  /** The value, which counts as used. */
  get(key: string): Value | undefined {
    const entry = this.#entries.get(key)
    if (entry === undefined) return undefined
    this.#entries.delete(key)
    this.#entries.set(key, entry)
    return entry.value
  }

  set(key: string, value: Value): void {
    this.delete(key)
    this.#entries.set(key, { value, bytes: value.bytes })
    this.#bytes += value.bytes
  }

  delete(key: string): void {
    const entry = this.#entries.get(key)
    if (entry === undefined) return
    this.#entries.delete(key)
    this.#bytes -= entry.bytes
  }

  deleteAll(isMeant: (key: string) => boolean): void {
    for (const key of this.#entries.keys()) if (isMeant(key)) this.delete(key)
  }

  /** Notes how large a value has become. */
  measure(key: string): void {
    const entry = this.#entries.get(key)
    if (entry === undefined) return
    this.#bytes += entry.value.bytes - entry.bytes
    entry.bytes = entry.value.bytes
  }

  /** Lets go of the least recently used until the rest is within the limit. @param isNeeded what stays in any case */
  trim(isNeeded: (key: string) => boolean): void {
    if (this.#bytes <= this.#limitBytes) return
    for (const key of this.#entries.keys()) {
      if (this.#bytes <= this.#limitBytes) return
      if (!isNeeded(key)) this.delete(key)
    }
  }
}
