import { ByteSink } from '../block/bytes.ts'
import { isSparse, type RowSet, wordsFor } from '../row-set/row-set.ts'
import type { ColumnDirectory } from './coded-parts.ts'
import { PartReader } from './packed-numbers.ts'
import { rowsPerSegment } from './part-kinds.ts'

const forms = { lists: 0, bitmap: 1, all: 2 } as const
/** Bytes of a part of several values: as much as a page of the database keeps beside others, without a page of its own. */
const partBytes = 3_900
const headerBytes = 12

/** One part of postings and the first value id in it. */
export interface PostingsPart {
  readonly place: number
  readonly data: Uint8Array
}

/**
 * Rows of each value, in parts: lists of several values together, a bitmap by itself where a list would be longer.
 * @param rows of all values one after the other, in the order of the directory
 */
export function encodePostings(directory: ColumnDirectory, rows: Uint16Array, rowCount: number): PostingsPart[] {
  const { ids, counts } = directory
  const parts: PostingsPart[] = []
  let code = 0
  let from = 0
  while (code < ids.length) {
    const place = ids[code] as number
    const count = counts[code] as number
    if (!isSparse(count, rowCount)) {
      parts.push({ place, data: encodeDense(code + 1, rows.subarray(from, from + count), rowCount) })
      code += 1
      from += count
      continue
    }
    let end = code + 1
    let endRow = from + count
    while (end < ids.length && isSparse(counts[end] as number, rowCount)) {
      const more = counts[end] as number
      if (headerBytes + (end + 1 - code + endRow + more - from) * 2 > partBytes) break
      endRow += more
      end += 1
    }
    parts.push({ place, data: encodeLists(code, end, counts, rows.subarray(from, endRow)) })
    code = end
    from = endRow
  }
  return parts
}

function encodeDense(code: number, rows: Uint16Array, rowCount: number): Uint8Array {
  const isAll = rows.length === rowCount
  const sink = new ByteSink(headerBytes + 4 * wordsFor(rowCount))
  putHeader(sink, isAll ? forms.all : forms.bitmap, code, 1)
  if (!isAll) {
    const words = new Uint32Array(wordsFor(rowCount))
    for (const row of rows) words[row >>> 5] = (words[row >>> 5] as number) | (1 << (row & 31))
    sink.array(words)
  }
  return sink.finish()
}

function encodeLists(from: number, to: number, counts: Uint32Array, rows: Uint16Array): Uint8Array {
  const sink = new ByteSink(headerBytes + (to - from + rows.length) * 2)
  putHeader(sink, forms.lists, from + 1, to - from)
  const ends = new Uint16Array(to - from)
  let end = 0
  for (let place = from; place < to; place += 1) {
    end += counts[place] as number
    ends[place - from] = end
  }
  sink.array(ends)
  sink.array(rows)
  return sink.finish()
}

function putHeader(sink: ByteSink, form: number, firstCode: number, count: number): void {
  sink.u8(1)
  sink.u8(form)
  sink.align(4)
  sink.u32(firstCode)
  sink.u32(count)
}

/** The rows of some values of a column that follow each other. */
export interface ColumnPostings {
  /** Local code of the first value. */
  readonly firstCode: number
  /** Number of values. */
  readonly count: number
  /** Rows of a value by its local code; none where the part has nothing of it. */
  rowsOf(code: number): RowSet
}

/** @throws AppError `database-damaged` */
export function decodePostings(data: Uint8Array, rowCount: number): ColumnPostings {
  const reader = new PartReader(data, 'postings')
  const form = reader.u8('form')
  reader.u16('form')
  const firstCode = reader.count(rowsPerSegment, 'codes')
  const count = reader.count(rowsPerSegment, 'codes')
  const single = (set: RowSet): ColumnPostings => {
    if (count !== 1) reader.fail('codes')
    reader.end()
    return { firstCode, count, rowsOf: (code) => (code === firstCode ? set : { kind: 'none' }) }
  }
  if (form === forms.all) return single({ kind: 'all' })
  if (form === forms.bitmap) return single({ kind: 'bitmap', words: reader.u32s(wordsFor(rowCount), 'rows') })
  if (form !== forms.lists) reader.fail('form')
  const ends = reader.u16s(count, 'codes')
  const rows = reader.u16s(ends[count - 1] ?? 0, 'rows')
  reader.end()
  for (let place = 1; place < count; place += 1)
    if ((ends[place] as number) < (ends[place - 1] as number)) reader.fail('codes')
  for (let place = 0; place < rows.length; place += 1) if ((rows[place] as number) >= rowCount) reader.fail('rows')
  return {
    firstCode,
    count,
    rowsOf: (code) => {
      const place = code - firstCode
      if (!(place >= 0 && place < count)) return { kind: 'none' }
      return { kind: 'rows', rows: rows.subarray(place === 0 ? 0 : ends[place - 1], ends[place]) }
    }
  }
}
