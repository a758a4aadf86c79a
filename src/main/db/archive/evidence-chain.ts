import { toHex } from '../../archive/chain/hash-chain.ts'
import type {
  PackBlock,
  PackBlocksRequest,
  PackCommit,
  PackCommitsRequest,
  PackState,
  PackStateRequest,
  PrunedDay
} from '../../archive/evidence/pack-parts.ts'
import { findTable, pathText } from '../archived-table.ts'
import type { ReadDb } from '../handle.ts'
import { machineUser } from '../machine-user.ts'
import { archiveHead } from './archive-head.ts'
import { eventReader } from './read-events.ts'
import { daysOf, nextCommit } from './verify-commits.ts'

/** All in one state of the archive: what a pack will hold, and where the chain has come to. Undefined without events. */
export function evidenceState(
  db: ReadDb,
  params: PackStateRequest & { readonly organizationId: string }
): PackState | undefined {
  const { organizationId, path, filter, budgetMs } = params
  const table = findTable(db, path)
  const reader = eventReader(db, path)
  if (table === undefined || reader === undefined) return undefined
  const { tableId } = table
  const text = pathText(path)
  const head = archiveHead(db, organizationId)
  const days = head.tables.find((one) => pathText(one.path) === text)?.days ?? []
  const { count, isComplete } = reader.count({ filter, budgetMs })
  const last = db.get<{ blockId: number | null }>(
    'SELECT max(block_id) AS blockId FROM event_blocks WHERE table_id = :tableId',
    { tableId }
  )
  return {
    tableId,
    pathText: text,
    columns: reader.columns,
    ...(isComplete ? { rowCount: count } : {}),
    lastBlockId: last?.blockId ?? 0,
    commitCount: head.commitCount,
    commitHash: head.commitHash,
    days: days
      .filter(({ isPruned }) => isPruned !== true)
      .map(({ day, rowCount, head: end }) => ({ day, rowCount, head: end })),
    prunedDays: prunedDays(db, tableId),
    machineUser: machineUser()
  }
}

/** Blocks of a day, in the order of its chain. */
export function evidenceBlocks(db: ReadDb, params: PackBlocksRequest): readonly PackBlock[] {
  return db.all<PackBlock>(
    `SELECT commit_id AS commitId, first_seq AS firstSeq, row_count AS count, head, leaves FROM event_blocks
     WHERE table_id = :tableId AND day = :day AND first_seq >= :from AND first_seq < :before
     ORDER BY first_seq LIMIT :limit`,
    { ...params }
  )
}

/** Commits in their order, those after the last one of the pack left out. */
export function evidenceCommits(db: ReadDb, params: PackCommitsRequest): readonly PackCommit[] {
  const commits: PackCommit[] = []
  for (let after = params.after; commits.length < params.limit; ) {
    const commit = nextCommit(db, after)
    if (commit === undefined || commit.commitId > params.last) break
    after = commit.commitId
    const { previous, hash, days: _days, ...facts } = commit
    commits.push({ ...facts, days: daysOf(commit), previous: toHex(previous), hash: toHex(hash) })
  }
  return commits
}

function prunedDays(db: ReadDb, tableId: number): PrunedDay[] {
  return db
    .all<{
      day: number
      rowCount: number
      head: Uint8Array
      prunedAtMs: number
      reason: string
      signature: Uint8Array | null
      publicKey: Uint8Array | null
    }>(
      `SELECT day, row_count AS rowCount, head, pruned_at_ms AS prunedAtMs, reason, signature, public_key AS publicKey
       FROM pruned_days WHERE table_id = :tableId ORDER BY day`,
      { tableId }
    )
    .map(({ head, signature, publicKey, ...facts }) => ({
      ...facts,
      head: toHex(head),
      ...(signature === null ? {} : { signature: toHex(signature) }),
      ...(publicKey === null ? {} : { publicKey: toHex(publicKey) })
    }))
}
