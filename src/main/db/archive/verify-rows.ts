import { Buffer } from 'node:buffer'
import { hash } from 'node:crypto'
import type { EventBlock } from '../../archive/block/block-codec.ts'
import { hashBytes } from '../../archive/chain/hash-chain.ts'
import type { ReadDb } from '../handle.ts'

/** Texts of a dictionary read in one go. */
const textsAtOnce = 1_024
/** Characters of printed texts that are kept at hand. */
const keptCharacters = 32 * 1024 * 1024

interface VerifiedColumn {
  readonly columnId: number
  readonly name: string
  /** The name as it stands in the canonical form. */
  readonly printedName: string
}

interface Cell {
  readonly columnId: number
  readonly valueId: number
}

const kept = new WeakMap<ReadDb, { readonly version: number; readonly tables: Map<number, RowPrinter> }>()

/** Prints rows of a table; texts of dictionaries stay at hand until somebody writes to the file. */
export function rowPrinter(db: ReadDb, tableId: number): RowPrinter {
  const version = Number(db.get<Readonly<Record<string, number>>>('PRAGMA data_version')?.['data_version'])
  let known = kept.get(db)
  if (known?.version !== version) {
    known = { version, tables: new Map() }
    kept.set(db, known)
  }
  const printer = known.tables.get(tableId) ?? new RowPrinter(db, tableId)
  known.tables.set(tableId, printer)
  return printer
}

/** Recomputes rows' canonical forms and leaves from what is stored. */
export class RowPrinter {
  readonly #db: ReadDb
  readonly #tableId: number
  /** In the order of the canonical form. */
  readonly #columns: readonly VerifiedColumn[]
  readonly #idsByName: ReadonlyMap<string, number>
  readonly #printed = new Map<number, (string | undefined)[]>()
  #characters = 0

  constructor(db: ReadDb, tableId: number) {
    this.#db = db
    this.#tableId = tableId
    this.#columns = db
      .all<{ columnId: number; name: string }>(
        'SELECT position AS columnId, name FROM archived_columns WHERE table_id = :tableId',
        { tableId }
      )
      .map((column) => ({ ...column, printedName: `${JSON.stringify(column.name)}:` }))
      .sort((one, other) => (one.name < other.name ? -1 : 1))
    this.#idsByName = new Map(this.#columns.map(({ name, columnId }) => [name, columnId]))
  }

  /** The leaves of a block's rows as their values have them, 32 characters of one byte each. */
  leavesOf(block: EventBlock): string[] {
    if (this.#characters > keptCharacters) {
      this.#printed.clear()
      this.#characters = 0
    }
    const rows = new Array<string>(block.rowCount).fill('')
    const stored = new Set(block.columnIds)
    for (const { columnId, printedName } of this.#columns) {
      if (!stored.delete(columnId)) continue
      if (block.kindOf(columnId) === 'text') {
        const texts = block.texts(columnId)
        for (let row = 0; row < rows.length; row += 1) {
          const text = texts[row]
          if (text !== undefined) rows[row] += `,${printedName}${JSON.stringify(text)}`
        }
        continue
      }
      const ids = block.ids(columnId)
      for (let row = 0; row < rows.length; row += 1) {
        const valueId = ids[row] as number
        if (valueId !== 0) rows[row] += `,${printedName}${this.#printedText(columnId, valueId)}`
      }
    }
    // a column that the table does not have makes every row another
    const excess = stored.size === 0 ? '' : '?'
    return rows.map((cells) => hash('sha256', `${excess}{${cells.slice(1)}}`, 'binary'))
  }

  /** The text of one cell. */
  textAt(block: EventBlock, column: string, row: number): string | undefined {
    const columnId = this.#idsByName.get(column) ?? -1
    const kind = block.kindOf(columnId)
    if (kind === 'text') return block.textAt(columnId, row)
    const valueId = kind === undefined ? 0 : block.idAt(columnId, row)
    return valueId === 0 ? undefined : this.#text(columnId, valueId)
  }

  /** A row's cells by column, as texts. */
  textsOf(block: EventBlock, row: number): { readonly name: string; readonly text: string }[] {
    return this.#columns.flatMap(({ name }) => {
      const text = this.textAt(block, name, row)
      return text === undefined ? [] : [{ name, text }]
    })
  }

  /** The one dictionary value that all of these rows have and no other of the block; undefined where there is not just one. */
  commonValue(
    block: EventBlock,
    rows: ReadonlySet<number>
  ): { readonly column: string; readonly text: string } | undefined {
    const found: Cell[] = []
    for (const { columnId } of this.#columns) {
      if (block.kindOf(columnId) !== 'dictionary') continue
      const ids = block.ids(columnId)
      const [first = 0] = rows
      const valueId = ids[first] as number
      if (valueId !== 0 && ids.every((id, row) => (id === valueId) === rows.has(row))) found.push({ columnId, valueId })
    }
    const [only] = found
    if (only === undefined || found.length > 1) return undefined
    const name = this.#columns.find(({ columnId }) => columnId === only.columnId)?.name ?? ''
    return { column: name, text: this.#text(only.columnId, only.valueId) ?? '' }
  }

  #text(columnId: number, valueId: number): string | undefined {
    const printed = this.#printedText(columnId, valueId)
    return printed === '?' ? undefined : (JSON.parse(printed) as string)
  }

  /** A text as it stands in the canonical form; what is no JSON where the dictionary does not have it. */
  #printedText(columnId: number, valueId: number): string {
    const texts = this.#printed.get(columnId) ?? []
    const known = texts[valueId]
    if (known !== undefined) return known
    this.#printed.set(columnId, texts)
    const from = valueId - (valueId % textsAtOnce)
    const found = this.#db.all<{ valueId: number; text: string }>(
      `SELECT value_id AS valueId, text FROM archived_values
       WHERE table_id = :tableId AND column_id = :columnId AND value_id >= :from AND value_id < :to`,
      { tableId: this.#tableId, columnId, from, to: from + textsAtOnce }
    )
    while (texts.length <= valueId) texts.push(undefined)
    for (const { valueId: id, text } of found) {
      const printed = JSON.stringify(text)
      texts[id] = printed
      this.#characters += printed.length
    }
    return texts[valueId] ?? '?'
  }
}

/** Leaves as stored, in the form of `leavesOf`. */
export function storedLeaves(leaves: Uint8Array): string[] {
  const text = Buffer.from(leaves.buffer, leaves.byteOffset, leaves.length).toString('latin1')
  return Array.from({ length: Math.floor(leaves.length / hashBytes) }, (_, row) =>
    text.slice(row * hashBytes, (row + 1) * hashBytes)
  )
}
