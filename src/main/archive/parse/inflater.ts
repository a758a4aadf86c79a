import { createGunzip } from 'node:zlib'

/** One run of zlib over gzip data, piece by piece. */
export class Inflater {
  /** Why it can go no further. */
  damage: string | undefined
  /** The data is sound as far as it goes. */
  isOnlyShort = false
  readonly #stream: ReturnType<typeof createGunzip>
  #inflated: Uint8Array[] = []
  #isDone = false
  #wake = (): void => undefined

  /** @param chunkBytes what comes out at once, at least 64; as much as that is lost at a damage */
  constructor(chunkBytes: number) {
    this.#stream = createGunzip({ chunkSize: chunkBytes })
    this.#stream.on('data', (piece: Uint8Array) => this.#inflated.push(piece))
    this.#stream.on('end', () => this.#finish())
    this.#stream.on('error', (error: NodeJS.ErrnoException) => {
      this.isOnlyShort = error.code === 'Z_BUF_ERROR'
      this.damage = this.isOnlyShort ? 'gzip data ends within a member' : `gzip data is damaged: ${error.message}`
      this.#finish()
    })
  }

  /** Gives a piece in, which may not be written to any more. */
  push(piece: Uint8Array): Promise<void> {
    return this.#settled((done) => this.#stream.write(piece, done))
  }

  end(): Promise<void> {
    return this.#settled(() => this.#stream.end())
  }

  /** What came out since the last time. */
  take(): Uint8Array[] {
    const pieces = this.#inflated
    this.#inflated = []
    return pieces
  }

  destroy(): void {
    this.#stream.destroy()
  }

  #finish(): void {
    this.#isDone = true
    this.#wake()
  }

  #settled(act: (done: () => void) => void): Promise<void> {
    return new Promise((resolve) => {
      this.#wake = resolve
      if (this.#isDone) resolve()
      else act(resolve)
    })
  }
}
