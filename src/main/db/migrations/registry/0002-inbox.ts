import type { Migration } from '../migration.ts'

/** `inbox_keys` remembers what was told even when the entry itself was removed, so that it is told once. */
export const migration: Migration = {
  version: 2,
  name: 'inbox',
  sql: `
    CREATE TABLE inbox_keys (
      key TEXT PRIMARY KEY NOT NULL,
      first_at_ms INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE inbox_entries (
      sequence INTEGER PRIMARY KEY AUTOINCREMENT,
      id TEXT NOT NULL UNIQUE,
      organization_id TEXT,
      organization_name TEXT NOT NULL,
      kind TEXT NOT NULL,
      at_ms INTEGER NOT NULL,
      is_read INTEGER NOT NULL CHECK (is_read IN (0, 1)),
      facts TEXT NOT NULL,
      notification TEXT NOT NULL CHECK (notification IN ('none', 'shown', 'failed'))
    ) STRICT;
    CREATE INDEX inbox_entries_by_time ON inbox_entries (at_ms, sequence);
    CREATE INDEX inbox_entries_unread ON inbox_entries (is_read) WHERE is_read = 0;
  `
}
