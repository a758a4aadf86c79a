import { ByteSink } from '../block/bytes.ts'
import { PartReader } from './packed-numbers.ts'
import { maskBytes } from './text-parts.ts'

/** How a segment stores a column. Where the column's storage changed within the segment, it has both forms. */
export interface SegmentColumn {
  readonly columnId: number
  /** Of rows whose value is in the dictionary. */
  readonly coded?: {
    readonly present: number
    readonly distinct: number
    readonly hasRollup: boolean
  }
  /** Of rows whose text is in the segment itself. */
  readonly text?: {
    readonly present: number
    /** Whether there is an index by hash. Without one, texts are whole numbers or times, quickly gone through. */
    readonly isHashed: boolean
    /** Bits of a hash that name its bucket. */
    readonly bucketBits: number
    /** Which bytes occur in the lower-cased texts; see `mayContain`. */
    readonly mask: Uint8Array
  }
}

/** The columns of a segment. */
export interface SegmentColumns {
  readonly rowCount: number
  /** Ascending by id; columns in which no row has a value are not there. */
  readonly columns: readonly SegmentColumn[]
}

const flags = { coded: 1, rollup: 2, text: 4, hashed: 8 } as const

export function encodeColumns({ rowCount, columns }: SegmentColumns): Uint8Array {
  const sink = new ByteSink(12 + columns.length * 20)
  sink.u8(1)
  sink.align(4)
  sink.u32(rowCount)
  sink.u32(columns.length)
  for (const { columnId, coded, text } of columns) {
    sink.u16(columnId)
    sink.u8(
      (coded === undefined ? 0 : flags.coded | (coded.hasRollup ? flags.rollup : 0)) |
        (text === undefined ? 0 : flags.text | (text.isHashed ? flags.hashed : 0))
    )
    sink.u8(text?.bucketBits ?? 0)
    sink.u32(coded?.present ?? 0)
    sink.u32(coded?.distinct ?? 0)
    sink.u32(text?.present ?? 0)
    if (text !== undefined) sink.bytes(text.mask)
  }
  return sink.finish()
}

/** @throws AppError `database-damaged` */
export function decodeColumns(data: Uint8Array): SegmentColumns {
  const reader = new PartReader(data, 'columns')
  reader.numbers(0, 4, 'rows')
  const rowCount = reader.count(65_536, 'rows')
  const count = reader.count(65_536, 'count')
  const columns: SegmentColumn[] = []
  for (let place = 0; place < count; place += 1) {
    const columnId = reader.u16('column')
    const kinds = reader.u8('column')
    const bucketBits = reader.u8('column')
    if (bucketBits > 6 || columnId <= (columns.at(-1)?.columnId ?? -1)) reader.fail('column')
    const codedPresent = reader.count(rowCount, 'column')
    const distinct = reader.count(rowCount, 'column')
    const textPresent = reader.count(rowCount, 'column')
    const coded = { present: codedPresent, distinct, hasRollup: (kinds & flags.rollup) !== 0 }
    const isHashed = (kinds & flags.hashed) !== 0
    columns.push({
      columnId,
      ...((kinds & flags.coded) === 0 ? {} : { coded }),
      ...((kinds & flags.text) === 0
        ? {}
        : {
            text: {
              present: textPresent,
              isHashed,
              bucketBits,
              mask: reader.numbers(maskBytes, 1, 'mask') as Uint8Array
            }
          })
    })
  }
  reader.end()
  return { rowCount, columns }
}
