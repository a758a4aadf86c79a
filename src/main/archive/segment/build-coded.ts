import { encodeCells, encodeDirectory, encodeRollup } from './coded-parts.ts'
import type { SegmentColumn } from './columns-part.ts'
import { mostRolledUpValues, partKinds, type SegmentPart } from './part-kinds.ts'
import { encodePostings } from './postings-part.ts'
import type { SegmentRows } from './segment-rows.ts'
import type { SegmentScratch } from './segment-scratch.ts'
import type { SegmentQuarters } from './times-part.ts'

/** Ids farther apart are sorted instead of counted in an array. */
const mostCountedIds = 1 << 21

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
  const codes = scratch.codes.subarray(0, rowCount)
  const directory = assignCodes(ids, codes, scratch)
  const distinct = directory.ids.length
  const present = directory.counts.reduce((sum, count) => sum + count, 0)
  put({ kind: partKinds.directory, columnId, place: 0, data: encodeDirectory(directory) })
  put({ kind: partKinds.cells, columnId, place: 0, data: encodeCells(codes, present, distinct) })
  const postings = rowsByCode(codes, directory.counts, scratch.postings.subarray(0, present))
  for (const { place, data } of encodePostings(directory, postings, rowCount))
    put({ kind: partKinds.postings, columnId, place, data })
  const rollup = distinct <= mostRolledUpValues ? rollUp(codes, quarters, scratch) : undefined
  if (rollup !== undefined) put({ kind: partKinds.rollup, columnId, place: 0, data: rollup })
  return { present, distinct, hasRollup: rollup !== undefined }
}

function gatherIds(columnId: number, { blocks, atMs, placeOf }: SegmentRows, scratch: SegmentScratch) {
  const rowCount = atMs.length
  const source = scratch.ids.subarray(0, rowCount)
  source.fill(0)
  let at = 0
  let isThere = false
  for (const { block } of blocks) {
    const column = block.idColumn(columnId)
    if (column !== undefined) {
      column.idsInto(source, at)
      isThere = true
    }
    at += block.rowCount
  }
  if (!isThere) return undefined
  if (placeOf === undefined) return source
  const sorted = scratch.sortedIds.subarray(0, rowCount)
  for (let row = 0; row < rowCount; row += 1) sorted[placeOf[row] as number] = source[row] as number
  return sorted
}

/** Numbers the ids that occur from 1, ascending, and writes each row's number. */
function assignCodes(ids: Uint32Array, codes: Uint16Array, scratch: SegmentScratch) {
  let min = 0xffffffff
  let max = 0
  for (let row = 0; row < ids.length; row += 1) {
    const id = ids[row] as number
    if (id === 0) continue
    if (id < min) min = id
    if (id > max) max = id
  }
  const span = max - min + 1
  return span <= mostCountedIds ? countedCodes(ids, codes, min, span, scratch) : sortedCodes(ids, codes)
}

function countedCodes(ids: Uint32Array, codes: Uint16Array, min: number, span: number, scratch: SegmentScratch) {
  const byId = scratch.byId(span)
  for (let row = 0; row < ids.length; row += 1) {
    const id = ids[row] as number
    if (id !== 0) byId[id - min] = (byId[id - min] as number) + 1
  }
  let distinct = 0
  for (let place = 0; place < span; place += 1) if (byId[place] !== 0) distinct += 1
  const found = new Uint32Array(distinct)
  const counts = new Uint32Array(distinct)
  let code = 0
  for (let place = 0; place < span; place += 1) {
    const count = byId[place] as number
    if (count === 0) continue
    found[code] = place + min
    counts[code] = count
    code += 1
    byId[place] = code
  }
  for (let row = 0; row < ids.length; row += 1) {
    const id = ids[row] as number
    codes[row] = id === 0 ? 0 : (byId[id - min] as number)
  }
  byId.fill(0, 0, span)
  return { ids: found, counts }
}

function sortedCodes(ids: Uint32Array, codes: Uint16Array) {
  const found = Uint32Array.from(new Set(ids))
    .filter((id) => id !== 0)
    .sort()
  const codeOf = new Map<number, number>([[0, 0]])
  for (const [place, id] of found.entries()) codeOf.set(id, place + 1)
  const counts = new Uint32Array(found.length)
  for (let row = 0; row < ids.length; row += 1) {
    const code = codeOf.get(ids[row] as number) ?? 0
    codes[row] = code
    if (code > 0) counts[code - 1] = (counts[code - 1] as number) + 1
  }
  return { ids: found, counts }
}

/** Rows in the order of their codes; those of one code ascending. */
function rowsByCode(codes: Uint16Array, counts: Uint32Array, out: Uint16Array): Uint16Array {
  const next = new Uint32Array(counts.length + 1)
  let at = 0
  for (let code = 1; code <= counts.length; code += 1) {
    next[code] = at
    at += counts[code - 1] as number
  }
  for (let row = 0; row < codes.length; row += 1) {
    const code = codes[row] as number
    if (code === 0) continue
    const place = next[code] as number
    out[place] = row
    next[code] = place + 1
  }
  return out
}

/** Counts by quarter-hour; `undefined` where they would be nearly as many as the cells, so that these serve as well. */
function rollUp(codes: Uint16Array, { firstRows }: SegmentQuarters, scratch: SegmentScratch): Uint8Array | undefined {
  const quarters = firstRows.length - 1
  const most = Math.floor(codes.length / 2)
  if (quarters > most) return undefined
  const starts = new Uint32Array(quarters + 1)
  const counts = new Uint32Array(mostRolledUpValues + 1)
  let entries = 0
  for (let quarter = 0; quarter < quarters; quarter += 1) {
    starts[quarter] = entries
    const first = entries
    for (let row = firstRows[quarter] as number; row < (firstRows[quarter + 1] as number); row += 1) {
      const code = codes[row] as number
      if (code === 0) continue
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
