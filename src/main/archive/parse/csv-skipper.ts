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
    const delimiter = this.#delimiter
    let place = this.#place
    let newlines = this.#newlines
    let at = start
    while (at < end) {
      const byte = bytes[at] as number
      at += 1
      if (place === 'quoted') {
        if (byte === 0x22) place = 'after-quote'
        else if (byte === 0x0a) newlines += 1
      } else if (byte === delimiter) place = 'field-start'
      else if (byte === 0x0a) {
        newlines += 1
        this.isActive = false
        break
      }
      // A doubled quote ends and begins the quoted text: it goes on.
      else place = byte === 0x22 && place !== 'plain' ? 'quoted' : 'plain'
    }
    this.#place = place
    this.#newlines = newlines
    return at
  }

  /** Lines that were passed over. Ends the skipping: at the end of a source the record has no other end. */
  takeLines(): number {
    const lines = this.#newlines + (this.isActive ? 1 : 0)
    this.isActive = false
    return lines
  }
}
