import type { BatchColumn, EventBatch } from '../../archive/event-batch.ts'
import { type DaySet, leavesAsWords } from '../../archive/dedupe/day-set.ts'
import { writeIdKey } from '../../archive/dedupe/id-key.ts'
import { matchByContent, matchById } from '../../archive/dedupe/match-row.ts'
import type { ReadDb } from '../handle.ts'
import { cellReader, textIndexOf } from './batch-cells.ts'
import { archivedTextReader, loadDay } from './dedupe-days.ts'
import type { SortedRows } from './sort-rows.ts'
import type { WriterMemory } from './writer-memory.ts'

export interface DedupeInput {
  readonly tableId: number
  readonly batch: EventBatch
  readonly sorted: SortedRows
  readonly sessionId: string | undefined
  /** Whether the rows were told from those of the archive before. */
  readonly areAllNew: boolean
  /** Where the table's rows are told apart by event ids: the batch's column, if it has it, and its id in the archive. */
  readonly eventId: { readonly column: BatchColumn | undefined; readonly columnId: number } | undefined
  /** Days in which a row may also be, because its time was read from another column once: per such column, by row. */
  readonly otherDays: readonly Int32Array[]
  /** Whether a day was pruned. */
  readonly isPruned: (day: number) => boolean
}

export interface DedupedRows {
  /** Indexes of the new rows, in the order of `sorted`. */
  readonly rows: Uint32Array
  /** Days of the new rows: places in `rows`, and the rows that the day had before. */
  readonly runs: readonly {
    readonly day: number
    readonly from: number
    readonly to: number
    readonly firstSeq: number
  }[]
  /** Two words a new row; absent where the table has no event ids. */
  readonly keys: Uint32Array | undefined
  readonly known: number
  readonly ofPrunedDays: number
  /** Rows whose event id is there with other content. */
  readonly conflicts: readonly number[]
}

/** Tells a batch's new rows from those that the archive has. The new ones are noted as being there. */
export function dedupeBatch(db: ReadDb, memory: WriterMemory, input: DedupeInput): DedupedRows {
  return new BatchDedupe(db, memory, input).run()
}

class BatchDedupe {
  readonly #memory: WriterMemory
  readonly #input: DedupeInput
  readonly #rows: Uint32Array
  readonly #keys: Uint32Array | undefined
  readonly #key = new Uint32Array(2)
  readonly #load: (day: number) => DaySet
  readonly #archivedId: (day: number, seq: number) => string | undefined
  readonly #idOf: (row: number) => string | undefined
  readonly #conflicts: number[] = []
  readonly #leaves: Uint32Array
  /** The row that is looked at. */
  #row = 0
  #added = 0
  #known = 0
  #ofPrunedDays = 0

  constructor(db: ReadDb, memory: WriterMemory, input: DedupeInput) {
    const { tableId, batch, eventId } = input
    this.#memory = memory
    this.#leaves = leavesAsWords(batch.leaves)
    this.#input = input
    this.#rows = new Uint32Array(batch.rowCount)
    this.#keys = eventId === undefined ? undefined : new Uint32Array(batch.rowCount * 2)
    this.#load = (day) => memory.day(tableId, day, () => loadDay(db, tableId, day, eventId !== undefined))
    this.#archivedId = eventId === undefined ? () => undefined : archivedTextReader(db, tableId, eventId.columnId)
    this.#idOf = eventId?.column === undefined ? () => undefined : cellReader(eventId.column)
  }

  run(): DedupedRows {
    const runs: { day: number; from: number; to: number; firstSeq: number }[] = []
    const { sorted, isPruned, otherDays } = this.#input
    if (otherDays.length > 0) this.#memory.letGoOfDays()
    for (const { day, from, to } of sorted.runs) {
      if (isPruned(day)) {
        this.#ofPrunedDays += to - from
        continue
      }
      const set = this.#load(day)
      const firstSeq = set.rowCount
      const start = this.#added
      this.#addRun(set, day, from, to)
      this.#memory.dayGrew(this.#input.tableId, day)
      if (this.#added > start) runs.push({ day, from: start, to: this.#added, firstSeq })
    }
    return {
      rows: this.#rows.subarray(0, this.#added),
      runs,
      keys: this.#keys?.subarray(0, this.#added * 2),
      known: this.#known,
      ofPrunedDays: this.#ofPrunedDays,
      conflicts: this.#conflicts
    }
  }

  #addRun(set: DaySet, day: number, from: number, to: number): void {
    const { sorted, tableId, sessionId, eventId, areAllNew, otherDays } = this.#input
    const leaves = this.#leaves
    const key = this.#key
    const met = this.#memory.marks(tableId, day, sessionId)
    const start = this.#added
    const base = set.rowCount
    const hasSameId = (seq: number) =>
      this.#idOf(this.#row) ===
      (seq < base ? this.#archivedId(day, seq) : this.#idOf(this.#rows[start + seq - base] as number))
    for (let place = from; place < to; place += 1) {
      const row = sorted.order[place] as number
      this.#row = row
      const hasId = eventId?.column !== undefined && this.#readKey(eventId.column, row)
      if (areAllNew) {
        // nothing to look for
      } else if (hasId) {
        const match = matchById(set, key, leaves, row, hasSameId)
        if (match === 'other-content') {
          this.#conflicts.push(row)
          continue
        }
        if (match === 'known') {
          this.#known += 1
          continue
        }
      } else {
        const seq = matchByContent(set, met, leaves, row)
        if (seq >= 0) {
          met.set(seq)
          this.#known += 1
          continue
        }
      }
      if (!areAllNew && otherDays.length > 0 && this.#isInOtherDay(row, day, hasId)) {
        this.#known += 1
        continue
      }
      if (!hasId) met.set(set.rowCount)
      set.append(leaves, row, key[0], key[1])
      if (this.#keys !== undefined) {
        this.#keys[this.#added * 2] = key[0] as number
        this.#keys[this.#added * 2 + 1] = key[1] as number
      }
      this.#rows[this.#added] = row
      this.#added += 1
    }
  }

  #isInOtherDay(row: number, day: number, hasId: boolean): boolean {
    const { otherDays, tableId, sessionId } = this.#input
    for (const days of otherDays) {
      const other = days[row] as number
      if (other === day) continue
      const set = this.#load(other)
      if (hasId) {
        if (matchById(set, this.#key, this.#leaves, row, () => false) === 'known') return true
        continue
      }
      const met = this.#memory.marks(tableId, other, sessionId)
      const seq = matchByContent(set, met, this.#leaves, row)
      if (seq < 0) continue
      met.set(seq)
      return true
    }
    return false
  }

  #readKey(column: BatchColumn, row: number): boolean {
    this.#key.fill(0)
    const index = textIndexOf(column, row)
    if (index < 0) return false
    const { bytes, ends } = column.cells.texts
    const start = index === 0 ? 0 : (ends[index - 1] as number)
    const end = ends[index] as number
    // an empty text is nobody's id
    if (start === end) return false
    writeIdKey(bytes, start, end, this.#key, 0)
    return true
  }
}
