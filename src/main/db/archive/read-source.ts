import { untimedDay } from '../../archive/chain/day-number.ts'
import type {
  ColumnFacts,
  SegmentFacts,
  SegmentSource,
  SegmentView,
  ViewRow
} from '../../archive/query/segment-source.ts'
import { decodeValueChunk, toValueChunk, type ValueChunk, valuesPerChunk } from '../../archive/segment/value-chunk.ts'
import type { ReadDb } from '../handle.ts'
import { BlockReader } from './read-blocks.ts'
import { dictionaryCache, partCache } from './read-cache.ts'
import { SegmentParts, StoredSegment } from './read-segment.ts'
import { readStatements } from './read-statements.ts'
import { readTail, type Tail, type TailBlock } from './read-tail.ts'

interface Stamp {
  readonly rowCount: number
  readonly indexedTo: number
  readonly segments: number
  readonly lastSegmentId: number | null
}

interface ColumnRow extends ColumnFacts {
  readonly storage: 'dictionary' | 'text'
}

/** What a handle knows of its tables, for as long as it is open. */
interface HandleState {
  readonly key: string
  readonly tables: Map<number, TableSource>
}

const handles = new WeakMap<ReadDb, HandleState>()
let lastHandle = 0
let lastState = 0

/**
 * The table as it is within the current read transaction. What was read is kept with the handle, and read again when
 * rows or segments of the table changed.
 * @returns undefined for a table that there is not
 */
export function openSegmentSource(db: ReadDb, tableId: number): SegmentSource | undefined {
  const stamp = db.get<Stamp>(readStatements.stamp.sql, { tableId })
  if (stamp === undefined) return undefined
  const state = stateOf(db)
  const known = state.tables.get(tableId)
  if (known?.isOf(stamp) === true) return known
  const fresh = new TableSource(db, state.key, tableId, stamp)
  if (known !== undefined) forget(state.key, known, fresh)
  state.tables.set(tableId, fresh)
  return fresh
}

function stateOf(db: ReadDb): HandleState {
  const known = handles.get(db)
  if (known !== undefined) return known
  lastHandle += 1
  const state: HandleState = { key: `h${lastHandle}`, tables: new Map() }
  handles.set(db, state)
  return state
}

/** Lets go of answers of the state before, and of parts of segments that are no more. */
function forget(handleKey: string, before: TableSource, now: TableSource): void {
  const there = new Set(now.segments.map(({ segmentId }) => segmentId))
  const gone = before.segments.filter(({ segmentId }) => !there.has(segmentId))
  const prefixes = gone.map(({ segmentId }) => `${handleKey}.${segmentId}.`)
  partCache.deleteAll((key) => key.startsWith(before.memoKey) || prefixes.some((prefix) => key.startsWith(prefix)))
}

class TableSource implements SegmentSource {
  readonly table: SegmentSource['table']
  readonly segments: readonly SegmentFacts[]
  readonly memoKey: string
  readonly #db: ReadDb
  readonly #key: string
  readonly #stamp: Stamp
  readonly #columns: readonly ColumnRow[]
  readonly #blocks: BlockReader
  readonly #chunkCounts = new Map<number, number>()
  #tail: { readonly rows: Tail | undefined } | undefined

  constructor(db: ReadDb, handleKey: string, tableId: number, stamp: Stamp) {
    lastState += 1
    this.memoKey = `memo${lastState}.`
    this.#db = db
    this.#key = handleKey
    this.#stamp = stamp
    this.#columns = db.all<ColumnRow>(readStatements.columns.sql, { tableId })
    this.table = { tableId, rowCount: stamp.rowCount, columns: this.#columns }
    this.segments = db.all<SegmentFacts>(readStatements.segments.sql, { tableId })
    this.#blocks = new BlockReader(db, this.memoKey, tableId, () => this.#columns.length)
  }

  isOf(stamp: Stamp): boolean {
    const own = this.#stamp
    return (
      own.rowCount === stamp.rowCount &&
      own.indexedTo === stamp.indexedTo &&
      own.segments === stamp.segments &&
      own.lastSegmentId === stamp.lastSegmentId
    )
  }

  get tail(): SegmentView | undefined {
    return this.#tailRows()?.view
  }

  #tailRows(): Tail | undefined {
    if (this.#tail === undefined) {
      const { tableId } = this.table
      const blocks = this.#db.all<TailBlock>(readStatements.tail.sql, { tableId, indexedTo: this.#stamp.indexedTo })
      this.#tail = { rows: readTail(blocks, this.#blocks) }
    }
    return this.#tail.rows
  }

