import { Buffer } from 'node:buffer'
import path from 'node:path'
import Database from 'better-sqlite3'
import type { ArchiveHead } from '../../../shared/domain/archive-verification.ts'
import { AppError } from '../../../shared/kit/app-error.ts'
import { blockHead, firstCommitHash, genesis, hashBytes, isSameHash } from '../../archive/chain/hash-chain.ts'
import { checkDatabase, isEmpty } from '../check.ts'
import { DatabaseHandle, type ReadDb } from '../handle.ts'
import { latestVersion, refuseNewer, versionOf } from '../migrate.ts'
import { archiveHead } from './archive-head.ts'
import { nextCommit, verifyCommit } from './verify-commits.ts'

export interface CheckedArchive {
  readonly rows: number
  readonly head: ArchiveHead
}

/**
 * Checks an archive's file that nobody has open: SQLite's own check of all of it, the chain of commits, and every day's
 * chain from its rows' hashes. (That the rows are what their hashes say is for the verification, which takes longer.)
 * @throws AppError `database-damaged | database-newer`
 */
export function checkArchiveFile(file: string, organizationId: string): CheckedArchive {
  const database = new Database(file, { fileMustExist: true })
  try {
    // a copy says of itself that it has a log; without, it is one file that can be carried elsewhere
    database.pragma('journal_mode = DELETE')
    database.pragma('cache_size = -32768')
    checkDatabase(database, 'archive', 'whole')
    if (isEmpty(database)) throw damaged(file, 'empty')
    refuseNewer(database, versionOf(database), latestVersion('archive'))
    const db = new DatabaseHandle(database, file)
    return db.transaction('deferred', () => {
      // one of an earlier program: its chain begins when it is opened
      if (versionOf(database) < latestVersion('archive')) return { rows: rowsOf(db), head: noHead(organizationId) }
      checkCommits(db, file)
      checkDays(db, file, organizationId)
      return { rows: rowsOf(db), head: archiveHead(db, organizationId) }
    })
  } finally {
    database.close()
  }
}

function rowsOf(db: ReadDb): number {
  return (
    db.get<{ rows: number }>("SELECT ifnull(sum(row_count), 0) AS rows FROM archived_tables WHERE kind = 'events'")
      ?.rows ?? 0
  )
}

function noHead(organizationId: string): ArchiveHead {
  return { format: 'vigil-archive-head/1', organizationId, commitCount: 0, commitHash: '0'.repeat(64), tables: [] }
}

function checkCommits(db: ReadDb, file: string): void {
  let before = { commitId: 0, hash: firstCommitHash }
  for (;;) {
    const commit = nextCommit(db, before.commitId)
    if (commit === undefined) return
    if (verifyCommit(db, commit, before).length > 0) throw damaged(file, 'commit')
    before = { commitId: commit.commitId, hash: commit.hash }
  }
}

interface ChainedBlock {
  readonly day: number
  readonly firstSeq: number
  readonly rowCount: number
  readonly head: Uint8Array
  readonly leaves: Uint8Array
}

function checkDays(db: ReadDb, file: string, organizationId: string): void {
  const tables = db.all<{ tableId: number; pathText: string }>(
    "SELECT table_id AS tableId, path AS pathText FROM archived_tables WHERE kind = 'events'"
  )
  for (const { tableId, pathText } of tables) {
    let at = { day: -2, seq: 0, head: firstCommitHash }
    for (;;) {
      const blocks = db.all<ChainedBlock>(
        `SELECT day, first_seq AS firstSeq, row_count AS rowCount, head, leaves FROM event_blocks
         WHERE table_id = :tableId AND (day, first_seq) >= (:day, :seq) ORDER BY day, first_seq LIMIT 64`,
        { tableId, day: at.day, seq: at.seq }
      )
      if (blocks.length === 0) break
      for (const { day, firstSeq, rowCount, head, leaves } of blocks) {
        const isNewDay = day !== at.day
        const previous = isNewDay ? genesis({ organizationId, pathText, day }) : at.head
        const isChained =
          firstSeq === (isNewDay ? 0 : at.seq) &&
          leaves.length === rowCount * hashBytes &&
          isSameHash(blockHead(previous, { day, firstSeq, leaves }), head)
        if (!isChained) throw damaged(file, 'chain')
        at = { day, seq: firstSeq + rowCount, head: Buffer.from(head) }
      }
    }
  }
}

function damaged(file: string, reason: string): AppError {
  return new AppError('database-damaged', { file: path.basename(file), reason })
}
