import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openBlock } from '../../../src/main/archive/block/block-codec.ts'
import { decodeValueChunk, toValueChunk } from '../../../src/main/archive/segment/value-chunk.ts'
import { indexTail, tailRows } from '../../../src/main/db/archive/index-blocks.ts'
import { mergeSegments } from '../../../src/main/db/archive/merge-segments.ts'
import { rebuildIndex, reindexBlocks } from '../../../src/main/db/archive/rebuild-index.ts'
import { mergeArchiveSegments } from '../../../src/main/db/commands/merge-archive-segments.ts'
import { rebuildArchiveIndex } from '../../../src/main/db/commands/rebuild-archive-index.ts'
import { addBlocks, addEventTable, addValues, partsOf, segmentsOf } from '../../support/archive-blocks.ts'
import { SeededRandom } from '../../support/seeded-random.ts'
import { readSegment } from '../../support/segment-reading.ts'
import { ArchiveDatabase } from './archive-database.ts'

let archive: ArchiveDatabase
let random: SeededRandom

beforeEach(() => {
  archive = new ArchiveDatabase()
  random = new SeededRandom(41)
  archive.run((db) => {
    addEventTable(db, 1, ['A'])
    addEventTable(db, 2, ['B'])
  })
})

afterEach(() => archive.dispose())

function add(count: number, day = 20_000, rowsPerBlock = 256, tableId = 1): number {
  return archive.run((db) => {
    addBlocks(db, random, tableId, { count, day, rowsPerBlock })
    return indexTail(db, tableId).segmentsMade
  })
}

function indexedTo(tableId = 1): number {
  return archive.handle.get<{ to: number }>(
    'SELECT indexed_to_block_id AS "to" FROM archived_tables WHERE table_id = :tableId',
    { tableId }
  )?.to as number
}

/** Every row as the index has it, in the order of the truth; fails where two segments cover a row. */
function indexedRows(tableId = 1): Map<string, unknown> {
  const rows = new Map<string, unknown>()
  for (const segment of segmentsOf(archive.handle, tableId)) {
    const read = readSegment(partsOf(archive.handle, segment.segmentId))
    expect(read.length).toBe(segment.rowCount)
    expect([read[0]?.atMs, read.at(-1)?.atMs]).toEqual([segment.minAtMs, segment.maxAtMs])
    for (const row of read) {
      const name = `${row.day}.${row.seq}`
      if (rows.has(name)) throw new Error(`${name} is indexed twice`)
      rows.set(name, row)
    }
  }
  return new Map([...rows].sort(([one], [other]) => (one < other ? -1 : 1)))
}

