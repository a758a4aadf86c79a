import type { ByteSink } from '../block/bytes.ts'
import { uuidBytes } from '../block/hex-text.ts'
import { packCells } from '../block/packed-cells.ts'
import { encodePresence } from '../block/presence.ts'
import type { TextColumn } from '../block/text-column.ts'
import { encodeIntegers, encodeTexts, type EncodedForm, isTimeEncoding, textEncodings } from '../block/text-encoding.ts'
import type { SegmentColumn } from './columns-part.ts'
import { partKinds, rowsPerSubBlock, type SegmentPart } from './part-kinds.ts'
import type { SegmentRows } from './segment-rows.ts'
import type { SegmentScratch } from './segment-scratch.ts'
import { putHashes } from './text-hashes.ts'
import { addToMask, bucketBitsFor, encodeTextsPart, maskBytes, textHash, textsAt, uuidHash } from './text-parts.ts'

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
  const present = markPresent(columns, rows, isPresent)
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

/** Notes which rows of the segment have a text. @returns how many there are */
function markPresent(
  columns: readonly (TextColumn | undefined)[],
  { blocks, placeOf }: SegmentRows,
  isPresent: Uint8Array
): number {
  let at = 0
  let count = 0
  for (const [place, { block }] of blocks.entries()) {
    const column = columns[place]
    if (column !== undefined) {
      const rows = column.presence.rows()
      if (rows === undefined && placeOf === undefined) isPresent.fill(1, at, at + column.presence.count)
      else
        for (let rank = 0; rank < column.presence.count; rank += 1) {
          const source = at + (rows === undefined ? rank : (rows[rank] as number))
          isPresent[placeOf === undefined ? source : (placeOf[source] as number)] = 1
        }
      count += column.presence.count
    }
    at += block.rowCount
  }
  return count
}

const placeRoom = new Uint16Array(rowsPerSubBlock)
const numberRoom = new Float64Array(rowsPerSubBlock)

function writePresence(
  sink: ByteSink,
  isPresent: Uint8Array,
  from: number,
  to: number,
  encoding: number,
  writeValues: (rows: Uint16Array) => void
): EncodedForm | undefined {
  let count = 0
  for (let row = from; row < to; row += 1) {
    placeRoom[count] = row - from
    count += isPresent[row] as number
  }
  if (count === 0) return undefined
  const rows = placeRoom.subarray(0, count)
  const presence = encodePresence(sink, rows, to - from)
  writeValues(rows)
  return { encoding, presence }
}

function gatherUuids(
  columns: readonly (TextColumn | undefined)[],
  { blocks, placeOf }: SegmentRows,
  scratch: SegmentScratch,
  present: number
): Gathered {
  const { uuids, isPresent } = scratch
  let source = 0
  for (const [place, { block }] of blocks.entries()) {
    const column = columns[place]
    const rows = column?.presence.rows()
    if (column !== undefined && rows === undefined && placeOf === undefined)
      uuids.set(column.values, source * uuidBytes)
    else if (column !== undefined)
      for (let rank = 0; rank < column.presence.count; rank += 1) {
        const row = source + (rows === undefined ? rank : (rows[rank] as number))
        copyUuid(column.values, rank, uuids, placeOf === undefined ? row : (placeOf[row] as number))
      }
    source += block.rowCount
  }
  return {
    present,
    hashOf: (row) => uuidHash(uuids, row * uuidBytes),
    write: (sink, from, to) =>
      writePresence(sink, isPresent, from, to, textEncodings.uuid, (places) => {
        const at = sink.take(places.length * uuidBytes)
        const out = sink.window(at, places.length * uuidBytes)
        if (places.length === to - from) out.set(uuids.subarray(from * uuidBytes, to * uuidBytes))
        else
          for (let rank = 0; rank < places.length; rank += 1)
            copyUuid(uuids, from + (places[rank] as number), out, rank)
      }),
    lowerBytes: () => noBytes
  }
}

function copyUuid(from: Uint8Array, fromPlace: number, to: Uint8Array, toPlace: number): void {
  for (let byte = 0; byte < uuidBytes; byte += 1)
    to[toPlace * uuidBytes + byte] = from[fromPlace * uuidBytes + byte] as number
}

function gatherIntegers(
  columns: readonly (TextColumn | undefined)[],
  rows: SegmentRows,
  scratch: SegmentScratch,
  present: number
): Gathered {
  const { numbers, isPresent } = scratch
  const { blocks, placeOf } = rows
  let at = 0
  for (const [place, { block }] of blocks.entries()) {
    const column = columns[place]
    const columnRows = column?.presence.rows()
    for (let rank = 0; rank < (column?.presence.count ?? 0); rank += 1) {
      const source = at + (columnRows === undefined ? rank : (columnRows[rank] as number))
      numbers[placeOf === undefined ? source : (placeOf[source] as number)] = (column as TextColumn).integerAt(rank)
    }
    at += block.rowCount
  }
  const write = (sink: ByteSink, from: number, to: number) => {
    let isWritten = true
    const form = writePresence(sink, isPresent, from, to, textEncodings.integer, (places) => {
      for (let rank = 0; rank < places.length; rank += 1)
        numberRoom[rank] = numbers[from + (places[rank] as number)] as number
      isWritten = encodeIntegers(sink, numberRoom, places.length)
    })
    if (isWritten) return form
    // too far apart for one part, though not within any block
    sink.cut(textsAt)
    const texts = Array.from({ length: to - from }, (_, row) =>
      isPresent[from + row] === 1 ? String(numbers[from + row]) : undefined
    )
    return encodeTexts(sink, {
      cells: packCells(texts, to - from),
      atMs: rows.atMs.subarray(from, to),
      rowCount: to - from
    })
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
      encodeTexts(sink, {
        cells: packCells(texts.slice(from, to), to - from),
        atMs: atMs.subarray(from, to),
        rowCount: to - from
      }),
    // with something between the texts, as the lower case of a letter may depend on the next
    lowerBytes: (from, to) => Buffer.from(texts.slice(from, to).join('\n').toLowerCase())
  }
}
