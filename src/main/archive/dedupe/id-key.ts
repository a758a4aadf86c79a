/** Bytes of the key that an event id gives a row. */
export const keyBytes = 8

/**
 * A 64-bit hash of an event id (FNV-1a beside a multiply-and-rotate hash), as two halves into `out`. Never both 0, which
 * stands for a row without an id. No proof of anything: ids with the same key are always compared themselves.
 * @param start, end the id's UTF-8 in `bytes`
 */
export function writeIdKey(bytes: Uint8Array, start: number, end: number, out: Uint32Array, at: number): void {
  let low = 0x811c9dc5
  let high = 0x9747b28c ^ (end - start)
  for (let place = start; place < end; place += 1) {
    const byte = bytes[place] as number
    low = Math.imul(low ^ byte, 0x01000193)
    high = Math.imul(high ^ byte, 0xcc9e2d51)
    high = (high << 13) | (high >>> 19)
  }
  high ^= high >>> 16
  high = Math.imul(high, 0x85ebca6b)
  high ^= high >>> 13
  out[at] = low
  out[at + 1] = low === 0 && high === 0 ? 1 : high
}
