import { Buffer } from 'node:buffer'
import { hash } from 'node:crypto'
import { type EventBlock, openBlock } from '../../archive/block/block-codec.ts'
import { canonicalRow } from '../../archive/canonical-row.ts'
import { untimedDay } from '../../archive/chain/day-number.ts'
import { batchOfEvents, type PlainEvent } from '../archive/plain-batch.ts'
import { daysOf } from '../archive/verify-commits.ts'
import { blockOf, type FoundBlock, type FoundTable, kindOfRecord, tableOf } from './archive-pieces.ts'
import { PageFile } from './page-file.ts'
import { type FoundRecord, recordsOf, type Stored } from './page-records.ts'
import type {
  SalvagedPart,
  SalvagedReading,
  SalvagedRows,
  SalvagedStub,
  SalvageOverview,
  ToldDay
} from './salvage-types.ts'

/** Rows of one step at most, and of one batch. */
const rowsAtOnce = 8_192

/** What is left of an archive's file, gathered page by page; only rows that are what their hashes say are given out. */
export class Salvage {
  readonly #file: string
  readonly #tables = new Map<number, FoundTable>()
  readonly #columns = new Map<number, string[]>()
  readonly #values = new Map<string, string[]>()
  readonly #places: { readonly page: number; readonly cell: number; readonly rowCount: number }[] = []
  readonly #commits = new Map<number, { readonly tableId: number; readonly atMs: number; readonly days: string }>()
  readonly #stubs = new Map<string, { readonly tableId: number; readonly stub: Omit<SalvagedStub, 'path'> }>()
  readonly #readings = new Map<number, { readonly tableId: number; readonly reading: Omit<SalvagedReading, 'path'> }>()
  readonly #given = new Set<string>()
  #pages: PageFile | undefined

  /** @param file the damaged one. @param backup a sound one of the same archive, for what tables, columns and values were */
  constructor(file: string, backup?: string) {
    this.#file = file
    this.#scan(file, true)
    if (backup !== undefined) this.#scan(backup, false)
  }

