import {
  type ColumnCells,
  type ColumnDirectory,
  decodeCells,
  decodeDirectory,
  decodeRollup,
  denseCells
} from '../../archive/segment/coded-parts.ts'
import { decodeColumns, type SegmentColumn } from '../../archive/segment/columns-part.ts'
import { type PartKind, partKinds } from '../../archive/segment/part-kinds.ts'
import { type ColumnPostings, decodePostings } from '../../archive/segment/postings-part.ts'
import { decodeRefs, type SegmentRefs } from '../../archive/segment/refs-part.ts'
import {
  decodeQuarters,
  decodeTimes,
  type SegmentQuarters,
  type SegmentTimes
} from '../../archive/segment/times-part.ts'
import type {
  CodedColumn,
  RollupView,
  RowPlace,
  SegmentFacts,
  SegmentView,
  TextColumn
} from '../../archive/query/segment-source.ts'
import type { RowSet } from '../../archive/row-set/row-set.ts'
import { AppError } from '../../../shared/kit/app-error.ts'
import type { ReadDb } from '../handle.ts'
import type { BlockReader, BlockRow } from './read-blocks.ts'
import { partCache } from './read-cache.ts'
import { readStatements } from './read-statements.ts'
import { SegmentTexts } from './read-texts.ts'

const quarterHourMs = 900_000
/** About what the facts of a column take in memory. */
const bytesPerColumn = 250

/** Reads the parts of one segment; each is decoded once and kept while there is memory for it. */
export class SegmentParts {
  readonly db: ReadDb
  readonly segment: SegmentFacts
  readonly key: string

  /** @param handleKey names the handle in the thread's cache */
  constructor(db: ReadDb, handleKey: string, segment: SegmentFacts) {
    this.db = db
    this.segment = segment
    this.key = `${handleKey}.${segment.segmentId}`
  }

  /** @throws AppError `database-damaged` where the part is missing */
  read<Part>(
    kind: PartKind,
    columnId: number,
    place: number,
    decode: (data: Uint8Array) => Part,
    sizeOf?: (part: Part) => number
  ): Part {
    const part = this.readIfAny(kind, columnId, place, decode, sizeOf)
    if (part === undefined) throw new AppError('database-damaged', { what: 'segment', where: `part ${kind}` })
    return part
  }

  /**
   * A part that a segment has only where there is something to say.
   * @param sizeOf memory that it takes decoded, where that is not about what is stored
   */
  readIfAny<Part>(
    kind: PartKind,
    columnId: number,
    place: number,
    decode: (data: Uint8Array) => Part,
    sizeOf?: (part: Part) => number
  ): Part | undefined {
    let bytes = 0
    return partCache.through(
      `${this.key}.${kind}.${columnId}.${place}`,
      () => {
        const { segmentId } = this.segment
        const found = this.db.get<{ data: Uint8Array }>(readStatements.part.sql, { segmentId, kind, columnId, place })
        bytes = found?.data.byteLength ?? 0
        return found === undefined ? undefined : decode(found.data)
      },
      (part) => (part === undefined || sizeOf === undefined ? bytes : sizeOf(part))
    )
  }

  /** The postings that hold a value. Which parts there are is learnt from those that were read. */
  postings(columnId: number, code: number, valueId: number): ColumnPostings {
    const known = partCache.through<PostingsRange[]>(
      `${this.key}.ranges.${columnId}`,
      () => [],
      () => 2_000
    )
    const range = known.find((one) => code >= one.firstCode && code < one.firstCode + one.count)
    const key = (place: number) => `${this.key}.${partKinds.postings}.${columnId}.${place}`
    let read: { readonly place: number; readonly data: Uint8Array } | undefined
    const load = () => {
      const { segmentId } = this.segment
      read = this.db.get(readStatements.postings.sql, { segmentId, kind: partKinds.postings, columnId, valueId })
      if (read === undefined) throw new AppError('database-damaged', { what: 'segment', where: 'postings' })
      return read
    }
    const place = range?.place ?? load().place
    const postings = partCache.through(
      key(place),
      () => decodePostings((read ?? load()).data, this.segment.rowCount),
      () => read?.data.byteLength ?? 0
    )
    if (range === undefined) known.push({ place, firstCode: postings.firstCode, count: postings.count })
    return postings
  }
}

interface PostingsRange {
  readonly place: number
  readonly firstCode: number
  readonly count: number
}

/** A segment as the engine sees it. */
export class StoredSegment implements SegmentView {
  readonly segmentId: number
  readonly rowCount: number
  readonly minAtMs: number
  readonly maxAtMs: number
  readonly #parts: SegmentParts
  readonly #blocks: BlockReader
  readonly #columns: ReadonlyMap<number, SegmentColumn>
  readonly #coded = new Map<number, CodedColumn>()
  readonly #texts = new Map<number, TextColumn>()
  #quarters: SegmentQuarters | undefined
  #refs: SegmentRefs | undefined
  #times: SegmentTimes | undefined

