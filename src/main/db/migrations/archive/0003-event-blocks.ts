import type { Migration } from '../migration.ts'

/**
 * Events in blocks. What was read is in `event_blocks` and `archived_values`, which only grow; `archive_commits` says
 * when and from where, and links each to the one before. Segments, their parts, postings and value chunks are an index
 * over these: made in the transaction of the rows they cover, and made anew from the blocks whenever that is needed.
 *
 * A block holds rows of one UTC day in the order of the day's hash chain (`first_seq` from 0), and `head` is the chain's
 * state after it. Its large columns come last, so that reading the others touches no overflow page.
 * A day leaves by way of `pruned_days`: only then its blocks may be deleted.
 */
export const migration: Migration = {
  version: 3,
  name: 'event-blocks',
  sql: `
    ALTER TABLE archived_tables ADD COLUMN indexed_to_block_id INTEGER NOT NULL DEFAULT 0;
    ALTER TABLE archived_columns ADD COLUMN storage TEXT NOT NULL DEFAULT 'dictionary'
      CHECK (storage IN ('dictionary', 'text'));
    ALTER TABLE archived_columns ADD COLUMN value_count INTEGER NOT NULL DEFAULT 0;

    CREATE TABLE archive_commits (
      commit_id INTEGER PRIMARY KEY,
      table_id INTEGER NOT NULL REFERENCES archived_tables (table_id),
      at_ms INTEGER NOT NULL,
      source TEXT NOT NULL,
      rows_added INTEGER NOT NULL,
      rows_known INTEGER NOT NULL,
      rows_quarantined INTEGER NOT NULL,
      days TEXT NOT NULL,
      previous BLOB NOT NULL CHECK (length(previous) = 32),
      hash BLOB NOT NULL CHECK (length(hash) = 32)
    ) STRICT;

    CREATE TABLE event_blocks (
      block_id INTEGER PRIMARY KEY,
      table_id INTEGER NOT NULL REFERENCES archived_tables (table_id),
      commit_id INTEGER NOT NULL REFERENCES archive_commits (commit_id),
      day INTEGER NOT NULL,
      first_seq INTEGER NOT NULL,
      row_count INTEGER NOT NULL CHECK (row_count BETWEEN 1 AND 256),
      min_at_ms INTEGER NOT NULL,
      max_at_ms INTEGER NOT NULL,
      head BLOB NOT NULL CHECK (length(head) = 32),
      leaves BLOB NOT NULL,
      keys BLOB,
      data BLOB NOT NULL
    ) STRICT;
    CREATE UNIQUE INDEX event_blocks_by_day ON event_blocks (table_id, day, first_seq);

    CREATE TABLE archived_values (
      table_id INTEGER NOT NULL,
      column_id INTEGER NOT NULL,
      value_id INTEGER NOT NULL,
      text TEXT NOT NULL,
      PRIMARY KEY (table_id, column_id, value_id)
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE pruned_days (
      table_id INTEGER NOT NULL REFERENCES archived_tables (table_id),
      day INTEGER NOT NULL,
      row_count INTEGER NOT NULL,
      head BLOB NOT NULL CHECK (length(head) = 32),
      pruned_at_ms INTEGER NOT NULL,
      reason TEXT NOT NULL,
      signature BLOB,
      public_key BLOB,
      PRIMARY KEY (table_id, day)
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE quarantined_lines (
      id INTEGER PRIMARY KEY AUTOINCREMENT,
      table_id INTEGER NOT NULL REFERENCES archived_tables (table_id),
      at_ms INTEGER NOT NULL,
      source TEXT NOT NULL,
      line INTEGER NOT NULL,
      reason TEXT NOT NULL,
      detail TEXT,
      excerpt TEXT NOT NULL,
      UNIQUE (table_id, source, line, reason)
    ) STRICT;

    CREATE TABLE column_changes (
      id INTEGER PRIMARY KEY AUTOINCREMENT,
      table_id INTEGER NOT NULL REFERENCES archived_tables (table_id),
      at_ms INTEGER NOT NULL,
      change TEXT NOT NULL CHECK (change IN ('added', 'vanished', 'returned', 'renamed')),
      name TEXT NOT NULL,
      earlier_name TEXT
    ) STRICT;

    CREATE TABLE segments (
      segment_id INTEGER PRIMARY KEY AUTOINCREMENT,
      table_id INTEGER NOT NULL REFERENCES archived_tables (table_id),
      first_block_id INTEGER NOT NULL,
      last_block_id INTEGER NOT NULL,
      row_count INTEGER NOT NULL CHECK (row_count BETWEEN 1 AND 65536),
      min_at_ms INTEGER NOT NULL,
      max_at_ms INTEGER NOT NULL
    ) STRICT;
    CREATE INDEX segments_by_time ON segments (table_id, max_at_ms, min_at_ms);
    CREATE UNIQUE INDEX segments_by_block ON segments (table_id, first_block_id);

    CREATE TABLE segment_parts (
      segment_id INTEGER NOT NULL,
      kind INTEGER NOT NULL,
      column_id INTEGER NOT NULL,
      place INTEGER NOT NULL,
      data BLOB NOT NULL,
      PRIMARY KEY (segment_id, kind, column_id, place)
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE value_chunks (
      table_id INTEGER NOT NULL,
      column_id INTEGER NOT NULL,
      chunk INTEGER NOT NULL,
      data BLOB NOT NULL,
      PRIMARY KEY (table_id, column_id, chunk)
    ) STRICT, WITHOUT ROWID;

    CREATE TRIGGER event_blocks_are_not_changed BEFORE UPDATE ON event_blocks
    BEGIN SELECT RAISE(ABORT, 'event_blocks is append-only'); END;
    CREATE TRIGGER event_blocks_are_not_deleted BEFORE DELETE ON event_blocks
    WHEN NOT EXISTS (SELECT 1 FROM pruned_days WHERE table_id = OLD.table_id AND day = OLD.day)
    BEGIN SELECT RAISE(ABORT, 'event_blocks is append-only'); END;
    CREATE TRIGGER event_blocks_are_not_replaced BEFORE INSERT ON event_blocks
    WHEN EXISTS (SELECT 1 FROM event_blocks WHERE block_id = NEW.block_id)
    BEGIN SELECT RAISE(ABORT, 'event_blocks is append-only'); END;
    CREATE TRIGGER archived_values_are_not_changed BEFORE UPDATE ON archived_values
    BEGIN SELECT RAISE(ABORT, 'archived_values is append-only'); END;
    CREATE TRIGGER archived_values_are_not_deleted BEFORE DELETE ON archived_values
    BEGIN SELECT RAISE(ABORT, 'archived_values is append-only'); END;
    CREATE TRIGGER archive_commits_are_not_changed BEFORE UPDATE ON archive_commits
    BEGIN SELECT RAISE(ABORT, 'archive_commits is append-only'); END;
    CREATE TRIGGER archive_commits_are_not_deleted BEFORE DELETE ON archive_commits
    BEGIN SELECT RAISE(ABORT, 'archive_commits is append-only'); END;
    CREATE TRIGGER pruned_days_are_not_changed BEFORE UPDATE ON pruned_days
    BEGIN SELECT RAISE(ABORT, 'pruned_days is append-only'); END;
    CREATE TRIGGER pruned_days_are_not_deleted BEFORE DELETE ON pruned_days
    BEGIN SELECT RAISE(ABORT, 'pruned_days is append-only'); END;
  `
}
