import { canonicalJson } from '../../archive/chain/canonical-json.ts'
import { untimedDay } from '../../archive/chain/day-number.ts'
import { commitHash, firstCommitHash, hashBytes, toHex } from '../../archive/chain/hash-chain.ts'
import type { CommitInput, CommitResult } from '../../archive/commit-input.ts'
import { rowsPerBatch } from '../../archive/event-batch.ts'
import { AppError } from '../../../shared/kit/app-error.ts'
import { ensureTable } from '../archive-writing.ts'
import { type ArchivedTableRow, pathText } from '../archived-table.ts'
import type { WriteDb } from '../handle.ts'
import { chainBlocks, type ChainedBlock, insertBlocks, takeLeaves, takeTimes } from './commit-blocks.ts'
import { addNewColumns } from './commit-columns.ts'
import { quarantineConflicts, quarantineLines } from './commit-quarantine.ts'
import { daysBy, settleEventIdColumn, settleTimeColumn } from './commit-roles.ts'
import { indexTail } from './index-blocks.ts'
import { dedupeBatch, type DedupedRows } from './dedupe-batch.ts'
import { sortRows } from './sort-rows.ts'
import { encodeColumn, type StoredColumn } from './values-of-table.ts'
import { writerMemory } from './writer-memory.ts'

/**
 * Keeps the rows of a batch that the archive does not have yet, as blocks at the ends of their days' chains, linked by a
 * commit. A row is known by its event id and content where the table has event ids, else by its content and the number
 * of its like in the session. Runs within the transaction of a command; what the thread remembers of it is undone with it.
 * @param options `areAllNew`: none of the rows is looked for in the archive
 * @throws AppError `invalid-input` for a batch that is not whole, or where the table holds a snapshot; `database-damaged`
 */
export function commitEvents(
  db: WriteDb,
  input: CommitInput,
  options: { readonly areAllNew?: boolean } = {}
): CommitResult {
  const { batch, atMs } = input
  if (!isWhole(input)) throw new AppError('invalid-input', { field: 'batch' })
  const memory = writerMemory(db)
  const table = ensureTable(db, input.path, 'events')
  const { tableId } = table
  const otherColumns = settleTimeColumn(db, table, input.roles)
  const eventIdColumn = settleEventIdColumn(db, table, input.roles)
  const names = batch.columns.map(({ name }) => name)
  const { columns, added: newColumns } = addNewColumns(db, tableId, names, atMs)
  const fresh = dedupeBatch(db, memory, {
    tableId,
    batch,
    sorted: sortRows(batch.atMs.subarray(0, batch.rowCount)),
    sessionId: input.sessionId,
    areAllNew: options.areAllNew ?? false,
    eventId: eventIdOf(batch, columns, eventIdColumn),
    otherDays: otherColumns.map((name) => daysBy(batch, name)),
    isPruned: (day) =>
      db.get('SELECT 1 FROM pruned_days WHERE table_id = :tableId AND day = :day', { tableId, day }) !== undefined
  })
  const source = canonicalJson(input.source)
  const conflicts = quarantineConflicts(db, { tableId, source, atMs }, batch, fresh.conflicts)
  const counts = {
    rowsAdded: fresh.rows.length,
    // a row in quarantine that is read again is known
    rowsKnown: fresh.known + fresh.conflicts.length - conflicts,
    rowsQuarantined: quarantineLines(db, { tableId, source, atMs }, input.quarantined) + conflicts,
    rowsOfPrunedDays: fresh.ofPrunedDays
  }
  if (fresh.rows.length === 0) return { ...counts, days: [], newColumns }

  const rowCount = table.rowCount + fresh.rows.length
  const cells = batch.columns.flatMap((given) => {
    const column = columns.get(given.name) as StoredColumn
    const encoded = encodeColumn(db, memory, { tableId, rowCount, rows: fresh.rows }, column, given)
    return encoded === undefined ? [] : [{ columnId: column.columnId, cells: encoded }]
  })
  const rows = {
    runs: fresh.runs,
    leaves: takeLeaves(batch.leaves, fresh.rows),
    keys: fresh.keys === undefined ? undefined : new Uint8Array(fresh.keys.buffer, 0, fresh.keys.byteLength),
    atMs: takeTimes(batch.atMs, fresh.rows, fresh.runs),
    columns: cells
  }
  const blocks = chainBlocks(
    db,
    tableId,
    { organizationId: input.organizationId, pathText: pathText(input.path) },
    rows
  )
  const days = headsOf(blocks)
  const commitId = insertCommit(db, { tableId, atMs, source, days, ...counts })
  const stored = insertBlocks(db, tableId, commitId, rows, blocks)
  const times = timesOf(fresh, rows.atMs)
  countRows(db, table, fresh.rows.length, times)
  indexTail(db, tableId, { fresh: stored })
  return {
    commitId,
    ...counts,
    days: days.map((day) => ({ day: day.day, rowCount: day.rowCount })),
    ...times,
    newColumns
  }
}

