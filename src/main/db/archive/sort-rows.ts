import { dayOf, untimedDay } from '../../archive/chain/day-number.ts'

/** Rows of one day that follow each other in `order`. */
export interface DayRun {
  readonly day: number
  readonly from: number
  readonly to: number
}

export interface SortedRows {
  /** Indexes of rows by (time, place in the batch), those without a time first. */
  readonly order: Uint32Array
  readonly runs: readonly DayRun[]
}

/** Brings a batch's rows into the order in which they go into blocks. @param atMs NaN for no time */
export function sortRows(atMs: Float64Array): SortedRows {
  const keys = new Float64Array(atMs.length)
  const order = new Uint32Array(atMs.length)
  let isSorted = true
  for (let row = 0; row < keys.length; row += 1) {
    const time = atMs[row] as number
    keys[row] = dayOf(time) === untimedDay ? -1 : time
    order[row] = row
    if (row > 0 && (keys[row] as number) < (keys[row - 1] as number)) isSorted = false
  }
  if (!isSorted) order.sort((one, other) => (keys[one] as number) - (keys[other] as number) || one - other)
  const runs: DayRun[] = []
  for (let from = 0, to = 0; from < order.length; from = to) {
    const day = dayOf(keys[order[from] as number] as number)
    while (to < order.length && dayOf(keys[order[to] as number] as number) === day) to += 1
    runs.push({ day, from, to })
  }
  return { order, runs }
}
