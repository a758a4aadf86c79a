import type { ByteSink } from '../block/bytes.ts'
import { uuidBytes } from '../block/hex-text.ts'
import { encodePresence } from '../block/presence.ts'
import type { TextColumn } from '../block/text-column.ts'
import {
  encodeIntegers,
  encodeTexts,
  type EncodedForm,
  isTimeEncoding,
  presentRows,
  textEncodings
} from '../block/text-encoding.ts'
import type { SegmentColumn } from './columns-part.ts'
import { partKinds, rowsPerSubBlock, type SegmentPart } from './part-kinds.ts'
import type { SegmentRows } from './segment-rows.ts'
import type { SegmentScratch } from './segment-scratch.ts'
import {
  addToMask,
  bucketBitsFor,
  bucketOf,
  encodeHashes,
  encodeTextsPart,
  fingerprintOf,
  maskBytes,
  textHash,
  textsAt,
  uuidHash
} from './text-parts.ts'

/** The texts of a column in the segment's order, in the form in which all of its blocks have them. */
interface Gathered {
  readonly present: number
  /** `undefined` where texts need no index by hash: whole numbers and times are quickly gone through. */
  readonly hashOf: ((row: number) => number) | undefined
  /** Writes the texts of rows `from <= row < to`. */
  write(sink: ByteSink, from: number, to: number): EncodedForm | undefined
  lowerBytes(from: number, to: number): Uint8Array
}

/** Makes the parts of a column's rows whose texts are in the blocks; `undefined` when there are none. */
export function buildTexts(
  columnId: number,
  rows: SegmentRows,
  scratch: SegmentScratch,
  put: (part: SegmentPart) => void
): SegmentColumn['text'] {
  const gathered = gather(columnId, rows, scratch)
  if (gathered === undefined) return undefined
  const rowCount = rows.atMs.length
  const mask = new Uint8Array(maskBytes)
  for (let from = 0, place = 0; from < rowCount; from += rowsPerSubBlock, place += 1) {
    const to = Math.min(rowCount, from + rowsPerSubBlock)
    const part = encodeTextsPart(
      to - from,
      (sink) => gathered.write(sink, from, to),
      () => {
        const own = new Uint8Array(maskBytes)
        addToMask(own, gathered.lowerBytes(from, to))
        return own
      }
    )
    if (part === undefined) continue
    for (let byte = 0; byte < maskBytes; byte += 1) mask[byte] = (mask[byte] as number) | (part.mask[byte] as number)
    put({ kind: partKinds.texts, columnId, place, data: part.data })
  }
  const { present, hashOf } = gathered
  const bucketBits = hashOf === undefined ? 0 : bucketBitsFor(present)
  if (hashOf !== undefined) putHashes(columnId, hashOf, bucketBits, scratch, rowCount, put)
  return { present, isHashed: hashOf !== undefined, bucketBits, mask }
}

function gather(columnId: number, rows: SegmentRows, scratch: SegmentScratch): Gathered | undefined {
  const columns = rows.blocks.map(({ block }) => block.textColumn(columnId))
  const encodings = new Set(columns.flatMap((column) => (column === undefined ? [] : [column.encoding])))
  if (encodings.size === 0) return undefined
  const isPresent = scratch.isPresent.subarray(0, rows.atMs.length).fill(0)
  const present = eachText(columns, rows, (_column, _rank, place) => {
    isPresent[place] = 1
  })
  const [encoding] = encodings
  if (encodings.size === 1 && encoding !== undefined) {
    if (encoding === textEncodings.uuid) return gatherUuids(columns, rows, scratch, present)
    if (encoding === textEncodings.integer) return gatherIntegers(columns, rows, scratch, present)
    if (isTimeEncoding(encoding)) {
      const write = (sink: ByteSink, from: number, to: number) =>
        writePresence(sink, isPresent, from, to, encoding, () => undefined)
      return { present, hashOf: undefined, write, lowerBytes: () => noBytes }
    }
  }
  return gatherStrings(columns, rows, present)
}

const noBytes = new Uint8Array(0)

/** Visits each text by its rank in its column and its row in the segment. @returns how many there are */
function eachText(
  columns: readonly (TextColumn | undefined)[],
  { blocks, placeOf }: SegmentRows,
  visit: (column: TextColumn, rank: number, row: number) => void
): number {
  let at = 0
  let count = 0
  for (const [place, { block }] of blocks.entries()) {
    const column = columns[place]
    if (column !== undefined) {
      const rows = column.presence.rows()
      for (let rank = 0; rank < column.presence.count; rank += 1) {
        const source = at + (rows === undefined ? rank : (rows[rank] as number))
        visit(column, rank, placeOf === undefined ? source : (placeOf[source] as number))
      }
      count += column.presence.count
    }
    at += block.rowCount
  }
  return count
}

