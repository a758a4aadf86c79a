import { untimedDay } from '../chain/day-number.ts'
import { compareRowKeys, parseRowKey, printRowKey, type RowKey } from './page-cursor.ts'
import type { Plan } from './plan.ts'
import { RowCursor, type RowOrder } from './row-cursor.ts'
import { printRowId } from './row-id.ts'
import type { SegmentSource, SegmentView } from './segment-source.ts'

/** An archived event as it is shown. */
export interface EventRow {
  readonly rowId: string
  /** Absent where the table has no time, or the row none. */
  readonly atMs?: number
  /** In the order of the page's columns. */
  readonly cells: readonly (string | null)[]
}

export interface EventPage {
  readonly columns: readonly string[]
  readonly rows: readonly EventRow[]
  /** Where the next page begins; absent when there are no more rows. */
  readonly nextCursor?: string
  /** Whether the time was up before the page was full: the next page goes on from there. */
  readonly isPartial: boolean
}

export interface PageRequest {
  readonly plan: Plan
  readonly order: RowOrder
  readonly limit: number
  readonly cursor?: string
  /** Stop after this long, with what was found. */
  readonly budgetMs?: number
}

interface Candidate {
  readonly minAtMs: number
  readonly maxAtMs: number
  open(): SegmentView
}

const beyondEveryPlace = { newest: { day: 999_999_999, seq: 0 }, oldest: { day: -999_999_999, seq: 0 } } as const

/**
 * A page of matching rows in the order of (time, day, seq), over segments that overlap in time. A segment is opened when
 * the rows found so far could come after its own; none is opened once the page is full.
 * @throws AppError `invalid-input` for a cursor that is none
 */
export function pageEvents(source: SegmentSource, request: PageRequest): EventPage {
  const merge = new RowMerge(source, request)
  const found: { readonly view: SegmentView; readonly row: number; readonly key: RowKey }[] = []
  while (found.length < request.limit && merge.toBest()) {
    found.push(merge.best())
    merge.advance()
  }
  const hasMore = found.length === request.limit && merge.toBest()
  const last = found.at(-1)?.key
  const cells = source.readRows(found)
  const rows = found.map(
    ({ key }, place): EventRow => ({
      rowId: printRowId(source.table.tableId, key),
      ...(key.day === untimedDay ? {} : { atMs: key.atMs }),
      cells: cells[place] ?? []
    })
  )
  const next = merge.stoppedAt ?? (hasMore ? last : undefined)
  return {
    columns: source.table.columns.map((column) => column.name),
    rows,
    ...(next === undefined ? {} : { nextCursor: printRowKey(next) }),
    isPartial: merge.stoppedAt !== undefined && rows.length < request.limit
  }
}

/** Merges the rows of segments by their keys. */
class RowMerge {
  /** Where the search stopped for want of time: a key just before what was not looked at. */
  stoppedAt: RowKey | undefined
  readonly #request: PageRequest
  readonly #sign: 1 | -1
  readonly #after: RowKey | undefined
  readonly #waiting: Candidate[]
  readonly #open: RowCursor[] = []
  readonly #deadlineMs: number
  #hasEvaluated = false
  #best: RowCursor | undefined

  constructor(source: SegmentSource, request: PageRequest) {
    this.#request = request
    this.#sign = request.order === 'newest' ? -1 : 1
    this.#after = request.cursor === undefined ? undefined : parseRowKey(request.cursor)
    this.#deadlineMs = performance.now() + (request.budgetMs ?? Infinity)
    const { plan } = request
    const fromMs = Math.max(plan.fromMs, (request.order === 'oldest' ? this.#after?.atMs : undefined) ?? -Infinity)
    const toMs = Math.min(plan.toMs, (request.order === 'newest' ? this.#after?.atMs : undefined) ?? Infinity)
    const candidates: Candidate[] = source.segments.map((segment) => ({
      minAtMs: segment.minAtMs,
      maxAtMs: segment.maxAtMs,
      open: () => source.view(segment)
    }))
    const { tail } = source
    if (tail !== undefined) candidates.push({ minAtMs: tail.minAtMs, maxAtMs: tail.maxAtMs, open: () => tail })
    this.#waiting =
      plan.rest.kind === 'none'
        ? []
        : candidates
            .filter((one) => one.maxAtMs >= fromMs && one.minAtMs <= toMs)
            .sort((one, other) => this.#sign * (this.#boundOf(other) - this.#boundOf(one)))
  }

  /** Goes to the next row; false when there is none, or no time to find it. */
  toBest(): boolean {
    if (this.stoppedAt !== undefined) return false
    for (;;) {
      this.#best = this.#nearest()
      const waiting = this.#waiting.at(-1)
      if (waiting !== undefined && (this.#best === undefined || this.#comesFirst(waiting, this.#best))) {
        const atMs = this.#boundOf(waiting)
        if (this.#isTimeUp()) return this.#stop({ atMs, ...beyondEveryPlace[this.#request.order] })
        this.#waiting.pop()
        this.#open.push(new RowCursor(waiting.open(), this.#request.plan, this.#request.order, this.#after))
        continue
      }
      if (this.#best === undefined) return false
      if (this.#best.row !== undefined) return true
      if (this.#isTimeUp()) return this.#stop(this.#justBefore(this.#best.keyOf(this.#best.unknownRow)))
      this.#best.evaluateMore()
      this.#hasEvaluated = true
    }
  }

  best(): { readonly view: SegmentView; readonly row: number; readonly key: RowKey } {
    const cursor = this.#best
    const row = cursor?.row
    if (cursor === undefined || row === undefined) throw new RangeError('no row to read')
    return { view: cursor.view, row, key: cursor.keyOf(row) }
  }

  advance(): void {
    this.#best?.advance()
  }

  /** The cursor whose next row, known or not, comes first. */
  #nearest(): RowCursor | undefined {
    let best: RowCursor | undefined
    for (let index = this.#open.length - 1; index >= 0; index--) {
      const cursor = this.#open[index]
      if (cursor === undefined) continue
      if (cursor.isAtEnd) this.#open.splice(index, 1)
      else if (best === undefined || this.#compare(cursor, best) < 0) best = cursor
    }
    return best
  }

  #compare(one: RowCursor, other: RowCursor): number {
    const left = one.row ?? one.unknownRow
    const right = other.row ?? other.unknownRow
    const byTime = one.view.atMs(left) - other.view.atMs(right)
    // places are read only where times are the same
    return this.#sign * (byTime === 0 ? compareRowKeys(one.keyOf(left), other.keyOf(right)) : byTime)
  }

  #boundOf(candidate: Candidate): number {
    return this.#sign === -1 ? candidate.maxAtMs : candidate.minAtMs
  }

  #comesFirst(candidate: Candidate, cursor: RowCursor): boolean {
    const row = cursor.row ?? cursor.unknownRow
    return this.#sign * (this.#boundOf(candidate) - cursor.view.atMs(row)) <= 0
  }

  #justBefore(key: RowKey): RowKey {
    return { ...key, seq: key.seq - this.#sign }
  }

  #isTimeUp(): boolean {
    return this.#hasEvaluated && performance.now() > this.#deadlineMs
  }

  #stop(key: RowKey): false {
    this.stoppedAt = key
    return false
  }
}
