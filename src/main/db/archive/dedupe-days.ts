import { DaySet, leavesAsWords } from '../../archive/dedupe/day-set.ts'
import { hashBytes } from '../../archive/chain/hash-chain.ts'
import { keyBytes } from '../../archive/dedupe/id-key.ts'
import { openBlock } from '../../archive/block/block-codec.ts'
import { AppError } from '../../../shared/kit/app-error.ts'
import type { ReadDb } from '../handle.ts'

/** Blocks read in one go: their leaves come to some 4 MB. */
const blocksAtOnce = 512

interface DedupeColumns {
  readonly firstSeq: number
  readonly rowCount: number
  readonly leaves: Uint8Array
  readonly keys: Uint8Array | null
}

/**
 * Reads what a day holds. Of the blocks only the columns before the data are read.
 * @throws AppError `database-damaged` where a block has not as many leaves as rows
 */
export function loadDay(db: ReadDb, tableId: number, day: number, hasKeys: boolean): DaySet {
  const set = new DaySet(hasKeys)
  for (let isMore = true; isMore; ) {
    const blocks = db.all<DedupeColumns>(
      `SELECT first_seq AS firstSeq, row_count AS rowCount, leaves, keys FROM event_blocks
       WHERE table_id = :tableId AND day = :day AND first_seq >= :from ORDER BY first_seq LIMIT :limit`,
      { tableId, day, from: set.rowCount, limit: blocksAtOnce }
    )
    for (const block of blocks) addBlock(set, block)
    isMore = blocks.length === blocksAtOnce
  }
  return set
}

function addBlock(set: DaySet, block: DedupeColumns): void {
  const { firstSeq, rowCount, leaves, keys } = block
  if (
    firstSeq !== set.rowCount ||
    leaves.length !== rowCount * hashBytes ||
    (keys?.length ?? rowCount * keyBytes) !== rowCount * keyBytes
  )
    throw new AppError('database-damaged', { what: 'event block' })
  const leafWords = leavesAsWords(leaves)
  const words = keys === null ? undefined : new DataView(keys.buffer, keys.byteOffset, keys.length)
  for (let row = 0; row < rowCount; row += 1)
    set.append(
      leafWords,
      row,
      words?.getUint32(row * keyBytes, true) ?? 0,
      words?.getUint32(row * keyBytes + 4, true) ?? 0
    )
}

/** Reads texts of single archived rows of one column; the last block stays at hand. */
export function archivedTextReader(
  db: ReadDb,
  tableId: number,
  columnId: number
): (day: number, seq: number) => string | undefined {
  let last:
    | { readonly day: number; readonly firstSeq: number; readonly block: ReturnType<typeof openBlock> }
    | undefined
  const blockAt = (day: number, seq: number) => {
    if (last?.day === day && seq >= last.firstSeq && seq < last.firstSeq + last.block.rowCount) return last
    const found = db.get<{ firstSeq: number; data: Uint8Array }>(
      `SELECT first_seq AS firstSeq, data FROM event_blocks
       WHERE table_id = :tableId AND day = :day AND first_seq <= :seq ORDER BY first_seq DESC LIMIT 1`,
      { tableId, day, seq }
    )
    if (found === undefined) throw new AppError('database-damaged', { what: 'event block' })
    last = { day, firstSeq: found.firstSeq, block: openBlock(found.data) }
    return last
  }
  return (day, seq) => {
    const { block, firstSeq } = blockAt(day, seq)
    const kind = block.kindOf(columnId)
    if (kind === undefined) return undefined
    if (kind === 'text') return block.textAt(columnId, seq - firstSeq)
    const valueId = block.idAt(columnId, seq - firstSeq)
    if (valueId === 0) return undefined
    return db.get<{ text: string }>(
      'SELECT text FROM archived_values WHERE table_id = :tableId AND column_id = :columnId AND value_id = :valueId',
      { tableId, columnId, valueId }
    )?.text
  }
}