  view(segment: SegmentFacts): SegmentView {
    return new StoredSegment(new SegmentParts(this.#db, this.#key, segment), this.#blocks)
  }

  readRows(rows: readonly ViewRow[]): (string | null)[][] {
    const tail = this.#tailRows()
    return this.#blocks.readRows(
      rows.map(({ view, row }) => {
        if (view instanceof StoredSegment) return view.blockRow(row)
        if (tail === undefined || view !== tail.view) throw new RangeError('a row of another table')
        return tail.blockRow(row)
      })
    )
  }

  hasTexts(columnId: number): boolean {
    return this.#columns[columnId]?.storage === 'text'
  }

  *chunks(columnId: number): Iterable<ValueChunk> {
    const valueCount = this.#columns[columnId]?.valueCount ?? 0
    const wholeChunks = Math.min(this.#chunksOf(columnId), Math.floor(valueCount / valuesPerChunk))
    for (let chunk = 0; chunk * valuesPerChunk < valueCount; chunk++)
      yield chunk < wholeChunks
        ? this.#storedChunk(columnId, chunk)
        : this.#looseChunk(columnId, chunk * valuesPerChunk + 1, Math.min((chunk + 1) * valuesPerChunk, valueCount))
  }

  /** A search over all columns asks this of each of them: it is read once a state of the table. */
  #chunksOf(columnId: number): number {
    const known = this.#chunkCounts.get(columnId)
    if (known !== undefined) return known
    const { tableId } = this.table
    const last = this.#db.get<{ chunk: number | null }>(readStatements.lastValueChunk.sql, { tableId, columnId })
    const count = (last?.chunk ?? -1) + 1
    this.#chunkCounts.set(columnId, count)
    return count
  }

  valueText(columnId: number, valueId: number): string {
    return this.#blocks.valueText(columnId, valueId)
  }

  rowAtPlace({ day, seq }: { readonly day: number; readonly seq: number }): ReturnType<SegmentSource['rowAtPlace']> {
    const found = this.#db.get<{ blockId: number; firstSeq: number; rowCount: number }>(readStatements.blockOfRow.sql, {
      tableId: this.table.tableId,
      day,
      seq
    })
    if (found === undefined || seq >= found.firstSeq + found.rowCount) return undefined
    const index = seq - found.firstSeq
    const cells = this.#blocks.readRow(found.blockId, index)
    return day === untimedDay ? { cells } : { atMs: this.#blocks.atMs(found.blockId, index), cells }
  }

  memo<Value>(key: string, sizeBytes: (value: Value) => number, work: () => Value): Value {
    return partCache.through(this.memoKey + key, work, sizeBytes)
  }

  #storedChunk(columnId: number, chunk: number): ValueChunk {
    const { tableId } = this.table
    const key = `${this.#key}.${tableId}.${columnId}.${chunk}`
    const load = () => {
      const found = this.#db.get<{ data: Uint8Array }>(readStatements.valueChunk.sql, { tableId, columnId, chunk })
      return found === undefined
        ? this.#readValues(columnId, chunk * valuesPerChunk + 1, (chunk + 1) * valuesPerChunk)
        : decodeValueChunk(found.data)
    }
    return dictionaryCache.through(key, load, chunkBytes)
  }

  /** Values that no whole chunk holds yet; they grow, so that their number belongs to the key. */
  #looseChunk(columnId: number, firstId: number, lastId: number): ValueChunk {
    const key = `${this.#key}.${this.table.tableId}.${columnId}.loose.${firstId}.${lastId}`
    return dictionaryCache.through(key, () => this.#readValues(columnId, firstId, lastId), chunkBytes)
  }

  #readValues(columnId: number, firstId: number, lastId: number): ValueChunk {
    const { tableId } = this.table
    const rows = this.#db.all<{ text: string }>(readStatements.values.sql, { tableId, columnId, firstId, lastId })
    return toValueChunk(
      firstId,
      rows.map(({ text }) => text)
    )
  }
}

function chunkBytes(chunk: ValueChunk): number {
  const own = chunk.bytes.byteLength + chunk.ends.byteLength
  return chunk.lowerBytes === chunk.bytes ? own : own + chunk.lowerBytes.byteLength + chunk.lowerEnds.byteLength
}
