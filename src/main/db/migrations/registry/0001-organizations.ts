import type { Migration } from '../migration.ts'

/**
 * `name_key` is the name as compared: two organizations that a person cannot tell apart are one name too many.
 * `removals` outlives a crash between "gone from the list" and "files deleted".
 */
export const migration: Migration = {
  version: 1,
  name: 'organizations',
  sql: `
    CREATE TABLE organizations (
      id TEXT PRIMARY KEY NOT NULL,
      name TEXT NOT NULL,
      name_key TEXT NOT NULL UNIQUE,
      kind TEXT NOT NULL CHECK (kind IN ('sigma', 'sandbox')),
      label TEXT NOT NULL,
      region_id TEXT,
      api_url TEXT NOT NULL,
      slug TEXT,
      client_id TEXT NOT NULL,
      position INTEGER NOT NULL,
      added_at_ms INTEGER NOT NULL,
      sigma_organization_id TEXT,
      credential_refused_at_ms INTEGER,
      last_contact_at_ms INTEGER
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE removals (
      organization_id TEXT PRIMARY KEY NOT NULL,
      asked_at_ms INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE activations (
      sequence INTEGER PRIMARY KEY AUTOINCREMENT,
      organization_id TEXT NOT NULL,
      at_ms INTEGER NOT NULL,
      took_ms INTEGER NOT NULL CHECK (took_ms >= 0),
      UNIQUE (organization_id, at_ms)
    ) STRICT;
    CREATE INDEX activations_by_time ON activations (at_ms);
  `
}
