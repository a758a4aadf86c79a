import { countCells } from './cell-counts.ts'
import type { Selection } from './coded-rows.ts'
import type { SegmentRows } from './segment-rows.ts'
import type { CodedColumn, RollupView, SegmentView } from './segment-source.ts'
import { difference, rowRange, rowsOf, type SizedRows } from './sized-rows.ts'

const quarterHourMs = 900_000

/** How the values of a column are told apart: slot 0 is no value, 1 every value not shown by itself. */
export interface Slots {
  readonly columnId: number
  /** By value id; 0 for id 0. */
  readonly slotOfId: Uint32Array
  /** Of values whose rows have their text by themselves; 1 for those not here. */
  readonly slotOfText: ReadonlyMap<string, number>
  readonly slotCount: number
}

/** Rows of one segment by bucket: rows of bucket `first + i` are from `starts[i]` up to `starts[i + 1]`. */
interface Stretch {
  readonly first: number
  readonly starts: Uint32Array
  /** Whether all edges between the rows are whole quarter-hours. */
  readonly isAligned: boolean
}

/** Counts by slot and bucket, to which segments are added. */
export class HistogramTable {
  readonly bucketCount: number
  /** Slot by slot, a count per bucket. */
  readonly counts: Float64Array
  readonly #edges: Float64Array
  readonly #slots: Slots | undefined

  constructor(edges: Float64Array, slots: Slots | undefined) {
    this.#edges = edges
    this.#slots = slots
    this.bucketCount = edges.length - 1
    this.counts = new Float64Array(this.bucketCount * (slots?.slotCount ?? 1))
  }

  /** The counts of a slot. */
  slot(slot: number): Float64Array {
    return this.counts.subarray(slot * this.bucketCount, (slot + 1) * this.bucketCount)
  }

  /** Adds the matching rows of a segment; all of them must be between the first edge and the last. */
  add(rows: SegmentRows): void {
    if (rows.span.from >= rows.span.to) return
    const stretch = this.#stretchOf(rows)
    if (this.#slots === undefined) this.#addPlain(rows, stretch)
    else this.#addSlotted(rows, stretch, this.#slots)
  }

  #stretchOf({ view, span }: SegmentRows): Stretch {
    const edges = this.#edges
    const first = Math.max(0, firstAbove(edges, span.from === 0 ? view.minAtMs : view.atMs(span.from)) - 1)
    const last = Math.min(
      this.bucketCount - 1,
      firstAbove(edges, span.to === view.rowCount ? view.maxAtMs : view.atMs(span.to - 1)) - 1
    )
    const starts = new Uint32Array(last - first + 2)
    starts[0] = span.from
    starts[last - first + 1] = span.to
    let isAligned = true
    for (let bucket = first + 1; bucket <= last; bucket++) {
      const edge = edges[bucket] as number
      starts[bucket - first] = Math.min(span.to, Math.max(span.from, view.rowAt(edge)))
      if (edge % quarterHourMs !== 0) isAligned = false
    }
    return { first, starts, isAligned }
  }

