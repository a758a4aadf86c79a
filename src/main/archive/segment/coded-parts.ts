import { ByteSink } from '../block/bytes.ts'
import { arrayWidthOf, PartReader, putNumbers, widened } from './packed-numbers.ts'
import { mostRolledUpValues, rowsPerSegment } from './part-kinds.ts'

/** The values of a column in a segment. Local code k (from 1) is the k-th entry; 0 is no value. */
export interface ColumnDirectory {
  /** Value ids, ascending. */
  readonly ids: Uint32Array
  /** How many rows have each. */
  readonly counts: Uint32Array
}

export function encodeDirectory({ ids, counts }: ColumnDirectory): Uint8Array {
  const first = ids[0] ?? 0
  const idWidth = arrayWidthOf((ids.at(-1) ?? 0) - first)
  const countWidth = arrayWidthOf(counts.reduce((most, count) => Math.max(most, count), 0))
  const sink = new ByteSink(16 + ids.length * (idWidth + countWidth))
  sink.u8(1)
  sink.u8(idWidth)
  sink.u8(countWidth)
  sink.align(4)
  sink.u32(ids.length)
  sink.u32(first)
  putNumbers(sink, first === 0 ? ids : ids.map((id) => id - first), idWidth)
  putNumbers(sink, counts, countWidth)
  return sink.finish()
}

/** @throws AppError `database-damaged` */
export function decodeDirectory(data: Uint8Array): ColumnDirectory {
  const reader = new PartReader(data, 'directory')
  const idWidth = reader.width('form')
  const countWidth = reader.width('form')
  reader.u8('form')
  const count = reader.count(rowsPerSegment, 'count')
  const first = reader.u32('ids')
  const ids = Uint32Array.from(reader.numbers(count, idWidth, 'ids'))
  const counts = widened(reader.numbers(count, countWidth, 'counts'))
  reader.end()
  let last = 0
  for (let place = 0; place < count; place += 1) {
    const id = first + (ids[place] as number)
    // ids ascend from 1 and fit 32 bits
    if (id <= last || id > 0xffffffff) reader.fail('ids')
    ids[place] = id
    last = id
  }
  return { ids, counts }
}

/** Local codes of a column by row: of every row, or of those that have a value. */
export type ColumnCells =
  | { readonly kind: 'dense'; readonly codes: Uint8Array | Uint16Array }
  | { readonly kind: 'sparse'; readonly rows: Uint16Array; readonly codes: Uint8Array | Uint16Array }

const cellForms = { dense: 0, sparse: 1 } as const

/** @param coded the rows that have a value, ascending, and their local codes @param most largest code */
export function encodeCells(
  coded: { readonly rows: Uint16Array; readonly codes: Uint16Array },
  rowCount: number,
  most: number
): Uint8Array {
  const { rows, codes } = coded
  const present = rows.length
  const width = most <= mostRolledUpValues ? 1 : 2
  const isSparse = present * (2 + width) * 2 < rowCount * width
  const sink = new ByteSink(16 + (isSparse ? present * (2 + width) : rowCount * width))
  sink.u8(1)
  sink.u8(isSparse ? cellForms.sparse : cellForms.dense)
  sink.u8(width)
  sink.align(4)
  sink.u32(present)
  if (isSparse) sink.array(rows)
  if (isSparse || present === rowCount) putNumbers(sink, codes, width)
  else {
    const dense = width === 1 ? new Uint8Array(rowCount) : new Uint16Array(rowCount)
    for (let rank = 0; rank < present; rank += 1) dense[rows[rank] as number] = codes[rank] as number
    putNumbers(sink, dense, width)
  }
  return sink.finish()
}

/**
 * Codes are not checked against the directory: look them up in it with care.
 * @throws AppError `database-damaged`
 */
export function decodeCells(data: Uint8Array, rowCount: number): ColumnCells {
  const reader = new PartReader(data, 'cells')
  const form = reader.u8('form')
  const width = reader.width('form')
  reader.u8('form')
  const present = reader.count(rowCount, 'rows')
  if (width === 4 || (form !== cellForms.dense && form !== cellForms.sparse)) reader.fail('form')
  const rows = form === cellForms.sparse ? reader.u16s(present, 'rows') : undefined
  const codes = reader.numbers(rows === undefined ? rowCount : present, width, 'codes') as Uint8Array | Uint16Array
  reader.end()
  if (rows === undefined) return { kind: 'dense', codes }
  for (let place = 0; place < present; place += 1)
    if ((rows[place] as number) >= rowCount || (place > 0 && (rows[place] as number) <= (rows[place - 1] as number)))
      reader.fail('rows')
  return { kind: 'sparse', rows, codes }
}

/** Codes of every row. */
export function denseCells(cells: ColumnCells, rowCount: number): Uint8Array | Uint16Array {
  if (cells.kind === 'dense') return cells.codes
  const codes = cells.codes instanceof Uint8Array ? new Uint8Array(rowCount) : new Uint16Array(rowCount)
  for (let place = 0; place < cells.rows.length; place += 1)
    codes[cells.rows[place] as number] = cells.codes[place] as number
  return codes
}

/** How many rows of each quarter-hour of the segment have each local code. */
export interface ColumnRollup {
  /** First entry of each quarter-hour of the segment; one more: the number of entries. */
  readonly starts: Uint32Array
  /** Local codes, within a quarter-hour in no order. */
  readonly codes: Uint8Array
  readonly counts: Uint8Array | Uint16Array | Uint32Array
}

export function encodeRollup({ starts, codes, counts }: ColumnRollup): Uint8Array {
  const startWidth = arrayWidthOf(codes.length)
  const countWidth = arrayWidthOf((counts as Uint32Array).reduce((most, count) => Math.max(most, count), 0))
  const sink = new ByteSink(16 + starts.length * startWidth + codes.length * (1 + countWidth))
  sink.u8(1)
  sink.u8(startWidth)
  sink.u8(countWidth)
  sink.align(4)
  sink.u32(starts.length - 1)
  sink.u32(codes.length)
  putNumbers(sink, starts, startWidth)
  putNumbers(sink, counts, countWidth)
  sink.bytes(codes)
  return sink.finish()
}

/** @throws AppError `database-damaged` */
export function decodeRollup(data: Uint8Array): ColumnRollup {
  const reader = new PartReader(data, 'rollup')
  const startWidth = reader.width('form')
  const countWidth = reader.width('form')
  reader.u8('form')
  const quarters = reader.count(rowsPerSegment, 'quarters')
  const entries = reader.count(rowsPerSegment, 'entries')
  const starts = widened(reader.numbers(quarters + 1, startWidth, 'quarters'))
  const counts = reader.numbers(entries, countWidth, 'counts')
  const codes = reader.numbers(entries, 1, 'codes') as Uint8Array
  reader.end()
  for (let place = 0; place < quarters; place += 1)
    if ((starts[place] as number) > (starts[place + 1] as number)) reader.fail('quarters')
  if (starts[0] !== 0 || starts[quarters] !== entries) reader.fail('quarters')
  return { starts, codes, counts }
}
