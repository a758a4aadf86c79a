import { type EventBlock, openBlock } from '../../archive/block/block-codec.ts'
import { AppError } from '../../../shared/kit/app-error.ts'
import type { ReadDb } from '../handle.ts'
import { partCache } from './read-cache.ts'
import { readStatements } from './read-statements.ts'

/** Texts of values kept per table; beyond that all are forgotten. */
const mostTexts = 50_000
/** A column's place in the key of a kept text. */
const idLimit = 2 ** 32

/** Reads rows from the blocks of one table. */
export class BlockReader {
  readonly #db: ReadDb
  readonly #key: string
  readonly #tableId: number
  readonly #columnCount: () => number
  readonly #texts = new Map<number, string>()

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

  /** @throws AppError `database-damaged` for a value that there is not */
  valueText(columnId: number, valueId: number): string {
    const key = columnId * idLimit + valueId
    const known = this.#texts.get(key)
    if (known !== undefined) return known
    const found = this.#db.get<{ text: string }>(readStatements.value.sql, {
      tableId: this.#tableId,
      columnId,
      valueId
    })
    if (found === undefined)
      throw new AppError('database-damaged', { what: 'archived values', where: `column ${columnId}` })
    if (this.#texts.size >= mostTexts) this.#texts.clear()
    this.#texts.set(key, found.text)
    return found.text
  }
}
