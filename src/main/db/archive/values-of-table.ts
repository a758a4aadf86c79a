import { Buffer } from 'node:buffer'
import type { BlockColumnInput } from '../../archive/block/block-codec.ts'
import { noText } from '../../archive/block/packed-cells.ts'
import type { BatchColumn } from '../../archive/event-batch.ts'
import { TextIds } from '../../archive/values/text-ids.ts'
import type { SqlValue, WriteDb } from '../handle.ts'
import { textIndexOf } from './batch-cells.ts'
import type { WriterMemory } from './writer-memory.ts'

/** From how many cells on a batch says whether a column's values are nearly all different. */
const tellingCells = 4_096
/** A dictionary with more texts than this gives its column up to texts in blocks. */
const dictionaryLimit = 400_000
/** Texts read in one go. */
const textsAtOnce = 20_000

/** A column of a table of events. */
export interface StoredColumn {
  readonly columnId: number
  readonly name: string
  readonly storage: 'dictionary' | 'text'
  readonly valueCount: number
}

export interface ValuesInput {
  readonly tableId: number
  /** Rows of the table, the new ones included. */
  readonly rowCount: number
  /** Indexes of the new rows in the batch. */
  readonly rows: Uint32Array
}

/**
 * The cells of a batch's new rows as they go into blocks: ids of texts in the column's dictionary, which takes up the
 * new ones, or the texts themselves where hardly any comes twice.
 */
export function encodeColumn(
  db: WriteDb,
  memory: WriterMemory,
  input: ValuesInput,
  column: StoredColumn,
  given: BatchColumn
): BlockColumnInput['cells'] | undefined {
  const { tableId, rows } = input
  const cellCount = countCells(given, rows)
  if (cellCount === 0) return undefined
  if (column.storage === 'text') return textCells(given, rows)
  const texts = memory.texts(tableId, column.columnId, () => loadTexts(db, tableId, column))
  if (cellCount >= tellingCells && countNew(texts, given, rows, cellCount / 2) > cellCount / 2) {
    db.run("UPDATE archived_columns SET storage = 'text' WHERE table_id = :tableId AND position = :columnId", {
      tableId,
      columnId: column.columnId
    })
    return textCells(given, rows)
  }
  const before = texts.count
  const ids = internCells(texts, given, rows)
  if (texts.count > before) keepTexts(db, input, column, texts, before)
  return { kind: 'dictionary', ids }
}

function countCells({ cells }: BatchColumn, rows: Uint32Array): number {
  let count = 0
  const isThere = cells.kind === 'dictionary' ? cells.codes : cells.isPresent
  for (let place = 0; place < rows.length; place += 1) if (isThere[rows[place] as number] !== 0) count += 1
  return count
}

/** The cells' texts where they lie in the batch. */
function textCells(given: BatchColumn, rows: Uint32Array): BlockColumnInput['cells'] {
  const { bytes, ends: textEnds } = given.cells.texts
  const starts = new Uint32Array(rows.length)
  const ends = new Uint32Array(rows.length)
  for (let place = 0; place < rows.length; place += 1) {
    const index = textIndexOf(given, rows[place] as number)
    starts[place] = index < 0 ? noText : index === 0 ? 0 : (textEnds[index - 1] as number)
    ends[place] = index < 0 ? 0 : (textEnds[index] as number)
  }
  return { kind: 'packed', bytes, starts, ends }
}

/** How many of the cells' texts are not in the dictionary, each text once. Stops counting beyond `enough`. */
function countNew(texts: TextIds, { cells }: BatchColumn, rows: Uint32Array, enough: number): number {
  const { bytes, ends } = cells.texts
  if (cells.kind === 'text') {
    // counted in a dictionary of its own, since a text may come twice
    const fresh = new TextIds()
    for (let place = 0; place < rows.length; place += 1) {
      const row = rows[place] as number
      if (cells.isPresent[row] === 0) continue
      const start = row === 0 ? 0 : (ends[row - 1] as number)
      if (texts.find(bytes, start, ends[row] as number) === 0) fresh.intern(bytes, start, ends[row] as number)
      if (fresh.count > enough) break
    }
    return fresh.count
  }
  // no more texts than that can be new
  if (ends.length <= enough) return 0
  const isSeen = new Uint8Array(ends.length)
  let count = 0
  for (let place = 0; place < rows.length; place += 1) {
    const index = (cells.codes[rows[place] as number] as number) - 1
    if (index < 0 || isSeen[index] === 1) continue
    isSeen[index] = 1
    if (texts.find(bytes, index === 0 ? 0 : (ends[index - 1] as number), ends[index] as number) === 0) count += 1
    if (count > enough) break
  }
  return count
}

