import type { AppError } from '../../../shared/kit/app-error.ts'

/** A body that arrives in pieces from another thread, each asked for when the reader wants it. Read once. */
export class ResponseStream implements AsyncIterable<Uint8Array> {
  readonly #pull: () => void
  readonly #closed: () => void
  readonly #pieces: Uint8Array[] = []
  #isEnded = false
  #error: AppError | undefined
  #waiting: (() => void) | undefined

  /**
   * @param pull asks for one more piece
   * @param closed called once, when nothing more will be read
   */
  constructor(pull: () => void, closed: () => void) {
    this.#pull = pull
    this.#closed = closed
  }

  push(piece: Uint8Array): void {
    this.#pieces.push(piece)
    this.#waiting?.()
  }

  end(): void {
    this.#isEnded = true
    this.#waiting?.()
  }

  fail(error: AppError): void {
    this.#error ??= error
    this.#waiting?.()
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<Uint8Array, void, void> {
    try {
      for (;;) {
        if (this.#pieces.length === 0 && !this.#isEnded && this.#error === undefined) {
          this.#pull()
          await new Promise<void>((resolve) => (this.#waiting = resolve))
          this.#waiting = undefined
        }
        const piece = this.#pieces.shift()
        if (piece !== undefined) yield piece
        else if (this.#error !== undefined) throw this.#error
        else if (this.#isEnded) return
      }
    } finally {
      this.#closed()
    }
  }
}
