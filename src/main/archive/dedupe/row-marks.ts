/**
 * One bit per row of a day: the rows that a session has met. Grows as it is set; what was set since the last `settle` can
 * be taken back.
 */
export class RowMarks {
  #bits = new Uint8Array(32)
  #unsettled: number[] = []

  has(row: number): boolean {
    return (((this.#bits[row >>> 3] ?? 0) >>> (row & 7)) & 1) === 1
  }

  set(row: number): void {
    const byte = row >>> 3
    if (byte >= this.#bits.length) {
      const bits = new Uint8Array(Math.max(this.#bits.length * 2, byte + 1))
      bits.set(this.#bits)
      this.#bits = bits
    }
    this.#bits[byte] = (this.#bits[byte] as number) | (1 << (row & 7))
    this.#unsettled.push(row)
  }

  /** Keeps what was set since the last time, or takes it back. */
  settle(isKept: boolean): void {
    if (!isKept)
      for (const row of this.#unsettled) {
        const byte = row >>> 3
        this.#bits[byte] = (this.#bits[byte] as number) & ~(1 << (row & 7))
      }
    this.#unsettled = []
  }
}
