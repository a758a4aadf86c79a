import { deepEqual, equal } from 'node:assert/strict'
import { decodeCells, decodeDirectory, decodeRollup, denseCells } from '../../src/main/archive/segment/coded-parts.ts'
import { decodeColumns } from '../../src/main/archive/segment/columns-part.ts'
import {
  type PartKind,
  partKinds,
  rowsPerSubBlock,
  type SegmentPart
} from '../../src/main/archive/segment/part-kinds.ts'
import { decodePostings } from '../../src/main/archive/segment/postings-part.ts'
import { decodeRefs } from '../../src/main/archive/segment/refs-part.ts'
import {
  bucketOf,
  decodeHashes,
  decodeTextsPart,
  mayContain,
  textHash
} from '../../src/main/archive/segment/text-parts.ts'
import { decodeQuarters, decodeTimes } from '../../src/main/archive/segment/times-part.ts'
import { rowsOf } from '../../src/main/archive/row-set/row-set.ts'

/** A row as a segment tells of it. */
export interface IndexedRow {
  readonly blockId: number
  readonly index: number
  readonly day: number
  readonly seq: number
  readonly atMs: number
  /** Value id by column, of columns with a dictionary. */
  readonly ids: Readonly<Record<number, number>>
  /** Text by column, of text columns. */
  readonly texts: Readonly<Record<number, string>>
}

/** The parts of a segment, to be looked up. */
export class SegmentParts {
  readonly #parts: readonly SegmentPart[]

  constructor(parts: readonly SegmentPart[]) {
    this.#parts = parts
  }

  all(kind: PartKind, columnId = 0): readonly SegmentPart[] {
    return this.#parts
      .filter((part) => part.kind === kind && part.columnId === columnId)
      .sort((one, other) => one.place - other.place)
  }

  one(kind: PartKind, columnId = 0): Uint8Array {
    const [part, ...more] = this.all(kind, columnId)
    deepEqual(more, [])
    if (part === undefined) throw new Error(`no part of kind ${kind} for column ${columnId}`)
    equal(part.place, 0)
    return part.data
  }
}

/** Reads a segment as a whole, by way of all its parts, which must agree with each other. */
export function readSegment(segmentParts: readonly SegmentPart[]): IndexedRow[] {
  const parts = new SegmentParts(segmentParts)
  const { rowCount, columns } = decodeColumns(parts.one(partKinds.columns))
  const times = decodeTimes(parts.one(partKinds.times), rowCount)
  const refs = decodeRefs(parts.one(partKinds.refs), rowCount)
  const { quarters, firstRows } = decodeQuarters(parts.one(partKinds.quarters), rowCount)
  const rows = Array.from({ length: rowCount }, (_, row) => ({
    ...refs.refOf(row),
    atMs: times.atMs(row),
    ids: {} as Record<number, number>,
    texts: {} as Record<number, string>
  }))
  for (const [place, quarter] of quarters.entries())
    for (let row = firstRows[place] ?? 0; row < (firstRows[place + 1] ?? 0); row += 1)
      if (Math.floor(times.atMs(row) / 900_000) !== quarter) throw new Error(`row ${row} is in another quarter-hour`)
  for (const { columnId, coded, text } of columns) {
    if (coded !== undefined) {
      const codes = readCoded(parts, columnId, rowCount, coded, firstRows)
      for (const [row, id] of codes.entries())
        if (id !== 0) (rows[row] as IndexedRow & { ids: Record<number, number> }).ids[columnId] = id
    }
    if (text === undefined) continue
    let present = 0
    for (const { place, data } of parts.all(partKinds.texts, columnId)) {
      const from = place * rowsPerSubBlock
      const part = decodeTextsPart(data, (row) => times.atMs(from + row))
      equal(part.rowCount, Math.min(rowsPerSubBlock, rowCount - from))
      for (const [row, value] of part.column.texts().entries()) {
        if (value === undefined) continue
        present += 1
        ;(rows[from + row] as IndexedRow & { texts: Record<number, string> }).texts[columnId] = value
        const lower = Buffer.from(value.toLowerCase())
        if (!mayContain(part.mask, lower) || !mayContain(text.mask, lower))
          throw new Error(`${value} is not in the mask`)
        if (text.isHashed && !isFound(parts, columnId, text.bucketBits, value, from + row))
          throw new Error(`${value} is not found by its hash`)
      }
    }
    equal(present, text.present)
    if (!text.isHashed) deepEqual(parts.all(partKinds.hashes, columnId), [])
  }
  return rows
}

function isFound(parts: SegmentParts, columnId: number, bits: number, text: string, row: number): boolean {
  const hash = textHash(text)
  const bucket = parts.all(partKinds.hashes, columnId).find(({ place }) => place === bucketOf(hash, bits))
  return bucket !== undefined && decodeHashes(bucket.data, bits).candidates(hash).includes(row)
}

function readCoded(
  parts: SegmentParts,
  columnId: number,
  rowCount: number,
  coded: { readonly present: number; readonly distinct: number; readonly hasRollup: boolean },
  firstRows: Uint32Array
): number[] {
  const { ids, counts } = decodeDirectory(parts.one(partKinds.directory, columnId))
  equal(ids.length, coded.distinct)
  const codes = denseCells(decodeCells(parts.one(partKinds.cells, columnId), rowCount), rowCount)
  const counted = new Uint32Array(ids.length)
  const rowsByCode = ids.reduce<number[][]>((all) => [...all, []], [])
  for (const [row, code] of codes.entries())
    if (code > 0) {
      counted[code - 1] = (counted[code - 1] ?? 0) + 1
      rowsByCode[code - 1]?.push(row)
    }
  deepEqual([...counted], [...counts])
  equal(
    counts.reduce((sum, count) => sum + count, 0),
    coded.present
  )
  let next = 1
  for (const { place, data } of parts.all(partKinds.postings, columnId)) {
    const postings = decodePostings(data, rowCount)
    deepEqual([postings.firstCode, place], [next, ids[next - 1]])
    for (let code = next; code < next + postings.count; code += 1)
      if (rowsOf(postings.rowsOf(code), rowCount).join() !== rowsByCode[code - 1]?.join())
        throw new Error(`the postings of code ${code} are not its cells`)
    equal(postings.rowsOf(next - 1).kind, 'none')
    next += postings.count
    equal(postings.rowsOf(next).kind, 'none')
  }
  equal(next, ids.length + 1)
  if (coded.hasRollup) {
    const { starts, codes: rolled, counts: rolledCounts } = decodeRollup(parts.one(partKinds.rollup, columnId))
    equal(starts.length, firstRows.length)
    for (let quarter = 0; quarter + 1 < starts.length; quarter += 1) {
      const told = new Map<number, number>()
      for (let entry = starts[quarter] ?? 0; entry < (starts[quarter + 1] ?? 0); entry += 1)
        told.set(rolled[entry] ?? 0, rolledCounts[entry] ?? 0)
      for (let row = firstRows[quarter] ?? 0; row < (firstRows[quarter + 1] ?? 0); row += 1) {
        const code = codes[row] ?? 0
        if (code > 0) told.set(code, (told.get(code) ?? 0) - 1)
      }
      if ([...told.values()].some((left) => left !== 0)) throw new Error(`the rollup of quarter ${quarter} is wrong`)
    }
  } else deepEqual(parts.all(partKinds.rollup, columnId), [])
  return Array.from(codes, (code) => (code === 0 ? 0 : (ids[code - 1] ?? 0)))
}