/** The same, straight from the blocks. @param upTo last block */
function storedRows(tableId = 1, upTo = indexedTo(tableId)): Map<string, unknown> {
  const rows = new Map<string, unknown>()
  const blocks = archive.handle.all<{ blockId: number; day: number; firstSeq: number; data: Uint8Array }>(
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

function expectWholeIndex(tableId = 1): void {
  expect(JSON.stringify([...indexedRows(tableId)])).toBe(JSON.stringify([...storedRows(tableId)]))
}

/** The whole index without the segments' own numbers. */
function index(tableId = 1) {
  return {
    indexedTo: indexedTo(tableId),
    segments: segmentsOf(archive.handle, tableId).map(({ segmentId, ...segment }) => ({
      ...segment,
      parts: partsOf(archive.handle, segmentId).map((part) => ({
        ...part,
        data: Buffer.from(part.data).toString('latin1')
      }))
    })),
    chunks: archive.handle.all(
      'SELECT column_id, chunk, hex(data) AS data FROM value_chunks WHERE table_id = :tableId ORDER BY column_id, chunk',
      { tableId }
    )
  }
}

function expectSame(one: unknown, other: unknown): void {
  expect(JSON.stringify(one) === JSON.stringify(other)).toBe(true)
}

describe('the index of a table', () => {
  it('covers the tail as soon as it is large enough, and each row once', () => {
    expect([add(tailRows - 1), indexedTo()]).toEqual([0, 0])
    expect(add(1)).toBe(1)
    const { last } = archive.handle.get<{ last: number }>('SELECT max(block_id) AS last FROM event_blocks') ?? {
      last: 0
    }
    expect(indexedTo()).toBe(last)
    expect([add(100), indexedTo()]).toEqual([0, last])
    expectWholeIndex()
    archive.run((db) => expect(indexTail(db, 1, { minRows: 1 })).toEqual({ segmentsMade: 1 }))
    expect(segmentsOf(archive.handle, 1).map(({ rowCount }) => rowCount)).toEqual([8192, 100])
    expectWholeIndex()
  })

  it('is split where a segment is full, and leaves the rest for later', () => {
    expect(add(65_536 + 1_000)).toBe(1)
    expect(segmentsOf(archive.handle, 1).map(({ rowCount }) => rowCount)).toEqual([65_536])
    expectWholeIndex()
    expect(indexedRows().size).toBe(65_536)
  })

  it('has nothing to do with blocks of other tables between its own', () => {
    for (let round = 0; round < 5; round += 1) {
      add(1_700, 20_000, 100, 1)
      add(3_000, 20_000, 256, 2)
    }
    expectWholeIndex(1)
    expectWholeIndex(2)
    expect(segmentsOf(archive.handle, 1).map(({ rowCount }) => rowCount)).toEqual([8_500])
    expect(segmentsOf(archive.handle, 2).map(({ rowCount }) => rowCount)).toEqual([9_000])
  })

  it('is not touched when a block is damaged, which is named', () => {
    add(8_192)
    const before = index()
    expect(() =>
      archive.run((db) => {
        addBlocks(db, random, 1, { count: 8_192, day: 20_100 })
        db.run(
          `INSERT INTO event_blocks (table_id, commit_id, day, first_seq, row_count, min_at_ms, max_at_ms, head, leaves, data)
           VALUES (1, 1, 20200, 0, 7, 0, 0, zeroblob(32), zeroblob(224), x'0102030405')`
        )
        indexTail(db, 1)
      })
    ).toThrow(expect.objectContaining({ code: 'database-damaged', params: expect.objectContaining({ what: 'block' }) }))
    expectSame(index(), before)
  })

  it('made step by step is the same when it is made anew from the blocks', () => {
    for (const day of [20_000, 20_010, 19_990]) add(65_536, day)
    add(9_000, 20_020)
    const stepByStep = index()
    expect(stepByStep.segments.length).toBe(4)
    archive.run((db) => {
      db.run('DELETE FROM segment_parts')
      db.run('DELETE FROM segments')
      db.run('DELETE FROM value_chunks')
      db.run('UPDATE archived_tables SET indexed_to_block_id = 0')
      rebuildIndex(db, 1)
    })
    expectSame(index(), stepByStep)
    archive.run((db) => expect(rebuildIndex(db, 1)).toEqual({ rowsIndexed: 3 * 65_536 + 9_000 }))
    expectSame(index(), stepByStep)
  })

  it('can be made anew in steps, and covers every row once after each', () => {
    // segments that end where those to be made do not
    for (let round = 0; round < 9; round += 1) add(8_192 + random.below(7_000), 20_000 + round, 200)
    add(500)
    const small = segmentsOf(archive.handle, 1)
    const rows = small.reduce((sum, { rowCount }) => sum + rowCount, 0)
    const expectCovered = () => {
      const segments = segmentsOf(archive.handle, 1)
      expect(segments.reduce((sum, { rowCount }) => sum + rowCount, 0)).toBeGreaterThanOrEqual(rows)
      for (const [place, { firstBlockId }] of segments.entries())
        expect(firstBlockId).toBe((segments[place - 1]?.lastBlockId ?? 0) + 1)
      expect(segments.at(-1)?.lastBlockId).toBe(indexedTo())
    }
    const sizes: number[] = []
    for (let afterBlockId: number | undefined = 0; afterBlockId !== undefined; ) {
      const from: number = afterBlockId
      afterBlockId = archive.run((db) =>
        rebuildArchiveIndex.run(db, { path: ['A'], maxRows: 1, ...(from === 0 ? {} : { afterBlockId: from }) })
      ).nextAfterBlockId
      expectCovered()
      sizes.push(segmentsOf(archive.handle, 1).length)
    }
    expect([small.length, sizes.length]).toEqual([9, 3])
    expectWholeIndex()
    const inSteps = index()
    archive.run((db) => rebuildIndex(db, 1))
    expectSame(index(), inSteps)
  })

  it('of a table that is not there cannot be made anew', () => {
    expect(() => archive.run((db) => rebuildArchiveIndex.run(db, { path: ['C'], maxRows: 1 }))).toThrow(
      expect.objectContaining({ code: 'not-found' })
    )
  })

  it('forgets rows whose day was pruned', () => {
    add(20_000)
    archive.run((db) => {
      db.run(
        `INSERT INTO pruned_days (table_id, day, row_count, head, pruned_at_ms, reason)
         VALUES (1, 20001, 1, zeroblob(32), 0, 'retention')`
      )
      db.run('DELETE FROM event_blocks WHERE table_id = 1 AND day = 20001')
      expect(reindexBlocks(db, 1, 1, indexedTo())).toBe(1)
    })
    expectWholeIndex()
    archive.run((db) => {
      for (const day of [20_000, 20_002])
        db.run(
          `INSERT INTO pruned_days (table_id, day, row_count, head, pruned_at_ms, reason)
           VALUES (1, :day, 1, zeroblob(32), 0, 'retention')`,
          { day }
        )
      db.run('DELETE FROM event_blocks WHERE table_id = 1')
      expect(reindexBlocks(db, 1, 1, indexedTo())).toBe(0)
    })
    expect(segmentsOf(archive.handle, 1)).toEqual([])
    expect(archive.handle.get('SELECT count(*) AS parts FROM segment_parts')).toEqual({ parts: 0 })
  })
})

describe('small segments', () => {
  const sizes = (tableId = 1) => segmentsOf(archive.handle, tableId).map(({ rowCount }) => rowCount)

  it('are joined where enough follow each other, a little at a time', () => {
    for (let round = 0; round < 12; round += 1) add(10_000)
    expect(sizes()).toEqual(Array<number>(12).fill(10_000))
    const before = indexedRows()
    const first = archive.run((db) => mergeSegments(db, 1, { maxRows: 1 }))
    expect(first).toEqual({ segmentsMerged: 6, segmentsMade: 1, isFinished: false })
    expect(sizes()).toEqual([60_000, ...Array<number>(6).fill(10_000)])
    expect(archive.run((db) => mergeSegments(db, 1))).toEqual({ segmentsMerged: 6, segmentsMade: 1, isFinished: true })
    expect(sizes()).toEqual([60_000, 60_000])
    expect(JSON.stringify([...indexedRows()])).toBe(JSON.stringify([...before]))
    expect(archive.run((db) => mergeSegments(db, 1))).toEqual({ segmentsMerged: 0, segmentsMade: 0, isFinished: true })
  })

  it('at the end wait until they are four', () => {
    for (let round = 0; round < 3; round += 1) add(9_000)
    archive.run((db) => mergeSegments(db, 1))
    expect(sizes()).toEqual([9_000, 9_000, 9_000])
    add(9_000)
    archive.run((db) => mergeSegments(db, 1))
    expect(sizes()).toEqual([36_000])
    expectWholeIndex()
  })

  it('of all tables are joined by one command, called until it is finished', () => {
    for (const tableId of [1, 2]) for (let round = 0; round < 4; round += 1) add(8_192, 20_000, 256, tableId)
    const merge = () => archive.run((db) => mergeArchiveSegments.run(db, { maxRows: 10_000 }))
    expect([merge(), merge(), merge()]).toEqual([
      { segmentsMerged: 4, isFinished: false },
      { segmentsMerged: 4, isFinished: true },
      { segmentsMerged: 0, isFinished: true }
    ])
    expect([sizes(1), sizes(2)]).toEqual([[32_768], [32_768]])
    expectWholeIndex(1)
    expectWholeIndex(2)
  })
})

describe('value chunks', () => {
  const chunks = () =>
    archive.handle.all<{ columnId: number; chunk: number; data: Uint8Array }>(
      'SELECT column_id AS columnId, chunk, data FROM value_chunks WHERE table_id = 1 ORDER BY column_id, chunk'
    )
  const texts = Array.from({ length: 9_000 }, (_, place) => `Value ${place} É`)

  it('are made when they fill, once each', () => {
    archive.run((db) => addValues(db, 1, 1, texts.slice(0, 4_095)))
    add(1)
    expect(chunks()).toEqual([])
    archive.run((db) => addValues(db, 1, 1, texts.slice(4_095, 4_096)))
    add(1)
    expect(chunks().map(({ columnId, chunk }) => [columnId, chunk])).toEqual([[1, 0]])
    archive.run((db) => addValues(db, 1, 1, texts.slice(4_096)))
    add(1)
    add(1)
    const made = chunks()
    expect(made.map(({ columnId, chunk }) => [columnId, chunk])).toEqual([
      [1, 0],
      [1, 1]
    ])
    for (const { chunk, data } of made)
      expect(decodeValueChunk(data)).toEqual(
        toValueChunk(chunk * 4_096 + 1, texts.slice(chunk * 4_096, (chunk + 1) * 4_096))
      )
    const before = index()
    archive.run((db) => rebuildIndex(db, 1))
    expectSame(index().chunks, before.chunks)
  })

  it('are refused where values are missing', () => {
    archive.run((db) => {
      addValues(db, 1, 1, texts.slice(0, 10))
      db.run("INSERT INTO archived_values VALUES (1, 1, 4096, 'x')")
    })
    expect(() => add(1)).toThrow(expect.objectContaining({ code: 'database-damaged' }))
  })
})

describe('a new archive', () => {
  it('has pages of 16 KiB', () => {
    expect(archive.handle.raw.pragma('page_size', { simple: true })).toBe(16_384)
  })

  it('finds blocks of one table after another by their index', () => {
    const plan = archive.handle.all<{ detail: string }>(
      `EXPLAIN QUERY PLAN SELECT block_id AS blockId, row_count AS rowCount FROM event_blocks INDEXED BY event_blocks_by_table
       WHERE table_id = :tableId AND block_id > :blockId ORDER BY block_id LIMIT :limit`,
      { tableId: 1, blockId: 1, limit: 1 }
    )
    expect(plan.map(({ detail }) => detail)).toEqual([
      'SEARCH event_blocks USING INDEX event_blocks_by_table (table_id=? AND rowid>?)'
    ])
  })
})
