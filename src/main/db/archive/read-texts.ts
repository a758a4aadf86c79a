import { hasPattern, type HexPattern, hexPatterns, markPatterns } from '../../archive/block/hex-pattern.ts'
import { isTimeEncoding } from '../../archive/block/text-encoding.ts'
import { canLieInTimes } from '../../archive/block/time-pattern.ts'
import type { TextColumn } from '../../archive/query/segment-source.ts'
import type { SegmentColumn } from '../../archive/segment/columns-part.ts'
import { partKinds, rowsPerSubBlock } from '../../archive/segment/part-kinds.ts'
import {
  decodeBucket,
  decodePiecesForm,
  type PieceRange,
  type PiecesForm,
  placeOfBucket,
  rangesOf
} from '../../archive/segment/pieces-part.ts'
import {
  bucketOf,
  decodeHashes,
  decodeTextsPart,
  mayContain,
  textHash,
  type TextsPart
} from '../../archive/segment/text-parts.ts'
import type { SegmentParts } from './read-segment.ts'

const marks = new Uint8Array(rowsPerSubBlock)
const noRows = new Uint16Array(0)

/** A column of a segment whose texts are kept per row. */
export class SegmentTexts implements TextColumn {
  readonly #parts: SegmentParts
  readonly #columnId: number
  readonly #facts: NonNullable<SegmentColumn['text']>
  readonly #atMs: (row: number) => number
  readonly #found = new Map<string, Uint16Array | undefined>()

  constructor(
    parts: SegmentParts,
    columnId: number,
    facts: NonNullable<SegmentColumn['text']>,
    atMs: (row: number) => number
  ) {
    this.#parts = parts
    this.#columnId = columnId
    this.#facts = facts
    this.#atMs = atMs
  }

  mayContainAnywhere(lowerText: string): boolean {
    return mayContain(this.#facts.mask, Buffer.from(lowerText))
  }

  mayContain(subBlock: number, lowerText: string): boolean {
    const part = this.#part(subBlock)
    return part !== undefined && mayContain(part.mask, Buffer.from(lowerText))
  }

  rowsContaining(lowerText: string, isAtStart: boolean): Uint16Array | undefined {
    if (!this.mayContainAnywhere(lowerText)) return noRows
    const key = `${isAtStart ? '^' : '~'}${lowerText}`
    if (!this.#found.has(key)) this.#found.set(key, this.#lookUp(lowerText, isAtStart))
    return this.#found.get(key)
  }

  searchSubBlock(subBlock: number, lowerText: string, isAtStart: boolean): Uint16Array | undefined {
    const part = this.#part(subBlock)
    if (part === undefined) return noRows
    const { encoding, width, values, presence } = part.column
    const patterns = patternsOf(encoding, width, lowerText, isAtStart)
    if (patterns === undefined) return undefined
    if (patterns.length === 0) return noRows
    marks.fill(0)
    const rows = new Uint16Array(markPatterns(values, width, patterns, marks))
    const present = presence.rows()
    let found = 0
    for (let rank = 0; found < rows.length; rank += 1)
      if (marks[rank] === 1) {
        rows[found] = present === undefined ? rank : (present[rank] as number)
        found += 1
      }
    return rows
  }

  textAt(row: number): string | undefined {
    return this.#part(Math.floor(row / rowsPerSubBlock))?.column.textAt(row % rowsPerSubBlock)
  }

  texts(subBlock: number): readonly (string | undefined)[] {
    return this.#part(subBlock)?.column.texts() ?? []
  }

  candidates(text: string): ArrayLike<number> {
    const { isHashed, bucketBits } = this.#facts
    if (!isHashed) return this.#rowsWith(text)
    const hash = textHash(text)
    const bucket = this.#parts.readIfAny(partKinds.hashes, this.#columnId, bucketOf(hash, bucketBits), (data) =>
      decodeHashes(data, bucketBits)
    )
    return bucket?.candidates(hash) ?? []
  }

  #rowsWith(text: string): number[] {
    const rows: number[] = []
    for (let first = 0; first < this.#parts.segment.rowCount; first += rowsPerSubBlock)
      for (const [index, other] of this.texts(first / rowsPerSubBlock).entries())
        if (other === text) rows.push(first + index)
    return rows
  }

  /** By the index of pieces; undefined where not every way in which the text can be there is in it. */
  #lookUp(lowerText: string, isAtStart: boolean): Uint16Array | undefined {
    const form = this.#parts.readIfAny(partKinds.pieces, this.#columnId, 0, decodePiecesForm)
    if (form === undefined) return undefined
    if (isTimeEncoding(form.encoding)) return canLieInTimes(form.encoding, lowerText) ? undefined : noRows
    const patterns = patternsOf(form.encoding, form.width, lowerText, isAtStart) ?? []
    const found = new Set<number>()
    for (const pattern of patterns) {
      const ranges = rangesOf(pattern, form)
      if (ranges.length === 0) return undefined
      for (const row of this.#candidatesOf(ranges)) if (this.#has(row, form, pattern)) found.add(row)
    }
    return Uint16Array.from(found).sort()
  }

  #candidatesOf(ranges: readonly PieceRange[]): Uint16Array {
    let best: Uint16Array | undefined
    for (const { piece, from, to } of ranges) {
      const place = placeOfBucket(piece, from >>> 16)
      const bucket = this.#parts.readIfAny(partKinds.pieces, this.#columnId, place, (data) =>
        decodeBucket(data, this.#parts.segment.rowCount)
      )
      const rows = bucket?.rows(from, to) ?? noRows
      if (best === undefined || rows.length < best.length) best = rows
      if (best.length <= 2) break
    }
    return best ?? noRows
  }

  #has(row: number, { width }: PiecesForm, pattern: HexPattern): boolean {
    const column = this.#part(Math.floor(row / rowsPerSubBlock))?.column
    const rank = column?.presence.rankOf(row % rowsPerSubBlock) ?? -1
    return column !== undefined && rank >= 0 && hasPattern(column.values, rank * width, pattern)
  }

  /** Undefined where no row of the sub-block has a text. */
  #part(subBlock: number): TextsPart | undefined {
    const first = subBlock * rowsPerSubBlock
    return this.#parts.readIfAny(partKinds.texts, this.#columnId, subBlock, (data) =>
      decodeTextsPart(data, (row) => this.#atMs(first + row))
    )
  }
}

const keptPatterns = new Map<string, readonly HexPattern[] | undefined>()

/** As `hexPatterns`: the same for all segments of a question. */
function patternsOf(
  encoding: number,
  width: number,
  lowerText: string,
  isAtStart: boolean
): readonly HexPattern[] | undefined {
  const key = `${encoding} ${width} ${isAtStart} ${lowerText}`
  if (!keptPatterns.has(key)) {
    if (keptPatterns.size >= 16) keptPatterns.clear()
    keptPatterns.set(key, hexPatterns(encoding, width, lowerText, isAtStart))
  }
  return keptPatterns.get(key)
}
