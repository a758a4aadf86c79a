import type { Migration } from '../migration.ts'

/**
 * What belongs to no organization's own file: its coming and going, acts without an organization, and the entries of
 * removed organizations (those have a `source_sequence`). As in the organizations' files, no statement can change or
 * drop an entry.
 */
export const migration: Migration = {
  version: 3,
  name: 'journal',
  sql: `
    CREATE TABLE journal_entries (
      sequence INTEGER PRIMARY KEY AUTOINCREMENT,
      organization_id TEXT,
      organization_name TEXT,
      source_sequence INTEGER,
      action TEXT NOT NULL,
      outcome TEXT NOT NULL CHECK (outcome IN ('done', 'refused', 'failed', 'requested')),
      detail TEXT NOT NULL,
      at_ms INTEGER NOT NULL,
      machine_user TEXT
    ) STRICT;
    CREATE INDEX journal_entries_by_time ON journal_entries (at_ms, sequence);
    CREATE INDEX journal_entries_by_source ON journal_entries (organization_id, source_sequence);

    CREATE TRIGGER journal_entries_are_not_changed BEFORE UPDATE ON journal_entries
    BEGIN SELECT RAISE(ABORT, 'journal_entries is append-only'); END;
    CREATE TRIGGER journal_entries_are_not_deleted BEFORE DELETE ON journal_entries
    BEGIN SELECT RAISE(ABORT, 'journal_entries is append-only'); END;
    CREATE TRIGGER journal_entries_are_not_replaced BEFORE INSERT ON journal_entries
    WHEN EXISTS (SELECT 1 FROM journal_entries WHERE sequence = NEW.sequence)
    BEGIN SELECT RAISE(ABORT, 'journal_entries is append-only'); END;
  `
}
