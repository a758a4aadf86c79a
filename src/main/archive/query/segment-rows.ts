import type { Selection } from './coded-rows.ts'
import type { Plan } from './plan.ts'
import { type RowSpan, spanOf } from './row-span.ts'
import { SegmentEvaluator } from './segment-evaluator.ts'
import type { SegmentSource, SegmentView } from './segment-source.ts'
import { difference, type SizedRows, rowRange } from './sized-rows.ts'

/** Until when a question may be asked of more segments; one is looked at in any case. */
export class Deadline {
  readonly #atMs: number
  #isFirst = true
  /** Whether nothing was left out. */
  isComplete = true

  /** @param budgetMs from now on */
  constructor(budgetMs = Infinity) {
    this.#atMs = performance.now() + budgetMs
  }

  /** Whether to go on. */
  allows(): boolean {
    if (!this.#isFirst && performance.now() > this.#atMs) this.isComplete = false
    this.#isFirst = false
    return this.isComplete
  }
}

/** Segments, and the tail, that can have rows of the plan's time; newest first. */
export function* viewsOf(source: SegmentSource, plan: Plan, deadline: Deadline): Iterable<SegmentView> {
  if (plan.rest.kind === 'none') return
  const { tail } = source
  const hit = source.segments
    .filter((segment) => segment.maxAtMs >= plan.fromMs && segment.minAtMs < plan.toMs)
    .sort((one, other) => other.maxAtMs - one.maxAtMs)
  if (tail !== undefined && deadline.allows()) yield tail
  for (const segment of hit) {
    if (!deadline.allows()) return
    yield source.view(segment)
  }
}

/** What a plan is to one segment; evaluated when it is first asked. */
export class SegmentRows {
  readonly view: SegmentView
  /** Rows of the plan's time. */
  readonly span: RowSpan
  /** Whether the span is all of the segment. */
  readonly isEveryRow: boolean
  readonly #plan: Plan
  readonly #untimed: RowSpan
  readonly #evaluator: SegmentEvaluator
  #found: SizedRows | undefined

  constructor(view: SegmentView, plan: Plan) {
    const { span, untimed } = spanOf(view, plan)
    this.view = view
    this.span = span
    this.#plan = plan
    this.#untimed = untimed
    this.#evaluator = new SegmentEvaluator(view)
    this.isEveryRow = untimed.to <= untimed.from && span.from === 0 && span.to === view.rowCount
  }

  /** The rows that match. */
  get found(): SizedRows {
    return (this.#found ??= this.#find())
  }

  /** How many match: without looking at rows, where the directories tell. */
  get size(): number {
    if (this.#found === undefined && this.#plan.rest.kind === 'all')
      return this.span.to - this.span.from - Math.max(0, this.#untimed.to - this.#untimed.from)
    const atOnce =
      this.#found === undefined && this.isEveryRow ? this.#evaluator.countAtOnce(this.#plan.rest) : undefined
    return atOnce ?? this.found.size
  }

  /** Whether the rows that match are all of the span. */
  get isContiguous(): boolean {
    return this.#plan.rest.kind === 'all' && this.#untimed.to <= this.#untimed.from
  }

  /** The column's values that match, where the plan asks of that column alone and of all rows. */
  selection(columnId: number): Selection | undefined {
    const { rest } = this.#plan
    if (!this.isEveryRow || rest.kind !== 'leaf' || rest.columnId !== columnId) return undefined
    return this.#evaluator.selection(rest)
  }

  #find(): SizedRows {
    if (this.isEveryRow) return this.#evaluator.everyMatch(this.#plan)
    const { rowCount } = this.view
    const within = rowRange(this.span.from, this.span.to, rowCount)
    const untimed = rowRange(this.#untimed.from, this.#untimed.to, rowCount)
    return this.#evaluator.rows(this.#plan.rest, difference(within, untimed))
  }
}
