import { ByteSink } from '../block/bytes.ts'
import { PartReader } from './packed-numbers.ts'
import { rowsPerSegment } from './part-kinds.ts'

const forms = { runs: 0, rows: 1 } as const

/** The blocks of a segment, and for each row the place of its block among them and its index in it. */
export interface RefsInput {
  readonly blockIds: Float64Array
  readonly days: Int32Array
  readonly firstSeqs: Uint32Array
  readonly blockOf: Uint16Array
  readonly indexOf: Uint8Array
}

/** Rows mostly come in the order of their blocks, so that a few runs say where all of them are. */
export function encodeRefs({ blockIds, days, firstSeqs, blockOf, indexOf }: RefsInput): Uint8Array {
  const sink = new ByteSink(4096)
  const rowCount = blockOf.length
  const runs = new Uint16Array(rowCount)
  let runCount = 0
  for (let row = 0; row < rowCount; row += 1)
    if (row === 0 || blockOf[row] !== blockOf[row - 1] || indexOf[row] !== (indexOf[row - 1] as number) + 1) {
      runs[runCount] = row
      runCount += 1
    }
  const starts = runs.subarray(0, runCount)
  const areRuns = runCount * 5 < rowCount * 3
  sink.u8(1)
  sink.u8(areRuns ? forms.runs : forms.rows)
  sink.align(4)
  sink.u32(blockIds.length)
  sink.u32(runCount)
  sink.array(blockIds)
  sink.array(new Uint32Array(days.buffer, days.byteOffset, days.length))
  sink.array(firstSeqs)
  if (areRuns) {
    sink.array(starts)
    sink.array(Uint16Array.from(starts, (row) => blockOf[row] as number))
    sink.bytes(Uint8Array.from(starts, (row) => indexOf[row] as number))
  } else {
    sink.array(blockOf)
    sink.bytes(indexOf)
  }
  return sink.finish()
}

/** Where the rows of a segment are kept. */
export class SegmentRefs {
  readonly blockIds: Float64Array
  readonly #days: Int32Array
  readonly #firstSeqs: Uint32Array
  /** First rows of the runs; `undefined` where each row says for itself. */
  readonly #starts: Uint16Array | undefined
  readonly #blockOf: Uint16Array
  readonly #indexOf: Uint8Array

  constructor(input: RefsInput, starts: Uint16Array | undefined) {
    this.blockIds = input.blockIds
    this.#days = input.days
    this.#firstSeqs = input.firstSeqs
    this.#starts = starts
    this.#blockOf = input.blockOf
    this.#indexOf = input.indexOf
  }

  /** Where a row is: its block, its index in it, and its name in the archive. */
  refOf(row: number): {
    readonly blockId: number
    readonly index: number
    readonly day: number
    readonly seq: number
  } {
    let place = row
    let index: number
    if (this.#starts === undefined) index = this.#indexOf[row] as number
    else {
      place = this.#runOf(row)
      index = (this.#indexOf[place] as number) + row - (this.#starts[place] as number)
    }
    const block = this.#blockOf[place] as number
    return {
      blockId: this.blockIds[block] as number,
      index,
      day: this.#days[block] as number,
      seq: (this.#firstSeqs[block] as number) + index
    }
  }

  #runOf(row: number): number {
    const starts = this.#starts as Uint16Array
    let from = 0
    let to = starts.length
    while (to - from > 1) {
      const middle = (from + to) >>> 1
      if ((starts[middle] as number) <= row) from = middle
      else to = middle
    }
    return from
  }
}

/** @throws AppError `database-damaged` */
export function decodeRefs(data: Uint8Array, rowCount: number): SegmentRefs {
  const reader = new PartReader(data, 'refs')
  const form = reader.u8('form')
  reader.numbers(0, 4, 'form')
  const blockCount = reader.count(rowsPerSegment, 'blocks')
  const runCount = reader.count(rowCount, 'runs')
  const blockIds = reader.f64s(blockCount, 'blocks')
  const days = reader.u32s(blockCount, 'blocks')
  const firstSeqs = reader.u32s(blockCount, 'blocks')
  if (form !== forms.runs && form !== forms.rows) reader.fail('form')
  const starts = form === forms.runs ? reader.u16s(runCount, 'runs') : undefined
  const count = starts === undefined ? rowCount : runCount
  const blockOf = reader.u16s(count, 'rows')
  const indexOf = reader.source.u8s(reader.at, count, 'rows')
  if (reader.at + count !== data.length || (rowCount > 0 && count === 0)) reader.fail('length')
  if (starts !== undefined && starts[0] !== 0) reader.fail('runs')
  for (let place = 0; place < count; place += 1) if ((blockOf[place] as number) >= blockCount) reader.fail('rows')
  return new SegmentRefs(
    { blockIds, days: new Int32Array(days.buffer, days.byteOffset, blockCount), firstSeqs, blockOf, indexOf },
    starts
  )
}
