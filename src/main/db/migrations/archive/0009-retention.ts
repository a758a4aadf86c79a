import type { Migration } from '../migration.ts'

/**
 * What pruning needs beside the stubs. A text that no remaining row has is forgotten: it becomes U+FFFF and its number, so
 * that ids stay dense and no two texts are the same; nothing else may be done to it. `forgetting`: how far the search for
 * such texts has come in tables from which days have left. `archive_keys`: public keys that stubs were signed with.
 */
export const migration: Migration = {
  version: 9,
  name: 'retention',
  sql: `
    CREATE TABLE forgetting (
      table_id INTEGER PRIMARY KEY REFERENCES archived_tables (table_id),
      since_ms INTEGER NOT NULL
    ) STRICT;

    CREATE TABLE archive_keys (
      public_key BLOB PRIMARY KEY CHECK (length(public_key) = 32),
      first_used_at_ms INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID;

    DROP TRIGGER archived_values_are_not_deleted;
    CREATE TRIGGER archived_values_are_not_deleted BEFORE DELETE ON archived_values
    WHEN NOT EXISTS (SELECT 1 FROM forgetting WHERE table_id = OLD.table_id)
    BEGIN SELECT RAISE(ABORT, 'archived_values is append-only'); END;
    CREATE TRIGGER archived_values_are_not_put_in_place_of_others BEFORE INSERT ON archived_values
    WHEN NEW.text <> char(65535) || NEW.value_id AND NEW.value_id <= (
      SELECT value_count FROM archived_columns WHERE table_id = NEW.table_id AND position = NEW.column_id)
    BEGIN SELECT RAISE(ABORT, 'archived_values is append-only'); END;
    CREATE TRIGGER pruned_days_are_not_replaced BEFORE INSERT ON pruned_days
    WHEN EXISTS (SELECT 1 FROM pruned_days WHERE table_id = NEW.table_id AND day = NEW.day)
    BEGIN SELECT RAISE(ABORT, 'pruned_days is append-only'); END;
  `
}
