import type { Migration } from '../migration.ts'

/**
 * `organization_summaries` repeats what the list of organizations needs of each organization's own files, so that 200
 * organizations are listed without opening 400 files. It is derived: a row that is lost or late is made again from those
 * files. `enabled_since_ms` alone is not in them: when audit logging was first seen switched on, where nothing else tells.
 */
export const migration: Migration = {
  version: 4,
  name: 'fleet',
  sql: `
    ALTER TABLE organizations ADD COLUMN color TEXT NOT NULL DEFAULT 'gray';
    ALTER TABLE organizations ADD COLUMN paused_at_ms INTEGER;
    ALTER TABLE organizations ADD COLUMN parent_sigma_organization_id TEXT;
    UPDATE organizations SET color = CASE label
      WHEN 'production' THEN 'red'
      WHEN 'staging' THEN 'orange'
      WHEN 'development' THEN 'blue'
      WHEN 'customer' THEN 'green'
      ELSE 'gray' END;

    CREATE TABLE organization_summaries (
      organization_id TEXT PRIMARY KEY NOT NULL,
      is_readable INTEGER NOT NULL CHECK (is_readable IN (0, 1)),
      audit_logging TEXT NOT NULL,
      account_type TEXT,
      last_error TEXT,
      last_read_at_ms INTEGER,
      pending_changes INTEGER NOT NULL CHECK (pending_changes >= 0),
      refused_changes INTEGER NOT NULL CHECK (refused_changes >= 0),
      last_event_at_ms INTEGER,
      audit_log_read_at_ms INTEGER,
      enabled_since_ms INTEGER,
      unarchived_since_ms INTEGER
    ) STRICT, WITHOUT ROWID;
  `
}
