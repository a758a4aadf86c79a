import { slackBytes, viewOf } from './byte-words.ts'

const usualBytes = 4096
/** Memory is let go after a batch when a huge row made it larger than this. */
const keptBytes = 1024 * 1024

/** Texts of one row that are written otherwise in its source: unescaped ones, and JSON made compact. */
export class OwnTexts {
  bytes: Buffer<ArrayBuffer> = Buffer.alloc(usualBytes)
  view: DataView = viewOf(this.bytes)
  /** Where the last text ends. */
  length = 0

  /** Adds a text; returns where it begins. Lone surrogates become U+FFFD, as UTF-8 has none. */
  add(text: string): number {
    const start = this.length
    // A UTF-16 unit takes three bytes of UTF-8 at most.
    this.#makeRoom(start + text.length * 3 + slackBytes)
    this.length = start + this.bytes.write(text, start)
    return start
  }

  clear(): void {
    this.length = 0
  }

  release(): void {
    this.length = 0
    if (this.bytes.length > keptBytes) this.#set(Buffer.alloc(usualBytes))
  }

  #makeRoom(needed: number): void {
    if (needed <= this.bytes.length) return
    const larger = Buffer.alloc(Math.max(needed, this.bytes.length * 2))
    larger.set(this.bytes.subarray(0, this.length))
    this.#set(larger)
  }

  #set(bytes: Buffer<ArrayBuffer>): void {
    this.bytes = bytes
    this.view = viewOf(bytes)
  }
}
