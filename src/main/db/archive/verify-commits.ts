import { Buffer } from 'node:buffer'
import { commitHash, type DayHead, isSameHash, toHex } from '../../archive/chain/hash-chain.ts'
import type { ArchiveFinding } from '../../../shared/domain/archive-verification.ts'
import type { ReadDb } from '../handle.ts'
import { fromJson } from '../json-column.ts'
import { ofRows } from './verify-block.ts'

interface StoredCommit {
  readonly commitId: number
  readonly tableId: number
  readonly atMs: number
  readonly source: string
  readonly rowsAdded: number
  readonly rowsKnown: number
  readonly rowsQuarantined: number
  readonly days: string
  readonly previous: Uint8Array
  readonly hash: Uint8Array
}

/** A commit of the archive; undefined where there is none. */
export function nextCommit(db: ReadDb, afterCommitId: number): StoredCommit | undefined {
  return db.get<StoredCommit>(
    `SELECT commit_id AS commitId, table_id AS tableId, at_ms AS atMs, source, rows_added AS rowsAdded,
       rows_known AS rowsKnown, rows_quarantined AS rowsQuarantined, days, previous, hash
     FROM archive_commits WHERE commit_id > :afterCommitId ORDER BY commit_id LIMIT 1`,
    { afterCommitId }
  )
}

/** The days that a commit tells of; none where its text is no longer what a commit writes. */
export function daysOf(commit: Pick<StoredCommit, 'days'>): readonly DayHead[] {
  try {
    const days = fromJson<unknown>(commit.days)
    return Array.isArray(days) && days.every(isDayHead) ? days : []
  } catch {
    return []
  }
}

/**
 * Verifies that a commit is what its hash was made of, that it follows the one before, and that its days came as far as it
 * says.
 * @param before id and hash of the commit before
 */
export function verifyCommit(
  db: ReadDb,
  commit: StoredCommit,
  before: { readonly commitId: number; readonly hash: Uint8Array }
): ArchiveFinding[] {
  const { commitId, previous, hash } = commit
  const findings: ArchiveFinding[] = []
  const isNext = commitId === before.commitId + 1
  if (!isNext) findings.push({ kind: 'commits-missing', commitId: before.commitId + 1, lastCommitId: commitId - 1 })
  const days = daysOf(commit)
  const isSame = isSameHash(hash, commitHash(previous, { ...commit, days }))
  if (!isSame || (isNext && !isSameHash(previous, before.hash))) findings.push({ kind: 'commit-altered', commitId })
  const path = fromJson<string[]>(
    db.get<{ path: string }>('SELECT path FROM archived_tables WHERE table_id = :tableId', { tableId: commit.tableId })
      ?.path ?? '[]'
  )
  for (const claim of days) findings.push(...verifyClaim(db, { tableId: commit.tableId, path, commitId }, claim))
  return findings
}

function verifyClaim(
  db: ReadDb,
  of: { readonly tableId: number; readonly path: readonly string[]; readonly commitId: number },
  { day, rowCount, head }: DayHead
): ArchiveFinding[] {
  const { tableId, path, commitId } = of
  const stub = db.get<{ rowCount: number; head: Uint8Array }>(
    'SELECT row_count AS rowCount, head FROM pruned_days WHERE table_id = :tableId AND day = :day',
    { tableId, day }
  )
  if (stub !== undefined) {
    const isMore = rowCount > stub.rowCount
    const isOther = rowCount === stub.rowCount && toHex(stub.head) !== head
    return isMore || isOther ? [{ kind: 'pruned-day-differs', path, day, commitId }] : []
  }
  const last = db.get<{ firstSeq: number; rowCount: number; head: Uint8Array }>(
    `SELECT first_seq AS firstSeq, row_count AS rowCount, head FROM event_blocks
     WHERE table_id = :tableId AND day = :day AND first_seq < :rowCount ORDER BY first_seq DESC LIMIT 1`,
    { tableId, day, rowCount }
  )
  const verified = { tableId, path, day, timeColumn: null }
  const end = last === undefined ? 0 : last.firstSeq + last.rowCount
  if (last === undefined || end < rowCount)
    return [{ ...ofRows('rows-missing', verified, end, rowCount - 1), commitId }]
  const isSame = end === rowCount && isSameHash(last.head, Buffer.from(head, 'hex'))
  return isSame ? [] : [{ ...ofRows('day-head-differs', verified, last.firstSeq, end - 1), commitId }]
}

function isDayHead(value: unknown): value is DayHead {
  if (typeof value !== 'object' || value === null) return false
  const { day, rowCount, head } = value as Readonly<Record<string, unknown>>
  return Number.isSafeInteger(day) && Number.isSafeInteger(rowCount) && typeof head === 'string'
}
