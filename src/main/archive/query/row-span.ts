import { untimedDay } from '../chain/day-number.ts'
import type { Plan } from './plan.ts'
import type { SegmentView } from './segment-source.ts'
import { difference, rowRange, type SizedRows } from './sized-rows.ts'

/** Rows from `from` up to `to`. */
export interface RowSpan {
  readonly from: number
  readonly to: number
}

/** The rows of the plan's time, and those of them without a time, which no time range holds. */
export function spanOf(view: SegmentView, plan: Plan): { readonly span: RowSpan; readonly untimed: RowSpan } {
  if (!plan.isTimed) return { span: { from: 0, to: view.rowCount }, untimed: { from: 0, to: 0 } }
  const from = plan.fromMs <= view.minAtMs ? 0 : view.rowAt(plan.fromMs)
  const to = plan.toMs > view.maxAtMs ? view.rowCount : view.rowAt(plan.toMs)
  const span = { from, to: Math.max(from, to) }
  const untimed = untimedSpan(view)
  return { span, untimed: { from: Math.max(from, untimed.from), to: Math.min(span.to, untimed.to) } }
}

/** Rows without a time stand at 0 ms, before those whose time that is: their day is −1. */
export function untimedSpan(view: SegmentView): RowSpan {
  if (view.minAtMs > 0 || view.maxAtMs < 0) return { from: 0, to: 0 }
  const from = view.rowAt(0)
  let low = from
  let high = view.rowAt(1)
  while (low < high) {
    const middle = (low + high) >> 1
    if (view.place(middle).day === untimedDay) low = middle + 1
    else high = middle
  }
  return { from, to: low }
}

/** The rows of a time range. */
export function timedRows(view: SegmentView, range: { readonly fromMs: number; readonly toMs: number }): SizedRows {
  const { span, untimed } = spanOf(view, { ...range, isTimed: true, rest: { kind: 'all' }, key: '' })
  return difference(rowRange(span.from, span.to, view.rowCount), rowRange(untimed.from, untimed.to, view.rowCount))
}
