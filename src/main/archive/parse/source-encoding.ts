import type { SourceEncoding } from './source-types.ts'

/** Bytes at a source's beginning that tell its encoding. */
const sampleBytes = 512

export interface FoundEncoding {
  readonly encoding: SourceEncoding
  /** Length of the byte-order mark; 0 where there is none. */
  readonly markBytes: number
}

/**
 * Tells UTF-8 and UTF-16 apart, by the byte-order mark or else by where the zero bytes are. What is in no Unicode
 * encoding is not guessed: bytes that are no UTF-8 could be any of dozens of code pages, so such rows go to quarantine.
 */
export function findEncoding(bytes: Uint8Array): FoundEncoding {
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) return { encoding: 'utf-8', markBytes: 3 }
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return { encoding: 'utf-16le', markBytes: 2 }
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return { encoding: 'utf-16be', markBytes: 2 }
  const pairs = Math.floor(Math.min(bytes.length, sampleBytes) / 2)
  let evenZeros = 0
  let oddZeros = 0
  for (let pair = 0; pair < pairs; pair += 1) {
    if (bytes[pair * 2] === 0) evenZeros += 1
    if (bytes[pair * 2 + 1] === 0) oddZeros += 1
  }
  // Keys, delimiters and digits are ASCII in every language.
  if (pairs >= 2 && oddZeros * 2 > pairs && evenZeros === 0) return { encoding: 'utf-16le', markBytes: 0 }
  if (pairs >= 2 && evenZeros * 2 > pairs && oddZeros === 0) return { encoding: 'utf-16be', markBytes: 0 }
  return { encoding: 'utf-8', markBytes: 0 }
}

const noUtf8 = Buffer.from([0xff])

/** Makes UTF-8 of UTF-16 as it comes. A lone surrogate becomes a byte that is no UTF-8, so that its row is found. */
export class Utf16Recoder {
  readonly #isBigEndian: boolean
  #rest: Buffer = Buffer.alloc(0)

  constructor(encoding: 'utf-16le' | 'utf-16be') {
    this.#isBigEndian = encoding === 'utf-16be'
  }

  push(bytes: Uint8Array): Uint8Array {
    const all = Buffer.concat([this.#rest, bytes])
    let whole = all.length & ~1
    // The first half of a pair waits for the second.
    const last = whole === 0 ? 0 : (all[this.#isBigEndian ? whole - 2 : whole - 1] as number)
    if (last >= 0xd8 && last <= 0xdb) whole -= 2
    this.#rest = all.subarray(whole)
    return this.#recoded(all.subarray(0, whole))
  }

  /** What is left: half a character. */
  end(): Uint8Array {
    return this.#rest.length === 0 ? this.#rest : noUtf8
  }

  #recoded(pairs: Buffer): Uint8Array {
    const text = (this.#isBigEndian ? Buffer.from(pairs).swap16() : pairs).toString('utf16le')
    if (!/\p{Surrogate}/u.test(text)) return Buffer.from(text)
    const pieces = text
      .split(/\p{Surrogate}/u)
      .flatMap((piece, index) => [...(index > 0 ? [noUtf8] : []), Buffer.from(piece)])
    return Buffer.concat(pieces)
  }
}