function internCells(texts: TextIds, { cells }: BatchColumn, rows: Uint32Array): Uint32Array {
  const ids = new Uint32Array(rows.length)
  const { bytes, ends } = cells.texts
  if (cells.kind === 'text') {
    for (let place = 0; place < rows.length; place += 1) {
      const row = rows[place] as number
      if (cells.isPresent[row] === 1)
        ids[place] = texts.intern(bytes, row === 0 ? 0 : (ends[row - 1] as number), ends[row] as number)
    }
    return ids
  }
  const { codes } = cells
  const known = new Uint32Array(ends.length + 1)
  for (let place = 0; place < rows.length; place += 1) {
    const code = codes[rows[place] as number] as number
    if (code === 0) continue
    let id = known[code] as number
    if (id === 0) {
      id = texts.intern(bytes, code === 1 ? 0 : (ends[code - 2] as number), ends[code - 1] as number)
      known[code] = id
    }
    ids[place] = id
  }
  return ids
}

/** Stores the texts that are new, and gives the dictionary up for later rows where it does not pay. */
function keepTexts(db: WriteDb, input: ValuesInput, column: StoredColumn, texts: TextIds, before: number): void {
  const { tableId, rowCount } = input
  const { columnId } = column
  insertTexts(db, tableId, columnId, texts, before)
  // a column that fills up in small batches never has a telling one
  const isMostlyDifferent = texts.count >= tellingCells && texts.count > rowCount / 2
  db.run(
    `UPDATE archived_columns SET value_count = :valueCount, storage = iif(:isGivenUp, 'text', storage)
     WHERE table_id = :tableId AND position = :columnId`,
    { tableId, columnId, valueCount: texts.count, isGivenUp: isMostlyDifferent || texts.count > dictionaryLimit }
  )
}

const insertedAtOnce = 64
const insertOne = 'INSERT INTO archived_values (table_id, column_id, value_id, text) VALUES '
const valuesOf = (place: number) => `(:tableId, :columnId, :firstId + ${place}, :text${place})`
const insertMany = insertOne + Array.from({ length: insertedAtOnce }, (_, place) => valuesOf(place)).join()

/** Many in one statement where they are many: a quarter of what one by one costs. */
function insertTexts(db: WriteDb, tableId: number, columnId: number, texts: TextIds, before: number): void {
  const textOf = (valueId: number) => {
    const { buffer, byteOffset, length } = texts.textAt(valueId)
    return Buffer.from(buffer, byteOffset, length).toString()
  }
  let firstId = before + 1
  for (; firstId + insertedAtOnce <= texts.count + 1; firstId += insertedAtOnce) {
    const params: Record<string, SqlValue> = { tableId, columnId, firstId }
    for (let place = 0; place < insertedAtOnce; place += 1) params[`text${place}`] = textOf(firstId + place)
    db.run(insertMany, params)
  }
  for (; firstId <= texts.count; firstId += 1)
    db.run(insertOne + valuesOf(0), { tableId, columnId, firstId, text0: textOf(firstId) })
}

function loadTexts(db: WriteDb, tableId: number, { columnId }: StoredColumn): TextIds {
  const texts = new TextIds()
  for (let isMore = true; isMore; ) {
    const found = db.all<{ bytes: Uint8Array }>(
      `SELECT CAST(text AS BLOB) AS bytes FROM archived_values
       WHERE table_id = :tableId AND column_id = :columnId AND value_id > :after ORDER BY value_id LIMIT :limit`,
      { tableId, columnId, after: texts.count, limit: textsAtOnce }
    )
    // an empty text comes as NULL where it is cast
    for (const { bytes } of found) texts.intern(bytes ?? new Uint8Array(0), 0, bytes?.length ?? 0)
    isMore = found.length === textsAtOnce
  }
  return texts
}
