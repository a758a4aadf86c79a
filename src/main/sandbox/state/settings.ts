import { oneRow, run } from './database.ts'
import type { Sandbox } from './sandbox.ts'

/** On-off settings of the organization with their values in a new organization. */
export const toggleDefaults = {
  bulkCopy: true,
  comments: true,
  csvUpload: true,
  licenseUpgradeRequests: true,
  publicEmbeds: true,
  sampleConnections: true
} as const

export type ToggleName = keyof typeof toggleDefaults

function readSetting(sandbox: Sandbox, name: string): unknown {
  const row = oneRow<{ value_json: string }>(sandbox.database, 'SELECT value_json FROM settings WHERE name = ?', name)
  return row === undefined ? undefined : JSON.parse(row.value_json)
}

function writeSetting(sandbox: Sandbox, name: string, value: unknown): void {
  run(sandbox.database, 'INSERT OR REPLACE INTO settings (name, value_json) VALUES (?, ?)', name, JSON.stringify(value))
}

/** Whether a switch is on; its default where nobody has touched it. */
export function readToggle(sandbox: Sandbox, name: ToggleName): boolean {
  const value = readSetting(sandbox, name)
  return typeof value === 'boolean' ? value : toggleDefaults[name]
}

/** Switches a setting. */
export function writeToggle(sandbox: Sandbox, name: ToggleName, enabled: boolean): void {
  writeSetting(sandbox, name, enabled)
}

/** The account time zone, an IANA name; UTC in a new organization. */
export function readTimezone(sandbox: Sandbox): string {
  const value = readSetting(sandbox, 'timezone')
  return typeof value === 'string' ? value : 'UTC'
}

/** Sets the account time zone; the caller has checked the name. */
export function writeTimezone(sandbox: Sandbox, timezone: string): void {
  writeSetting(sandbox, 'timezone', timezone)
}

/** Whether a name is a time zone that this program knows. */
export function isTimezone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== ''
  } catch {
    return false
  }
}
