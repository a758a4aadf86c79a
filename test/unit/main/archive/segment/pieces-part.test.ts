import { describe, expect, it } from 'vitest'
import { hasPattern, hexPatterns, markPatterns } from '../../../../../src/main/archive/block/hex-pattern.ts'
import { packCells } from '../../../../../src/main/archive/block/packed-cells.ts'
import { encodeTexts, textEncodings } from '../../../../../src/main/archive/block/text-encoding.ts'
import { buildPieces } from '../../../../../src/main/archive/segment/build-pieces.ts'
import { partKinds, type SegmentPart } from '../../../../../src/main/archive/segment/part-kinds.ts'
import {
  decodeBucket,
  decodePiecesForm,
  placeOfBucket,
  rangesOf
} from '../../../../../src/main/archive/segment/pieces-part.ts'
import { decodeTextsPart, encodeTextsPart } from '../../../../../src/main/archive/segment/text-parts.ts'
import { SeededRandom } from '../../../../support/seeded-random.ts'

const column = 3

/** Parts of texts of 1,024 rows each, and the pieces made of them. */
function partsOf(texts: readonly (string | undefined)[]): { texts: SegmentPart[]; pieces: SegmentPart[] } {
  const made: SegmentPart[] = []
  for (let from = 0, place = 0; from < texts.length; from += 1_024, place += 1) {
    const some = texts.slice(from, from + 1_024)
    const rows = { cells: packCells(some, some.length), atMs: new Float64Array(some.length), rowCount: some.length }
    const part = encodeTextsPart(
      some.length,
      (sink) => encodeTexts(sink, rows),
      () => new Uint8Array(32)
    )
    if (part !== undefined) made.push({ kind: partKinds.texts, columnId: column, place, data: part.data })
  }
  const pieces: SegmentPart[] = []
  buildPieces(column, made, (part) => pieces.push(part))
  return { texts: made, pieces }
}

describe('the index of pieces', () => {
  const random = new SeededRandom(31)
  const shapes = [
    { name: 'UUIDs', length: 36, encoding: textEncodings.uuid, textOf: () => random.uuid(), always: 8 },
    { name: 'ids of 32 digits', length: 32, encoding: textEncodings.hex, textOf: () => random.hex(32), always: 14 },
    { name: 'ids of 8 digits', length: 8, encoding: textEncodings.hex, textOf: () => random.hex(8), always: 8 }
  ]

  it.each(shapes)('finds every row of a piece of $name', ({ length, encoding, textOf, always }) => {
    const texts = Array.from({ length: 3_000 }, () => (random.chance(0.7) ? textOf() : undefined))
    const { texts: stored, pieces } = partsOf(texts)
    const form = decodePiecesForm(pieces[0]?.data ?? new Uint8Array(0))
    expect(form.encoding).toBe(encoding)
    for (let round = 0; round < 60; round += 1) {
      const size = 1 + random.below(length)
      const from = random.below(length - size + 1)
      const needle = (texts.find((text, row) => row >= random.below(2_000) && text !== undefined) ?? '').slice(
        from,
        from + size
      )
      const isAtStart = random.chance(0.3)
      const wanted = [...texts.keys()].filter((row) =>
        isAtStart ? texts[row]?.startsWith(needle) : texts[row]?.includes(needle)
      )
      const patterns = hexPatterns(encoding, form.width, needle, isAtStart) ?? []
      expect({ needle, rows: scanned(stored, form.width, patterns) }).toEqual({ needle, rows: wanted })
      const ranges = patterns.map((pattern) => rangesOf(pattern, form))
      if (ranges.every((some) => some.length > 0)) {
        for (const [place, pattern] of patterns.entries())
          for (const { piece, from: first, to } of ranges[place] ?? []) {
            const those = scanned(stored, form.width, [pattern])
            const at = placeOfBucket(piece, first >>> 16)
            const bucket = pieces.find((part) => part.place === at)
            const rows = bucket === undefined ? [] : [...decodeBucket(bucket.data, texts.length).rows(first, to)]
            expect(rows).toEqual(expect.arrayContaining(those))
          }
      } else if (!needle.includes('-')) expect(needle.length).toBeLessThan(always)
    }
  })

  it('is made of digits of one length alone', () => {
    expect(partsOf([random.uuid(), 'no id', random.uuid()]).pieces).toEqual([])
    expect(partsOf([...Array.from({ length: 1_024 }, () => random.uuid()), random.hex(32)]).pieces).toEqual([])
    expect(partsOf(Array.from({ length: 5 }, () => undefined)).pieces).toEqual([])
  })

  it('says of no text with other characters that it could be there', () => {
    expect(hexPatterns(textEncodings.uuid, 16, 'deadbeeffeed00', false)).toEqual([])
    expect(hexPatterns(textEncodings.hex, 16, 'deadbeef-', false)).toEqual([])
    expect(hexPatterns(textEncodings.hex, 16, 'xyz', false)).toEqual([])
    expect(hexPatterns(textEncodings.utf8, 16, 'ab', false)).toBeUndefined()
    expect(hexPatterns(textEncodings.uuid, 16, '', false)).toHaveLength(37)
  })
})

function scanned(parts: readonly SegmentPart[], width: number, patterns: Parameters<typeof markPatterns>[2]): number[] {
  const rows: number[] = []
  for (const { place, data } of parts) {
    const { values, presence } = decodeTextsPart(data, () => 0).column
    const marks = new Uint8Array(presence.count)
    const marked = markPatterns(values, width, patterns, marks)
    const present = presence.rows()
    let count = 0
    for (const [rank, mark] of marks.entries()) {
      if ((mark === 1) !== patterns.some((pattern) => hasPattern(values, rank * width, pattern)))
        throw new Error(`value ${rank} is marked wrongly`)
      if (mark === 1) rows.push(place * 1_024 + (present?.[rank] ?? rank))
      count += mark
    }
    expect(marked).toBe(count)
  }
  return rows
}
