import { createGunzip } from 'node:zlib'

// A little compressed data can become a thousand times as much: what is given in at once bounds what is held.
const compressedPieceBytes = 16 * 1024
const inflatedPieceBytes = 32 * 1024

/** How gzip data ended. */
export interface GunzipEnd {
  /** Why it ended too early; undefined where it did not. */
  cut?: string
}

/** Whether these are the first bytes of gzip data. */
export function isGzip(bytes: Uint8Array): boolean {
  return bytes[0] === 0x1f && bytes[1] === 0x8b
}

/**
 * Inflates gzip data of one or several members. Damage ends it, after everything before it was given out.
 * @param end is told how it ended
 */
export async function* gunzip(source: AsyncIterable<Uint8Array>, end: GunzipEnd): AsyncGenerator<Uint8Array> {
  const inflater = createGunzip({ chunkSize: inflatedPieceBytes })
  let inflated: Uint8Array[] = []
  const state = { isDone: false }
  let wake = (): void => undefined
  inflater.on('data', (piece: Uint8Array) => inflated.push(piece))
  inflater.on('end', () => {
    state.isDone = true
    wake()
  })
  inflater.on('error', (error: NodeJS.ErrnoException) => {
    end.cut = error.code === 'Z_BUF_ERROR' ? 'gzip data ends within a member' : `gzip data is damaged: ${error.message}`
    state.isDone = true
    wake()
  })
  const settled = (act: (done: () => void) => void) =>
    new Promise<void>((resolve) => {
      wake = resolve
      if (state.isDone) resolve()
      else act(resolve)
    })
  const take = (): Uint8Array[] => {
    const pieces = inflated
    inflated = []
    return pieces
  }
  try {
    for await (const bytes of source)
      for (let at = 0; at < bytes.length && !state.isDone; at += compressedPieceBytes) {
        // The inflater may still look at the piece after the source's buffer is used again.
        const piece = Uint8Array.prototype.slice.call(bytes, at, at + compressedPieceBytes)
        await settled((done) => inflater.write(piece, done))
        yield* take()
      }
    await settled(() => inflater.end())
    yield* take()
  } finally {
    inflater.destroy()
  }
}
