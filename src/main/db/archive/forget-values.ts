import { openBlock } from '../../archive/block/block-codec.ts'
import { chunkOf } from '../../archive/segment/value-chunk.ts'
import type { ReadDb, WriteDb } from '../handle.ts'
import { remakeValueChunks } from './value-chunks.ts'
import { writerMemory } from './writer-memory.ts'

/** How long a step looks at blocks, ms. */
const stepMs = 60
/** Blocks read in one go. */
const blocksAtOnce = 32

interface Search {
  readonly tableId: number
  readonly sinceMs: number
  /** Values that a row has, by column: a bit each. */
  readonly used: Map<number, Uint8Array>
  /** Values that each column had when the search began: later ones belong to rows that came since. */
  readonly counts: ReadonlyMap<number, number>
  lastBlockId: number
}

const searches = new WeakMap<ReadDb, Search>()

/**
 * Forgets texts that no row has any more since days have left, one step at a time: first all blocks of the table are looked
 * at, then, in one transaction with the blocks that came meanwhile, the texts that none of them has are replaced. How far
 * the search is stays in the thread's memory; after a restart it begins anew.
 * @returns whether there is nothing left to do, and how many texts this step forgot
 */
export function forgetValues(
  db: WriteDb,
  budgetMs: number = stepMs
): { readonly isFinished: boolean; readonly forgotten: number } {
  const due = db.get<{ tableId: number; sinceMs: number }>(
    'SELECT table_id AS tableId, since_ms AS sinceMs FROM forgetting ORDER BY table_id LIMIT 1'
  )
  if (due === undefined) {
    searches.delete(db)
    return { isFinished: true, forgotten: 0 }
  }
  const known = searches.get(db)
  const search = known?.tableId === due.tableId && known.sinceMs === due.sinceMs ? known : begin(db, due)
  searches.set(db, search)
  if (!look(db, search, performance.now() + budgetMs)) return { isFinished: false, forgotten: 0 }
  let forgotten = 0
  db.get('PRAGMA secure_delete = ON')
  for (const [columnId, count] of search.counts) forgotten += forgetColumn(db, search, columnId, count)
  db.get('PRAGMA secure_delete = OFF')
  db.run('DELETE FROM forgetting WHERE table_id = :tableId', { tableId: search.tableId })
  // what the thread remembers of dictionaries would give the forgotten ids to new rows
  if (forgotten > 0) writerMemory(db).forget()
  searches.delete(db)
  return { isFinished: db.get('SELECT 1 FROM forgetting') === undefined, forgotten }
}

function begin(db: ReadDb, due: { readonly tableId: number; readonly sinceMs: number }): Search {
  const columns = db.all<{ columnId: number; valueCount: number }>(
    `SELECT position AS columnId, value_count AS valueCount FROM archived_columns
     WHERE table_id = :tableId AND value_count > 0`,
    due
  )
  return {
    ...due,
    counts: new Map(columns.map(({ columnId, valueCount }) => [columnId, valueCount])),
    used: new Map(columns.map(({ columnId, valueCount }) => [columnId, new Uint8Array(valueCount + 1)])),
    lastBlockId: 0
  }
}

/** @returns whether all blocks that there are now have been looked at */
function look(db: ReadDb, search: Search, untilMs: number): boolean {
  for (;;) {
    const blocks = db.all<{ blockId: number; data: Uint8Array }>(
      `SELECT block_id AS blockId, data FROM event_blocks INDEXED BY event_blocks_by_table
       WHERE table_id = :tableId AND block_id > :after ORDER BY block_id LIMIT :limit`,
      { tableId: search.tableId, after: search.lastBlockId, limit: blocksAtOnce }
    )
    for (const { blockId, data } of blocks) {
      const block = openBlock(data)
      for (const columnId of block.columnIds) {
        const used = search.used.get(columnId)
        if (used === undefined || block.kindOf(columnId) !== 'dictionary') continue
        // a value that is newer than the search lies beyond the array, and writing there does nothing
        for (const id of block.ids(columnId)) used[id] = 1
      }
      search.lastBlockId = blockId
    }
    if (blocks.length < blocksAtOnce) return true
    if (performance.now() >= untilMs) return false
  }
}

function forgetColumn(db: WriteDb, { tableId, used }: Search, columnId: number, count: number): number {
  const isUsed = used.get(columnId) as Uint8Array
  // two equal texts in a dictionary would mix up its ids: a row may have the very text that another id would get
  const taken = new Set(
    db
      .all<{ text: string }>(
        `SELECT text FROM archived_values WHERE table_id = :tableId AND column_id = :columnId
           AND text >= char(65535) AND text < char(65536) AND text <> char(65535) || value_id`,
        { tableId, columnId }
      )
      .map(({ text }) => text)
  )
  const forgotten: number[] = []
  for (let valueId = 1; valueId <= count; valueId += 1) {
    if (isUsed[valueId] === 1 || taken.has(`\uffff${valueId}`)) continue
    const { changes } = db.run(
      `DELETE FROM archived_values
       WHERE table_id = :tableId AND column_id = :columnId AND value_id = :valueId AND text <> char(65535) || value_id`,
      { tableId, columnId, valueId }
    )
    if (changes > 0) forgotten.push(valueId)
  }
  // all of them are gone before anything comes in their place: a text that is replaced by a short one frees no room
  for (const valueId of forgotten)
    db.run(
      `INSERT INTO archived_values (table_id, column_id, value_id, text)
       VALUES (:tableId, :columnId, :valueId, :text)`,
      { tableId, columnId, valueId, text: `\uffff${valueId}` }
    )
  remakeValueChunks(db, tableId, columnId, new Set(forgotten.map((valueId) => chunkOf(valueId))))
  return forgotten.length
}
