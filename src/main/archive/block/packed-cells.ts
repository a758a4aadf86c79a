/** Stands where a row has no text. */
export const noText = 0xffffffff

/** A column's texts by row, where they lie: UTF-8 in `bytes` from `starts[row]` (`noText`: none) to `ends[row]`. */
export interface PackedCells {
  readonly bytes: Uint8Array
  readonly starts: Uint32Array
  readonly ends: Uint32Array
}

/** Texts as packed cells. Halves of characters become U+FFFD, each by itself. */
export function packCells(texts: readonly (string | undefined)[], rowCount: number): PackedCells {
  let most = 0
  for (let row = 0; row < rowCount; row += 1) most += (texts[row] ?? '').length * 3
  const bytes = Buffer.alloc(most)
  const starts = new Uint32Array(rowCount).fill(noText)
  const ends = new Uint32Array(rowCount)
  let at = 0
  for (let row = 0; row < rowCount; row += 1) {
    const text = texts[row]
    if (text === undefined) continue
    starts[row] = at
    at += bytes.write(text, at)
    ends[row] = at
  }
  return { bytes, starts, ends }
}
