import type { Migration } from '../migration.ts'

/**
 * What a table of SIGMA_SHARED said, and from when to when: a row in a version of its own for each content that it had.
 * `valid_from_ms` is the time of the read that first saw it, `valid_to_ms` that of the first that did not (NULL: it is so
 * now). `identity` tells which versions are of one row: a JSON array of its identity columns' names and values. Cells are
 * a JSON object, since columns come and go. `identity_columns` of a table: the names by which its rows are known.
 */
export const migration: Migration = {
  version: 7,
  name: 'snapshot-history',
  sql: `
    ALTER TABLE archived_tables ADD COLUMN identity_columns TEXT;

    CREATE TABLE snapshot_versions (
      version_id INTEGER PRIMARY KEY AUTOINCREMENT,
      table_id INTEGER NOT NULL REFERENCES archived_tables (table_id),
      identity TEXT NOT NULL,
      cells TEXT NOT NULL,
      valid_from_ms INTEGER NOT NULL,
      valid_to_ms INTEGER CHECK (valid_to_ms >= valid_from_ms)
    ) STRICT;
    CREATE INDEX snapshot_versions_by_identity ON snapshot_versions (table_id, identity, version_id);
    CREATE INDEX snapshot_versions_of_now ON snapshot_versions (table_id, version_id) WHERE valid_to_ms IS NULL;

    CREATE TABLE snapshot_reads (
      table_id INTEGER NOT NULL REFERENCES archived_tables (table_id),
      at_ms INTEGER NOT NULL,
      PRIMARY KEY (table_id, at_ms)
    ) STRICT, WITHOUT ROWID;

    INSERT INTO snapshot_reads (table_id, at_ms)
      SELECT table_id, last_sync_at_ms FROM archived_tables WHERE kind = 'snapshot' AND last_sync_at_ms IS NOT NULL;
    INSERT INTO snapshot_versions (table_id, identity, cells, valid_from_ms)
      SELECT r.table_id, '',
        (SELECT json_group_object(c.name, json(r.cells -> ('$[' || c.position || ']'))) FROM archived_columns AS c
         WHERE c.table_id = r.table_id AND json_extract(r.cells, '$[' || c.position || ']') IS NOT NULL),
        t.last_sync_at_ms
      FROM snapshot_rows AS r JOIN archived_tables AS t USING (table_id)
      WHERE t.last_sync_at_ms IS NOT NULL ORDER BY r.table_id, r.row_number;

    CREATE TRIGGER snapshot_versions_are_not_changed
    BEFORE UPDATE OF version_id, table_id, cells, valid_from_ms ON snapshot_versions
    BEGIN SELECT RAISE(ABORT, 'snapshot_versions is append-only'); END;
    CREATE TRIGGER snapshot_versions_end_once BEFORE UPDATE OF valid_to_ms ON snapshot_versions
    WHEN OLD.valid_to_ms IS NOT NULL
    BEGIN SELECT RAISE(ABORT, 'snapshot_versions is append-only'); END;
    CREATE TRIGGER snapshot_versions_are_not_deleted BEFORE DELETE ON snapshot_versions
    BEGIN SELECT RAISE(ABORT, 'snapshot_versions is append-only'); END;
  `
}