  #addPlain(rows: SegmentRows, { first, starts }: Stretch): void {
    const { counts } = this
    if (rows.isContiguous) {
      for (let index = 0; index + 1 < starts.length; index++)
        counts[first + index] =
          (counts[first + index] as number) + (starts[index + 1] as number) - (starts[index] as number)
      return
    }
    if (starts.length === 2) {
      counts[first] = (counts[first] as number) + rows.size
      return
    }
    const list = rowsOf(rows.found)
    let from = 0
    for (let index = 0; index + 1 < starts.length; index++) {
      const to = firstAtLeast(list, starts[index + 1] as number, from)
      counts[first + index] = (counts[first + index] as number) + to - from
      from = to
    }
  }

  #addSlotted(rows: SegmentRows, stretch: Stretch, slots: Slots): void {
    const { view } = rows
    if (view.texts(slots.columnId) !== undefined) {
      this.#addTexts(rows, stretch, slots)
      return
    }
    const coded = view.coded(slots.columnId)
    if (coded === undefined) {
      this.#addPlain(rows, stretch)
      return
    }
    const places = this.#placesOf(coded, slots)
    const rollup = rows.isEveryRow && stretch.isAligned ? coded.rollup() : undefined
    const selection = rows.selection(slots.columnId)
    if (rows.isEveryRow && rows.isContiguous) this.#addEveryRow(view, coded, places, stretch, rollup)
    else if (selection !== undefined && rollup !== undefined)
      this.#addSelected(view, places, stretch, rollup, selection)
    else if (rows.isEveryRow && rows.found.size * 2 > view.rowCount) {
      this.#addEveryRow(view, coded, places, stretch, rollup)
      const others = difference(rowRange(0, view.rowCount, view.rowCount), rows.found)
      if (others.size > 0) this.#addSet(coded.cells(), places, stretch, others, -1)
    } else if (rows.found.size > 0) this.#addSet(coded.cells(), places, stretch, rows.found, 1)
  }

  /** Where in `counts` the slot of each local code begins. */
  #placesOf({ ids }: CodedColumn, { slotOfId }: Slots): Uint32Array {
    const places = new Uint32Array(ids.length + 1)
    for (let index = 0; index < ids.length; index++)
      places[index + 1] = (slotOfId[ids[index] as number] as number) * this.bucketCount
    return places
  }

  #addEveryRow(
    view: SegmentView,
    coded: CodedColumn,
    places: Uint32Array,
    stretch: Stretch,
    rollup: RollupView | undefined
  ): void {
    const { counts } = this
    const { first, starts } = stretch
    if (starts.length === 2) {
      let filled = 0
      for (let code = 1; code < places.length; code++) {
        const count = coded.counts[code - 1] as number
        const at = (places[code] as number) + first
        counts[at] = (counts[at] as number) + count
        filled += count
      }
      counts[first] = (counts[first] as number) + view.rowCount - filled
      return
    }
    if (rollup === undefined) {
      const cells = coded.cells()
      for (let index = 0; index + 1 < starts.length; index++) {
        const to = starts[index + 1] as number
        for (let row = starts[index] as number; row < to; row++) {
          const at = (places[cells[row] as number] as number) + first + index
          counts[at] = (counts[at] as number) + 1
        }
      }
      return
    }
    for (let index = 0; index + 1 < starts.length; index++)
      counts[first + index] =
        (counts[first + index] as number) + (starts[index + 1] as number) - (starts[index] as number)
    eachRun(view, stretch, rollup, (bucket, from, to) => {
      let filled = 0
      for (let entry = from; entry < to; entry++) {
        const count = rollup.counts[entry] as number
        const at = (places[rollup.codes[entry] as number] as number) + bucket
        counts[at] = (counts[at] as number) + count
        filled += count
      }
      counts[bucket] = (counts[bucket] as number) - filled
    })
  }

  #addSelected(
    view: SegmentView,
    places: Uint32Array,
    stretch: Stretch,
    rollup: RollupView,
    { codes }: Selection
  ): void {
    const { counts } = this
    const isSelected = new Uint8Array(places.length)
    for (const code of codes) isSelected[code] = 1
    eachRun(view, stretch, rollup, (bucket, from, to) => {
      for (let entry = from; entry < to; entry++) {
        const code = rollup.codes[entry] as number
        if (isSelected[code] !== 1) continue
        const at = (places[code] as number) + bucket
        counts[at] = (counts[at] as number) + (rollup.counts[entry] as number)
      }
    })
  }

  #addSet(
    cells: Uint8Array | Uint16Array,
    places: Uint32Array,
    { first, starts }: Stretch,
    found: SizedRows,
    sign: 1 | -1
  ): void {
    const { counts } = this
    const counted = new Uint32Array(places.length)
    for (let index = 0; index + 1 < starts.length; index++) {
      counted.fill(0)
      countCells(cells, found, starts[index] as number, starts[index + 1] as number, counted)
      for (let code = 0; code < places.length; code++) {
        const at = (places[code] as number) + first + index
        counts[at] = (counts[at] as number) + sign * (counted[code] as number)
      }
    }
  }

  #addTexts(rows: SegmentRows, { first, starts }: Stretch, { columnId, slotOfId, slotOfText }: Slots): void {
    const { view } = rows
    const texts = view.texts(columnId)
    const coded = view.coded(columnId)
    const cells = coded?.cells()
    let bucket = 0
    for (const row of rowsOf(rows.found)) {
      while (row >= (starts[bucket + 1] as number)) bucket++
      const code = cells?.[row] ?? 0
      const text = code === 0 ? texts?.textAt(row) : undefined
      const slot =
        code > 0 ? (slotOfId[coded?.ids[code - 1] ?? 0] ?? 1) : text === undefined ? 0 : (slotOfText.get(text) ?? 1)
      const at = slot * this.bucketCount + first + bucket
      this.counts[at] = (this.counts[at] as number) + 1
    }
  }
}

/** Entries of a rollup, quarter by quarter, with the bucket to which each quarter belongs. */
function eachRun(
  view: SegmentView,
  { first, starts }: Stretch,
  rollup: RollupView,
  visit: (bucket: number, from: number, to: number) => void
): void {
  const quarters = view.quarters()
  if (quarters === undefined) throw new RangeError('a rollup without quarters')
  const { firstRows } = quarters
  let bucket = 0
  for (let quarter = 0; quarter + 1 < rollup.starts.length; quarter++) {
    const row = firstRows[quarter] as number
    while (row >= (starts[bucket + 1] as number)) bucket++
    visit(first + bucket, rollup.starts[quarter] as number, rollup.starts[quarter + 1] as number)
  }
}

/** Index of the first edge after a time. */
function firstAbove(edges: Float64Array, atMs: number): number {
  let low = 0
  let high = edges.length
  while (low < high) {
    const middle = (low + high) >> 1
    if ((edges[middle] as number) <= atMs) low = middle + 1
    else high = middle
  }
  return low
}

function firstAtLeast(list: Uint16Array, row: number, from: number): number {
  let low = from
  let high = list.length
  while (low < high) {
    const middle = (low + high) >> 1
    if ((list[middle] as number) < row) low = middle + 1
    else high = middle
  }
  return low
}
