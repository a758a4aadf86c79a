import type { WebContents } from 'electron'

/** The windows that Vigil opened itself. Only these may call the main process or hear from it. */
export class WindowRegistry {
  readonly #contents = new Map<number, WebContents>()

  /** Trusts a window's contents until they are destroyed. */
  add(contents: WebContents): void {
    this.#contents.set(contents.id, contents)
    contents.once('destroyed', () => this.#contents.delete(contents.id))
  }

  has(contentsId: number): boolean {
    return this.#contents.has(contentsId)
  }

  /** Those that can be talked to now. */
  all(): readonly WebContents[] {
    return [...this.#contents.values()].filter((contents) => !contents.isDestroyed())
  }
}
