import type { AppError } from '../../../shared/kit/app-error.ts'
import type { ParsedPart } from '../event-batch.ts'
import type { PartReceiver } from './parser-link.ts'

/** Parts that came and were not taken yet. */
export class PartQueue implements PartReceiver {
  readonly #parts: ParsedPart[] = []
  #end: { readonly error: AppError | undefined } | undefined
  #wake = (): void => undefined

  take(part: ParsedPart): void {
    if (this.#end !== undefined) return
    this.#parts.push(part)
    this.#wake()
  }

  end(): void {
    this.#end ??= { error: undefined }
    this.#wake()
  }

  /** What came before is of no use any more. */
  fail(error: AppError): void {
    this.#end ??= { error }
    this.#wake()
  }

  /**
   * The next part, undefined at the end.
   * @throws AppError that it failed with, after the parts that came before
   */
  async next(): Promise<ParsedPart | undefined> {
    for (;;) {
      const part = this.#parts.shift()
      if (part !== undefined && this.#end?.error?.code !== 'cancelled') return part
      if (this.#end !== undefined) {
        if (this.#end.error !== undefined) throw this.#end.error
        return undefined
      }
      await new Promise<void>((resolve) => (this.#wake = resolve))
    }
  }
}
