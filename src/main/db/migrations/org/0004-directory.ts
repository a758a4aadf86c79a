import type { Migration } from '../migration.ts'

/**
 * People of the organization. What Sigma no longer lists is marked and stays. `person_key` and the other keys are lower
 * case as JavaScript does it, since SQLite folds ASCII only. A page of a reading is stored under the reading's number, so
 * that a page that comes late is recognised.
 */
export const migration: Migration = {
  version: 4,
  name: 'directory',
  sql: `
    CREATE TABLE directory_readings (
      id INTEGER PRIMARY KEY CHECK (id = 1),
      reading INTEGER NOT NULL
    ) STRICT;

    CREATE TABLE members (
      member_id TEXT PRIMARY KEY NOT NULL,
      person_key TEXT NOT NULL,
      search_text TEXT NOT NULL,
      name TEXT NOT NULL,
      email TEXT NOT NULL,
      account_type TEXT NOT NULL,
      is_admin INTEGER NOT NULL CHECK (is_admin IN (0, 1)),
      user_kind TEXT,
      is_deactivated INTEGER NOT NULL CHECK (is_deactivated IN (0, 1)),
      is_inactive INTEGER NOT NULL CHECK (is_inactive IN (0, 1)),
      created_at_ms INTEGER,
      updated_at_ms INTEGER,
      removed_at_ms INTEGER
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX members_by_person ON members (person_key, member_id);

    CREATE TABLE teams (
      team_id TEXT PRIMARY KEY NOT NULL,
      name TEXT NOT NULL,
      name_key TEXT NOT NULL,
      description TEXT,
      visibility TEXT,
      created_at_ms INTEGER,
      updated_at_ms INTEGER,
      removed_at_ms INTEGER,
      members_read_at_ms INTEGER,
      members_read_of_ms INTEGER
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE team_members (
      team_id TEXT NOT NULL,
      member_id TEXT NOT NULL,
      is_team_admin INTEGER NOT NULL CHECK (is_team_admin IN (0, 1)),
      removed_at_ms INTEGER,
      PRIMARY KEY (team_id, member_id)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX team_members_by_member ON team_members (member_id);

    CREATE TABLE account_types (
      account_type_id TEXT PRIMARY KEY NOT NULL,
      position INTEGER NOT NULL,
      name TEXT NOT NULL,
      description TEXT,
      is_custom INTEGER NOT NULL CHECK (is_custom IN (0, 1)),
      permissions TEXT NOT NULL,
      removed_at_ms INTEGER
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE tenants (
      tenant_id TEXT PRIMARY KEY NOT NULL,
      parent_id TEXT NOT NULL,
      name TEXT NOT NULL,
      name_key TEXT NOT NULL,
      slug TEXT NOT NULL,
      cloud_provider TEXT,
      region TEXT,
      api_url TEXT,
      created_at_ms INTEGER,
      removed_at_ms INTEGER
    ) STRICT, WITHOUT ROWID;
  `
}
