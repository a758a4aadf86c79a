import type { Migration } from '../migration.ts'

/** Tables that say how things are now (Sigma's SIGMA_SHARED) are replaced as a whole at each read. */
export const migration: Migration = {
  version: 2,
  name: 'snapshots',
  sql: `
    CREATE TABLE snapshot_rows (
      id INTEGER PRIMARY KEY,
      table_id INTEGER NOT NULL REFERENCES archived_tables (table_id),
      row_number INTEGER NOT NULL,
      cells TEXT NOT NULL,
      UNIQUE (table_id, row_number)
    ) STRICT;
  `
}
