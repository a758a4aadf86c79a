import type { DirectoryListName, StoredPage } from '../../../shared/domain/directory-records.ts'
import type { AppErrorData } from '../../../shared/kit/app-error.ts'
import { command } from '../operation.ts'
import { isCurrentReading } from './save-directory.ts'
import { markRead } from './save-read-error.ts'

const tables = {
  members: { table: 'members', key: 'member_id' },
  teams: { table: 'teams', key: 'team_id' },
  'account-types': { table: 'account_types', key: 'account_type_id' },
  tenants: { table: 'tenants', key: 'tenant_id' }
} as const satisfies Readonly<Record<DirectoryListName, object>>

interface Params {
  readonly reading: number
  readonly list: DirectoryListName
  readonly subject: string
  /** Ids of all entries of the list; what is not among them is marked as removed. */
  readonly seen: readonly string[]
  /** Why something is not whole, though the list was read to its end. */
  readonly error?: AppErrorData
  /** Entries were errors: what was not seen is not proven to be gone. */
  readonly hasLeftOut: boolean
  readonly readAtMs: number
  /** Teams whose members were read, with the time of the team's last change as Sigma told it. */
  readonly teamsRead?: readonly { readonly teamId: string; readonly updatedAtMs?: number }[]
}

/** Ends the reading of a list: marks what is gone, and the list as read. */
export const finishDirectoryList = command('org', (db, params: Params): StoredPage => {
  const { reading, list, subject, seen, error, hasLeftOut, readAtMs } = params
  if (!isCurrentReading(db, reading)) return { isCurrent: false, changed: 0 }
  const { table, key } = tables[list]
  let changed = hasLeftOut
    ? 0
    : db.run(
        `UPDATE ${table} SET removed_at_ms = :readAtMs
         WHERE removed_at_ms IS NULL AND ${key} NOT IN (SELECT value FROM json_each(:seen))`,
        { readAtMs, seen: JSON.stringify(seen) }
      ).changes
  for (const { teamId, updatedAtMs } of params.teamsRead ?? [])
    db.run(
      'UPDATE teams SET members_read_at_ms = :readAtMs, members_read_of_ms = :updatedAtMs WHERE team_id = :teamId',
      {
        readAtMs,
        teamId,
        updatedAtMs
      }
    )
  if (markRead(db, subject, readAtMs, error)) changed += 1
  return { isCurrent: true, changed }
})
