// Bytes are looked at four at a time, as little-endian 32-bit words: three to four times as fast as one by one, and what
// V8 makes of it stays in registers. Views reach up to three bytes behind a text, so buffers end with that much slack.

/** Bytes that a buffer has to have behind the last text in it. */
export const slackBytes = 8

const multiplier = 0x9e3779b1 | 0
/** Differs from run to run, so that a file cannot be made to fall into one slot of every table. */
export const hashSeed = (Math.random() * 0x7fffffff) | 0

/** One step of the hash: takes four bytes in. */
export function mixWord(hash: number, word: number): number {
  return Math.imul(((hash << 5) | (hash >>> 27)) ^ word, multiplier)
}

/** The last step: takes the 0 to 3 bytes in that are left in `word`, and spreads every bit over all others. */
export function finishHash(hash: number, word: number, restBytes: number): number {
  let mixed = mixWord(hash, (word & ((1 << (restBytes << 3)) - 1)) ^ (restBytes << 24))
  mixed ^= mixed >>> 16
  mixed = Math.imul(mixed, 0x85ebca6b | 0)
  return mixed ^ (mixed >>> 13)
}

/** Hash of the bytes from `start` to `end`, as the scanners compute it on their way. */
export function hashBytes(view: DataView, start: number, end: number): number {
  let hash = hashSeed
  let at = start
  for (; at + 4 <= end; at += 4) hash = mixWord(hash, view.getInt32(at, true))
  return finishHash(hash, at < end ? view.getInt32(at, true) : 0, end - at)
}

/** Whether `length` bytes are the same in two places. */
export function areEqual(one: DataView, oneAt: number, other: DataView, otherAt: number, length: number): boolean {
  const whole = length & ~3
  for (let k = 0; k < whole; k += 4)
    if (one.getInt32(oneAt + k, true) !== other.getInt32(otherAt + k, true)) return false
  const rest = length - whole
  if (rest === 0) return true
  const difference = one.getInt32(oneAt + whole, true) ^ other.getInt32(otherAt + whole, true)
  return (difference & ((1 << (rest << 3)) - 1)) === 0
}

/** Copies `length` bytes, and up to three more behind them, which the next copy overwrites. */
export function copyBytes(from: DataView, start: number, to: DataView, at: number, length: number): void {
  for (let k = 0; k < length; k += 4) to.setInt32(at + k, from.getInt32(start + k, true), true)
}

/** A view of a whole array's bytes. */
export function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
}

/** The same numbers in a longer array. */
export function grown(array: Int32Array<ArrayBuffer>, size: number): Int32Array<ArrayBuffer> {
  const larger = new Int32Array(size)
  larger.set(array)
  return larger
}
