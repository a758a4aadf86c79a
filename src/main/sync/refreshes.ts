import type { AppError } from '../../shared/kit/app-error.ts'

interface Waiting {
  readonly resolve: () => void
  readonly reject: (error: AppError) => void
}

/** Those who wait for a reading: each is answered by one that began after it was asked for. */
export class Refreshes {
  #asked: Waiting[] = []
  #begun: Waiting[] = []

  /** Whether anyone waits. */
  get isAny(): boolean {
    return this.#asked.length > 0 || this.#begun.length > 0
  }

  /** @returns resolves when a reading that begins from now on has ended well */
  add(): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#asked.push({ resolve, reject })
    })
  }

  /** A reading begins. */
  begin(): void {
    this.#begun.push(...this.#asked)
    this.#asked = []
  }

  /** The reading came to nothing and another one will begin. @returns whether anyone waits for that */
  beginAgain(): boolean {
    this.#asked = [...this.#begun, ...this.#asked]
    this.#begun = []
    return this.#asked.length > 0
  }

  /** The reading has ended well. */
  resolveBegun(): void {
    const begun = this.#begun
    this.#begun = []
    for (const one of begun) one.resolve()
  }

  /** Nobody is answered with a reading. */
  reject(error: AppError): void {
    const all = [...this.#begun, ...this.#asked]
    this.#begun = []
    this.#asked = []
    for (const one of all) one.reject(error)
  }
}