function writePresence(
  sink: ByteSink,
  isPresent: Uint8Array,
  from: number,
  to: number,
  encoding: number,
  writeValues: (rows: Uint16Array) => void
): EncodedForm | undefined {
  const rows = presentRows(to - from, (row) => isPresent[from + row] === 1)
  if (rows.length === 0) return undefined
  const presence = encodePresence(sink, rows, to - from)
  writeValues(rows)
  return { encoding, presence }
}

function gatherUuids(
  columns: readonly (TextColumn | undefined)[],
  rows: SegmentRows,
  scratch: SegmentScratch,
  present: number
): Gathered {
  const { uuids, isPresent } = scratch
  eachText(columns, rows, (column, rank, row) => {
    const from = rank * uuidBytes
    const to = row * uuidBytes
    for (let byte = 0; byte < uuidBytes; byte += 1) uuids[to + byte] = column.values[from + byte] as number
  })
  return {
    present,
    hashOf: (row) => uuidHash(uuids, row * uuidBytes),
    write: (sink, from, to) =>
      writePresence(sink, isPresent, from, to, textEncodings.uuid, (places) => {
        for (const place of places)
          sink.bytes(uuids.subarray((from + place) * uuidBytes, (from + place + 1) * uuidBytes))
      }),
    lowerBytes: () => noBytes
  }
}

function gatherIntegers(
  columns: readonly (TextColumn | undefined)[],
  rows: SegmentRows,
  scratch: SegmentScratch,
  present: number
): Gathered {
  const { numbers, isPresent } = scratch
  eachText(columns, rows, (column, rank, row) => {
    numbers[row] = column.integerAt(rank)
  })
  const write = (sink: ByteSink, from: number, to: number) => {
    const places = presentRows(to - from, (row) => isPresent[from + row] === 1)
    const values = Float64Array.from(places, (place) => numbers[from + place] as number)
    let isWritten = true
    const form = writePresence(sink, isPresent, from, to, textEncodings.integer, () => {
      isWritten = encodeIntegers(sink, values)
    })
    if (isWritten) return form
    // too far apart for one part, though not within any block
    sink.cut(textsAt)
    const texts = Array.from({ length: to - from }, (_, row) =>
      isPresent[from + row] === 1 ? String(numbers[from + row]) : undefined
    )
    return encodeTexts(sink, { texts, atMs: rows.atMs.subarray(from, to), rowCount: to - from })
  }
  return { present, hashOf: undefined, write, lowerBytes: () => Buffer.from('0123456789-') }
}

function gatherStrings(columns: readonly (TextColumn | undefined)[], rows: SegmentRows, present: number): Gathered {
  const { blocks, atMs, placeOf } = rows
  const source: (string | undefined)[] = Array.from({ length: atMs.length }, () => undefined)
  let at = 0
  for (const [place, { block }] of blocks.entries()) {
    columns[place]?.textsInto(source, at)
    at += block.rowCount
  }
  const texts = placeOf === undefined ? source : source.slice()
  if (placeOf !== undefined) for (const [row, text] of source.entries()) texts[placeOf[row] as number] = text
  return {
    present,
    hashOf: (row) => textHash(texts[row] ?? ''),
    write: (sink, from, to) =>
      encodeTexts(sink, { texts: texts.slice(from, to), atMs: atMs.subarray(from, to), rowCount: to - from }),
    // with something between the texts, as the lower case of a letter may depend on the next
    lowerBytes: (from, to) => Buffer.from(texts.slice(from, to).join('\n').toLowerCase())
  }
}

function putHashes(
  columnId: number,
  hashOf: (row: number) => number,
  bits: number,
  scratch: SegmentScratch,
  rowCount: number,
  put: (part: SegmentPart) => void
): void {
  let count = 0
  for (let row = 0; row < rowCount; row += 1) {
    if (scratch.isPresent[row] === 0) continue
    scratch.sortKeys[count] = hashOf(row) * 65_536 + row
    count += 1
  }
  const sorted = scratch.sortKeys.subarray(0, count).sort()
  const fingerprints = new Uint16Array(count)
  const rows = new Uint16Array(count)
  let bucket = 0
  let first = 0
  for (let place = 0; place <= count; place += 1) {
    const key = sorted[place] ?? 0
    const hash = Math.floor(key / 65_536)
    const next = place === count ? -1 : bucketOf(hash, bits)
    if (next !== bucket) {
      if (place > first) {
        const data = encodeHashes(fingerprints.subarray(first, place), rows.subarray(first, place))
        put({ kind: partKinds.hashes, columnId, place: bucket, data })
      }
      first = place
      bucket = next
    }
    fingerprints[place] = fingerprintOf(hash, bits)
    rows[place] = key % 65_536
  }
}
