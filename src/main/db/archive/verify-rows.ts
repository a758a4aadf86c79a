import { Buffer } from 'node:buffer'
import type { EventBlock } from '../../archive/block/block-codec.ts'
import { noText } from '../../archive/block/packed-cells.ts'
import { PrintedTexts } from '../../archive/block/print-texts.ts'
import { copyBytes, slackBytes, viewOf } from '../../archive/parse/byte-words.ts'
import { isoTimeMs } from '../../archive/parse/iso-time.ts'
import { leafBytes, LeafHasher } from '../../archive/row-hash.ts'
import type { ReadDb } from '../handle.ts'
import { PrintedValues } from './verify-values.ts'

/** Bytes of printed texts that are kept at hand. */
const keptBytes = 48 * 1024 * 1024
const mostRows = 256

interface VerifiedColumn {
  readonly columnId: number
  readonly name: string
  /** `"NAME":"`, as it begins in the canonical form. */
  readonly prefix: DataView
  readonly prefixLength: number
  values: PrintedValues
}

interface Cell {
  readonly column: VerifiedColumn
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

/** A column of the block at hand: where each row's text is. */
interface BlockCells {
  column: VerifiedColumn
  source: { readonly bytes: Uint8Array; readonly view: DataView }
  starts: Uint32Array
  ends: Uint32Array
}

/** Recomputes rows' canonical forms and leaves from what is stored. */
export class RowPrinter {
  readonly #db: ReadDb
  readonly #tableId: number
  /** In the order of the canonical form. */
  readonly #columns: readonly VerifiedColumn[]
  readonly #idsByName: ReadonlyMap<string, VerifiedColumn>
  readonly #texts: PrintedTexts[] = []
  readonly #places: { readonly starts: Uint32Array; readonly ends: Uint32Array }[] = []
  readonly #ids = new Uint32Array(mostRows)
  #cells: BlockCells[] = []
  #isExcess = false
  #out = new Uint8Array(4096)
  #outView = viewOf(this.#out)
  #hasher = new LeafHasher(this.#out)
  readonly #leaves = Buffer.alloc(mostRows * leafBytes)