function isWhole({ batch, quarantined }: CommitInput): boolean {
  const { rowCount, atMs, leaves, columns } = batch
  return (
    rowCount <= rowsPerBatch &&
    quarantined.every(({ line }) => Number.isSafeInteger(line)) &&
    atMs.length >= rowCount &&
    leaves.length >= rowCount * hashBytes &&
    columns.every(({ cells }) => (cells.kind === 'dictionary' ? cells.codes : cells.isPresent).length >= rowCount)
  )
}

function eventIdOf(
  batch: CommitInput['batch'],
  columns: ReadonlyMap<string, StoredColumn>,
  name: string | undefined
): { readonly column: CommitInput['batch']['columns'][number] | undefined; readonly columnId: number } | undefined {
  if (name === undefined) return undefined
  return { column: batch.columns.find((column) => column.name === name), columnId: columns.get(name)?.columnId ?? -1 }
}

function headsOf(blocks: readonly ChainedBlock[]): { day: number; rowCount: number; head: string }[] {
  // the last block of each day says how the day is now
  const last = new Map(blocks.map((block) => [block.day, block]))
  return [...last.values()].map(({ day, firstSeq, from, to, head }) => ({
    day,
    rowCount: firstSeq + to - from,
    head: toHex(head)
  }))
}

function insertCommit(
  db: WriteDb,
  facts: Omit<Parameters<typeof commitHash>[1], 'commitId'> & { readonly rowsOfPrunedDays: number }
): number {
  const last = db.get<{ commitId: number; hash: Uint8Array }>(
    'SELECT commit_id AS commitId, hash FROM archive_commits ORDER BY commit_id DESC LIMIT 1'
  )
  const commitId = (last?.commitId ?? 0) + 1
  const previous = last?.hash ?? firstCommitHash
  const { tableId, atMs, source, rowsAdded, rowsKnown, rowsQuarantined, days } = facts
  db.run(
    `INSERT INTO archive_commits (commit_id, table_id, at_ms, source, rows_added, rows_known, rows_quarantined, days, previous, hash)
     VALUES (:commitId, :tableId, :atMs, :source, :rowsAdded, :rowsKnown, :rowsQuarantined, :days, :previous, :hash)`,
    {
      commitId,
      tableId,
      atMs,
      source,
      rowsAdded,
      rowsKnown,
      rowsQuarantined,
      days: canonicalJson(days.map(({ day, rowCount, head }) => ({ day, rowCount, head }))),
      previous,
      hash: commitHash(previous, { ...facts, commitId })
    }
  )
  return commitId
}

function timesOf({ runs }: DedupedRows, atMs: Float64Array): { oldestAtMs?: number; newestAtMs?: number } {
  const timed = runs.filter(({ day }) => day !== untimedDay)
  const first = timed[0]
  const last = timed.at(-1)
  if (first === undefined || last === undefined) return {}
  return { oldestAtMs: Math.floor(atMs[first.from] as number), newestAtMs: Math.floor(atMs[last.to - 1] as number) }
}

function countRows(
  db: WriteDb,
  { tableId }: ArchivedTableRow,
  added: number,
  times: { readonly oldestAtMs?: number; readonly newestAtMs?: number }
): void {
  db.run(
    `UPDATE archived_tables SET row_count = row_count + :added,
       oldest_event_at_ms = min(ifnull(oldest_event_at_ms, :oldestAtMs), ifnull(:oldestAtMs, oldest_event_at_ms)),
       newest_event_at_ms = max(ifnull(newest_event_at_ms, :newestAtMs), ifnull(:newestAtMs, newest_event_at_ms))
     WHERE table_id = :tableId`,
    { tableId, added, oldestAtMs: times.oldestAtMs, newestAtMs: times.newestAtMs }
  )
}
