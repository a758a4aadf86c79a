import type { Migration } from '../migration.ts'

/** Paths are JSON arrays of names: a name may hold any character. */
export const migration: Migration = {
  version: 2,
  name: 'connections',
  sql: `
    CREATE TABLE connections (
      connection_id TEXT PRIMARY KEY NOT NULL,
      position INTEGER NOT NULL,
      name TEXT NOT NULL,
      type TEXT NOT NULL,
      is_audit_log INTEGER NOT NULL CHECK (is_audit_log IN (0, 1)),
      is_sample INTEGER NOT NULL CHECK (is_sample IN (0, 1)),
      is_archived INTEGER NOT NULL CHECK (is_archived IN (0, 1)),
      created_at_ms INTEGER,
      updated_at_ms INTEGER,
      removed_at_ms INTEGER
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE connection_paths (
      connection_id TEXT NOT NULL,
      position INTEGER NOT NULL,
      path TEXT NOT NULL,
      PRIMARY KEY (connection_id, position)
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE table_columns (
      connection_id TEXT NOT NULL,
      path TEXT NOT NULL,
      position INTEGER NOT NULL,
      name TEXT NOT NULL,
      type TEXT NOT NULL,
      visibility TEXT NOT NULL,
      description TEXT,
      PRIMARY KEY (connection_id, path, position)
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE freshness_marks (
      subject TEXT PRIMARY KEY NOT NULL,
      read_at_ms INTEGER,
      last_error TEXT,
      last_error_at_ms INTEGER
    ) STRICT, WITHOUT ROWID;
  `
}
