import type { SettingKey, SettingValue } from '../../../shared/contract/settings.ts'
import type { PendingChangeId } from '../../../shared/kit/ids.ts'
import type { WriteDb } from '../handle.ts'
import { fromJson, fromJsonOrNull, toJson } from '../json-column.ts'
import { command } from '../operation.ts'
import type { PendingChangeRow } from '../queries/settings-queries.ts'
import { writeJournal } from './append-journal.ts'
import { writeSetting } from './save-settings.ts'

interface Params {
  readonly id: PendingChangeId
  readonly choice: 'mine' | 'theirs'
  /** The choice is a new wish: under the old key a server may repeat an old answer. */
  readonly idempotencyKey: string
  readonly atMs: number
}

/** `changed-again`: Sigma's value was read anew since, and is another one than the person was shown. */
export type ConflictResolution = 'resolved' | 'changed-again' | 'not-found'

interface Found {
  readonly key: SettingKey
  readonly value: string
  readonly conflict: string
}

/** Ends a conflict as a person chose, with its journal entry. Nothing but the value shown changes on `changed-again`. */
export const resolveConflict = command('org', (db, params: Params): ConflictResolution => {
  const found = db.get<Found>(
    "SELECT key, value, conflict FROM pending_changes WHERE id = :id AND state = 'refused' AND conflict IS NOT NULL",
    { id: params.id }
  )
  if (found === undefined) return 'not-found'
  const conflict = fromJson<NonNullable<PendingChangeRow['conflict']>>(found.conflict)
  const mine = fromJson<SettingValue>(found.value)
  const newer = newerValue(db, found.key, conflict)
  if (newer !== undefined && newer.theirs !== mine) {
    db.run('UPDATE pending_changes SET conflict = :conflict WHERE id = :id', {
      id: params.id,
      conflict: toJson(newer)
    })
    return 'changed-again'
  }
  const theirs = newer?.theirs ?? conflict.theirs
  const detail = { key: found.key, choice: params.choice, value: mine, ...(theirs === undefined ? {} : { theirs }) }
  if (params.choice === 'mine') {
    db.run(
      `UPDATE pending_changes SET state = 'waiting', base_value = :theirs, conflict = NULL, own_values = NULL,
         sent_at_ms = NULL, idempotency_key = :idempotencyKey, last_error = NULL, next_attempt_at_ms = NULL
       WHERE id = :id`,
      { id: params.id, theirs: toJson(theirs), idempotencyKey: params.idempotencyKey }
    )
    writeJournal(db, { action: 'setting-conflict-resolved', outcome: 'requested', detail, atMs: params.atMs })
    return 'resolved'
  }
  db.run('DELETE FROM pending_changes WHERE id = :id', { id: params.id })
  writeJournal(db, { action: 'setting-conflict-resolved', outcome: 'done', detail, atMs: params.atMs })
  if (newer === undefined && theirs !== undefined)
    writeSetting(db, { key: found.key, value: theirs, readAtMs: conflict.seenAtMs })
  return 'resolved'
})

/** What Sigma was found to have after the conflict was seen, where that is another value. */
function newerValue(
  db: WriteDb,
  key: SettingKey,
  seen: NonNullable<PendingChangeRow['conflict']>
): NonNullable<PendingChangeRow['conflict']> | undefined {
  const read = db.get<{ readonly value: string | null; readonly readAtMs: number }>(
    'SELECT value, read_at_ms AS readAtMs FROM settings WHERE key = :key',
    { key }
  )
  if (read === undefined || read.readAtMs <= seen.seenAtMs) return undefined
  const value = fromJsonOrNull<SettingValue>(read.value)
  return value === undefined || value === seen.theirs ? undefined : { theirs: value, seenAtMs: read.readAtMs }
}
