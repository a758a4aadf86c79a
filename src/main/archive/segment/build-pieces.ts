import { isTimeEncoding, textEncodings } from '../block/text-encoding.ts'
import { partKinds, rowsPerSegment, rowsPerSubBlock, type SegmentPart } from './part-kinds.ts'
import { bucketsPerPiece, encodeBucket, encodePiecesForm, pieceAt, piecesOf, placeOfBucket } from './pieces-part.ts'
import { decodeTextsPart } from './text-parts.ts'

const rests = new Uint16Array(rowsPerSegment)
const sortedRests = new Uint16Array(rowsPerSegment)
const rows = new Uint16Array(rowsPerSegment)
const sortedRows = new Uint16Array(rowsPerSegment)
const buckets = new Uint8Array(rowsPerSegment)

/**
 * Makes the index of pieces of a column whose texts are all hexadecimal digits of one length. Of one whose texts are all
 * times of one form it says that; of any other, nothing.
 * @param texts the column's parts of texts
 */
export function buildPieces(columnId: number, texts: readonly SegmentPart[], put: (part: SegmentPart) => void): void {
  const parts = texts.map(({ place, data }) => ({ place, column: decodeTextsPart(data, () => 0).column }))
  const encoding = parts[0]?.column.encoding ?? 0
  const width = parts[0]?.column.width ?? 0
  const isHex = encoding === textEncodings.uuid || encoding === textEncodings.hex
  if (!isHex && !isTimeEncoding(encoding)) return
  if (parts.some(({ column }) => column.encoding !== encoding || column.width !== width)) return
  const pieces = isHex ? piecesOf(encoding, width) : []
  put({ kind: partKinds.pieces, columnId, place: 0, data: encodePiecesForm({ encoding, width, pieces }) })
  for (const [piece, place] of pieces.entries()) {
    let count = 0
    for (const { place: subBlock, column } of parts) {
      const present = column.presence.rows()
      for (let rank = 0; rank < column.presence.count; rank += 1) {
        const value = pieceAt(column.values, rank * width, place)
        rests[count] = value
        buckets[count] = value >>> 16
        rows[count] = subBlock * rowsPerSubBlock + (present === undefined ? rank : (present[rank] as number))
        count += 1
      }
    }
    putPiece(columnId, piece, count, put)
  }
}

/** Sorts by the piece, least digits first, so that rows of the same piece stay in order. */
function putPiece(columnId: number, piece: number, count: number, put: (part: SegmentPart) => void): void {
  const order = sortedBy(count, (at) => (rests[at] as number) & 0xff, undefined)
  const next = sortedBy(count, (at) => (rests[at] as number) >>> 8, order)
  const last = sortedBy(count, (at) => buckets[at] as number, next)
  for (let at = 0; at < count; at += 1) {
    sortedRests[at] = rests[last[at] as number] as number
    sortedRows[at] = rows[last[at] as number] as number
  }
  let from = 0
  for (let bucket = 0; bucket < bucketsPerPiece; bucket += 1) {
    let to = from
    while (to < count && buckets[last[to] as number] === bucket) to += 1
    if (to > from)
      put({
        kind: partKinds.pieces,
        columnId,
        place: placeOfBucket(piece, bucket),
        data: encodeBucket(sortedRests.subarray(from, to), sortedRows.subarray(from, to))
      })
    from = to
  }
}

function sortedBy(count: number, keyOf: (at: number) => number, order: Uint16Array | undefined): Uint16Array {
  const starts = new Uint32Array(257)
  for (let at = 0; at < count; at += 1) {
    const key = keyOf(at) + 1
    starts[key] = (starts[key] as number) + 1
  }
  for (let key = 1; key < 257; key += 1) starts[key] = (starts[key] as number) + (starts[key - 1] as number)
  const sorted = new Uint16Array(count)
  for (let place = 0; place < count; place += 1) {
    const at = order === undefined ? place : (order[place] as number)
    const key = keyOf(at)
    sorted[starts[key] as number] = at
    starts[key] = (starts[key] as number) + 1
  }
  return sorted
}