  constructor(parts: SegmentParts, blocks: BlockReader) {
    const { segment } = parts
    this.segmentId = segment.segmentId
    this.rowCount = segment.rowCount
    this.minAtMs = segment.minAtMs
    this.maxAtMs = segment.maxAtMs
    this.#parts = parts
    this.#blocks = blocks
    this.#columns = parts.read(
      partKinds.columns,
      0,
      0,
      (data) => new Map(decodeColumns(data).columns.map((column) => [column.columnId, column])),
      (columns) => columns.size * bytesPerColumn
    )
  }

  atMs(row: number): number {
    if (this.#times !== undefined) return this.#times.atMs(row)
    // all times take a quarter of a megabyte, and who asks for a row's time reads its block as a rule
    const { blockId, index } = this.#allRefs().refOf(row)
    return this.#blocks.atMs(blockId, index)
  }

  rowAt(atMs: number): number {
    if (atMs <= this.minAtMs) return 0
    if (atMs > this.maxAtMs) return this.rowCount
    const { quarters, firstRows } = this.quarters()
    const wanted = Math.floor(atMs / quarterHourMs)
    let low = 0
    let high = quarters.length
    while (low < high) {
      const middle = (low + high) >> 1
      if ((quarters[middle] as number) < wanted) low = middle + 1
      else high = middle
    }
    const isInside = quarters[low] === wanted && atMs !== wanted * quarterHourMs
    return isInside ? this.#allTimes().rowAt(atMs) : (firstRows[low] ?? this.rowCount)
  }

  place(row: number): RowPlace {
    const { day, seq } = this.#allRefs().refOf(row)
    return { day, seq }
  }

  quarters(): SegmentQuarters {
    this.#quarters ??= this.#parts.read(partKinds.quarters, 0, 0, (data) => decodeQuarters(data, this.rowCount))
    return this.#quarters
  }

  coded(columnId: number): CodedColumn | undefined {
    const known = this.#coded.get(columnId)
    if (known !== undefined) return known
    const facts = this.#columns.get(columnId)?.coded
    if (facts === undefined) return undefined
    const column = new StoredCodes(this.#parts, columnId, facts)
    this.#coded.set(columnId, column)
    return column
  }

  texts(columnId: number): TextColumn | undefined {
    const known = this.#texts.get(columnId)
    if (known !== undefined) return known
    const facts = this.#columns.get(columnId)?.text
    if (facts === undefined) return undefined
    const column = new SegmentTexts(this.#parts, columnId, facts, (row) => this.atMs(row))
    this.#texts.set(columnId, column)
    return column
  }

  memo<Value>(key: string, sizeBytes: (value: Value) => number, work: () => Value): Value {
    return partCache.through(`${this.#parts.key}.memo.${key}`, work, sizeBytes)
  }

  readRow(row: number): (string | null)[] {
    const { blockId, index } = this.blockRow(row)
    return this.#blocks.readRow(blockId, index)
  }

  /** Where a row is kept. */
  blockRow(row: number): BlockRow {
    return this.#allRefs().refOf(row)
  }

  #allRefs(): SegmentRefs {
    this.#refs ??= this.#parts.read(partKinds.refs, 0, 0, (data) => decodeRefs(data, this.rowCount))
    return this.#refs
  }

  #allTimes(): SegmentTimes {
    this.#times ??= this.#parts.read(partKinds.times, 0, 0, (data) => decodeTimes(data, this.rowCount))
    return this.#times
  }
}

class StoredCodes implements CodedColumn {
  readonly present: number
  readonly distinct: number
  readonly #parts: SegmentParts
  readonly #columnId: number
  readonly #hasRollup: boolean
  #directory: ColumnDirectory | undefined
  #cells: Uint8Array | Uint16Array | undefined

  constructor(parts: SegmentParts, columnId: number, facts: NonNullable<SegmentColumn['coded']>) {
    this.#parts = parts
    this.#columnId = columnId
    this.present = facts.present
    this.distinct = facts.distinct
    this.#hasRollup = facts.hasRollup
  }

  get ids(): Uint32Array {
    return this.#values().ids
  }

  get counts(): Uint32Array {
    return this.#values().counts
  }

  cells(): Uint8Array | Uint16Array {
    if (this.#cells === undefined) {
      const { rowCount } = this.#parts.segment
      const stored: ColumnCells = this.#parts.read(partKinds.cells, this.#columnId, 0, (data) =>
        decodeCells(data, rowCount)
      )
      this.#cells = denseCells(stored, rowCount)
    }
    return this.#cells
  }

  rowsOf(code: number): RowSet {
    return this.#parts.postings(this.#columnId, code, this.ids[code - 1] ?? 0).rowsOf(code)
  }

  rollup(): RollupView | undefined {
    return this.#hasRollup ? this.#parts.read(partKinds.rollup, this.#columnId, 0, decodeRollup) : undefined
  }

  #values(): ColumnDirectory {
    this.#directory ??= this.#parts.read(
      partKinds.directory,
      this.#columnId,
      0,
      decodeDirectory,
      ({ ids, counts }) => ids.byteLength + counts.byteLength
    )
    return this.#directory
  }
}
