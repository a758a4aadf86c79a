import { encodeBlock } from '../../src/main/archive/block/block-codec.ts'
import type { WriteDb } from '../../src/main/db/handle.ts'
import type { SegmentPart } from '../../src/main/archive/segment/part-kinds.ts'
import type { SeededRandom } from './seeded-random.ts'

const dayMs = 86_400_000

/** Makes a table of events without rows, with columns of ids and texts. */
export function addEventTable(db: WriteDb, tableId: number, path: readonly string[]): void {
  db.run("INSERT INTO archived_tables (table_id, path, kind) VALUES (:tableId, :path, 'events')", {
    tableId,
    path: JSON.stringify(path)
  })
  for (const [position, name] of ['TYPE', 'ACTOR', 'NOTE', 'ID'].entries())
    db.run(
      `INSERT INTO archived_columns (table_id, position, name, first_seen_at_ms, storage)
       VALUES (:tableId, :position, :name, 0, :storage)`,
      { tableId, position, name, storage: name === 'ID' ? 'text' : 'dictionary' }
    )
  db.run(
    `INSERT INTO archive_commits (commit_id, table_id, at_ms, source, rows_added, rows_known, rows_quarantined, days, previous, hash)
     VALUES (:tableId, :tableId, 0, '{}', 0, 0, 0, '[]', zeroblob(32), zeroblob(32))`,
    { tableId }
  )
}

/** Adds rows as blocks of random content, from that day on. @param rowsPerBlock most rows of a block */
export function addBlocks(
  db: WriteDb,
  random: SeededRandom,
  tableId: number,
  rows: { readonly count: number; readonly day: number; readonly rowsPerBlock?: number }
): void {
  const rowsPerBlock = rows.rowsPerBlock ?? 256
  for (let left = rows.count; left > 0; ) {
    const rowCount = Math.min(left, rowsPerBlock)
    left -= rowCount
    const day = rows.day + random.below(3)
    const firstSeq =
      db.get<{ next: number | null }>(
        'SELECT max(first_seq + row_count) AS next FROM event_blocks WHERE table_id = :tableId AND day = :day',
        { tableId, day }
      )?.next ?? 0
    const atMs = Float64Array.from({ length: rowCount }, () => day * dayMs + random.below(dayMs)).sort()
    const ids = (most: number, share: number) =>
      Uint32Array.from({ length: rowCount }, () => (random.chance(share) ? 1 + random.below(most) : 0))
    const data = encodeBlock({
      rowCount,
      atMs,
      columns: [
        { columnId: 0, cells: { kind: 'dictionary', ids: ids(40, 1) } },
        { columnId: 1, cells: { kind: 'dictionary', ids: ids(3_000, 0.9) } },
        { columnId: 2, cells: { kind: 'dictionary', ids: ids(9, 0.02) } },
        { columnId: 3, cells: { kind: 'text', texts: Array.from({ length: rowCount }, () => random.uuid()) } }
      ]
    })
    db.run(
      `INSERT INTO event_blocks (table_id, commit_id, day, first_seq, row_count, min_at_ms, max_at_ms, head, leaves, data)
       VALUES (:tableId, :tableId, :day, :firstSeq, :rowCount, :minAtMs, :maxAtMs, zeroblob(32), zeroblob(32 * :rowCount), :data)`,
      { tableId, day, firstSeq, rowCount, minAtMs: atMs[0], maxAtMs: atMs.at(-1), data }
    )
  }
}

/** Adds texts to a column's dictionary. */
export function addValues(db: WriteDb, tableId: number, columnId: number, texts: readonly string[]): void {
  const { count } = db.get<{ count: number }>(
    'SELECT count(*) AS count FROM archived_values WHERE table_id = :tableId AND column_id = :columnId',
    { tableId, columnId }
  ) ?? { count: 0 }
  for (const [place, text] of texts.entries())
    db.run('INSERT INTO archived_values VALUES (:tableId, :columnId, :valueId, :text)', {
      tableId,
      columnId,
      valueId: count + place + 1,
      text
    })
}

/** A segment as it is stored. */
export interface StoredSegment {
  readonly segmentId: number
  readonly firstBlockId: number
  readonly lastBlockId: number
  readonly rowCount: number
  readonly minAtMs: number
  readonly maxAtMs: number
}

/** The segments of a table in the order of their blocks. */
export function segmentsOf(db: WriteDb, tableId: number): StoredSegment[] {
  return db.all<StoredSegment>(
    `SELECT segment_id AS segmentId, first_block_id AS firstBlockId, last_block_id AS lastBlockId, row_count AS rowCount,
       min_at_ms AS minAtMs, max_at_ms AS maxAtMs
     FROM segments WHERE table_id = :tableId ORDER BY first_block_id`,
    { tableId }
  )
}

/** A segment's parts in the order of their key. */
export function partsOf(db: WriteDb, segmentId: number): SegmentPart[] {
  return db.all<SegmentPart>(
    `SELECT kind, column_id AS columnId, place, data FROM segment_parts WHERE segment_id = :segmentId
     ORDER BY kind, column_id, place`,
    { segmentId }
  )
}