  constructor(db: ReadDb, tableId: number) {
    this.#db = db
    this.#tableId = tableId
    this.#columns = db
      .all<{ columnId: number; name: string }>(
        'SELECT position AS columnId, name FROM archived_columns WHERE table_id = :tableId',
        { tableId }
      )
      .map(({ columnId, name }) => ({ columnId, name, ...prefixOf(name), values: this.#valuesOf(columnId) }))
      .sort((one, other) => (one.name < other.name ? -1 : 1))
    this.#idsByName = new Map(this.#columns.map((column) => [column.name, column]))
  }

  /**
   * Takes the block whose rows are printed next.
   * @throws AppError `database-damaged` where a column of it is no column
   */
  take(block: EventBlock): void {
    if (this.#columns.reduce((sum, { values }) => sum + values.byteLength, 0) > keptBytes)
      for (const column of this.#columns) column.values = this.#valuesOf(column.columnId)
    const stored = new Set(block.columnIds)
    const cells: BlockCells[] = []
    for (const column of this.#columns) {
      if (!stored.delete(column.columnId)) continue
      const place = cells.length
      const texts = block.textColumn(column.columnId)
      if (texts !== undefined) {
        const printed = (this.#texts[place] ??= new PrintedTexts())
        printed.take(block, texts)
        cells.push({ column, source: printed, starts: printed.starts, ends: printed.ends })
        continue
      }
      const { starts, ends } = (this.#places[place] ??= {
        starts: new Uint32Array(mostRows),
        ends: new Uint32Array(mostRows)
      })
      const ids = this.#ids.fill(0)
      block.idColumn(column.columnId)?.idsInto(ids, 0)
      starts.fill(noText)
      column.values.find(ids, block.rowCount, starts, ends)
      cells.push({ column, source: column.values, starts, ends })
    }
    // a column that the table does not have makes every row another
    this.#isExcess = stored.size > 0
    this.#cells = cells
  }

  /** The leaves of the taken block's rows as their values have them; overwritten by those of the next block. */
  leaves(rowCount: number): Buffer {
    for (let row = 0; row < rowCount; row += 1) {
      const length = this.#print(row)
      this.#hasher.write(length, this.#leaves, row * leafBytes)
    }
    return this.#leaves.subarray(0, rowCount * leafBytes)
  }

  /** Reads the times that the taken block's rows say in a column; NaN where a row says none that is quickly read. */
  timesIn(block: EventBlock, name: string): (row: number) => number {
    const cell = this.#cells.find(({ column }) => column.name === name)
    if (cell === undefined) return () => Number.NaN
    const { source, starts, ends } = cell
    const { bytes } = source
    if (source instanceof PrintedTexts && source.areOwnTimes)
      return (row) => (starts[row] === noText ? Number.NaN : block.atMs(row))
    return (row) => {
      const start = starts[row] as number
      return start === noText ? Number.NaN : isoTimeMs(bytes, start, ends[row] as number)
    }
  }

  /** Writes a row in its canonical form; returns the form's length. */
  #print(row: number): number {
    let at = 0
    if (this.#isExcess) this.#out[at++] = 0x3f
    const first = at
    for (let place = 0; place < this.#cells.length; place += 1) {
      const { column, source, starts, ends } = this.#cells[place] as BlockCells
      const start = starts[row] as number
      if (start === noText) continue
      const length = (ends[row] as number) - start
      if (at + column.prefixLength + length + 2 * slackBytes > this.#out.length)
        this.#growOut(at + column.prefixLength + length + 2 * slackBytes)
      this.#out[at] = at === first ? 0x7b : 0x2c
      copyBytes(column.prefix, 0, this.#outView, at + 1, column.prefixLength)
      at += column.prefixLength + 1
      copyBytes(source.view, start, this.#outView, at, length)
      at += length
      this.#out[at] = 0x22
      at += 1
    }
    if (at === first) this.#out[at++] = 0x7b
    this.#out[at] = 0x7d
    return at + 1
  }

  #growOut(needed: number): void {
    const larger = new Uint8Array(Math.max(needed, this.#out.length * 2))
    larger.set(this.#out)
    this.#out = larger
    this.#outView = viewOf(larger)
    this.#hasher = new LeafHasher(larger)
  }

  #valuesOf(columnId: number): PrintedValues {
    return new PrintedValues(this.#db, this.#tableId, columnId)
  }

  /** The text of one cell. */
  textAt(block: EventBlock, column: string, row: number): string | undefined {
    const known = this.#idsByName.get(column)
    const kind = known === undefined ? undefined : block.kindOf(known.columnId)
    if (known === undefined || kind === undefined) return undefined
    if (kind === 'text') return block.textAt(known.columnId, row)
    const valueId = block.idAt(known.columnId, row)
    return valueId === 0 ? undefined : known.values.text(valueId)
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
    for (const column of this.#columns) {
      const { columnId } = column
      if (block.kindOf(columnId) !== 'dictionary') continue
      const ids = block.ids(columnId)
      const [first = 0] = rows
      const valueId = ids[first] as number
      if (valueId !== 0 && ids.every((id, row) => (id === valueId) === rows.has(row))) found.push({ column, valueId })
    }
    const [only] = found
    if (only === undefined || found.length > 1) return undefined
    return { column: only.column.name, text: only.column.values.text(only.valueId) ?? '' }
  }
}

function prefixOf(name: string): { readonly prefix: DataView; readonly prefixLength: number } {
  const text = Buffer.from(`${JSON.stringify(name)}:"`)
  const padded = new Uint8Array(text.length + slackBytes)
  padded.set(text)
  return { prefix: viewOf(padded), prefixLength: text.length }
}

/** Leaves, 32 bytes each, as texts of one byte a character. */
export function leafTexts(leaves: Uint8Array): string[] {
  const text = Buffer.from(leaves.buffer, leaves.byteOffset, leaves.length).toString('latin1')
  return Array.from({ length: Math.floor(leaves.length / leafBytes) }, (_, row) =>
    text.slice(row * leafBytes, (row + 1) * leafBytes)
  )
}
