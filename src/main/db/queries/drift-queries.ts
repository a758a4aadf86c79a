import type { AuditLoggingState } from '../../../shared/domain/audit-logging.ts'
import type { ComparedKey, ComparedValue } from '../../../shared/domain/settings-drift.ts'
import type { ReadDb } from '../handle.ts'
import { fromJson, fromJsonOrNull } from '../json-column.ts'
import { query } from '../operation.ts'
import {
  getAuditLogging,
  listPendingChanges,
  listSettings,
  type PendingChangeRow,
  type SettingRow
} from './settings-queries.ts'

export interface SeenValueRow {
  readonly key: ComparedKey
  /** Undefined: the setting was not available. */
  readonly value?: ComparedValue
  readonly firstSeenAtMs: number
  readonly lastSeenAtMs: number
  readonly machineUser?: string
}

/** All that is known of an organization's settings, as of one moment. */
export interface SettingsStateRow {
  readonly settings: readonly SettingRow[]
  readonly auditLogging: AuditLoggingState
  /** When everything was last read whole, and with it whether audit logging is on. */
  readonly readAtMs?: number
  /** The present value of each setting that was ever seen. */
  readonly seen: readonly SeenValueRow[]
  /** Oldest first. */
  readonly pendingChanges: readonly PendingChangeRow[]
}

interface StoredValue {
  readonly key: ComparedKey
  readonly value: string | null
  readonly firstSeenAtMs: number
  readonly lastSeenAtMs: number
  readonly machineUser: string | null
}

const columns = `key, value, first_seen_at_ms AS firstSeenAtMs, last_seen_at_ms AS lastSeenAtMs,
  machine_user AS machineUser`

export const getSettingsState = query('org', (db): SettingsStateRow => {
  const readAtMs = wholeReadingAtMs(db)
  return {
    settings: listSettings.run(db, undefined),
    auditLogging: getAuditLogging.run(db, undefined),
    ...(readAtMs === undefined ? {} : { readAtMs }),
    seen: db
      .all<StoredValue>(
        `SELECT ${columns} FROM setting_values
         WHERE sequence IN (SELECT max(sequence) FROM setting_values GROUP BY key)`
      )
      .map(toSeenValue),
    pendingChanges: listPendingChanges.run(db, undefined)
  }
})

/** Every value that was seen of a setting, newest first. */
export const listSettingValues = query('org', (db, params: { readonly key: ComparedKey }): readonly SeenValueRow[] => {
  const values = db
    .all<StoredValue>(`SELECT ${columns} FROM setting_values WHERE key = :key ORDER BY sequence DESC`, params)
    .map(toSeenValue)
  const [newest, ...older] = values
  if (newest === undefined) return []
  const setting = db.get<{ readonly readAtMs: number }>(
    'SELECT read_at_ms AS readAtMs FROM settings WHERE key = :key',
    params
  )
  // The newest value is seen with every reading, which writes nothing into the history.
  const lastSeenAtMs = Math.max(newest.lastSeenAtMs, setting?.readAtMs ?? 0, wholeReadingAtMs(db) ?? 0)
  return [{ ...newest, lastSeenAtMs }, ...older]
})

function wholeReadingAtMs(db: ReadDb): number | undefined {
  const row = db.get<{ readonly value: string }>("SELECT value FROM facts WHERE name = 'settingsReadAtMs'")
  return row === undefined ? undefined : fromJson<number>(row.value)
}

function toSeenValue({ value, machineUser, ...row }: StoredValue): SeenValueRow {
  const seen = fromJsonOrNull<ComparedValue>(value)
  return { ...row, ...(seen === undefined ? {} : { value: seen }), ...(machineUser === null ? {} : { machineUser }) }
}
