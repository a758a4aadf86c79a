import { type BlockColumnInput, encodeBlock, openBlock, rowsPerBlock } from '../../archive/block/block-codec.ts'
import { untimedDay } from '../../archive/chain/day-number.ts'
import { blockHead, genesis, hashBytes } from '../../archive/chain/hash-chain.ts'
import { keyBytes } from '../../archive/dedupe/id-key.ts'
import type { SegmentBlock } from '../../archive/segment/segment-rows.ts'
import { AppError } from '../../../shared/kit/app-error.ts'
import type { WriteDb } from '../handle.ts'
import type { DedupedRows } from './dedupe-batch.ts'
import type { FreshBlocks } from './index-segment.ts'

/** New rows, in the order of their chains: entry i of each is of the same row. */
export interface NewRows {
  readonly runs: DedupedRows['runs']
  readonly leaves: Uint8Array
  /** 8 bytes a row; absent where the table has no event ids. */
  readonly keys: Uint8Array | undefined
  readonly atMs: Float64Array
  readonly columns: readonly BlockColumnInput[]
}

export interface ChainedBlock {
  readonly day: number
  readonly firstSeq: number
  readonly from: number
  readonly to: number
  readonly head: Uint8Array
}

/** A new batch's rows and their leaves, in the order of their chains. */
export function takeLeaves(leaves: Uint8Array, rows: Uint32Array): Uint8Array {
  const taken = new Uint8Array(rows.length * hashBytes)
  for (let place = 0; place < rows.length; place += 1) {
    const from = (rows[place] as number) * hashBytes
    taken.set(leaves.subarray(from, from + hashBytes), place * hashBytes)
  }
  return taken
}

/** Times of new rows; 0 where a row has none that an event can have. */
export function takeTimes(atMs: Float64Array, rows: Uint32Array, runs: DedupedRows['runs']): Float64Array {
  const taken = new Float64Array(rows.length)
  for (const { day, from, to } of runs)
    if (day !== untimedDay)
      for (let place = from; place < to; place += 1) taken[place] = atMs[rows[place] as number] as number
  return taken
}

/** Divides new rows into blocks, each day's behind the ones that it has, and chains them. */
export function chainBlocks(
  db: WriteDb,
  tableId: number,
  whose: { readonly organizationId: string; readonly pathText: string },
  rows: Pick<NewRows, 'runs' | 'leaves'>
): ChainedBlock[] {
  const blocks: ChainedBlock[] = []
  for (const { day, from, to, firstSeq } of rows.runs) {
    let head = headBefore(db, tableId, day, firstSeq) ?? genesis({ ...whose, day })
    for (let start = from; start < to; start += rowsPerBlock) {
      const end = Math.min(to, start + rowsPerBlock)
      const seq = firstSeq + start - from
      const leaves = rows.leaves.subarray(start * hashBytes, end * hashBytes)
      head = blockHead(head, { day, firstSeq: seq, leaves })
      blocks.push({ day, firstSeq: seq, from: start, to: end, head })
    }
  }
  return blocks
}

/** Stores the blocks of a commit. @returns what the index is made of, where they are all that it lacks */
export function insertBlocks(
  db: WriteDb,
  tableId: number,
  commitId: number,
  rows: NewRows,
  blocks: readonly ChainedBlock[]
): FreshBlocks {
  const fresh: SegmentBlock[] = []
  let blockId = db.get<{ last: number | null }>('SELECT max(block_id) AS last FROM event_blocks')?.last ?? 0
  // ids are never given twice, also when the last blocks were pruned: segments and readers' caches go by them
  const indexed = db.get<{ last: number | null }>('SELECT max(indexed_to_block_id) AS last FROM archived_tables')
  blockId = Math.max(blockId, indexed?.last ?? 0)
  for (const { day, firstSeq, from, to, head } of blocks) {
    const atMs = rows.atMs.subarray(from, to)
    blockId += 1
    const data = encodeBlock({
      rowCount: to - from,
      atMs,
      columns: rows.columns.map((column) => partOf(column, from, to))
    })
    fresh.push({ blockId, day, firstSeq, block: openBlock(data) })
    db.run(
      `INSERT INTO event_blocks (block_id, table_id, commit_id, day, first_seq, row_count, min_at_ms, max_at_ms, head, leaves, keys, data)
       VALUES (:blockId, :tableId, :commitId, :day, :firstSeq, :rowCount, :minAtMs, :maxAtMs, :head, :leaves, :keys, :data)`,
      {
        blockId,
        tableId,
        commitId,
        day,
        firstSeq,
        rowCount: to - from,
        // rows are in the order of their times
        minAtMs: Math.floor(atMs[0] as number),
        maxAtMs: Math.ceil(atMs[atMs.length - 1] as number),
        head,
        leaves: rows.leaves.subarray(from * hashBytes, to * hashBytes),
        keys: rows.keys?.subarray(from * keyBytes, to * keyBytes),
        data
      }
    )
  }
  const ids = rows.columns.flatMap(({ columnId, cells }) =>
    cells.kind === 'dictionary' ? [[columnId, cells.ids] as const] : []
  )
  return { blocks: fresh, ids: new Map(ids) }
}

function partOf({ columnId, cells }: BlockColumnInput, from: number, to: number): BlockColumnInput {
  if (cells.kind === 'dictionary') return { columnId, cells: { kind: 'dictionary', ids: cells.ids.subarray(from, to) } }
  if (cells.kind === 'text') return { columnId, cells: { kind: 'text', texts: cells.texts.slice(from, to) } }
  const { bytes, starts, ends } = cells
  return {
    columnId,
    cells: { kind: 'packed', bytes, starts: starts.subarray(from, to), ends: ends.subarray(from, to) }
  }
}

function headBefore(db: WriteDb, tableId: number, day: number, rowCount: number): Uint8Array | undefined {
  const last = db.get<{ end: number; head: Uint8Array }>(
    `SELECT first_seq + row_count AS end, head FROM event_blocks WHERE table_id = :tableId AND day = :day
     ORDER BY first_seq DESC LIMIT 1`,
    { tableId, day }
  )
  if ((last?.end ?? 0) !== rowCount) throw new AppError('database-damaged', { what: 'event block' })
  return last?.head
}
