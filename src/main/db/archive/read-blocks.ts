import { type EventBlock, openBlock } from '../../archive/block/block-codec.ts'
import { AppError } from '../../../shared/kit/app-error.ts'
import type { ReadDb } from '../handle.ts'
import { partCache } from './read-cache.ts'
import { readStatements } from './read-statements.ts'

/** Texts of values kept per table; beyond that all are forgotten. */
const mostTexts = 50_000
/** Of fewer values of a column each is read by itself. */
const fewValues = 3
/** A block's id in the file, and a row's index in it. */
export interface BlockRow {
  readonly blockId: number
  readonly index: number
}

/** Reads rows from the blocks of one table. */
export class BlockReader {
  readonly #db: ReadDb
  readonly #key: string
  readonly #tableId: number
  readonly #columnCount: () => number
  /** By column and value id. */
  readonly #texts: Map<number, string>[] = []
  #textCount = 0

  /**
   * @param key names the state of the table in the thread's cache: a block's id may come again once its day was pruned
   * @param columnCount columns that the table has now
   */
  constructor(db: ReadDb, key: string, tableId: number, columnCount: () => number) {
    this.#db = db
    this.#key = key
    this.#tableId = tableId
    this.#columnCount = columnCount
  }

  /** @throws AppError `database-damaged` */
  block(blockId: number): EventBlock {
    let bytes = 0
    return partCache.through(
      `${this.#key}block.${blockId}`,
      () => {
        const found = this.#db.get<{ data: Uint8Array }>(readStatements.block.sql, { blockId })
        if (found === undefined) throw new AppError('database-damaged', { what: 'block', where: String(blockId) })
        bytes = found.data.byteLength
        return openBlock(found.data)
      },
      // decoded columns come on top
      () => bytes * 2
    )
  }

  /** Time of a row; 0 where it has none. */
  atMs(blockId: number, index: number): number {
    const atMs = this.block(blockId).atMs(index)
    return Number.isNaN(atMs) ? 0 : atMs
  }

  /** Cells of a row, in the order of the table's columns. */
  readRow(blockId: number, index: number): (string | null)[] {
    const block = this.block(blockId)
    const cells = Array.from<string | null>({ length: this.#columnCount() }).fill(null)
    for (const columnId of block.columnIds) {
      if (block.kindOf(columnId) === 'text') cells[columnId] = block.textAt(columnId, index) ?? null
      else {
        const valueId = block.idAt(columnId, index)
        if (valueId > 0) cells[columnId] = this.valueText(columnId, valueId)
      }
    }
    return cells
  }

  /** Cells of many rows, as `readRow`. */
  readRows(rows: readonly BlockRow[]): (string | null)[][] {
    this.#readValues(rows)
    return rows.map(({ blockId, index }) => this.readRow(blockId, index))
  }

  /** @throws AppError `database-damaged` for a value that there is not */
  valueText(columnId: number, valueId: number): string {
    const known = this.#textsOf(columnId).get(valueId)
    if (known !== undefined) return known
    const found = this.#db.get<{ text: string }>(readStatements.value.sql, {
      tableId: this.#tableId,
      columnId,
      valueId
    })
    if (found === undefined)
      throw new AppError('database-damaged', { what: 'archived values', where: `column ${columnId}` })
    this.#keep(columnId, valueId, found.text)
    return found.text
  }

  /** Reads the values of these rows' cells that are not known yet, a column at a time, so that `readRow` has them. */
  #readValues(rows: readonly BlockRow[]): void {
    const missing: Set<number>[] = []
    for (const { blockId, index } of rows) {
      const block = this.block(blockId)
      for (const columnId of block.columnIds) {
        if (block.kindOf(columnId) === 'text') continue
        const valueId = block.idAt(columnId, index)
        if (valueId > 0 && !this.#textsOf(columnId).has(valueId)) (missing[columnId] ??= new Set()).add(valueId)
      }
    }
    if (missing.reduce((sum, ids) => sum + ids.size, this.#textCount) > mostTexts) this.#forget()
    for (const [columnId, ids] of missing.entries()) {
      if (ids === undefined || ids.size <= fewValues) continue
      const found = this.#db.all<{ valueId: number; text: string }>(readStatements.someValues.sql, {
        tableId: this.#tableId,
        columnId,
        valueIds: `[${[...ids].join()}]`
      })
      for (const { valueId, text } of found) this.#keep(columnId, valueId, text)
    }
  }

  #textsOf(columnId: number): Map<number, string> {
    return (this.#texts[columnId] ??= new Map())
  }

  #keep(columnId: number, valueId: number, text: string): void {
    if (this.#textCount >= mostTexts) this.#forget()
    this.#textsOf(columnId).set(valueId, text)
    this.#textCount += 1
  }

  #forget(): void {
    this.#texts.length = 0
    this.#textCount = 0
  }
}
