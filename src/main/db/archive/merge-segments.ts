import { rowsPerSegment } from '../../archive/segment/part-kinds.ts'
import type { ReadDb, WriteDb } from '../handle.ts'
import { deleteSegment, insertSegment } from './index-segment.ts'
import { type SegmentRange, segmentsWithin } from './rebuild-index.ts'

/** Segments at the end of a table are joined by so many at a time, so that a row is not indexed again with each commit. */
const fewestAtTheEnd = 4

/** What one call may do. */
export interface MergeBudget {
  /** Rows to index anew; at least one merge is done when there is one to do. */
  readonly maxRows: number
}

/**
 * Joins small segments that follow each other. Bounded work a call: call it again until nothing is left.
 * @throws AppError `database-damaged` when a block is
 */
export function mergeSegments(
  db: WriteDb,
  tableId: number,
  budget: MergeBudget = { maxRows: rowsPerSegment }
): { readonly segmentsMerged: number; readonly segmentsMade: number; readonly isFinished: boolean } {
  const runs = mergeableRuns(segmentsWithin(db, tableId, 0, Number.MAX_SAFE_INTEGER))
  let rows = 0
  let segmentsMerged = 0
  let segmentsMade = 0
  for (const run of runs) {
    if (rows >= budget.maxRows) return { segmentsMerged, segmentsMade, isFinished: false }
    const rowCount = rowsOf(run)
    for (const { segmentId } of run) deleteSegment(db, segmentId)
    const [first, last] = [run[0] as SegmentRange, run.at(-1) as SegmentRange]
    insertSegment(db, tableId, { firstBlockId: first.firstBlockId, lastBlockId: last.lastBlockId, rowCount })
    rows += rowCount
    segmentsMerged += run.length
    segmentsMade += 1
  }
  return { segmentsMerged, segmentsMade, isFinished: true }
}

/** Tables that have segments to join. */
export function tablesToMerge(db: ReadDb): number[] {
  return db
    .all<{ tableId: number }>('SELECT DISTINCT table_id AS tableId FROM segments ORDER BY table_id')
    .map(({ tableId }) => tableId)
    .filter((tableId) => mergeableRuns(segmentsWithin(db, tableId, 0, Number.MAX_SAFE_INTEGER)).length > 0)
}

/** Runs of segments that fit into one. The last run may grow yet, and waits until it is worth it. */
export function mergeableRuns(segments: readonly SegmentRange[]): SegmentRange[][] {
  const runs: SegmentRange[][] = []
  for (const segment of segments) {
    const run = runs.at(-1)
    if (run !== undefined && rowsOf(run) + segment.rowCount <= rowsPerSegment) run.push(segment)
    else runs.push([segment])
  }
  return runs.filter((run, place) => run.length >= (place === runs.length - 1 ? fewestAtTheEnd : 2))
}

function rowsOf(run: readonly SegmentRange[]): number {
  return run.reduce((sum, { rowCount }) => sum + rowCount, 0)
}
