import type { ComparedKey, ComparedValue } from '../../../shared/domain/settings-drift.ts'
import type { WriteDb } from '../handle.ts'
import { toJson } from '../json-column.ts'

interface SeenValue {
  readonly key: ComparedKey
  /** Undefined: the setting is not available. */
  readonly value: ComparedValue | undefined
  readonly atMs: number
  /** The account of the machine, where Vigil made the change. */
  readonly machineUser?: string | undefined
}

/**
 * Adds a value to a setting's history when it is another than the last one, within the transaction that stores the value
 * and before it is stored: until when the value before was seen is read from there.
 */
export function recordSettingValue(db: WriteDb, seen: SeenValue): void {
  const value = toJson(seen.value)
  const newest = db.get<{ readonly sequence: number; readonly value: string | null }>(
    'SELECT sequence, value FROM setting_values WHERE key = :key ORDER BY sequence DESC LIMIT 1',
    { key: seen.key }
  )
  if (newest !== undefined) {
    if (newest.value === value) return
    db.run(
      `UPDATE setting_values SET last_seen_at_ms = max(last_seen_at_ms, min(:atMs, max(
         ifnull((SELECT read_at_ms FROM settings WHERE key = :key), 0),
         ifnull((SELECT CAST(value AS INTEGER) FROM facts WHERE name = 'settingsReadAtMs'), 0)
       ))) WHERE sequence = :sequence`,
      { sequence: newest.sequence, key: seen.key, atMs: seen.atMs }
    )
  }
  db.run(
    `INSERT INTO setting_values (key, value, first_seen_at_ms, last_seen_at_ms, machine_user)
     VALUES (:key, :value, :atMs, :atMs, :machineUser)`,
    { key: seen.key, value, atMs: seen.atMs, machineUser: seen.machineUser }
  )
}

/** Whether anything was ever seen of a setting. */
export function hasSettingValue(db: WriteDb, key: ComparedKey): boolean {
  return db.get('SELECT 1 FROM setting_values WHERE key = :key LIMIT 1', { key }) !== undefined
}
