import { lowerBound } from '../row-set/row-set.ts'
import type { SizedRows } from './sized-rows.ts'

/** Adds to `counts`, by local code, the cells of the set's rows `from <= row < to`. */
export function countCells(
  cells: Uint8Array | Uint16Array,
  { set }: SizedRows,
  from: number,
  to: number,
  counts: Uint32Array
): void {
  if (to <= from || set.kind === 'none') return
  if (set.kind === 'rows') {
    const { rows } = set
    const end = lowerBound(rows, to)
    for (let place = lowerBound(rows, from); place < end; place++) {
      const code = cells[rows[place] as number] as number
      counts[code] = (counts[code] as number) + 1
    }
  } else if (set.kind === 'all') {
    for (let row = from; row < to; row++) {
      const code = cells[row] as number
      counts[code] = (counts[code] as number) + 1
    }
  } else countMarked(cells, set.words, from, to, counts)
}

function countMarked(
  cells: Uint8Array | Uint16Array,
  words: Uint32Array,
  from: number,
  to: number,
  counts: Uint32Array
): void {
  const first = from >>> 5
  const last = (to - 1) >>> 5
  for (let place = first; place <= last; place++) {
    let word = words[place] as number
    if (place === first) word &= 0xffffffff << (from & 31)
    if (place === last) word &= 0xffffffff >>> (31 - ((to - 1) & 31))
    while (word !== 0) {
      const bit = word & -word
      const code = cells[(place << 5) | (31 - Math.clz32(bit))] as number
      counts[code] = (counts[code] as number) + 1
      word ^= bit
    }
  }
}
