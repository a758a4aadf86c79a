import type { Migration } from '../migration.ts'

/**
 * Rows of `events` go over into blocks when the file is next opened for writing, a few thousand in a transaction. Only what
 * has been carried over may be deleted.
 */
export const migration: Migration = {
  version: 8,
  name: 'carried-over',
  sql: `
    CREATE TABLE carried_over (
      id INTEGER PRIMARY KEY CHECK (id = 1),
      to_row_id INTEGER NOT NULL
    ) STRICT;
    INSERT INTO carried_over (id, to_row_id) VALUES (1, 0);
    DROP TRIGGER events_are_not_deleted;
    CREATE TRIGGER events_are_not_deleted BEFORE DELETE ON events
    WHEN OLD.row_id > (SELECT to_row_id FROM carried_over)
    BEGIN SELECT RAISE(ABORT, 'events is append-only'); END;
  `
}
