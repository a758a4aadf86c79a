import type { Migration } from '../migration.ts'

/**
 * `conflict`: what Sigma has in place of the base, as a person was shown it. `sent_at_ms`: since when the change may have
 * arrived. `own_values`: what earlier changes of the same setting may have made of it, which is no conflict.
 */
export const migration: Migration = {
  version: 6,
  name: 'conflicts',
  sql: `
    ALTER TABLE pending_changes ADD COLUMN conflict TEXT;
    ALTER TABLE pending_changes ADD COLUMN sent_at_ms INTEGER;
    ALTER TABLE pending_changes ADD COLUMN own_values TEXT;
  `
}
