import type { AppErrorData } from '../../../shared/kit/app-error.ts'
import type { PendingChangeId } from '../../../shared/kit/ids.ts'
import { toJson } from '../json-column.ts'
import { command } from '../operation.ts'
import type { PendingChangeRow, SettingRow } from '../queries/settings-queries.ts'
import { type NewJournalEntry, writeJournal } from './append-journal.ts'
import { writeSetting } from './save-settings.ts'

interface Params {
  readonly id: PendingChangeId
  readonly error: AppErrorData
  readonly conflict?: PendingChangeRow['conflict']
  /** What Sigma was found to have. */
  readonly setting?: SettingRow
  readonly journal: NewJournalEntry
}

/**
 * Sigma said no, or has another value than the one that was to be changed: the change waits for a person. One that was
 * overtaken by a newer change of the same setting goes, since the person has decided anew already.
 * @returns `gone`: it was not there any more
 */
export const refusePendingChange = command('org', (db, params: Params): 'refused' | 'overtaken' | 'gone' => {
  const { id } = params
  const found = db.get<{ readonly isOvertaken: 0 | 1 }>(
    `SELECT EXISTS (SELECT 1 FROM pending_changes AS newer WHERE newer.key = mine.key AND newer.sequence > mine.sequence)
       AS isOvertaken
     FROM pending_changes AS mine WHERE id = :id`,
    { id }
  )
  if (params.setting !== undefined) writeSetting(db, params.setting)
  if (found === undefined) return 'gone'
  writeJournal(db, params.journal)
  if (found.isOvertaken === 1) {
    db.run('DELETE FROM pending_changes WHERE id = :id', { id })
    return 'overtaken'
  }
  db.run(
    `UPDATE pending_changes SET state = 'refused', last_error = :error, conflict = :conflict, next_attempt_at_ms = NULL,
       sent_at_ms = NULL
     WHERE id = :id`,
    { id, error: toJson(params.error), conflict: toJson(params.conflict) }
  )
  return 'refused'
})
