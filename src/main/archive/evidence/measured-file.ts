import { Buffer } from 'node:buffer'
import { createHash } from 'node:crypto'

/** Longest line that is taken for one, bytes: what a text of JavaScript can hold is little more. */
const longestLine = 400 * 1024 * 1024
const newline = 0x0a

/** A file of a pack that is read once, from its beginning to its end, and measured on the way. */
export class MeasuredFile {
  /** Why it could not be read to its end. */
  failure: string | undefined
  bytes = 0
  readonly #source: AsyncIterable<Uint8Array> | undefined
  readonly #sha256 = createHash('sha256')

  constructor(source: AsyncIterable<Uint8Array> | undefined) {
    this.#source = source
  }

  /** All that can be read; ends early where the rest cannot, or is not there. */
  async *chunks(): AsyncGenerator<Uint8Array> {
    if (this.#source === undefined) return
    try {
      for await (const chunk of this.#source) {
        this.#sha256.update(chunk)
        this.bytes += chunk.length
        yield chunk
      }
    } catch (thrown) {
      this.failure = thrown instanceof Error ? thrown.message : 'it cannot be read'
    }
  }

  /** Its lines without their ends, many at a time; what follows the last line end counts as a line. */
  async *lines(): AsyncGenerator<Buffer[]> {
    let rest: Buffer[] = []
    let restBytes = 0
    for await (const chunk of this.chunks()) {
      const bytes = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.length)
      const lines: Buffer[] = []
      let from = 0
      for (let end = bytes.indexOf(newline); end >= 0; end = bytes.indexOf(newline, from)) {
        const piece = bytes.subarray(from, end)
        lines.push(rest.length === 0 ? piece : Buffer.concat([...rest, piece]))
        rest = []
        restBytes = 0
        from = end + 1
      }
      if (from < bytes.length) {
        rest.push(bytes.subarray(from))
        restBytes += bytes.length - from
        if (restBytes > longestLine) {
          this.failure = 'a line is longer than any that Vigil writes'
          return
        }
      }
      if (lines.length > 0) yield lines
    }
    if (rest.length > 0) yield [Buffer.concat(rest)]
  }

  /** Reads what is left and gives it away. */
  async drain(chunks: AsyncGenerator): Promise<void> {
    while ((await chunks.next()).done !== true);
  }

  /** All of it, where it is not larger than that. @returns undefined where it is larger or cannot be read */
  async all(mostBytes: number): Promise<Buffer | undefined> {
    const pieces: Uint8Array[] = []
    for await (const chunk of this.chunks()) {
      if (this.bytes > mostBytes) return undefined
      pieces.push(chunk)
    }
    return this.failure === undefined ? Buffer.concat(pieces) : undefined
  }

  /** SHA-256 of what was read, hex. Once. */
  sha256(): string {
    return this.#sha256.digest('hex')
  }
}
