import { matchingIds } from './dictionary-search.ts'
import { HistogramTable } from './histogram-table.ts'
import { type Matcher, matcherKey } from './matcher.ts'
import type { Plan } from './plan.ts'
import { untimedSpan } from './row-span.ts'
import { Deadline, SegmentRows, viewsOf } from './segment-rows.ts'
import type { SegmentFacts, SegmentSource, SegmentView } from './segment-source.ts'
import { type BucketUnit, timeBuckets } from './time-buckets.ts'
import { mostFrequent, tallyPlan } from './top-values.ts'

/** Which stretches of time to count by: given edges, or a calendar unit in a zone over a range. */
export type HistogramTime =
  | { readonly edges: Float64Array }
  | { readonly unit: BucketUnit; readonly zone: string; readonly fromMs?: number; readonly toMs?: number }

export interface EventHistogram {
  /** Bucket i is `edges[i] <= time < edges[i + 1]`, epoch ms UTC; empty where no row has a time. */
  readonly edges: readonly number[]
  /** The unit used: coarser than asked where there would be too many buckets. */
  readonly unit?: BucketUnit
  /** Matching rows per bucket. */
  readonly totals: readonly number[]
  /** The most frequent values of the column stacked by, most frequent first. */
  readonly series: readonly { readonly text: string; readonly counts: readonly number[] }[]
  /** Rows with other values, and without one; empty without a column to stack by. */
  readonly others: readonly number[]
  readonly none: readonly number[]
  /** False where the time was up: counts are then at least so high. */
  readonly isComplete: boolean
}

/** Up to so many counts are kept per value until it is known which values are shown. */
const mostCounts = 400_000

/**
 * Matching rows by time.
 * @param stack the column whose `top` most frequent values are counted by themselves
 * @throws AppError `invalid-input` for a zone that there is not
 */
export function histogram(
  source: SegmentSource,
  plan: Plan,
  time: HistogramTime,
  stack?: { readonly by: number; readonly top: number },
  budgetMs?: number
): EventHistogram {
  const { edges, unit } = bucketsOf(source, plan, time)
  const shape = { edges: [...edges], ...(unit === undefined ? {} : { unit }) }
  const count = Math.max(0, edges.length - 1)
  if (count === 0) return { ...shape, totals: [], series: [], others: [], none: [], isComplete: true }
  const clipped: Plan = {
    ...plan,
    isTimed: true,
    fromMs: Math.max(plan.fromMs, edges[0] as number),
    toMs: Math.min(plan.toMs, edges[count] as number)
  }
  const deadline = new Deadline(budgetMs)
  if (stack !== undefined) return { ...shape, ...stacked(source, clipped, edges, { ...stack, deadline }) }
  const table = new HistogramTable(edges, undefined)
  for (const view of viewsOf(source, clipped, deadline)) table.add(new SegmentRows(view, clipped))
  return { ...shape, totals: [...table.counts], series: [], others: [], none: [], isComplete: deadline.isComplete }
}

type Stacked = Pick<EventHistogram, 'totals' | 'series' | 'others' | 'none' | 'isComplete'>

function stacked(source: SegmentSource, plan: Plan, edges: Float64Array, stack: Omit<Stack, 'valueCount'>): Stacked {
  const { by } = stack
  const valueCount = source.table.columns[by]?.valueCount ?? 0
  return (valueCount + 2) * edges.length <= mostCounts && !source.hasTexts(by)
    ? stackedAtOnce(source, plan, edges, { ...stack, valueCount })
    : stackedInTurn(source, plan, edges, { ...stack, valueCount })
}

interface Stack {
  readonly by: number
  readonly top: number
  readonly valueCount: number
  readonly deadline: Deadline
}

/** Counts every value by bucket, then joins those that are not shown. */
function stackedAtOnce(source: SegmentSource, plan: Plan, edges: Float64Array, stack: Stack): Stacked {
  const slotOfId = Uint32Array.from({ length: stack.valueCount + 1 }, (_none, id) => (id === 0 ? 0 : id + 1))
  const slotCount = stack.valueCount + 2
  const table = new HistogramTable(edges, { columnId: stack.by, slotOfId, slotOfText: new Map(), slotCount })
  for (const view of viewsOf(source, plan, stack.deadline)) table.add(new SegmentRows(view, plan))
  const byId = new Uint32Array(stack.valueCount + 1)
  for (let id = 1; id <= stack.valueCount; id++) byId[id] = sumOf(table.slot(id + 1))
  const values = mostFrequent(source, stack.by, { byId, byText: new Map() }, stack.top)
  return joined(
    table,
    stack.deadline,
    values.map(({ id, text }) => ({ text, slot: id + 1 }))
  )
}

