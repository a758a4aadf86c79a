import type { WriteDb } from '../handle.ts'
import { toJson } from '../json-column.ts'
import { command } from '../operation.ts'
import type { SettingRow } from '../queries/settings-queries.ts'
import { recordSettingValue } from './record-setting-value.ts'

export const saveSettings = command('org', (db, params: { readonly records: readonly SettingRow[] }): void => {
  for (const record of params.records) writeSetting(db, record)
})

/**
 * Stores a setting as Sigma told it, with its history.
 * @param machineUser the account of the machine, where it was Vigil that changed it to this value
 */
export function writeSetting(db: WriteDb, record: SettingRow, machineUser?: string): void {
  recordSettingValue(db, { key: record.key, value: record.value, atMs: record.readAtMs, machineUser })
  db.run(
    `INSERT INTO settings (key, value, read_at_ms, unavailable) VALUES (:key, :value, :readAtMs, :unavailable)
     ON CONFLICT (key) DO UPDATE SET value = excluded.value, read_at_ms = excluded.read_at_ms, unavailable = excluded.unavailable`,
    { key: record.key, value: toJson(record.value), readAtMs: record.readAtMs, unavailable: toJson(record.unavailable) }
  )
}
