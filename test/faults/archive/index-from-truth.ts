import Database from 'better-sqlite3'
import { insertSegment } from '../../../src/main/db/archive/index-segment.ts'
import { rebuildValueChunks } from '../../../src/main/db/archive/value-chunks.ts'
import { DatabaseHandle } from '../../../src/main/db/handle.ts'

interface StoredSegment {
  readonly segment_id: number
  readonly table_id: number
  readonly first_block_id: number
  readonly last_block_id: number
  readonly row_count: number
}

/**
 * Makes every segment and chunk of an archive anew from its blocks and values, in a transaction that is rolled back, and
 * compares them with those that are there, byte by byte.
 * @returns segments that were compared
 * @throws Error that names what differs
 */
export function compareIndex(file: string): number {
  const database = new Database(file)
  const db = new DatabaseHandle(database, file)
  const rows = (sql: string, ...params: unknown[]) =>
    database
      .prepare(sql)
      .raw()
      .all(...params)
  const same = (one: unknown, other: unknown, what: string) => {
    const text = (value: unknown) =>
      JSON.stringify(value, (_key, cell: unknown) => (isBytes(cell) ? Buffer.from(cell.data).toString('base64') : cell))
    if (text(one) !== text(other)) throw new Error(`${what} is not what its blocks make of it`)
  }
  try {
    const segments = database
      .prepare(
        'SELECT segment_id, table_id, first_block_id, last_block_id, row_count FROM segments ORDER BY table_id, first_block_id'
      )
      .all() as StoredSegment[]
    checkCover(database, segments)
    database.exec('BEGIN')
    for (const { segment_id: segmentId, table_id: tableId, first_block_id, last_block_id, row_count } of segments) {
      const facts = 'SELECT row_count, min_at_ms, max_at_ms FROM segments WHERE segment_id = ?'
      const parts = 'SELECT kind, column_id, place, data FROM segment_parts WHERE segment_id = ? ORDER BY 1, 2, 3'
      const before = [rows(facts, segmentId), rows(parts, segmentId)]
      database.prepare('DELETE FROM segments WHERE segment_id = ?').run(segmentId)
      const range = { firstBlockId: first_block_id, lastBlockId: last_block_id, rowCount: row_count }
      const anew = insertSegment(db, tableId, range)
      same(before, [rows(facts, anew), rows(parts, anew)], `segment ${segmentId}`)
    }
    const chunks = 'SELECT column_id, chunk, data FROM value_chunks WHERE table_id = ? ORDER BY 1, 2'
    for (const [tableId] of rows("SELECT table_id FROM archived_tables WHERE kind = 'events'") as [number][]) {
      const before = rows(chunks, tableId)
      rebuildValueChunks(db, tableId)
      same(before, rows(chunks, tableId), `the dictionary's index of table ${tableId}`)
    }
    database.exec('ROLLBACK')
    return segments.length
  } finally {
    database.close()
  }
}

/** Segments must cover each block up to the mark once, and no part may be left of a segment that is gone. */
function checkCover(database: Database.Database, segments: readonly StoredSegment[]): void {
  const orphans = database
    .prepare('SELECT count(*) FROM segment_parts WHERE segment_id NOT IN (SELECT segment_id FROM segments)')
    .pluck()
    .get()
  if (orphans !== 0) throw new Error(`${String(orphans)} parts of no segment`)
  const blocks = database
    .prepare(
      `SELECT b.block_id AS blockId, b.table_id AS tableId, b.block_id <= t.indexed_to_block_id AS isIndexed,
         (SELECT count(*) FROM segments AS s WHERE s.table_id = b.table_id
          AND b.block_id BETWEEN s.first_block_id AND s.last_block_id) AS covered
       FROM event_blocks AS b JOIN archived_tables AS t USING (table_id)`
    )
    .all() as { blockId: number; tableId: number; isIndexed: number; covered: number }[]
  for (const { blockId, isIndexed, covered } of blocks)
    if (covered !== isIndexed)
      throw new Error(`block ${blockId} is in ${covered} segments and should be in ${isIndexed}`)
  for (const { table_id, first_block_id, last_block_id, row_count } of segments) {
    const rows = database
      .prepare('SELECT sum(row_count) FROM event_blocks WHERE table_id = ? AND block_id BETWEEN ? AND ?')
      .pluck()
      .get(table_id, first_block_id, last_block_id)
    if (rows !== row_count) throw new Error(`a segment of ${row_count} rows over blocks of ${String(rows)}`)
  }
}

function isBytes(value: unknown): value is { readonly type: 'Buffer'; readonly data: number[] } {
  return typeof value === 'object' && value !== null && 'type' in value && value.type === 'Buffer'
}
