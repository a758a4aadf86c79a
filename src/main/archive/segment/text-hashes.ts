import { partKinds, type SegmentPart } from './part-kinds.ts'
import type { SegmentScratch } from './segment-scratch.ts'
import { bucketOf, encodeHashes, fingerprintOf } from './text-parts.ts'

/** Makes the index by hash of a text column, for the rows that `scratch.isPresent` names. @param bits of a bucket's number */
export function putHashes(
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
