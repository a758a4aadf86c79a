type Place = 'field-start' | 'plain' | 'quoted' | 'after-quote'

/** Passes over a record that is too long to be kept in memory, as it comes. */
export class CsvSkipper {
  isActive = false
  readonly #delimiter: number
  #place: Place = 'field-start'
  #newlines = 0

  constructor(delimiter: string) {
    this.#delimiter = delimiter.charCodeAt(0)
  }

  /** Begins with a record's first byte. */
  begin(): void {
    this.isActive = true
    this.#place = 'field-start'
    this.#newlines = 0
  }

  /** Passes over bytes; returns where it stopped: behind the record's end, or at `end`. */
  skip(bytes: Buffer, start: number, end: number): number {
    let at = start
    while (at < end) {
      if (this.#place === 'quoted') {
        at = this.#passQuoted(bytes, at, end)
        continue
      }
      const byte = bytes[at] as number
      at += 1
      if (byte === 0x0a) {
        this.#newlines += 1
        this.isActive = false
        return at
      }
      if (byte === this.#delimiter) this.#place = 'field-start'
      // A doubled quote ends and begins the quoted text: it goes on.
      else if (byte === 0x22 && this.#place !== 'plain') this.#place = 'quoted'
      else this.#place = 'plain'
    }
    return at
  }

  /** Lines that were passed over. Ends the skipping: at the end of a source the record has no other end. */
  takeLines(): number {
    const lines = this.#newlines + (this.isActive ? 1 : 0)
    this.isActive = false
    return lines
  }

  #passQuoted(bytes: Buffer, start: number, end: number): number {
    const found = bytes.indexOf(0x22, start)
    const stop = found === -1 || found >= end ? end : found
    for (let at = bytes.indexOf(0x0a, start); at !== -1 && at < stop; at = bytes.indexOf(0x0a, at + 1))
      this.#newlines += 1
    if (stop === end) return end
    this.#place = 'after-quote'
    return stop + 1
  }
}
