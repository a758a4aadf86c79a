import { deepEqual, equal, ok } from 'node:assert/strict'
import { openBlock } from '../../../src/main/archive/block/block-codec.ts'
import { indexTail } from '../../../src/main/db/archive/index-blocks.ts'
import { addBlocks, addEventTable, partsOf, segmentsOf } from '../../support/archive-blocks.ts'
import { SeededRandom } from '../../support/seeded-random.ts'
import { readSegment } from '../../support/segment-reading.ts'
import { ArchiveDatabase } from './archive-database.ts'

/** An archive of two tables, 1 (`A`) and 2 (`B`), that get blocks of random rows and are looked at through their index. */
export class IndexedArchive {
  readonly database = new ArchiveDatabase()
  readonly random = new SeededRandom(41)

  constructor() {
    this.run((db) => {
      addEventTable(db, 1, ['A'])
      addEventTable(db, 2, ['B'])
    })
  }

  get handle() {
    return this.database.handle
  }

  run<Value>(work: (db: ArchiveDatabase['handle']) => Value): Value {
    return this.database.run(work)
  }

  dispose(): void {
    this.database.dispose()
  }

  add(count: number, day = 20_000, rowsPerBlock = 256, tableId = 1): number {
    return this.run((db) => {
      addBlocks(db, this.random, tableId, { count, day, rowsPerBlock })
      return indexTail(db, tableId).segmentsMade
    })
  }

  indexedTo(tableId = 1): number {
    return this.handle.get<{ to: number }>(
      'SELECT indexed_to_block_id AS "to" FROM archived_tables WHERE table_id = :tableId',
      { tableId }
    )?.to as number
  }

  /** Every row as the index has it, in the order of the truth; fails where two segments cover a row. */
  indexedRows(tableId = 1): Map<string, unknown> {
    const rows = new Map<string, unknown>()
    for (const segment of segmentsOf(this.handle, tableId)) {
      const read = readSegment(partsOf(this.handle, segment.segmentId))
      equal(read.length, segment.rowCount)
      deepEqual([read[0]?.atMs, read.at(-1)?.atMs], [segment.minAtMs, segment.maxAtMs])
      for (const row of read) {
        const name = `${row.day}.${row.seq}`
        if (rows.has(name)) throw new Error(`${name} is indexed twice`)
        rows.set(name, row)
      }
    }
    return new Map([...rows].sort(([one], [other]) => (one < other ? -1 : 1)))
  }

  /** The same, straight from the blocks. @param upTo last block */
  storedRows(tableId = 1, upTo = this.indexedTo(tableId)): Map<string, unknown> {
    const rows = new Map<string, unknown>()
    const blocks = this.handle.all<{ blockId: number; day: number; firstSeq: number; data: Uint8Array }>(
      `SELECT block_id AS blockId, day, first_seq AS firstSeq, data FROM event_blocks
       WHERE table_id = :tableId AND block_id <= :upTo`,
      { tableId, upTo }
    )
    for (const { blockId, day, firstSeq, data } of blocks) {
      const block = openBlock(data)
      for (let index = 0; index < block.rowCount; index += 1) {
        const ids = [0, 1, 2].map((id) => [id, block.idAt(id, index)]).filter(([, id]) => id !== 0)
        rows.set(`${day}.${firstSeq + index}`, {
          blockId,
          index,
          day,
          seq: firstSeq + index,
          atMs: block.atMs(index),
          ids: Object.fromEntries(ids),
          texts: { 3: block.textAt(3, index) }
        })
      }
    }
    return new Map([...rows].sort(([one], [other]) => (one < other ? -1 : 1)))
  }

  expectWholeIndex(tableId = 1): void {
    expectSame([...this.indexedRows(tableId)], [...this.storedRows(tableId)])
  }

  /** The whole index without the segments' own numbers. */
  index(tableId = 1) {
    return {
      indexedTo: this.indexedTo(tableId),
      segments: segmentsOf(this.handle, tableId).map(({ segmentId, ...segment }) => ({
        ...segment,
        parts: partsOf(this.handle, segmentId).map((part) => ({
          ...part,
          data: Buffer.from(part.data).toString('latin1')
        }))
      })),
      chunks: this.handle.all(
        'SELECT column_id, chunk, hex(data) AS data FROM value_chunks WHERE table_id = :tableId ORDER BY column_id, chunk',
        { tableId }
      )
    }
  }
}

/** Equal, without a listing of megabytes where it is not so. */
export function expectSame(one: unknown, other: unknown): void {
  ok(JSON.stringify(one) === JSON.stringify(other), 'both are the same')
}