/** Finds the most frequent values first: a table of all values would be too large. */
function stackedInTurn(source: SegmentSource, plan: Plan, edges: Float64Array, stack: Stack): Stacked {
  const kept: SegmentRows[] = []
  const tally = tallyPlan(source, plan, stack.by, stack.deadline, (rows) => kept.push(rows))
  const values = mostFrequent(source, stack.by, tally, stack.top)
  const slotOfText = new Map(values.map(({ text }, index) => [text, index + 2]))
  const slotOfId = new Uint32Array(stack.valueCount + 1).fill(1)
  slotOfId[0] = 0
  for (const { id, text } of values)
    for (const one of id > 0 ? [id] : idsOfText(source, stack.by, text)) slotOfId[one] = slotOfText.get(text) ?? 1
  const slotCount = values.length + 2
  const table = new HistogramTable(edges, { columnId: stack.by, slotOfId, slotOfText, slotCount })
  for (const rows of kept) table.add(rows)
  return joined(
    table,
    stack.deadline,
    values.map(({ text }, index) => ({ text, slot: index + 2 }))
  )
}

function idsOfText(source: SegmentSource, columnId: number, text: string): Uint32Array {
  const matcher: Matcher = { kind: 'equals', texts: new Set([text]) }
  return matchingIds(source, columnId, matcher, matcherKey(matcher))
}

function joined(
  table: HistogramTable,
  deadline: Deadline,
  shown: readonly { readonly text: string; readonly slot: number }[]
): Stacked {
  const totals = new Float64Array(table.bucketCount)
  for (let at = 0; at < table.counts.length; at++) {
    const bucket = at % table.bucketCount
    totals[bucket] = (totals[bucket] as number) + (table.counts[at] as number)
  }
  const none = table.slot(0)
  const others = totals.map((total, bucket) => total - (none[bucket] as number))
  for (const { slot } of shown) {
    const counts = table.slot(slot)
    for (let bucket = 0; bucket < counts.length; bucket++)
      others[bucket] = (others[bucket] as number) - (counts[bucket] as number)
  }
  return {
    totals: [...totals],
    series: shown.map(({ text, slot }) => ({ text, counts: [...table.slot(slot)] })),
    others: [...others],
    none: [...none],
    isComplete: deadline.isComplete
  }
}

function sumOf(counts: Float64Array): number {
  let sum = 0
  for (let index = 0; index < counts.length; index++) sum += counts[index] as number
  return sum
}

function bucketsOf(
  source: SegmentSource,
  plan: Plan,
  time: HistogramTime
): { readonly edges: Float64Array; readonly unit?: BucketUnit } {
  if ('edges' in time) return { edges: time.edges }
  const range = timeRangeOf(source)
  const fromMs = time.fromMs ?? Math.max(plan.fromMs, range?.fromMs ?? Infinity)
  const toMs = time.toMs ?? Math.min(plan.toMs, range?.toMs ?? -Infinity)
  if (!Number.isFinite(fromMs) || !Number.isFinite(toMs)) return { edges: new Float64Array(0), unit: time.unit }
  const key = `edges ${time.unit} ${time.zone} ${fromMs} ${toMs}`
  return source.memo(
    key,
    ({ edges }) => edges.byteLength,
    () => timeBuckets({ unit: time.unit, zone: time.zone, fromMs, toMs })
  )
}

/** The times of the table's first and last row that has one; the end is just behind the last. */
function timeRangeOf(source: SegmentSource): { readonly fromMs: number; readonly toMs: number } | undefined {
  let fromMs = Infinity
  let toMs = -Infinity
  const add = (facts: SegmentFacts, open: () => SegmentView) => {
    const hasTimeless = facts.minAtMs <= 0 && facts.maxAtMs >= 0
    const bounds = hasTimeless ? timedBounds(open()) : facts
    fromMs = Math.min(fromMs, bounds.minAtMs)
    toMs = Math.max(toMs, bounds.maxAtMs + 1)
  }
  for (const segment of source.segments) add(segment, () => source.view(segment))
  const { tail } = source
  if (tail !== undefined) add(tail, () => tail)
  return fromMs < toMs ? { fromMs, toMs } : undefined
}

function timedBounds(view: SegmentView): { readonly minAtMs: number; readonly maxAtMs: number } {
  const untimed = untimedSpan(view)
  const first = untimed.from === 0 ? untimed.to : 0
  const last = untimed.to === view.rowCount ? untimed.from - 1 : view.rowCount - 1
  return first <= last
    ? { minAtMs: view.atMs(first), maxAtMs: view.atMs(last) }
    : { minAtMs: Infinity, maxAtMs: -Infinity }
}
