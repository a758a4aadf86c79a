import { rowsPerSegment } from '../../archive/segment/part-kinds.ts'
import type { ReadDb, WriteDb } from '../handle.ts'
import { tailRows } from './index-blocks.ts'
import { blocksAfter, deleteSegment, indexedTo, insertSegment, planSegments, setIndexedTo } from './index-segment.ts'
import { rebuildValueChunks } from './value-chunks.ts'

/** Where a rebuilding that is done in steps goes on. */
export interface RebuildStep {
  /** The last block that is done; 0 to begin. */
  readonly afterBlockId: number
  /** Rows to do in this step; at least one segment is done. */
  readonly maxRows: number
}

/**
 * Makes a table's index anew from its blocks and values: in one go, or one step at a time, each leaving an index that
 * covers every row once. All steps together make what one go makes.
 * @returns `nextAfterBlockId`: where the next step begins; `undefined` when all is done
 * @throws AppError `database-damaged` when a block is; the index stays as it was then, with its transaction
 */
export function rebuildIndex(
  db: WriteDb,
  tableId: number,
  step: RebuildStep = { afterBlockId: 0, maxRows: Number.POSITIVE_INFINITY }
): { readonly rowsIndexed: number; readonly nextAfterBlockId?: number } {
  if (step.afterBlockId === 0) rebuildValueChunks(db, tableId)
  let after = step.afterBlockId
  let rowsIndexed = 0
  while (rowsIndexed < step.maxRows) {
    // a segment has at most as many blocks as rows; one more tells whether it is the last
    const [range, next] = planSegments(blocksAfter(db, tableId, after, rowsPerSegment + 1))
    if (range === undefined || (next === undefined && range.rowCount < tailRows)) {
      dropSegmentsAfter(db, tableId, after)
      setIndexedTo(db, tableId, after)
      return { rowsIndexed }
    }
    replaceSegments(db, tableId, after, range.lastBlockId)
    insertSegment(db, tableId, range)
    if (range.lastBlockId > indexedTo(db, tableId)) setIndexedTo(db, tableId, range.lastBlockId)
    after = range.lastBlockId
    rowsIndexed += range.rowCount
  }
  return { rowsIndexed, nextAfterBlockId: after }
}

/**
 * Indexes anew what segments cover of these blocks, as after some of them were deleted.
 * @returns segments made
 */
export function reindexBlocks(db: WriteDb, tableId: number, firstBlockId: number, lastBlockId: number): number {
  const touched = segmentsWithin(db, tableId, firstBlockId, lastBlockId)
  let made = 0
  for (const { segmentId, ...segment } of touched) {
    deleteSegment(db, segmentId)
    const blocks = blocksAfter(db, tableId, segment.firstBlockId - 1, rowsPerSegment)
    for (const range of planSegments(blocks.filter(({ blockId }) => blockId <= segment.lastBlockId))) {
      insertSegment(db, tableId, range)
      made += 1
    }
  }
  return made
}

/** A segment's row, without its times. */
export interface SegmentRange {
  readonly segmentId: number
  readonly firstBlockId: number
  readonly lastBlockId: number
  readonly rowCount: number
}

/** The segments that cover any of these blocks, in the order of their blocks. */
export function segmentsWithin(db: ReadDb, tableId: number, firstBlockId: number, lastBlockId: number): SegmentRange[] {
  return db.all<SegmentRange>(
    `SELECT segment_id AS segmentId, first_block_id AS firstBlockId, last_block_id AS lastBlockId, row_count AS rowCount
     FROM segments WHERE table_id = :tableId AND first_block_id <= :lastBlockId AND last_block_id >= :firstBlockId
     ORDER BY first_block_id`,
    { tableId, firstBlockId, lastBlockId }
  )
}

/** Makes room for a segment up to `lastBlockId`: of one that reaches beyond, the rest is indexed by itself meanwhile. */
function replaceSegments(db: WriteDb, tableId: number, after: number, lastBlockId: number): void {
  let reachesTo = lastBlockId
  for (const segment of segmentsWithin(db, tableId, after + 1, lastBlockId)) {
    deleteSegment(db, segment.segmentId)
    reachesTo = Math.max(reachesTo, segment.lastBlockId)
  }
  if (reachesTo === lastBlockId) return
  const rest = blocksAfter(db, tableId, lastBlockId, rowsPerSegment).filter(({ blockId }) => blockId <= reachesTo)
  for (const range of planSegments(rest)) insertSegment(db, tableId, range)
}

function dropSegmentsAfter(db: WriteDb, tableId: number, after: number): void {
  for (const { segmentId } of segmentsWithin(db, tableId, after + 1, Number.MAX_SAFE_INTEGER))
    deleteSegment(db, segmentId)
}
