import { Buffer } from 'node:buffer'
import { hash } from 'node:crypto'
import { csvLine } from '../../../shared/domain/csv.ts'
import { AppError } from '../../../shared/kit/app-error.ts'
import { hashBytes } from '../../archive/chain/hash-chain.ts'
import type { PackRows, PackRowsRequest } from '../../archive/evidence/pack-parts.ts'
import { parseRowId } from '../../archive/query/row-id.ts'
import { findTable } from '../archived-table.ts'
import type { ReadDb } from '../handle.ts'
import { eventReader } from './read-events.ts'

interface BlockOfRow {
  readonly blockId: number
  readonly firstSeq: number
  readonly rowCount: number
  readonly leaves: Uint8Array
}

/**
 * The next rows of a pack, oldest first. Each is recomputed and compared with its hash in the chain before it goes out.
 * @throws AppError `database-damaged` with the row that is not what was archived
 */
export function evidenceRows(db: ReadDb, params: PackRowsRequest): PackRows {
  const { path, filter, csv, cursor, limit, budgetMs } = params
  const table = findTable(db, path)
  const page = eventReader(db, path)?.page({
    filter,
    order: 'oldest',
    limit,
    budgetMs,
    ...(cursor === undefined ? {} : { cursor })
  })
  if (table === undefined || page === undefined)
    return { events: Buffer.alloc(0), csv: Buffer.alloc(0), places: new Int32Array(0) }
  const blocks = new BlocksOfRows(db, table.tableId)
  const printed = page.columns
    .map((name, index) => ({ name, index, key: `${JSON.stringify(name)}:` }))
    .sort((one, other) => (one.name < other.name ? -1 : 1))
  // a column that the table has not has no cell at -1
  const csvCells = csv.columns.map((name) => page.columns.indexOf(name))
  const lines: string[] = []
  const csvLines: string[] = []
  const places: number[] = []
  for (const { rowId, cells } of page.rows) {
    const place = parseRowId(rowId)?.place
    const block = place === undefined ? undefined : blocks.of(place.day, place.seq)
    if (place === undefined || block === undefined)
      throw new AppError('database-damaged', { what: 'row', where: rowId })
    if (block.blockId > params.lastBlockId) continue
    let line = ''
    for (const { key, index } of printed) {
      const cell = cells[index]
      if (typeof cell === 'string') line += `${line === '' ? '{' : ','}${key}${JSON.stringify(cell)}`
    }
    line = line === '' ? '{}' : `${line}}`
    const at = (place.seq - block.firstSeq) * hashBytes
    const leaf = Buffer.from(block.leaves.buffer, block.leaves.byteOffset + at, hashBytes).toString('hex')
    if (hash('sha256', line, 'hex') !== leaf) throw new AppError('database-damaged', { what: 'row', where: rowId })
    lines.push(line, '\n')
    csvLines.push(
      csvLine(
        csvCells.map((index) => cells[index]),
        csv.isSpreadsheetSafe
      )
    )
    places.push(place.day, place.seq)
  }
  return {
    events: Buffer.from(lines.join('')),
    csv: Buffer.from(csvLines.join('')),
    places: Int32Array.from(places),
    ...(page.nextCursor === undefined ? {} : { nextCursor: page.nextCursor })
  }
}

/** Finds the blocks of rows that follow each other in time: mostly those of the row before. */
class BlocksOfRows {
  readonly #db: ReadDb
  readonly #tableId: number
  readonly #known = new Map<number, BlockOfRow[]>()

  constructor(db: ReadDb, tableId: number) {
    this.#db = db
    this.#tableId = tableId
  }

  of(day: number, seq: number): BlockOfRow | undefined {
    const known = this.#known.get(day) ?? []
    const there = known.findLast((block) => seq >= block.firstSeq && seq < block.firstSeq + block.rowCount)
    if (there !== undefined) return there
    const found = this.#db.get<BlockOfRow>(
      `SELECT block_id AS blockId, first_seq AS firstSeq, row_count AS rowCount, leaves FROM event_blocks
       WHERE table_id = :tableId AND day = :day AND first_seq <= :seq ORDER BY first_seq DESC LIMIT 1`,
      { tableId: this.#tableId, day, seq }
    )
    if (found === undefined || seq >= found.firstSeq + found.rowCount) return undefined
    if (found.leaves.length !== found.rowCount * hashBytes) return undefined
    this.#known.set(day, [...known, found])
    return found
  }
}
