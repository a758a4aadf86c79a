import type { TextColumn } from '../../archive/query/segment-source.ts'
import type { SegmentColumn } from '../../archive/segment/columns-part.ts'
import { partKinds, rowsPerSubBlock } from '../../archive/segment/part-kinds.ts'
import {
  bucketOf,
  decodeHashes,
  decodeTextsPart,
  mayContain,
  textHash,
  type TextsPart
} from '../../archive/segment/text-parts.ts'
import type { SegmentParts } from './read-segment.ts'

/** A column of a segment whose texts are kept per row. */
export class SegmentTexts implements TextColumn {
  readonly #parts: SegmentParts
  readonly #columnId: number
  readonly #facts: NonNullable<SegmentColumn['text']>
  readonly #atMs: (row: number) => number

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

  /** Undefined where no row of the sub-block has a text. */
  #part(subBlock: number): TextsPart | undefined {
    const first = subBlock * rowsPerSubBlock
    return this.#parts.readIfAny(partKinds.texts, this.#columnId, subBlock, (data) =>
      decodeTextsPart(data, (row) => this.#atMs(first + row))
    )
  }
}
