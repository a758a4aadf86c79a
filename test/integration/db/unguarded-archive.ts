import { createHash } from 'node:crypto'
import { afterEach, beforeEach } from 'vitest'
import { type BlockColumnInput, encodeBlock, openBlock } from '../../../src/main/archive/block/block-codec.ts'
import { verifyArchive } from '../../../src/main/db/archive/verify-archive.ts'
import type { ArchiveFinding, VerificationCursor } from '../../../src/shared/domain/archive-verification.ts'
import { ArchiveDatabase } from './archive-database.ts'
import { auditPath, inputOf, type PlainRow } from './archive-fixture.ts'

export const start = Date.UTC(2026, 0, 1)
export const firstDay = start / 86_400_000
export const at = (seconds: number) => new Date(start + seconds * 1_000).toISOString().replace('T', ' ')
export const organizationId = 'organization-1'

export const rowAt = (n: number): PlainRow => ({
  TIME: at(n * 150),
  ID: `event-${n}`,
  ACTOR: `actor ${n % 10}`,
  STATUS: 'SUCCESS',
  NOTE: n % 3 === 0 ? `note ${n % 12}` : undefined
})

/** The archive of the test that runs. */
export let archive: ArchiveDatabase

/** Before each test an archive of 1,401 rows whose triggers are gone, as for somebody who alters it. */
export function useUnguardedArchive(): void {
  beforeEach(() => {
    archive = new ArchiveDatabase()
    // its ids are kept in the blocks
    sql(`INSERT INTO archived_tables (path, kind) VALUES ('${JSON.stringify(auditPath)}', 'events');
    INSERT INTO archived_columns (table_id, position, name, first_seen_at_ms, storage) VALUES (1, 0, 'ID', 1, 'text')`)
    // 576 rows a day
    for (const [from, to] of [
      [0, 300],
      [300, 900],
      [900, 1_400]
    ] as const)
      archive.commit(
        inputOf(
          Array.from({ length: to - from }, (_, n) => rowAt(from + n)),
          { textColumns: ['ID'] }
        )
      )
    archive.commit(inputOf([{ ID: 'untimed' }]))
    archive.handle.raw.exec(`DROP TRIGGER event_blocks_are_not_changed; DROP TRIGGER event_blocks_are_not_deleted;
    DROP TRIGGER archived_values_are_not_changed; DROP TRIGGER archived_values_are_not_deleted;
    DROP TRIGGER archive_commits_are_not_changed; DROP TRIGGER archive_commits_are_not_deleted`)
  })
  afterEach(() => archive.dispose())
}

export const sql = (text: string) => archive.handle.raw.exec(text)

/** All of a verification, in steps of one piece of work each, over a cursor that went through JSON. */
export function verify(stepMs = 0): { findings: ArchiveFinding[]; rows: number; commits: number } {
  const total = { findings: [] as ArchiveFinding[], rows: 0, commits: 0 }
  let cursor: VerificationCursor | undefined
  do {
    const step = archive.run((db) =>
      verifyArchive(db, { organizationId, stepMs, ...(cursor === undefined ? {} : { cursor }) })
    )
    total.findings.push(...step.findings)
    total.rows += step.rowsChecked
    total.commits += step.commitsChecked
    cursor = step.cursor === undefined ? undefined : (JSON.parse(JSON.stringify(step.cursor)) as VerificationCursor)
  } while (cursor !== undefined)
  return total
}
export const found = () =>
  verify().findings.map(({ kind, firstRowId, lastRowId }) => `${kind} ${firstRowId ?? ''} ${lastRowId ?? ''}`.trim())
export const id = (seq: number, day = firstDay) => `1.${day}.${seq}`

export interface Block {
  block_id: number
  day: number
  first_seq: number
  row_count: number
  head: Buffer
  leaves: Buffer
  data: Buffer
}
export const blockAt = (seq: number, day = firstDay): Block =>
  archive.handle.raw
    .prepare('SELECT * FROM event_blocks WHERE day = ? AND first_seq <= ? ORDER BY first_seq DESC')
    .get(day, seq) as Block

/** Writes a block's rows anew, as somebody does who knows its form. */
export function rewrite(
  block: Block,
  change: (rows: { atMs: number; cells: Map<number, string | number>; leaf: Buffer }[]) => void
) {
  const old = openBlock(block.data)
  const rows = Array.from({ length: old.rowCount }, (_, row) => ({
    atMs: old.atMs(row),
    leaf: block.leaves.subarray(row * 32, row * 32 + 32),
    cells: new Map<number, string | number>(
      old.columnIds.flatMap((columnId): [number, string | number][] => {
        const text = old.kindOf(columnId) === 'text' ? old.textAt(columnId, row) : old.idAt(columnId, row)
        return text === undefined || text === 0 ? [] : [[columnId, text]]
      })
    )
  }))
  change(rows)
  const columns: BlockColumnInput[] = old.columnIds.map((columnId) => ({
    columnId,
    cells:
      old.kindOf(columnId) === 'text'
        ? { kind: 'text', texts: rows.map(({ cells }) => cells.get(columnId) as string | undefined) }
        : { kind: 'dictionary', ids: Uint32Array.from(rows, ({ cells }) => Number(cells.get(columnId) ?? 0)) }
  }))
  archive.handle.raw
    .prepare('UPDATE event_blocks SET data = ?, leaves = ?, row_count = ? WHERE block_id = ?')
    .run(
      encodeBlock({ rowCount: rows.length, atMs: Float64Array.from(rows, ({ atMs }) => atMs), columns }),
      Buffer.concat(rows.map(({ leaf }) => leaf)),
      rows.length,
      block.block_id
    )
}
export const sha256 = (text: string) => createHash('sha256').update(text).digest()
export const idColumn = 0

/** Puts a new, empty archive in its place, as somebody who writes all of it anew. */
export function startAnew(): void {
  archive.dispose()
  archive = new ArchiveDatabase()
}
