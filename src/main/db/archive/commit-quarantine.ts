import { hashBytes } from '../../archive/chain/hash-chain.ts'
import type { EventBatch, QuarantinedLine } from '../../archive/event-batch.ts'
import type { WriteDb } from '../handle.ts'
import { canonicalReader } from './batch-cells.ts'

/** Of a row with another content under a known id all is kept, up to this many characters. */
const longestExcerpt = 1_000_000

interface Place {
  readonly tableId: number
  readonly source: string
  readonly atMs: number
}

/** Keeps the lines of a source that are no good rows. @returns how many are new */
export function quarantineLines(db: WriteDb, place: Place, lines: readonly QuarantinedLine[]): number {
  let added = 0
  for (const { line, reason, detail, excerpt } of lines)
    added += db.run(
      `INSERT INTO quarantined_lines (table_id, at_ms, source, line, reason, detail, excerpt)
       VALUES (:tableId, :atMs, :source, :line, :reason, :detail, :excerpt) ON CONFLICT DO NOTHING`,
      { ...place, line, reason, detail, excerpt }
    ).changes
  return added
}

/**
 * Keeps rows whose event id is in the archive with other content, whole: nothing that was read is lost, and what is
 * archived is not replaced. Each such row once, however often it is read.
 * @returns how many are new
 */
export function quarantineConflicts(db: WriteDb, place: Place, batch: EventBatch, rows: readonly number[]): number {
  if (rows.length === 0) return 0
  const textOf = canonicalReader(batch)
  let added = 0
  for (const row of rows)
    added += db.run(
      `INSERT INTO quarantined_lines (table_id, at_ms, source, reason, excerpt, leaf)
       VALUES (:tableId, :atMs, :source, 'same-event-id-other-content', :excerpt, :leaf) ON CONFLICT DO NOTHING`,
      {
        ...place,
        excerpt: textOf(row).slice(0, longestExcerpt),
        leaf: batch.leaves.subarray(row * hashBytes, (row + 1) * hashBytes)
      }
    ).changes
  return added
}
