import { encodeCells, encodeDirectory, encodeRollup } from './coded-parts.ts'
import type { SegmentColumn } from './columns-part.ts'
import { mostRolledUpValues, partKinds, type SegmentPart } from './part-kinds.ts'
import { encodePostings } from './postings-part.ts'
import type { SegmentRows } from './segment-rows.ts'
import type { SegmentScratch } from './segment-scratch.ts'
import type { SegmentQuarters } from './times-part.ts'

/** Ids farther apart are sorted instead of counted in an array. */
const mostCountedIds = 1 << 21

/** The rows that have a value, ascending, and the code of each. */
interface CodedRows {
  readonly rows: Uint16Array
  readonly codes: Uint16Array
}

/** Makes the parts of a column's dictionary-coded rows; `undefined` when there are none. */
export function buildCoded(
  columnId: number,
  rows: SegmentRows,
  quarters: SegmentQuarters,
  scratch: SegmentScratch,
  put: (part: SegmentPart) => void
): SegmentColumn['coded'] {
  const rowCount = rows.atMs.length
  const ids = gatherIds(columnId, rows, scratch)
  if (ids === undefined) return undefined
  const { coded, directory } = assignCodes(ids, scratch)
  const distinct = directory.ids.length
  const present = coded.rows.length
  put({ kind: partKinds.directory, columnId, place: 0, data: encodeDirectory(directory) })
  put({ kind: partKinds.cells, columnId, place: 0, data: encodeCells(coded, rowCount, distinct) })
  const postings = rowsByCode(coded, directory.counts, scratch.postings.subarray(0, present))
  for (const { place, data } of encodePostings(directory, postings, rowCount))
    put({ kind: partKinds.postings, columnId, place, data })
  const rollup = distinct <= mostRolledUpValues ? rollUp(coded, quarters, rowCount, scratch) : undefined
  if (rollup !== undefined) put({ kind: partKinds.rollup, columnId, place: 0, data: rollup })
  return { present, distinct, hasRollup: rollup !== undefined }
}

/** Ids by row of the segment; `undefined` when no row has one. */
function gatherIds(columnId: number, rows: SegmentRows, scratch: SegmentScratch) {
  const { atMs, placeOf } = rows
  const source = rows.ids.get(columnId) ?? decodeIds(columnId, rows, scratch)
  if (source === undefined || placeOf === undefined) return source
  const sorted = scratch.sortedIds.subarray(0, atMs.length)
  for (let row = 0; row < atMs.length; row += 1) sorted[placeOf[row] as number] = source[row] as number
  return sorted
}

function decodeIds(columnId: number, { blocks, atMs }: SegmentRows, scratch: SegmentScratch) {
  const ids = scratch.ids.subarray(0, atMs.length)
  ids.fill(0)
  let at = 0
  let isThere = false
  for (const { block } of blocks) {
    const column = block.idColumn(columnId)
    if (column !== undefined) {
      column.idsInto(ids, at)
      isThere = true
    }
    at += block.rowCount
  }
  return isThere ? ids : undefined
}

/** Numbers the ids that occur from 1, ascending. */
function assignCodes(ids: Uint32Array, scratch: SegmentScratch) {
  const { presentRows, presentIds } = scratch
  let present = 0
  let min = 0xffffffff
  let max = 0
  for (let row = 0; row < ids.length; row += 1) {
    const id = ids[row] as number
    if (id === 0) continue
    presentRows[present] = row
    presentIds[present] = id
    present += 1
    if (id < min) min = id
    if (id > max) max = id
  }
  const found = presentIds.subarray(0, present)
  const codes = scratch.codes.subarray(0, present)
  const span = max - min + 1
  const directory = span <= mostCountedIds ? countedCodes(found, codes, min, span, scratch) : sortedCodes(found, codes)
  return { coded: { rows: presentRows.subarray(0, present), codes }, directory }
}

function countedCodes(ids: Uint32Array, codes: Uint16Array, min: number, span: number, scratch: SegmentScratch) {
  const byId = scratch.byId(span)
  let distinct = 0
  for (let place = 0; place < ids.length; place += 1) {
    const at = (ids[place] as number) - min
    const count = byId[at] as number
    byId[at] = count + 1
    if (count === 0) distinct += 1
  }
  const found = new Uint32Array(distinct)
  const counts = new Uint32Array(distinct)
  for (let at = 0, code = 0; at < span; at += 1) {
    const count = byId[at] as number
    if (count === 0) continue
    found[code] = at + min
    counts[code] = count
    code += 1
    byId[at] = code
  }
  for (let place = 0; place < ids.length; place += 1) codes[place] = byId[(ids[place] as number) - min] as number
  byId.fill(0, 0, span)
  return { ids: found, counts }
}

function sortedCodes(ids: Uint32Array, codes: Uint16Array) {
  const found = Uint32Array.from(new Set(ids)).sort()
  const codeOf = new Map<number, number>()
  for (const [place, id] of found.entries()) codeOf.set(id, place + 1)
  const counts = new Uint32Array(found.length)
  for (let place = 0; place < ids.length; place += 1) {
    const code = codeOf.get(ids[place] as number) as number
    codes[place] = code
    counts[code - 1] = (counts[code - 1] as number) + 1
  }
  return { ids: found, counts }
}

/** Rows in the order of their codes; those of one code ascending. */
function rowsByCode({ rows, codes }: CodedRows, counts: Uint32Array, out: Uint16Array): Uint16Array {
  if (counts.length === 1) {
    out.set(rows)
    return out
  }
  const next = new Uint32Array(counts.length + 1)
  let at = 0
  for (let code = 1; code <= counts.length; code += 1) {
    next[code] = at
    at += counts[code - 1] as number
  }
  for (let rank = 0; rank < rows.length; rank += 1) {
    const code = codes[rank] as number
    const place = next[code] as number
    out[place] = rows[rank] as number
    next[code] = place + 1
  }
  return out
}

/** Counts by quarter-hour; `undefined` where they would be nearly as many as the cells, so that these serve as well. */
function rollUp(
  { rows, codes }: CodedRows,
  { firstRows }: SegmentQuarters,
  rowCount: number,
  scratch: SegmentScratch
): Uint8Array | undefined {
  const quarters = firstRows.length - 1
  const most = Math.floor(rowCount / 2)
  if (quarters > most) return undefined
  const starts = new Uint32Array(quarters + 1)
  const counts = new Uint32Array(mostRolledUpValues + 1)
  let entries = 0
  let rank = 0
  for (let quarter = 0; quarter < quarters; quarter += 1) {
    starts[quarter] = entries
    const first = entries
    const end = firstRows[quarter + 1] as number
    for (; rank < rows.length && (rows[rank] as number) < end; rank += 1) {
      const code = codes[rank] as number
      const count = (counts[code] as number) + 1
      counts[code] = count
      if (count > 1) continue
      scratch.rollupCodes[entries] = code
      entries += 1
    }
    for (let entry = first; entry < entries; entry += 1) {
      const code = scratch.rollupCodes[entry] as number
      scratch.rollupCounts[entry] = counts[code] as number
      counts[code] = 0
    }
    if (entries > most) return undefined
  }
  starts[quarters] = entries
  return encodeRollup({
    starts,
    codes: scratch.rollupCodes.subarray(0, entries),
    counts: scratch.rollupCounts.subarray(0, entries)
  })
}
