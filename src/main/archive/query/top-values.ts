import { chunkText } from './dictionary-search.ts'
import type { Plan } from './plan.ts'
import { Deadline, SegmentRows, viewsOf } from './segment-rows.ts'
import type { SegmentSource } from './segment-source.ts'
import { tallyRows, tallySegment, tallySelection, ValueTally } from './value-tally.ts'

export interface ValueCount {
  readonly text: string
  readonly count: number
}

/** A value with its id in the dictionary; 0 where rows have its text by itself. */
export interface FrequentValue extends ValueCount {
  readonly id: number
}

export interface TopValues {
  /** Most frequent first; of the same count, in the order of their texts. */
  readonly values: readonly ValueCount[]
  /** Matching rows with another value. */
  readonly others: number
  /** Matching rows without a value. */
  readonly none: number
  /** False where time was up, or the column has so many values that not all were told apart: counts are at least so high. */
  readonly isComplete: boolean
}

/** The most frequent values of a column among matching rows. */
export function topValues(
  source: SegmentSource,
  plan: Plan,
  { columnId, limit, budgetMs }: { readonly columnId: number; readonly limit: number; readonly budgetMs?: number }
): TopValues {
  const deadline = new Deadline(budgetMs)
  const tally = tallyPlan(source, plan, columnId, deadline)
  const values = mostFrequent(source, columnId, tally, limit).map(({ text, count }) => ({ text, count }))
  const shown = values.reduce((sum, { count }) => sum + count, 0)
  const filled = filledRows(tally)
  return {
    values,
    others: filled - shown,
    none: tally.total - filled,
    isComplete: tally.isExact && deadline.isComplete
  }
}

/**
 * Counts the values of a column in matching rows.
 * @param onRows told of each segment in which rows match, so that none is evaluated twice
 */
export function tallyPlan(
  source: SegmentSource,
  plan: Plan,
  columnId: number,
  deadline: Deadline,
  onRows?: (rows: SegmentRows) => void
): ValueTally {
  const valueCount = source.table.columns[columnId]?.valueCount ?? 0
  if (plan.rest.kind === 'all' && !plan.isTimed && onRows === undefined)
    return tallyTable(source, columnId, valueCount, deadline)
  const tally = new ValueTally(new Uint32Array(valueCount + 1))
  for (const view of viewsOf(source, plan, deadline)) {
    const rows = new SegmentRows(view, plan)
    if (rows.size === 0) continue
    const coded = rows.view.coded(columnId)
    const selection = rows.selection(columnId)
    if (rows.isContiguous && rows.isEveryRow) tallySegment(tally, rows.view, columnId)
    else if (coded !== undefined && selection !== undefined) tallySelection(tally, coded, selection)
    else tallyRows(tally, rows.view, columnId, rows.found)
    onRows?.(rows)
  }
  return tally
}

/**
 * Of the whole table: segments do not change, so their sum is kept and only the tail is added. What was not finished in
 * time is not kept.
 */
function tallyTable(source: SegmentSource, columnId: number, valueCount: number, deadline: Deadline): ValueTally {
  const kept = source.memo(
    `tally ${columnId}`,
    (tally) => (deadline.isComplete ? tally.byId.byteLength + tally.byText.size * 64 : Infinity),
    () => {
      const tally = new ValueTally(new Uint32Array(valueCount + 1))
      for (const segment of source.segments) {
        if (!deadline.allows()) break
        tallySegment(tally, source.view(segment), columnId)
      }
      return tally
    }
  )
  const byId = new Uint32Array(valueCount + 1)
  byId.set(kept.byId.subarray(0, byId.length))
  const tally = new ValueTally(byId)
  for (const [text, count] of kept.byText) tally.byText.set(text, count)
  tally.total = kept.total
  tally.filled = kept.filled
  tally.isExact = kept.isExact
  if (source.tail !== undefined) tallySegment(tally, source.tail, columnId)
  return tally
}

/** Rows that have a value. */
export function filledRows(tally: ValueTally): number {
  let filled = tally.filled
  for (let id = 1; id < tally.byId.length; id++) filled += tally.byId[id] as number
  return filled
}

/**
 * The most frequent values. Where more values than fit come as often as the last, those seen first are taken: texts are
 * read of the shown values alone.
 */
export function mostFrequent(
  source: SegmentSource,
  columnId: number,
  tally: Pick<ValueTally, 'byId' | 'byText'>,
  limit: number
): FrequentValue[] {
  const { byId, byText } = tally.byText.size === 0 ? tally : joinedCounts(source, columnId, tally)
  const least = leastCount(byId, byText, limit)
  const above: FrequentValue[] = []
  const level: FrequentValue[] = []
  const take = (count: number, id: number, text: () => string) => {
    if (count > least) above.push({ id, text: text(), count })
    else if (count === least && level.length < limit) level.push({ id, text: text(), count })
  }
  for (let id = 1; id < byId.length; id++)
    if ((byId[id] as number) >= least) take(byId[id] as number, id, () => source.valueText(columnId, id))
  for (const [text, count] of byText) take(count, 0, () => text)
  return [...above, ...level.slice(0, Math.max(0, limit - above.length))].sort(
    (one, other) => other.count - one.count || (one.text < other.text ? -1 : 1)
  )
}

/** A column whose storage changed has the same value in both forms: these are counted by text. */
function joinedCounts(
  source: SegmentSource,
  columnId: number,
  tally: Pick<ValueTally, 'byId' | 'byText'>
): Pick<ValueTally, 'byId'> & { readonly byText: ReadonlyMap<string, number> } {
  const byId = tally.byId.slice()
  const byText = new Map(tally.byText)
  for (const chunk of source.chunks(columnId))
    for (let index = 0; index < chunk.count; index++) {
      const id = chunk.firstId + index
      if ((byId[id] ?? 0) === 0) continue
      const text = chunkText(chunk, index)
      const alone = byText.get(text)
      if (alone === undefined) continue
      byText.set(text, alone + (byId[id] ?? 0))
      byId[id] = 0
    }
  return { byId, byText }
}

/** The count that the last shown value has at least (1 where all are shown). */
function leastCount(byId: Uint32Array, byText: ReadonlyMap<string, number>, limit: number): number {
  const heap = new SmallestFirst(limit)
  for (let id = 1; id < byId.length; id++) heap.offer(byId[id] as number)
  for (const count of byText.values()) heap.offer(count)
  return Math.max(1, heap.least)
}

/** Keeps the largest numbers offered, smallest on top. */
class SmallestFirst {
  readonly #size: number
  readonly #heap: number[] = []

  constructor(size: number) {
    this.#size = size
  }

  /** The least of those kept; 0 while there is room. */
  get least(): number {
    return this.#heap.length < this.#size ? 0 : (this.#heap[0] ?? 0)
  }

  offer(value: number): void {
    const heap = this.#heap
    if (value === 0 || this.#size === 0) return
    if (heap.length < this.#size) {
      heap.push(value)
      if (heap.length === this.#size) heap.sort((one, other) => one - other)
      return
    }
    if (value <= (heap[0] ?? 0)) return
    let at = 0
    for (;;) {
      let child = at * 2 + 1
      if (child >= heap.length) break
      if (child + 1 < heap.length && (heap[child + 1] ?? 0) < (heap[child] ?? 0)) child++
      if ((heap[child] ?? 0) >= value) break
      heap[at] = heap[child] ?? 0
      at = child
    }
    heap[at] = value
  }
}
