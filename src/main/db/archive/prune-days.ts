import { Buffer } from 'node:buffer'
import { dayMs } from '../../../shared/kit/time.ts'
import { untimedDay } from '../../archive/chain/day-number.ts'
import type { ReadDb, WriteDb } from '../handle.ts'
import { endOfDay } from './archived-days.ts'
import { indexTail } from './index-blocks.ts'
import { indexedTo } from './index-segment.ts'
import { reindexBlocks, type SegmentRange, segmentsWithin } from './rebuild-index.ts'

/** A day that is to leave, with the signed stub that stands for it from then on. */
export interface DayToPrune {
  readonly tableId: number
  readonly day: number
  readonly rows: number
  /** The end of the day's chain, hex. */
  readonly head: string
  readonly reason: string
  readonly prunedAtMs: number
  readonly signature: Uint8Array
  readonly publicKey: Uint8Array
}

export interface PruneResult {
  readonly days: number
  readonly rows: number
}

/**
 * Lets days leave, all of them in the transaction that runs: a stub each, without their blocks, the index over what is
 * left. A day that has got rows since its stub was signed stays for the next time.
 */
export function pruneDays(db: WriteDb, days: readonly DayToPrune[]): PruneResult {
  const result = { days: 0, rows: 0 }
  // what leaves is overwritten, not only given free
  db.get('PRAGMA secure_delete = ON')
  for (const tableId of new Set(days.map((day) => day.tableId))) {
    const due = days.filter((one) => one.tableId === tableId && isUnchanged(db, one))
    if (due.length === 0) continue
    const rows = pruneTable(db, tableId, due)
    result.days += due.length
    result.rows += rows
  }
  db.get('PRAGMA secure_delete = OFF')
  return result
}

function isUnchanged(db: ReadDb, { tableId, day, rows, head }: DayToPrune): boolean {
  if (day === untimedDay) return false
  const end = endOfDay(db, tableId, day)
  return end.rows > 0 && end.rows === rows && end.head === head
}

function pruneTable(db: WriteDb, tableId: number, days: readonly DayToPrune[]): number {
  const blocks = days.flatMap(({ day }) =>
    db.all<{ blockId: number; rowCount: number }>(
      'SELECT block_id AS blockId, row_count AS rowCount FROM event_blocks WHERE table_id = :tableId AND day = :day',
      { tableId, day }
    )
  )
  const last = blocks.reduce((most, { blockId }) => Math.max(most, blockId), 0)
  // Every block that leaves is in a segment then, so that readers see by the segments that something left, and a block's
  // id is never given again.
  if (last > indexedTo(db, tableId)) indexTail(db, tableId, { minRows: 1 })
  const touched = segmentsOf(db, tableId, blocks)
  for (const day of days) {
    insertStub(db, day)
    db.run('DELETE FROM event_blocks WHERE table_id = :tableId AND day = :day', { tableId, day: day.day })
  }
  for (const { firstBlockId, lastBlockId } of touched) reindexBlocks(db, tableId, firstBlockId, lastBlockId)
  const rows = blocks.reduce((sum, { rowCount }) => sum + rowCount, 0)
  countAnew(db, tableId, rows)
  forgetQuarantine(db, tableId, Math.max(...days.map(({ day }) => day)))
  db.run(
    'INSERT INTO forgetting (table_id, since_ms) VALUES (:tableId, :atMs) ON CONFLICT (table_id) DO UPDATE SET since_ms = :atMs',
    { tableId, atMs: days[0]?.prunedAtMs ?? 0 }
  )
  return rows
}

function segmentsOf(db: ReadDb, tableId: number, blocks: readonly { readonly blockId: number }[]): SegmentRange[] {
  const touched: SegmentRange[] = []
  for (const { blockId } of blocks.toSorted((one, other) => one.blockId - other.blockId)) {
    if (blockId <= (touched.at(-1)?.lastBlockId ?? 0)) continue
    touched.push(...segmentsWithin(db, tableId, blockId, blockId))
  }
  return touched
}

function insertStub(db: WriteDb, stub: DayToPrune): void {
  const { tableId, day, rows, head, prunedAtMs, reason, signature, publicKey } = stub
  db.run(
    `INSERT INTO pruned_days (table_id, day, row_count, head, pruned_at_ms, reason, signature, public_key)
     VALUES (:tableId, :day, :rows, :head, :prunedAtMs, :reason, :signature, :publicKey)`,
    { tableId, day, rows, head: Buffer.from(head, 'hex'), prunedAtMs, reason, signature, publicKey }
  )
  db.run(
    'INSERT INTO archive_keys (public_key, first_used_at_ms) VALUES (:publicKey, :prunedAtMs) ON CONFLICT DO NOTHING',
    { publicKey, prunedAtMs }
  )
}

/** Lines in quarantine hold texts of rows, too: those that were read before the newest day that left had ended are older. */
function forgetQuarantine(db: WriteDb, tableId: number, newestDay: number): void {
  db.run('DELETE FROM quarantined_lines WHERE table_id = :tableId AND at_ms < :endMs', {
    tableId,
    endMs: (newestDay + 1) * dayMs
  })
}

function countAnew(db: WriteDb, tableId: number, rowsLess: number): void {
  const edge = (what: 'min' | 'max') => {
    const { day } = db.get<{ day: number | null }>(
      `SELECT ${what}(day) AS day FROM event_blocks WHERE table_id = :tableId AND day >= 0`,
      { tableId }
    ) ?? { day: null }
    if (day === null) return undefined
    const column = what === 'min' ? 'min_at_ms' : 'max_at_ms'
    return db.get<{ atMs: number }>(
      `SELECT ${what}(${column}) AS atMs FROM event_blocks WHERE table_id = :tableId AND day = :day`,
      { tableId, day }
    )?.atMs
  }
  db.run(
    `UPDATE archived_tables SET row_count = row_count - :rowsLess, oldest_event_at_ms = :oldest, newest_event_at_ms = :newest
     WHERE table_id = :tableId`,
    { tableId, rowsLess, oldest: edge('min'), newest: edge('max') }
  )
}
