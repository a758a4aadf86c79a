import { Inflater } from './inflater.ts'

// A little compressed data can become a thousand times as much: what is given in at once bounds what is held.
const compressedPieceBytes = 16 * 1024
const inflatedPieceBytes = 32 * 1024
/** The smallest that zlib takes. */
const leastInflatedBytes = 64

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
 * @param again begins the data anew: what zlib already made of the piece with the damage it keeps for itself, so that
 * piece is gone through again byte by byte; absent where that little does not matter
 * @param end is told how it ended
 */
export async function* gunzip(
  source: AsyncIterable<Uint8Array>,
  again: (() => AsyncIterable<Uint8Array>) | undefined,
  end: GunzipEnd
): AsyncGenerator<Uint8Array> {
  const inflater = new Inflater(inflatedPieceBytes)
  let givenIn = 0
  let givenOut = 0
  try {
    for await (const piece of slices(source, Number.POSITIVE_INFINITY)) {
      await inflater.push(piece)
      if (inflater.damage === undefined) givenIn += piece.length
      for (const inflated of inflater.take()) {
        givenOut += inflated.length
        yield inflated
      }
      if (inflater.damage !== undefined) break
    }
    if (inflater.damage === undefined) await inflater.end()
    for (const inflated of inflater.take()) {
      givenOut += inflated.length
      yield inflated
    }
  } finally {
    inflater.destroy()
  }
  if (inflater.damage === undefined) return
  end.cut = inflater.damage
  if (again !== undefined && !inflater.isOnlyShort) yield* withheld(again(), givenIn, givenOut)
}

/** What the data makes until its damage, which is behind `givenIn`, without the `givenOut` bytes that are known. */
async function* withheld(
  source: AsyncIterable<Uint8Array>,
  givenIn: number,
  givenOut: number
): AsyncGenerator<Uint8Array> {
  const inflater = new Inflater(leastInflatedBytes)
  let known = givenOut
  try {
    for await (const piece of slices(source, givenIn)) {
      await inflater.push(piece)
      for (const inflated of inflater.take()) {
        if (inflated.length > known) yield inflated.subarray(known)
        known = Math.max(0, known - inflated.length)
      }
      if (inflater.damage !== undefined) return
    }
  } finally {
    inflater.destroy()
  }
}

/**
 * Small pieces, in memory of their own: the inflater may look at one after the source's buffer is used again.
 * @param bytewiseFrom from where on each byte is a piece
 */
async function* slices(source: AsyncIterable<Uint8Array>, bytewiseFrom: number): AsyncGenerator<Uint8Array> {
  let passed = 0
  for await (const bytes of source)
    for (let at = 0; at < bytes.length; ) {
      const size = passed >= bytewiseFrom ? 1 : Math.min(compressedPieceBytes, bytewiseFrom - passed, bytes.length - at)
      yield Uint8Array.prototype.slice.call(bytes, at, at + size)
      at += size
      passed += size
    }
}
