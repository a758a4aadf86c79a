import type { Migration } from '../migration.ts'

/**
 * What was asked of sources and answered to its end, from which coverage is derived; an entry is written after its rows
 * and never changed. Beside it, what goes on: a table's reading, files being imported, the folder that is watched, and
 * the roles of columns that a person chose (`column_name` NULL: no column has the role).
 */
export const migration: Migration = {
  version: 4,
  name: 'coverage-ledger',
  sql: `
    CREATE TABLE readings (
      reading_id INTEGER PRIMARY KEY AUTOINCREMENT,
      table_id INTEGER NOT NULL REFERENCES archived_tables (table_id),
      source TEXT NOT NULL CHECK (source IN ('workbook-export', 'file')),
      from_ms INTEGER NOT NULL,
      to_ms INTEGER NOT NULL CHECK (to_ms > from_ms),
      asked_at_ms INTEGER NOT NULL,
      answered_at_ms INTEGER NOT NULL,
      rows INTEGER NOT NULL,
      rows_added INTEGER NOT NULL,
      file_name TEXT
    ) STRICT;
    CREATE INDEX readings_by_time ON readings (table_id, to_ms, from_ms);
    CREATE INDEX readings_by_table ON readings (table_id, reading_id);

    CREATE TRIGGER readings_are_not_changed BEFORE UPDATE ON readings
    BEGIN SELECT RAISE(ABORT, 'readings is append-only'); END;
    CREATE TRIGGER readings_are_not_deleted BEFORE DELETE ON readings
    BEGIN SELECT RAISE(ABORT, 'readings is append-only'); END;
    CREATE TRIGGER readings_are_not_replaced BEFORE INSERT ON readings
    WHEN EXISTS (SELECT 1 FROM readings WHERE reading_id = NEW.reading_id)
    BEGIN SELECT RAISE(ABORT, 'readings is append-only'); END;

    CREATE TABLE reading_states (
      path TEXT PRIMARY KEY,
      paused_at_ms INTEGER,
      daily_started_at_ms INTEGER,
      daily_read_at_ms INTEGER,
      export_query TEXT
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE column_roles (
      path TEXT NOT NULL,
      role TEXT NOT NULL,
      column_name TEXT,
      at_ms INTEGER NOT NULL,
      PRIMARY KEY (path, role)
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE imports (
      import_id INTEGER PRIMARY KEY AUTOINCREMENT,
      path TEXT NOT NULL,
      file TEXT NOT NULL,
      file_name TEXT NOT NULL,
      file_bytes INTEGER NOT NULL,
      modified_at_ms INTEGER NOT NULL,
      head_hash TEXT NOT NULL,
      origin TEXT NOT NULL CHECK (origin IN ('dialog', 'drop', 'folder')),
      state TEXT NOT NULL CHECK (state IN ('waiting', 'reading', 'complete', 'cancelled', 'failed')),
      added_at_ms INTEGER NOT NULL,
      started_at_ms INTEGER,
      finished_at_ms INTEGER,
      rows_added INTEGER NOT NULL DEFAULT 0,
      rows_known INTEGER NOT NULL DEFAULT 0,
      rows_quarantined INTEGER NOT NULL DEFAULT 0,
      quarantined TEXT NOT NULL DEFAULT '{}',
      oldest_event_at_ms INTEGER,
      newest_event_at_ms INTEGER,
      error TEXT
    ) STRICT;
    CREATE INDEX imports_by_file ON imports (file, import_id);
    CREATE INDEX imports_by_state ON imports (state, import_id);

    CREATE TABLE watched_folders (
      id INTEGER PRIMARY KEY CHECK (id = 1),
      folder TEXT NOT NULL,
      path TEXT NOT NULL,
      since_ms INTEGER NOT NULL
    ) STRICT;
  `
}
