import type { EventBlock } from '../block/block-codec.ts'
import type { SegmentScratch } from './segment-scratch.ts'

/** A block of the archive, opened. */
export interface SegmentBlock {
  readonly blockId: number
  readonly day: number
  readonly firstSeq: number
  readonly block: EventBlock
}

/** The rows of some blocks in the order of a segment: by time, day, number in the day's chain. */
export interface SegmentRows {
  /** The blocks by (day, first number). Their rows, one after the other, are the source order. */
  readonly blocks: readonly SegmentBlock[]
  /** Times in the segment's order, epoch ms UTC; 0 for rows without one. */
  readonly atMs: Float64Array
  /** Place in the segment of each row of the source order; `undefined` when both orders are the same. */
  readonly placeOf: Uint16Array | undefined
  /** Value ids of dictionary columns in the source order, where they are at hand: the same as in the blocks. */
  readonly ids: ReadonlyMap<number, Uint32Array>
}

/** Orders the rows of blocks. @param blocks in any order, of at most 65,536 rows in all */
export function orderRows(
  blocks: readonly SegmentBlock[],
  ids: ReadonlyMap<number, Uint32Array>,
  scratch: SegmentScratch
): SegmentRows {
  const sorted = [...blocks].sort((one, other) => one.day - other.day || one.firstSeq - other.firstSeq)
  const rowCount = sorted.reduce((sum, { block }) => sum + block.rowCount, 0)
  const source = new Float64Array(rowCount)
  let at = 0
  for (const { block } of sorted) {
    const times = block.times()
    for (let row = 0; row < times.length; row += 1) {
      const time = times[row] as number
      source[at + row] = Number.isFinite(time) ? time : 0
    }
    at += times.length
  }
  if (isAscending(source)) return { blocks: sorted, atMs: source, placeOf: undefined, ids }
  const order = sortedOrder(source, scratch.sortKeys)
  const atMs = new Float64Array(rowCount)
  const placeOf = new Uint16Array(rowCount)
  for (let place = 0; place < rowCount; place += 1) {
    const row = order[place] as number
    atMs[place] = source[row] as number
    placeOf[row] = place
  }
  return { blocks: sorted, atMs, placeOf, ids }
}

function isAscending(times: Float64Array): boolean {
  for (let row = 1; row < times.length; row += 1) if ((times[row] as number) < (times[row - 1] as number)) return false
  return true
}

/** Rows of the source order by time; those of one time stay in the source's order, which is that of day and chain. */
function sortedOrder(times: Float64Array, keys: Float64Array): ArrayLike<number> {
  const rowCount = times.length
  const min = times.reduce((least, time) => Math.min(least, time), Number.POSITIVE_INFINITY)
  const max = times.reduce((most, time) => Math.max(most, time), Number.NEGATIVE_INFINITY)
  // time and row fit one exact number up to four years apart, and numbers sort without a comparison of our own
  if ((max - min + 1) * 65_536 > Number.MAX_SAFE_INTEGER || !times.every((time) => Number.isInteger(time)))
    return Array.from(times.keys()).sort(
      (one, other) => (times[one] as number) - (times[other] as number) || one - other
    )
  for (let row = 0; row < rowCount; row += 1) keys[row] = ((times[row] as number) - min) * 65_536 + row
  const sorted = keys.subarray(0, rowCount).sort()
  const order = new Uint16Array(rowCount)
  for (let place = 0; place < rowCount; place += 1) order[place] = (sorted[place] as number) % 65_536
  return order
}
