import { openBlock } from '../../archive/block/block-codec.ts'
import { buildSegment } from '../../archive/segment/build-segment.ts'
import { rowsPerSegment, type SegmentPart } from '../../archive/segment/part-kinds.ts'
import type { SegmentBlock } from '../../archive/segment/segment-rows.ts'
import { AppError } from '../../../shared/kit/app-error.ts'
import type { ReadDb, WriteDb } from '../handle.ts'

/** A block, as far as planning needs it. */
export interface BlockSize {
  readonly blockId: number
  readonly rowCount: number
}

/** Blocks of one segment: of the table, from one id to another. */
export interface BlockRange {
  readonly firstBlockId: number
  readonly lastBlockId: number
  readonly rowCount: number
}

/** The table's blocks after one, in order of their ids. @param limit most blocks */
export function blocksAfter(db: ReadDb, tableId: number, blockId: number, limit = -1): BlockSize[] {
  return db.all<BlockSize>(
    `SELECT block_id AS blockId, row_count AS rowCount FROM event_blocks INDEXED BY event_blocks_by_table
     WHERE table_id = :tableId AND block_id > :blockId ORDER BY block_id LIMIT :limit`,
    { tableId, blockId, limit }
  )
}

/** Splits blocks, in their order, into as few segments as rows allow. */
export function planSegments(blocks: readonly BlockSize[]): BlockRange[] {
  const ranges: BlockRange[] = []
  for (const { blockId, rowCount } of blocks) {
    const last = ranges.at(-1)
    if (last !== undefined && last.rowCount + rowCount <= rowsPerSegment)
      ranges[ranges.length - 1] = { ...last, lastBlockId: blockId, rowCount: last.rowCount + rowCount }
    else ranges.push({ firstBlockId: blockId, lastBlockId: blockId, rowCount })
  }
  return ranges
}

/** Blocks that were just stored, all of one commit, with what is at hand of their rows. */
export interface FreshBlocks {
  readonly blocks: readonly SegmentBlock[]
  /** Value ids of dictionary columns, in the order of the blocks. */
  readonly ids: ReadonlyMap<number, Uint32Array>
}

/**
 * Makes the segment of a range of blocks that no other segment covers.
 * @param fresh are not read again where they are just the ones of the range
 * @throws AppError `database-damaged` when a block is, or rows are not as many as it says
 */
export function insertSegment(db: WriteDb, tableId: number, range: BlockRange, fresh?: FreshBlocks): number {
  const { firstBlockId, lastBlockId } = range
  const isFresh =
    fresh?.blocks[0]?.blockId === firstBlockId && fresh.blocks.at(-1)?.blockId === lastBlockId ? fresh : undefined
  const blocks = isFresh?.blocks ?? readBlocks(db, tableId, range)
  const parts: SegmentPart[] = []
  const built = buildSegment(blocks, (part) => parts.push(part), isFresh?.ids)
  const { lastRowId: segmentId } = db.run(
    `INSERT INTO segments (table_id, first_block_id, last_block_id, row_count, min_at_ms, max_at_ms)
     VALUES (:tableId, :firstBlockId, :lastBlockId, :rowCount, :minAtMs, :maxAtMs)`,
    {
      tableId,
      firstBlockId,
      lastBlockId,
      rowCount: built.rowCount,
      minAtMs: Math.floor(built.minAtMs),
      maxAtMs: Math.ceil(built.maxAtMs)
    }
  )
  // in the order of the key, so that pages fill one after the other
  parts.sort((one, other) => one.kind - other.kind || one.columnId - other.columnId || one.place - other.place)
  for (const { kind, columnId, place, data } of parts)
    db.run(
      `INSERT INTO segment_parts (segment_id, kind, column_id, place, data)
       VALUES (:segmentId, :kind, :columnId, :place, :data)`,
      { segmentId, kind, columnId, place, data }
    )
  return segmentId
}

function readBlocks(db: ReadDb, tableId: number, { firstBlockId, lastBlockId }: BlockRange): SegmentBlock[] {
  return db
    .all<{ blockId: number; day: number; firstSeq: number; rowCount: number; data: Uint8Array }>(
      `SELECT block_id AS blockId, day, first_seq AS firstSeq, row_count AS rowCount, data
       FROM event_blocks INDEXED BY event_blocks_by_table
       WHERE table_id = :tableId AND block_id BETWEEN :firstBlockId AND :lastBlockId ORDER BY block_id`,
      { tableId, firstBlockId, lastBlockId }
    )
    .map(({ blockId, day, firstSeq, rowCount, data }) => {
      const block = openBlock(data)
      if (block.rowCount !== rowCount)
        throw new AppError('database-damaged', { what: 'block', where: `rows of ${blockId}` })
      return { blockId, day, firstSeq, block }
    })
}

/** Takes a segment out of the index. Its blocks must be covered anew in the same transaction, unless they are gone. */
export function deleteSegment(db: WriteDb, segmentId: number): void {
  db.run('DELETE FROM segment_parts WHERE segment_id = :segmentId', { segmentId })
  db.run('DELETE FROM segments WHERE segment_id = :segmentId', { segmentId })
}

/** Notes up to which block a table is indexed. */
export function setIndexedTo(db: WriteDb, tableId: number, blockId: number): void {
  db.run('UPDATE archived_tables SET indexed_to_block_id = :blockId WHERE table_id = :tableId', { tableId, blockId })
}

/** The last block of a table that is indexed; 0 for none. */
export function indexedTo(db: ReadDb, tableId: number): number {
  return (
    db.get<{ blockId: number }>(
      'SELECT indexed_to_block_id AS blockId FROM archived_tables WHERE table_id = :tableId',
      { tableId }
    )?.blockId ?? 0
  )
}
