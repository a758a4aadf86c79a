import { existsSync, readdirSync } from 'node:fs'
import path from 'node:path'
import Database from 'better-sqlite3'

/** What the files of one organization say about its time zone, read without any of the program's own code. */
export interface FilesSay {
  /** Values that were asked for, in the order in which the journal has them. */
  readonly requested: readonly string[]
  /** Values that the journal calls done. */
  readonly done: readonly string[]
  /** Values of the changes that wait. */
  readonly pending: readonly string[]
  /** Idempotency keys of all changes that wait, whatever their setting. */
  readonly idempotencyKeys: readonly string[]
  /** How many changes were discarded. */
  readonly discarded: number
}

interface EntryRow {
  readonly action: string
  readonly outcome: string
  readonly detail: string
}

/** @throws Error when a file is damaged */
export function readFiles(folder: string): FilesSay | undefined {
  const organizations = path.join(folder, 'organizations')
  const id = existsSync(organizations) ? readdirSync(organizations)[0] : undefined
  const file = path.join(organizations, id ?? '', 'org.sqlite')
  if (id === undefined || !existsSync(file)) return undefined
  const database = new Database(file, { readonly: true })
  try {
    const damage = database.pragma('integrity_check', { simple: true })
    if (damage !== 'ok') throw new Error(`org.sqlite is damaged: ${String(damage)}`)
    const tables = database.prepare("SELECT name FROM sqlite_schema WHERE type = 'table'").pluck().all()
    // killed before its first migration was committed
    if (!tables.includes('journal_entries')) return undefined
    const entries = database
      .prepare('SELECT action, outcome, detail FROM journal_entries ORDER BY sequence')
      .all() as EntryRow[]
    const ofZone = (action: string, outcome?: string) =>
      entries
        .filter((entry) => entry.action === action && (outcome === undefined || entry.outcome === outcome))
        .map((entry) => JSON.parse(entry.detail) as { key: string; value?: string })
        .filter((detail) => detail.key === 'timezone')
    return {
      requested: ofZone('setting-changed', 'requested').map((detail) => String(detail.value)),
      done: ofZone('setting-changed', 'done').map((detail) => String(detail.value)),
      pending: (
        database
          .prepare("SELECT value FROM pending_changes WHERE key = 'timezone' ORDER BY sequence")
          .pluck()
          .all() as string[]
      ).map((value) => JSON.parse(value) as string),
      idempotencyKeys: database.prepare('SELECT idempotency_key FROM pending_changes').pluck().all() as string[],
      discarded: ofZone('setting-change-discarded').length
    }
  } finally {
    database.close()
  }
}
