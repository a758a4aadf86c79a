import { Buffer } from 'node:buffer'
import { firstCommitHash, genesis, toHex } from '../../archive/chain/hash-chain.ts'
import {
  type ArchiveFinding,
  joinFindings,
  type VerificationCursor,
  type VerificationStep
} from '../../../shared/domain/archive-verification.ts'
import type { ReadDb } from '../handle.ts'
import { fromJson } from '../json-column.ts'
import { ofRows, type StoredBlock, verifyBlock, type VerifiedDay } from './verify-block.ts'
import { daysOf, nextCommit, verifyCommit } from './verify-commits.ts'
import { rowPrinter } from './verify-rows.ts'

/** How long a step works, ms, so that other questions are answered in between. */
const stepMs = 40
/** Findings that a step lists. */
const listedFindings = 1_000
/** Blocks read in one go. */
const blocksAtOnce = 16

type DayCursor = Extract<VerificationCursor, { stage: 'days' }>

interface NextDay {
  readonly tableId: number
  readonly pathText: string
  readonly timeColumn: string | null
  readonly day: number
}

export interface VerifyParams {
  readonly organizationId: string
  /** Where the last step ended; absent to begin. */
  readonly cursor?: VerificationCursor
  readonly stepMs?: number
}

/**
 * Verifies a part of an archive: first the commits and how far they say that the days came, then day by day each row
 * against its leaf and the leaves against the chain. Days that were pruned are verified by the note that stands for them.
 */
export function verifyArchive(db: ReadDb, params: VerifyParams): VerificationStep {
  const step = new Step(db, params)
  step.run()
  return step.result()
}

class Step {
  readonly #db: ReadDb
  readonly #organizationId: string
  readonly #startedAt = performance.now()
  readonly #untilMs: number
  readonly #findings: ArchiveFinding[] = []
  #cursor: VerificationCursor | undefined
  #rowsChecked = 0
  #commitsChecked = 0

  constructor(db: ReadDb, params: VerifyParams) {
    this.#db = db
    this.#organizationId = params.organizationId
    this.#untilMs = this.#startedAt + (params.stepMs ?? stepMs)
    this.#cursor = params.cursor ?? { stage: 'commits', afterCommitId: 0, hash: toHex(firstCommitHash) }
  }

