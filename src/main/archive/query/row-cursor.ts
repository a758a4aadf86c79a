import { compareRowKeys, type RowKey } from './page-cursor.ts'
import type { Plan } from './plan.ts'
import { spanOf } from './row-span.ts'
import { SegmentEvaluator } from './segment-evaluator.ts'
import type { SegmentView } from './segment-source.ts'
import { difference, intersection, rowRange, rowsOf, type SizedRows } from './sized-rows.ts'

export type RowOrder = 'newest' | 'oldest'

/** Rows looked at first where texts must be read one by one; then all others. */
const firstWindowRows = 2_048

/** Goes through the matching rows of one segment in one direction, evaluating no more of it than is asked for. */
export class RowCursor {
  readonly view: SegmentView
  readonly #plan: Plan
  readonly #step: 1 | -1
  readonly #evaluator: SegmentEvaluator
  readonly #untimed: { readonly from: number; readonly to: number }
  /** Rows not evaluated yet. */
  #from: number
  #to: number
  #window: number
  #found: Uint16Array = new Uint16Array(0)
  #at = 0

  /** @param after the row behind which to begin, in the order of the direction */
  constructor(view: SegmentView, plan: Plan, order: RowOrder, after: RowKey | undefined) {
    this.view = view
    this.#plan = plan
    this.#step = order === 'newest' ? -1 : 1
    this.#evaluator = new SegmentEvaluator(view)
    const { span, untimed } = spanOf(view, plan)
    this.#untimed = untimed
    this.#from = span.from
    this.#to = span.to
    if (after !== undefined) {
      if (order === 'newest') this.#to = Math.min(this.#to, firstNotBefore(view, after, false))
      else this.#from = Math.max(this.#from, firstNotBefore(view, after, true))
    }
    const { kind } = plan.rest
    this.#window = kind === 'all' || this.#evaluator.scansTexts(plan.rest) ? firstWindowRows : view.rowCount
  }

  /** The row at which the cursor stands; undefined when what was evaluated is used up. */
  get row(): number | undefined {
    return this.#found[this.#at]
  }

  get isAtEnd(): boolean {
    return this.row === undefined && this.#from >= this.#to
  }

  /** The next row of which nothing is known yet. */
  get unknownRow(): number {
    return this.#step === 1 ? this.#from : this.#to - 1
  }

  advance(): void {
    this.#at += this.#step
  }

  /** Evaluates the next rows. */
  evaluateMore(): void {
    const size = Math.min(this.#window, this.#to - this.#from)
    const isFirst = size < this.#to - this.#from
    this.#window = this.view.rowCount
    const from = this.#step === 1 ? this.#from : this.#to - size
    const to = from + size
    if (this.#step === 1) this.#from = to
    else this.#to = from
    const isWhole = size === this.view.rowCount && this.#untimed.to <= this.#untimed.from
    const window = isWhole ? undefined : this.#windowOf(from, to)
    this.#found = rowsOf(
      isFirst && window !== undefined
        ? this.#evaluator.rows(this.#plan.rest, window)
        : this.#inWindow(this.#evaluator.everyMatch(this.#plan), window)
    )
    this.#at = this.#step === 1 ? 0 : this.#found.length - 1
  }

  #inWindow(found: SizedRows, window: SizedRows | undefined): SizedRows {
    return window === undefined ? found : intersection(found, window)
  }

  #windowOf(from: number, to: number): SizedRows {
    const { rowCount } = this.view
    return difference(rowRange(from, to, rowCount), rowRange(this.#untimed.from, this.#untimed.to, rowCount))
  }

  /** The place of a row in the order of all rows. */
  keyOf(row: number): RowKey {
    const { day, seq } = this.view.place(row)
    return { atMs: this.view.atMs(row), day, seq }
  }
}

/** The first row that is not before a key, or not at it either. */
function firstNotBefore(view: SegmentView, key: RowKey, isBehind: boolean): number {
  let low = view.rowAt(key.atMs)
  let high = view.rowAt(key.atMs + 1)
  while (low < high) {
    const middle = (low + high) >> 1
    const order = compareRowKeys({ ...view.place(middle), atMs: view.atMs(middle) }, key)
    if (order < 0 || (isBehind && order === 0)) low = middle + 1
    else high = middle
  }
  return low
}
