import type { Migration } from '../migration.ts'

/**
 * Every value that was seen of a setting, and of audit logging under its own name; `value` is NULL where the setting was
 * not available. The newest row of a key is its present value. A row is closed when the next value comes; while it is
 * the newest, its value was last seen when the setting was last read, so that a reading without news writes nothing here.
 * Only `last_seen_at_ms` ever moves, and only forward.
 */
export const migration: Migration = {
  version: 5,
  name: 'setting-history',
  sql: `
    CREATE TABLE setting_values (
      sequence INTEGER PRIMARY KEY AUTOINCREMENT,
      key TEXT NOT NULL,
      value TEXT,
      first_seen_at_ms INTEGER NOT NULL,
      last_seen_at_ms INTEGER NOT NULL,
      machine_user TEXT
    ) STRICT;
    CREATE INDEX setting_values_by_key ON setting_values (key, sequence);

    INSERT INTO setting_values (key, value, first_seen_at_ms, last_seen_at_ms)
      SELECT key, value, read_at_ms, read_at_ms FROM settings ORDER BY key;

    INSERT INTO setting_values (key, value, first_seen_at_ms, last_seen_at_ms)
      SELECT 'auditLogging', value, seen_at_ms, max(seen_at_ms, read_at_ms)
      FROM (
        SELECT
          CASE
            WHEN kind IN ('not-provisioned', 'region-not-supported') THEN NULL
            WHEN kind IN ('pending', 'timed-out', 'enabled', 'disable-waiting') THEN 'true'
            WHEN kind = 'refused' AND connection_id IS NOT NULL THEN 'true'
            ELSE 'false'
          END AS value,
          coalesce(
            (SELECT max(at_ms) FROM journal_entries WHERE action = 'audit-logging-observed-' || kind),
            nullif(read_at_ms, 0),
            CAST(strftime('%s', 'now') AS INTEGER) * 1000
          ) AS seen_at_ms,
          read_at_ms
        FROM (
          SELECT
            json_extract(state, '$.kind') AS kind,
            json_extract(state, '$.connectionId') AS connection_id,
            ifnull((SELECT CAST(value AS INTEGER) FROM facts WHERE name = 'settingsReadAtMs'), 0) AS read_at_ms
          FROM audit_logging_states
        )
        WHERE kind <> 'unknown'
      );

    CREATE TRIGGER setting_values_are_not_changed BEFORE UPDATE ON setting_values
    WHEN NEW.sequence IS NOT OLD.sequence OR NEW.key IS NOT OLD.key OR NEW.value IS NOT OLD.value
      OR NEW.first_seen_at_ms IS NOT OLD.first_seen_at_ms OR NEW.machine_user IS NOT OLD.machine_user
      OR NEW.last_seen_at_ms < OLD.last_seen_at_ms
    BEGIN SELECT RAISE(ABORT, 'setting_values is append-only'); END;
    CREATE TRIGGER setting_values_are_not_deleted BEFORE DELETE ON setting_values
    BEGIN SELECT RAISE(ABORT, 'setting_values is append-only'); END;
    CREATE TRIGGER setting_values_are_not_replaced BEFORE INSERT ON setting_values
    WHEN EXISTS (SELECT 1 FROM setting_values WHERE sequence = NEW.sequence)
    BEGIN SELECT RAISE(ABORT, 'setting_values is append-only'); END;
  `
}
