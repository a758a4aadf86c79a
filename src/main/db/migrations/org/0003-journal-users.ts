import type { Migration } from '../migration.ts'

/** Entries of before have no user. The index orders pages by time, which a changed clock makes another order than the sequence. */
export const migration: Migration = {
  version: 3,
  name: 'journal-users',
  sql: `
    ALTER TABLE journal_entries ADD COLUMN machine_user TEXT;
    CREATE INDEX journal_entries_by_time ON journal_entries (at_ms, sequence);
  `
}
