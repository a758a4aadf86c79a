import type { Plan } from './plan.ts'
import { Deadline, SegmentRows, viewsOf } from './segment-rows.ts'
import type { SegmentSource } from './segment-source.ts'

export interface EventCount {
  readonly count: number
  /** Whether all rows were looked at; else there are at least so many. */
  readonly isComplete: boolean
}

/**
 * Counts matching rows, newest segments first.
 * @param budgetMs stop after this long, with what was counted
 */
export function countEvents(source: SegmentSource, plan: Plan, budgetMs?: number): EventCount {
  const deadline = new Deadline(budgetMs)
  let count = 0
  for (const view of viewsOf(source, plan, deadline)) count += new SegmentRows(view, plan).size
  return { count, isComplete: deadline.isComplete }
}
