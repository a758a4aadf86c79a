import { firstCommitHash, toHex } from '../../archive/chain/hash-chain.ts'
import type { ArchiveHead, ExportedDay, HeadDifference } from '../../../shared/domain/archive-verification.ts'
import { findTable } from '../archived-table.ts'
import type { ReadDb } from '../handle.ts'
import { fromJson } from '../json-column.ts'

/** The state of an archive as it can be kept elsewhere: the last commit, and of every day of every table rows and head. */
export function archiveHead(db: ReadDb, organizationId: string): ArchiveHead {
  const last = db.get<{ commitId: number; hash: Uint8Array }>(
    'SELECT commit_id AS commitId, hash FROM archive_commits ORDER BY commit_id DESC LIMIT 1'
  )
  const tables = db.all<{ tableId: number; path: string }>(
    "SELECT table_id AS tableId, path FROM archived_tables WHERE kind = 'events' ORDER BY table_id"
  )
  return {
    format: 'vigil-archive-head/1',
    organizationId,
    commitCount: last?.commitId ?? 0,
    commitHash: toHex(last?.hash ?? firstCommitHash),
    tables: tables.map(({ tableId, path }) => ({ path: fromJson<string[]>(path), days: exportedDays(db, tableId) }))
  }
}

/**
 * Compares a head that was exported earlier with the archive of now. What was there then must be there still, each day's
 * chain with the same state after as many rows; what came later changes nothing. Together with a verification of the
 * archive this proves that no row of then was altered, whoever could write to the file.
 * @returns what differs; empty where all of it is there
 */
export function compareHead(db: ReadDb, organizationId: string, exported: ArchiveHead): HeadDifference[] {
  if (exported.organizationId !== organizationId) return [{ kind: 'other-organization' }]
  const differences: HeadDifference[] = []
  const { commitCount, commitHash } = exported
  if (commitCount > 0) {
    const commit = db.get<{ hash: Uint8Array }>('SELECT hash FROM archive_commits WHERE commit_id = :commitCount', {
      commitCount
    })
    if (commit === undefined) differences.push({ kind: 'commit-missing', commitId: commitCount })
    else if (toHex(commit.hash) !== commitHash) differences.push({ kind: 'commit-differs', commitId: commitCount })
  }
  for (const { path, days } of exported.tables) {
    const table = findTable(db, path)
    if (table === undefined) {
      differences.push({ kind: 'table-missing', path })
      continue
    }
    for (const day of days) differences.push(...compareDay(db, table.tableId, path, day))
  }
  return differences
}

function compareDay(db: ReadDb, tableId: number, path: readonly string[], then: ExportedDay): HeadDifference[] {
  const { day } = then
  const stub = prunedDay(db, tableId, day)
  if (stub !== undefined) {
    // what the stub holds is the end of the day; of the way there nothing is left
    const isSame = stub.rowCount > then.rowCount || (stub.rowCount === then.rowCount && stub.head === then.head)
    return isSame ? [] : [{ kind: 'day-differs', path, day, rowCount: stub.rowCount }]
  }
  const now = lastBlock(db, tableId, day, Number.MAX_SAFE_INTEGER)
  if (now === undefined) return [{ kind: 'day-missing', path, day, rowCount: 0 }]
  if (now.rowCount < then.rowCount) return [{ kind: 'day-shorter', path, day, rowCount: now.rowCount }]
  const before = lastBlock(db, tableId, day, then.rowCount)
  const isSame = before?.rowCount === then.rowCount && before.head === then.head
  return isSame ? [] : [{ kind: 'day-differs', path, day, rowCount: now.rowCount }]
}

function exportedDays(db: ReadDb, tableId: number): ExportedDay[] {
  const stubs = db
    .all<{ day: number; rowCount: number; head: Uint8Array }>(
      'SELECT day, row_count AS rowCount, head FROM pruned_days WHERE table_id = :tableId',
      { tableId }
    )
    .map(({ day, rowCount, head }) => ({ day, rowCount, head: toHex(head), isPruned: true as const }))
  const pruned = new Set(stubs.map(({ day }) => day))
  const days: ExportedDay[] = [...stubs]
  for (let after = -2; ; ) {
    const { day } = db.get<{ day: number | null }>(
      'SELECT min(day) AS day FROM event_blocks WHERE table_id = :tableId AND day > :after',
      { tableId, after }
    ) ?? { day: null }
    if (day === null) return days.sort((one, other) => one.day - other.day)
    after = day
    const last = pruned.has(day) ? undefined : lastBlock(db, tableId, day, Number.MAX_SAFE_INTEGER)
    if (last !== undefined) days.push({ day, ...last })
  }
}

function prunedDay(db: ReadDb, tableId: number, day: number): { rowCount: number; head: string } | undefined {
  const stub = db.get<{ rowCount: number; head: Uint8Array }>(
    'SELECT row_count AS rowCount, head FROM pruned_days WHERE table_id = :tableId AND day = :day',
    { tableId, day }
  )
  return stub === undefined ? undefined : { rowCount: stub.rowCount, head: toHex(stub.head) }
}

/** The day as it was when it had at most this many rows. */
function lastBlock(
  db: ReadDb,
  tableId: number,
  day: number,
  rowCount: number
): { readonly rowCount: number; readonly head: string } | undefined {
  const block = db.get<{ end: number; head: Uint8Array }>(
    `SELECT first_seq + row_count AS end, head FROM event_blocks
     WHERE table_id = :tableId AND day = :day AND first_seq < :rowCount ORDER BY first_seq DESC LIMIT 1`,
    { tableId, day, rowCount }
  )
  return block === undefined ? undefined : { rowCount: block.end, head: toHex(block.head) }
}
