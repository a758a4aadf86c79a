import { ByteSink } from '../block/bytes.ts'
import { PartReader } from './packed-numbers.ts'
import { quarterHourMs, rowsPerSegment } from './part-kinds.ts'

const forms = { differences: 0, whole: 1 } as const

/** @param atMs ascending, epoch ms UTC */
export function encodeTimes(atMs: Float64Array): Uint8Array {
  const sink = new ByteSink(16 + atMs.length * 8)
  const first = atMs[0] ?? 0
  const span = (atMs.at(-1) ?? 0) - first
  const isShort = span < 0x100000000 && atMs.every((time) => Number.isInteger(time))
  sink.u8(1)
  sink.u8(isShort ? forms.differences : forms.whole)
  sink.align(8)
  sink.f64(first)
  if (isShort) sink.array(Uint32Array.from(atMs, (time) => time - first))
  else sink.array(atMs)
  return sink.finish()
}

/** Times of a segment's rows, ascending. */
export class SegmentTimes {
  readonly rowCount: number
  readonly #first: number
  readonly #times: Uint32Array | Float64Array

  constructor(first: number, times: Uint32Array | Float64Array) {
    this.rowCount = times.length
    this.#first = times instanceof Uint32Array ? first : 0
    this.#times = times
  }

  /** Time of a row, epoch ms UTC; 0 where it has none. NaN for a row that the segment has not. */
  atMs(row: number): number {
    const time = this.#times[row]
    return time === undefined ? Number.NaN : this.#first + time
  }

  /** The first row at that time or after; `rowCount` when there is none. */
  rowAt(atMs: number): number {
    let from = 0
    let to = this.rowCount
    while (from < to) {
      const middle = (from + to) >>> 1
      if (this.#first + (this.#times[middle] as number) < atMs) from = middle + 1
      else to = middle
    }
    return from
  }
}

/** @throws AppError `database-damaged` */
export function decodeTimes(data: Uint8Array, rowCount: number): SegmentTimes {
  const reader = new PartReader(data, 'times')
  const form = reader.u8('form')
  reader.numbers(1, 4, 'form')
  const first = reader.f64('first')
  if (form !== forms.differences && form !== forms.whole) reader.fail('form')
  const times = form === forms.differences ? reader.u32s(rowCount, 'rows') : reader.f64s(rowCount, 'rows')
  reader.end()
  return new SegmentTimes(first, times)
}

/** The quarter-hours that occur in a segment. */
export interface SegmentQuarters {
  /** Numbers of the quarter-hours since the epoch, ascending. */
  readonly quarters: Int32Array
  /** First row of each; one more entry: the number of rows. */
  readonly firstRows: Uint32Array
}

/** @param atMs ascending */
export function quartersOf(atMs: Float64Array): SegmentQuarters {
  const quarters = new Int32Array(atMs.length)
  const firstRows = new Uint32Array(atMs.length + 1)
  let count = 0
  let endMs = Number.NEGATIVE_INFINITY
  for (let row = 0; row < atMs.length; row += 1) {
    const time = atMs[row] as number
    if (time < endMs) continue
    const quarter = clampedQuarter(time)
    quarters[count] = quarter
    firstRows[count] = row
    count += 1
    endMs = quarter === mostQuarter ? Number.POSITIVE_INFINITY : (quarter + 1) * quarterHourMs
  }
  firstRows[count] = atMs.length
  return { quarters: quarters.slice(0, count), firstRows: firstRows.slice(0, count + 1) }
}

const mostQuarter = 0x7fffffff

/** Times outside of what a Date can say count as its ends. */
function clampedQuarter(atMs: number): number {
  return Math.max(-mostQuarter, Math.min(mostQuarter, Math.floor(atMs / quarterHourMs)))
}

export function encodeQuarters({ quarters, firstRows }: SegmentQuarters): Uint8Array {
  const sink = new ByteSink(16 + quarters.length * 6)
  sink.u8(1)
  sink.align(4)
  sink.u32(quarters.length)
  sink.array(new Uint32Array(quarters.buffer, quarters.byteOffset, quarters.length))
  sink.array(Uint16Array.from(firstRows.subarray(0, quarters.length)))
  return sink.finish()
}

/** @throws AppError `database-damaged` */
export function decodeQuarters(data: Uint8Array, rowCount: number): SegmentQuarters {
  const reader = new PartReader(data, 'quarters')
  reader.numbers(0, 4, 'count')
  const count = reader.count(rowsPerSegment, 'count')
  const stored = reader.u32s(count, 'quarters')
  const firsts = reader.u16s(count, 'rows')
  reader.end()
  const firstRows = new Uint32Array(count + 1)
  firstRows.set(firsts)
  firstRows[count] = rowCount
  for (let place = 0; place < count; place += 1)
    if ((firstRows[place] as number) >= (firstRows[place + 1] as number)) reader.fail('rows')
  if (count > 0 && firstRows[0] !== 0) reader.fail('rows')
  return { quarters: new Int32Array(stored.buffer, stored.byteOffset, count), firstRows }
}
