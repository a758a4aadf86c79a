import { createHash, hash as hashAtOnce } from 'node:crypto'

/** Bytes of a SHA-256. */
export const leafBytes = 32

// Views of the beginnings of one buffer are made once per length: making one per row would cost as much as a tenth of
// the hash itself.
const keptViews = 2048

/** SHA-256 of the beginning of one buffer, again and again: that of the canonical row which was just written there. */
export class LeafHasher {
  readonly #bytes: Uint8Array
  readonly #views: (Uint8Array | undefined)[] = Array.from({ length: keptViews }, () => undefined)

  /** @param bytes the buffer; a larger one needs a hasher of its own */
  constructor(bytes: Uint8Array) {
    this.#bytes = bytes
  }

  /** Writes the SHA-256 of the first `length` bytes into `leaves` at `at`. */
  write(length: number, leaves: Buffer, at: number): void {
    const view = this.#viewOf(length)
    // A short string is cheaper than a buffer: no memory outside of V8's heap is asked for.
    if (typeof hashAtOnce === 'function') leaves.write(hashAtOnce('sha256', view, 'binary'), at, leafBytes, 'latin1')
    else createHash('sha256').update(view).digest().copy(leaves, at)
  }

  #viewOf(length: number): Uint8Array {
    if (length >= keptViews) return this.#bytes.subarray(0, length)
    const kept = this.#views[length]
    if (kept !== undefined) return kept
    const view = this.#bytes.subarray(0, length)
    this.#views[length] = view
    return view
  }
}
