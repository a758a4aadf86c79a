import type { Migration } from '../migration.ts'

/**
 * Which of an organization's two keychain entries holds the secret that counts, and which one may hold a secret that does
 * not and is still to be forgotten.
 */
export const migration: Migration = {
  version: 5,
  name: 'secret-slots',
  sql: `
    ALTER TABLE organizations ADD COLUMN secret_slot INTEGER NOT NULL DEFAULT 1 CHECK (secret_slot IN (1, 2));
    ALTER TABLE organizations ADD COLUMN leftover_secret_slot INTEGER
      CHECK (leftover_secret_slot IN (1, 2) AND leftover_secret_slot <> secret_slot);
  `
}