  /** Does at least one piece of work, so that a verification comes to its end however short its steps are. */
  run(): void {
    do this.#cursor = this.#advanced()
    while (this.#cursor !== undefined && performance.now() < this.#untilMs)
  }

  result(): VerificationStep {
    const findings = joinFindings(this.#findings)
    return {
      ...(this.#cursor === undefined ? {} : { cursor: this.#cursor }),
      rowsChecked: this.#rowsChecked,
      commitsChecked: this.#commitsChecked,
      findings: findings.slice(0, listedFindings),
      moreFindings: Math.max(0, findings.length - listedFindings),
      tookMs: performance.now() - this.#startedAt
    }
  }

  #advanced(): VerificationCursor | undefined {
    if (this.#cursor?.stage === 'commits') return this.#afterCommit(this.#cursor.afterCommitId, this.#cursor.hash)
    return this.#cursor === undefined ? undefined : this.#afterBlocks(this.#cursor)
  }

  #afterCommit(commitId: number, hash: string): VerificationCursor | undefined {
    const commit = nextCommit(this.#db, commitId)
    if (commit === undefined) return this.#firstOf(this.#nextDay(0, Number.MAX_SAFE_INTEGER))
    this.#findings.push(...verifyCommit(this.#db, commit, { commitId, hash: Buffer.from(hash, 'hex') }))
    this.#commitsChecked += 1
    return { stage: 'commits', afterCommitId: commit.commitId, hash: toHex(commit.hash) }
  }

  #afterBlocks(cursor: DayCursor): VerificationCursor | undefined {
    const { tableId, day } = cursor
    const table = this.#table(tableId)
    if (table === undefined) return this.#firstOf(this.#nextDay(tableId, Number.MAX_SAFE_INTEGER))
    const verified = { tableId, day, path: fromJson<string[]>(table.pathText), timeColumn: table.timeColumn }
    const blocks = this.#db.all<StoredBlock>(
      `SELECT commit_id AS commitId, first_seq AS firstSeq, row_count AS rowCount, min_at_ms AS minAtMs,
         max_at_ms AS maxAtMs, head, leaves, data
       FROM event_blocks WHERE table_id = :tableId AND day = :day AND first_seq > :after ORDER BY first_seq LIMIT :limit`,
      { tableId, day, after: cursor.afterSeq, limit: blocksAtOnce }
    )
    let at = cursor
    for (const block of blocks) {
      at = this.#afterBlock(verified, at, block)
      if (performance.now() >= this.#untilMs) break
    }
    if (blocks.length > 0) return at
    this.#endCommit(verified, at)
    return this.#firstOf(this.#nextDay(tableId, day))
  }

  #afterBlock(day: VerifiedDay, at: DayCursor, block: StoredBlock): DayCursor {
    if (at.commitId !== undefined && at.commitId !== block.commitId) this.#endCommit(day, at)
    const { firstSeq, rowCount } = block
    const end = firstSeq + rowCount
    if (firstSeq > at.seq) this.#findings.push(ofRows('rows-missing', day, at.seq, firstSeq - 1))
    if (firstSeq < at.seq) this.#findings.push(ofRows('rows-inserted', day, firstSeq, Math.min(at.seq, end) - 1))
    const previous = firstSeq === at.seq && at.head !== undefined ? Buffer.from(at.head, 'hex') : undefined
    this.#findings.push(...verifyBlock(rowPrinter(this.#db, day.tableId), day, block, previous))
    this.#rowsChecked += rowCount
    return {
      stage: 'days',
      tableId: day.tableId,
      day: day.day,
      afterSeq: firstSeq,
      seq: end,
      head: toHex(block.head),
      commitId: block.commitId
    }
  }

  /** A commit's rows end where it says so: what comes behind is of nobody. */
  #endCommit(day: VerifiedDay, at: DayCursor): void {
    if (at.commitId === undefined) return
    const commit = nextCommit(this.#db, at.commitId - 1)
    const claim = commit?.commitId === at.commitId ? daysOf(commit).find((one) => one.day === day.day) : undefined
    const told = claim?.rowCount ?? 0
    if (commit?.tableId === day.tableId && told >= at.seq) return
    this.#findings.push({
      ...ofRows('rows-inserted', day, Math.min(told, at.seq - 1), at.seq - 1),
      commitId: at.commitId
    })
  }

  #firstOf(next: NextDay | undefined): DayCursor | undefined {
    if (next === undefined) return undefined
    const { tableId, day, pathText } = next
    const head = toHex(genesis({ organizationId: this.#organizationId, pathText, day }))
    return { stage: 'days', tableId, day, afterSeq: -1, seq: 0, head }
  }

  /** The table's next day that was not pruned, or the first of the tables behind it. */
  #nextDay(tableId: number, afterDay: number): NextDay | undefined {
    const own = afterDay === Number.MAX_SAFE_INTEGER ? undefined : this.#dayOf(tableId, afterDay)
    if (own !== undefined) return own
    const tables = this.#db.all<{ tableId: number }>(
      "SELECT table_id AS tableId FROM archived_tables WHERE table_id > :tableId AND kind = 'events' ORDER BY table_id",
      { tableId }
    )
    for (const table of tables) {
      const first = this.#dayOf(table.tableId, -2)
      if (first !== undefined) return first
    }
    return undefined
  }

  #dayOf(tableId: number, afterDay: number): NextDay | undefined {
    const table = this.#table(tableId)
    if (table === undefined) return undefined
    for (let after = afterDay; ; ) {
      const found = this.#db.get<{ day: number | null }>(
        'SELECT min(day) AS day FROM event_blocks WHERE table_id = :tableId AND day > :after',
        { tableId, after }
      )
      if (found === undefined || found.day === null) return undefined
      const { day } = found
      const stub = this.#db.get('SELECT 1 FROM pruned_days WHERE table_id = :tableId AND day = :day', { tableId, day })
      if (stub === undefined) return { ...table, tableId, day }
      after = day
    }
  }

  #table(tableId: number): { readonly pathText: string; readonly timeColumn: string | null } | undefined {
    return this.#db.get(
      'SELECT path AS pathText, time_column AS timeColumn FROM archived_tables WHERE table_id = :tableId',
      { tableId }
    )
  }
}
