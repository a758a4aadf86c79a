import type { Migration } from '../migration.ts'

/**
 * One row of `events` is one archived row. `cells` is a JSON array in the order of `archived_columns`; it may be shorter
 * than that, since columns are added at the end as Sigma adds them. `dedupe_key` is unique in its table, so that the
 * overlap of two exports is kept once. `event_at_ms` is derived from `cells` and the only part that may be set anew,
 * when another column turns out to hold the time.
 */
export const migration: Migration = {
  version: 1,
  name: 'archived-tables',
  sql: `
    CREATE TABLE archived_tables (
      table_id INTEGER PRIMARY KEY,
      path TEXT NOT NULL UNIQUE,
      kind TEXT CHECK (kind IN ('events', 'snapshot')),
      time_column TEXT,
      event_id_column TEXT,
      row_count INTEGER NOT NULL DEFAULT 0,
      oldest_event_at_ms INTEGER,
      newest_event_at_ms INTEGER,
      last_sync_at_ms INTEGER,
      rows_added_last_time INTEGER NOT NULL DEFAULT 0,
      last_error TEXT,
      last_error_at_ms INTEGER
    ) STRICT;

    CREATE TABLE archived_columns (
      table_id INTEGER NOT NULL REFERENCES archived_tables (table_id),
      position INTEGER NOT NULL,
      name TEXT NOT NULL,
      first_seen_at_ms INTEGER NOT NULL,
      PRIMARY KEY (table_id, position),
      UNIQUE (table_id, name)
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE events (
      row_id INTEGER PRIMARY KEY AUTOINCREMENT,
      table_id INTEGER NOT NULL REFERENCES archived_tables (table_id),
      event_at_ms INTEGER,
      dedupe_key BLOB NOT NULL,
      archived_at_ms INTEGER NOT NULL,
      cells TEXT NOT NULL
    ) STRICT;
    CREATE UNIQUE INDEX events_by_key ON events (table_id, dedupe_key);
    CREATE INDEX events_by_time ON events (table_id, event_at_ms, row_id);

    CREATE TRIGGER events_are_not_changed
    BEFORE UPDATE OF row_id, table_id, dedupe_key, archived_at_ms, cells ON events
    BEGIN SELECT RAISE(ABORT, 'events is append-only'); END;
    CREATE TRIGGER events_are_not_deleted BEFORE DELETE ON events
    BEGIN SELECT RAISE(ABORT, 'events is append-only'); END;
    CREATE TRIGGER events_are_not_replaced BEFORE INSERT ON events
    WHEN EXISTS (SELECT 1 FROM events WHERE row_id = NEW.row_id)
    BEGIN SELECT RAISE(ABORT, 'events is append-only'); END;
  `
}
