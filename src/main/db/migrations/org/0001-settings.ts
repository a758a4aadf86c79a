import type { Migration } from '../migration.ts'

/**
 * The journal only grows: no statement can change or drop an entry. REPLACE deletes without firing a delete trigger,
 * therefore the third trigger.
 */
export const migration: Migration = {
  version: 1,
  name: 'settings',
  sql: `
    CREATE TABLE settings (
      key TEXT PRIMARY KEY NOT NULL,
      value TEXT,
      read_at_ms INTEGER NOT NULL,
      unavailable TEXT
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE facts (
      name TEXT PRIMARY KEY NOT NULL,
      value TEXT NOT NULL
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE audit_logging_states (
      id INTEGER PRIMARY KEY CHECK (id = 1),
      state TEXT NOT NULL
    ) STRICT;

    CREATE TABLE pending_changes (
      sequence INTEGER PRIMARY KEY AUTOINCREMENT,
      id TEXT NOT NULL UNIQUE,
      idempotency_key TEXT NOT NULL UNIQUE,
      key TEXT NOT NULL,
      value TEXT NOT NULL,
      base_value TEXT,
      made_at_ms INTEGER NOT NULL,
      state TEXT NOT NULL CHECK (state IN ('waiting', 'sending', 'refused')),
      attempts INTEGER NOT NULL,
      last_error TEXT,
      next_attempt_at_ms INTEGER
    ) STRICT;
    CREATE INDEX pending_changes_by_key ON pending_changes (key);

    CREATE TABLE journal_entries (
      sequence INTEGER PRIMARY KEY AUTOINCREMENT,
      action TEXT NOT NULL,
      outcome TEXT NOT NULL CHECK (outcome IN ('done', 'refused', 'failed', 'requested')),
      detail TEXT NOT NULL,
      at_ms INTEGER NOT NULL
    ) STRICT;

    CREATE TRIGGER journal_entries_are_not_changed BEFORE UPDATE ON journal_entries
    BEGIN SELECT RAISE(ABORT, 'journal_entries is append-only'); END;
    CREATE TRIGGER journal_entries_are_not_deleted BEFORE DELETE ON journal_entries
    BEGIN SELECT RAISE(ABORT, 'journal_entries is append-only'); END;
    CREATE TRIGGER journal_entries_are_not_replaced BEFORE INSERT ON journal_entries
    WHEN EXISTS (SELECT 1 FROM journal_entries WHERE sequence = NEW.sequence)
    BEGIN SELECT RAISE(ABORT, 'journal_entries is append-only'); END;
  `
}