  overview(): SalvageOverview {
    const ids = [...this.#commits.keys()].sort((one, other) => one - other)
    const last = this.#commits.get(ids.at(-1) ?? 0)
    const told = new Map<string, ToldDay>()
    for (const { tableId, days } of ids.map((id) => this.#commits.get(id)).filter((one) => one !== undefined)) {
      const path = this.#tables.get(tableId)?.path
      if (path === undefined) continue
      for (const { day, rowCount: rows } of daysOf({ days })) {
        const before = told.get(`${tableId}.${day}`)?.rows ?? 0
        if (rows > before) told.set(`${tableId}.${day}`, { path, day, rows })
      }
    }
    const withPath = <Piece extends object>(pieces: Iterable<readonly [number, Piece]>) =>
      [...pieces].flatMap(([tableId, piece]) => {
        const path = this.#tables.get(tableId)?.path
        return path === undefined ? [] : [{ ...piece, path }]
      })
    return {
      blocks: this.#places.length,
      rows: this.#places.reduce((sum, { rowCount }) => sum + rowCount, 0),
      stubs: withPath([...this.#stubs.values()].map(({ tableId, stub }) => [tableId, stub] as const)),
      readings: withPath([...this.#readings.values()].map(({ tableId, reading }) => [tableId, reading] as const)),
      toldDays: [...told].filter(([key]) => !this.#stubs.has(key)).map(([, day]) => day),
      areCommitsWhole: ids.every((id, place) => id === place + 1),
      ...(last === undefined ? {} : { lastCommitAtMs: last.atMs })
    }
  }

  /** The rows of some blocks, from a place on. */
  rows(place: number): SalvagedPart {
    this.#pages ??= new PageFile(this.#file)
    const events = new Map<number, { rows: PlainEvent[]; days: Map<number, number> }>()
    let at = place
    for (let rows = 0; at < this.#places.length && rows < rowsAtOnce; at += 1) {
      const found = this.#blockAt(this.#pages, at)
      if (found === undefined || this.#isStale(found)) continue
      const own = events.get(found.tableId) ?? { rows: [], days: new Map<number, number>() }
      events.set(found.tableId, own)
      const sound = this.#soundRows(found)
      own.rows.push(...sound)
      own.days.set(found.day, (own.days.get(found.day) ?? 0) + sound.length)
      rows += found.rowCount
    }
    const parts = [...events].flatMap(([tableId, { rows, days }]): SalvagedRows[] => {
      const table = this.#tables.get(tableId)
      if (table === undefined || rows.length === 0) return []
      const { path, timeColumn, eventIdColumn } = table
      return [
        {
          path,
          ...(timeColumn === undefined ? {} : { timeColumn }),
          ...(eventIdColumn === undefined ? {} : { eventIdColumn }),
          batch: batchOfEvents(rows),
          days: [...days].map(([day, count]) => ({ day, rows: count }))
        }
      ]
    })
    return { parts, ...(at < this.#places.length ? { nextPlace: at } : {}) }
  }

  close(): void {
    this.#pages?.close()
    this.#pages = undefined
  }

  #scan(file: string, isDamagedOne: boolean): void {
    const pages = new PageFile(file)
    try {
      for (let page = 1; page <= pages.pageCount; page += 1) {
        let cell = 0
        for (const record of recordsOf(pages, page)) {
          this.#take(record, isDamagedOne ? { page, cell } : undefined)
          cell += 1
        }
      }
    } finally {
      pages.close()
    }
  }

  #take(record: FoundRecord, place: { readonly page: number; readonly cell: number } | undefined): void {
    const kind = kindOfRecord(record)
    if (kind === undefined) return
    if (kind === 'block') {
      // 32 bytes a row
      if (place !== undefined) this.#places.push({ ...place, rowCount: ((record.types[9] ?? 12) - 12) / 64 })
      return
    }
    const isHelp = place === undefined
    if (isHelp && kind !== 'table' && kind !== 'column' && kind !== 'value') return
    const values = record.values()
    if (values === undefined) return
    const rowId = record.rowId ?? 0
    switch (kind) {
      case 'table': {
        const table = tableOf(values, rowId)
        if (table !== undefined && !this.#tables.has(rowId)) this.#tables.set(rowId, table)
        return
      }
      case 'column':
        return this.#takeColumn(values)
      case 'value':
        return this.#takeValue(values)
      case 'commit':
        this.#commits.set(rowId, {
          tableId: values[1] as number,
          atMs: values[2] as number,
          days: values[7] as string
        })
        return
      case 'stub':
        return this.#takeStub(values)
      case 'reading':
        return this.#takeReading(rowId, values)
    }
  }

  #takeColumn([tableId, position, name]: readonly Stored[]): void {
    const names = this.#columns.get(tableId as number) ?? []
    this.#columns.set(tableId as number, names)
    if ((position as number) >= 0 && (position as number) < 0x10000) names[position as number] ??= name as string
  }

  #takeValue([tableId, columnId, valueId, text]: readonly Stored[]): void {
    if ((valueId as number) < 1 || (valueId as number) > 100_000_000) return
    const key = `${tableId as number}.${columnId as number}`
    const texts = this.#values.get(key) ?? []
    this.#values.set(key, texts)
    texts[valueId as number] ??= text as string
  }

  #takeStub([tableId, day, rows, head, prunedAtMs, reason, signature, publicKey]: readonly Stored[]): void {
    this.#stubs.set(`${tableId as number}.${day as number}`, {
      tableId: tableId as number,
      stub: {
        day: day as number,
        rows: rows as number,
        head: head as Buffer,
        prunedAtMs: prunedAtMs as number,
        reason: reason as string,
        ...(signature === null ? {} : { signature: signature as Buffer }),
        ...(publicKey === null ? {} : { publicKey: publicKey as Buffer })
      }
    })
  }

  #takeReading(rowId: number, values: readonly Stored[]): void {
    const [, tableId, source, fromMs, toMs, askedAtMs, answeredAtMs, rows, rowsAdded, fileName] = values
    if (source !== 'workbook-export' && source !== 'file') return
    const reading = { fromMs, toMs, askedAtMs, answeredAtMs, rows, rowsAdded } as Omit<
      SalvagedReading,
      'path' | 'source'
    >
    this.#readings.set(rowId, {
      tableId: tableId as number,
      reading: { ...reading, source, ...(typeof fileName === 'string' ? { fileName } : {}) }
    })
  }

  #blockAt(pages: PageFile, place: number): FoundBlock | undefined {
    const { page, cell } = this.#places[place] as { page: number; cell: number }
    let at = 0
    for (const record of recordsOf(pages, page)) {
      if (at === cell) {
        const values = record.values()
        return values === undefined ? undefined : blockOf(values)
      }
      at += 1
    }
    return undefined
  }

  /** Pages that are no longer in use may hold blocks as well: of days that left, and of those that were moved. */
  #isStale({ tableId, day, firstSeq, leaves }: FoundBlock): boolean {
    if (this.#stubs.has(`${tableId}.${day}`)) return true
    const key = `${tableId}.${day}.${firstSeq}.${hash('sha256', leaves, 'hex')}`
    if (this.#given.has(key)) return true
    this.#given.add(key)
    return false
  }

  #soundRows({ tableId, day, rowCount, leaves, data }: FoundBlock): PlainEvent[] {
    const block = opened(data)
    const names = this.#columns.get(tableId)
    if (block === undefined || block.rowCount !== rowCount || names === undefined) return []
    const sound: PlainEvent[] = []
    for (let row = 0; row < rowCount; row += 1) {
      const cells = this.#cellsOf(block, tableId, names, row)
      if (cells === undefined) continue
      const leaf = Buffer.from(hash('sha256', canonicalRow(cells), 'binary'), 'latin1')
      if (leaf.compare(leaves, row * 32, row * 32 + 32) !== 0) continue
      sound.push({ cells: Object.fromEntries(cells), atMs: day === untimedDay ? Number.NaN : block.atMs(row) })
    }
    return sound
  }

  #cellsOf(block: EventBlock, tableId: number, names: readonly string[], row: number): [string, string][] | undefined {
    try {
      const cells: [string, string][] = []
      for (const columnId of block.columnIds) {
        const isText = block.kindOf(columnId) === 'text'
        const id = isText ? 0 : block.idAt(columnId, row)
        if (!isText && id === 0) continue
        const text = isText ? block.textAt(columnId, row) : this.#values.get(`${tableId}.${columnId}`)?.[id]
        const name = names[columnId]
        if (text === undefined && isText) continue
        if (text === undefined || name === undefined) return undefined
        cells.push([name, text])
      }
      return cells
    } catch {
      return undefined
    }
  }
}

function opened(data: Uint8Array): EventBlock | undefined {
  try {
    return openBlock(data)
  } catch {
    return undefined
  }
}
