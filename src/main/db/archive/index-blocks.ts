import type { WriteDb } from '../handle.ts'
import { blocksAfter, type FreshBlocks, indexedTo, insertSegment, planSegments, setIndexedTo } from './index-segment.ts'
import { fillValueChunks } from './value-chunks.ts'

/** A tail of fewer rows stays as it is: readers decode it. */
export const tailRows = 8_192

/**
 * Indexes the blocks of a table that no segment covers, if they are many enough, and makes the value chunks that have
 * filled. Belongs in the transaction that adds the blocks.
 * @param options `minRows`: fewer rows are left for later; `fresh`: the blocks that the transaction has added last
 * @throws AppError `database-damaged` when a block is
 */
export function indexTail(
  db: WriteDb,
  tableId: number,
  options: { readonly minRows?: number; readonly fresh?: FreshBlocks } = {}
): { readonly segmentsMade: number } {
  fillValueChunks(db, tableId)
  const minRows = options.minRows ?? tailRows
  const ranges = planSegments(blocksAfter(db, tableId, indexedTo(db, tableId)))
  // only the last may be small: what is before it was closed because the next block no longer fitted
  const last = ranges.at(-1)
  if (last !== undefined && last.rowCount < minRows) ranges.pop()
  for (const range of ranges) insertSegment(db, tableId, range, options.fresh)
  const lastBlockId = ranges.at(-1)?.lastBlockId
  if (lastBlockId !== undefined) setIndexedTo(db, tableId, lastBlockId)
  return { segmentsMade: ranges.length }
}
