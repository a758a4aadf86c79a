/** Statements that questions of archived events are answered with, each with the index that its plan must use. */
export const readStatements = {
  /** What tells whether anything changed since a table was last looked at. */
  stamp: {
    sql: `SELECT row_count AS rowCount, indexed_to_block_id AS indexedTo,
        (SELECT count(*) FROM segments WHERE table_id = t.table_id) AS segments,
        (SELECT max(segment_id) FROM segments WHERE table_id = t.table_id) AS lastSegmentId
      FROM archived_tables AS t WHERE table_id = :tableId`,
    plan: ['INTEGER PRIMARY KEY', 'COVERING INDEX segments_by_']
  },
  columns: {
    sql: `SELECT position AS columnId, name, storage, value_count AS valueCount FROM archived_columns
      WHERE table_id = :tableId ORDER BY position`,
    plan: ['PRIMARY KEY (table_id=?)']
  },
  segments: {
    sql: `SELECT segment_id AS segmentId, row_count AS rowCount, min_at_ms AS minAtMs, max_at_ms AS maxAtMs
      FROM segments WHERE table_id = :tableId ORDER BY max_at_ms DESC`,
    plan: ['INDEX segments_by_time (table_id=?)']
  },
  part: {
    sql: `SELECT data FROM segment_parts
      WHERE segment_id = :segmentId AND kind = :kind AND column_id = :columnId AND place = :place`,
    plan: ['INDEX sqlite_autoindex_segment_parts_1 (segment_id=? AND kind=? AND column_id=? AND place=?)']
  },
  /** The part of the postings in which a value is: the last one that begins with it or before. */
  postings: {
    sql: `SELECT place, data FROM segment_parts
      WHERE segment_id = :segmentId AND kind = :kind AND column_id = :columnId AND place <= :valueId
      ORDER BY place DESC LIMIT 1`,
    plan: ['INDEX sqlite_autoindex_segment_parts_1 (segment_id=? AND kind=? AND column_id=? AND place<?)']
  },
  valueChunk: {
    sql: `SELECT data FROM value_chunks WHERE table_id = :tableId AND column_id = :columnId AND chunk = :chunk`,
    plan: ['PRIMARY KEY (table_id=? AND column_id=? AND chunk=?)']
  },
  lastValueChunk: {
    sql: `SELECT max(chunk) AS chunk FROM value_chunks WHERE table_id = :tableId AND column_id = :columnId`,
    plan: ['PRIMARY KEY (table_id=? AND column_id=?)']
  },
  value: {
    sql: `SELECT text FROM archived_values
      WHERE table_id = :tableId AND column_id = :columnId AND value_id = :valueId`,
    plan: ['PRIMARY KEY (table_id=? AND column_id=? AND value_id=?)']
  },
  /** Some values of a column. */
  someValues: {
    sql: `SELECT value_id AS valueId, text FROM archived_values
      WHERE table_id = :tableId AND column_id = :columnId AND value_id IN (SELECT value FROM json_each(:valueIds))`,
    plan: ['PRIMARY KEY (table_id=? AND column_id=? AND value_id=?)']
  },
  /** Values that no chunk holds yet. */
  values: {
    sql: `SELECT text FROM archived_values
      WHERE table_id = :tableId AND column_id = :columnId AND value_id BETWEEN :firstId AND :lastId ORDER BY value_id`,
    plan: ['PRIMARY KEY (table_id=? AND column_id=? AND value_id>? AND value_id<?)']
  },
  block: {
    sql: `SELECT data FROM event_blocks WHERE block_id = :blockId`,
    plan: ['INTEGER PRIMARY KEY (rowid=?)']
  },
  /** The block that holds a row of a day's chain. */
  blockOfRow: {
    sql: `SELECT block_id AS blockId, first_seq AS firstSeq, row_count AS rowCount FROM event_blocks
      WHERE table_id = :tableId AND day = :day AND first_seq <= :seq ORDER BY first_seq DESC LIMIT 1`,
    plan: ['INDEX event_blocks_by_day (table_id=? AND day=? AND first_seq<?)']
  },
  anyBlock: {
    sql: `SELECT 1 AS found FROM event_blocks WHERE table_id = :tableId LIMIT 1`,
    plan: ['COVERING INDEX event_blocks_by_']
  },
  /** Blocks that no segment covers. */
  tail: {
    sql: `SELECT block_id AS blockId, day, first_seq AS firstSeq
      FROM event_blocks INDEXED BY event_blocks_by_table
      WHERE table_id = :tableId AND block_id > :indexedTo ORDER BY block_id`,
    plan: ['INDEX event_blocks_by_table (table_id=? AND rowid>?)']
  }
} as const satisfies Readonly<Record<string, { readonly sql: string; readonly plan: readonly string[] }>>
