import type { Plan } from './plan.ts'
import { SegmentRows, viewsOf } from './segment-rows.ts'
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
export function countEvents(source: SegmentSource, plan: Plan, budgetMs = Infinity): EventCount {
  const deadlineMs = performance.now() + budgetMs
  let count = 0
  let isFirst = true
  for (const open of viewsOf(source, plan)) {
    if (!isFirst && performance.now() > deadlineMs) return { count, isComplete: false }
    isFirst = false
    count += new SegmentRows(open(), plan).size
  }
  return { count, isComplete: true }
}
