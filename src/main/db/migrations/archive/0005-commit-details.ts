import type { Migration } from '../migration.ts'

/**
 * What committing batches needs beside their blocks. `earlier_time_columns`: columns (null: none) from which rows' times
 * were read before, a JSON array; such rows are in the days of those times, and are looked for there as well.
 * A row whose event id is there with other content has no line of its own to be known by: it is known by its leaf.
 */
export const migration: Migration = {
  version: 5,
  name: 'commit-details',
  sql: `
    ALTER TABLE archived_tables ADD COLUMN earlier_time_columns TEXT NOT NULL DEFAULT '[]';

    CREATE TABLE quarantined_lines_with_leaf (
      id INTEGER PRIMARY KEY AUTOINCREMENT,
      table_id INTEGER NOT NULL REFERENCES archived_tables (table_id),
      at_ms INTEGER NOT NULL,
      source TEXT NOT NULL,
      line INTEGER,
      reason TEXT NOT NULL,
      detail TEXT,
      excerpt TEXT NOT NULL,
      leaf BLOB,
      UNIQUE (table_id, source, line, reason),
      UNIQUE (table_id, leaf)
    ) STRICT;
    INSERT INTO quarantined_lines_with_leaf (id, table_id, at_ms, source, line, reason, detail, excerpt)
      SELECT id, table_id, at_ms, source, line, reason, detail, excerpt FROM quarantined_lines ORDER BY id;
    DROP TABLE quarantined_lines;
    ALTER TABLE quarantined_lines_with_leaf RENAME TO quarantined_lines;
  `
}
