import type { Migration } from '../migration.ts'

/**
 * Parts are rows of a table of their own, found through an index: in the tree of a key, a part of more than a quarter of
 * a page leaves much of its last page empty (of 83 bytes an event 12; this way 5). Blocks of one table are found in the
 * order in which they came, without a look at those of others: an index carries the block's id.
 */
export const migration: Migration = {
  version: 6,
  name: 'segment-parts-by-row',
  sql: `
    DROP TABLE segment_parts;
    DELETE FROM segments;
    UPDATE archived_tables SET indexed_to_block_id = 0;

    CREATE TABLE segment_parts (
      segment_id INTEGER NOT NULL,
      kind INTEGER NOT NULL,
      column_id INTEGER NOT NULL,
      place INTEGER NOT NULL,
      data BLOB NOT NULL,
      PRIMARY KEY (segment_id, kind, column_id, place)
    ) STRICT;
    CREATE INDEX event_blocks_by_table ON event_blocks (table_id);
  `
}
