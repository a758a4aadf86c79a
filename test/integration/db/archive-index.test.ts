import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { indexTail, tailRows } from '../../../src/main/db/archive/index-blocks.ts'
import { rebuildIndex, reindexBlocks } from '../../../src/main/db/archive/rebuild-index.ts'
import { rebuildArchiveIndex } from '../../../src/main/db/commands/rebuild-archive-index.ts'
import { DatabaseHandle } from '../../../src/main/db/handle.ts'
import { migrate } from '../../../src/main/db/migrate.ts'
import { addBlocks, addEventTable, segmentsOf } from '../../support/archive-blocks.ts'
import { expectSame, IndexedArchive } from './indexed-archive.ts'
import { databaseAt, migrationsUpTo } from './raw-database.ts'

let archive: IndexedArchive

beforeEach(() => {
  archive = new IndexedArchive()
})

afterEach(() => archive.dispose())

describe('the index of a table', () => {
  it('covers the tail as soon as it is large enough, and each row once', () => {
    expect([archive.add(tailRows - 1), archive.indexedTo()]).toEqual([0, 0])
    expect(archive.add(1)).toBe(1)
    const { last } = archive.handle.get<{ last: number }>('SELECT max(block_id) AS last FROM event_blocks') ?? {
      last: 0
    }
    expect(archive.indexedTo()).toBe(last)
    expect([archive.add(100), archive.indexedTo()]).toEqual([0, last])
    archive.expectWholeIndex()
    archive.run((db) => expect(indexTail(db, 1, { minRows: 1 })).toEqual({ segmentsMade: 1 }))
    expect(segmentsOf(archive.handle, 1).map(({ rowCount }) => rowCount)).toEqual([8192, 100])
    archive.expectWholeIndex()
  })

  it('is split where a segment is full, and leaves the rest for later', () => {
    expect(archive.add(65_536 + 1_000)).toBe(1)
    expect(segmentsOf(archive.handle, 1).map(({ rowCount }) => rowCount)).toEqual([65_536])
    archive.expectWholeIndex()
    expect(archive.indexedRows().size).toBe(65_536)
  })

  it('has nothing to do with blocks of other tables between its own', () => {
    for (let round = 0; round < 5; round += 1) {
      archive.add(1_700, 20_000, 100, 1)
      archive.add(3_000, 20_000, 256, 2)
    }
    archive.expectWholeIndex(1)
    archive.expectWholeIndex(2)
    expect(segmentsOf(archive.handle, 1).map(({ rowCount }) => rowCount)).toEqual([8_500])
    expect(segmentsOf(archive.handle, 2).map(({ rowCount }) => rowCount)).toEqual([9_000])
  })

  it('is not touched when a block is damaged, which is named', () => {
    archive.add(8_192)
    const before = archive.index()
    expect(() =>
      archive.run((db) => {
        addBlocks(db, archive.random, 1, { count: 8_192, day: 20_100 })
        db.run(
          `INSERT INTO event_blocks (table_id, commit_id, day, first_seq, row_count, min_at_ms, max_at_ms, head, leaves, data)
           VALUES (1, 1, 20200, 0, 7, 0, 0, zeroblob(32), zeroblob(224), x'0102030405')`
        )
        indexTail(db, 1)
      })
    ).toThrow(expect.objectContaining({ code: 'database-damaged', params: expect.objectContaining({ what: 'block' }) }))
    expectSame(archive.index(), before)
  })

  it('made step by step is the same when it is made anew from the blocks', () => {
    for (const day of [20_000, 20_010, 19_990]) archive.add(65_536, day)
    archive.add(9_000, 20_020)
    const stepByStep = archive.index()
    expect(stepByStep.segments.length).toBe(4)
    archive.run((db) => {
      db.run('DELETE FROM segment_parts')
      db.run('DELETE FROM segments')
      db.run('DELETE FROM value_chunks')
      db.run('UPDATE archived_tables SET indexed_to_block_id = 0')
      rebuildIndex(db, 1)
    })
    expectSame(archive.index(), stepByStep)
    archive.run((db) => expect(rebuildIndex(db, 1)).toEqual({ rowsIndexed: 3 * 65_536 + 9_000 }))
    expectSame(archive.index(), stepByStep)
  })

  it('can be made anew in steps, and covers every row once after each', () => {
    // segments that end where those to be made do not
    for (let round = 0; round < 9; round += 1) archive.add(8_192 + archive.random.below(7_000), 20_000 + round, 200)
    archive.add(500)
    const small = segmentsOf(archive.handle, 1)
    const rows = small.reduce((sum, { rowCount }) => sum + rowCount, 0)
    const expectCovered = () => {
      const segments = segmentsOf(archive.handle, 1)
      expect(segments.reduce((sum, { rowCount }) => sum + rowCount, 0)).toBeGreaterThanOrEqual(rows)
      for (const [place, { firstBlockId }] of segments.entries())
        expect(firstBlockId).toBe((segments[place - 1]?.lastBlockId ?? 0) + 1)
      expect(segments.at(-1)?.lastBlockId).toBe(archive.indexedTo())
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
    archive.expectWholeIndex()
    const inSteps = archive.index()
    archive.run((db) => rebuildIndex(db, 1))
    expectSame(archive.index(), inSteps)
  })

  it('of a table that is not there cannot be made anew', () => {
    expect(() => archive.run((db) => rebuildArchiveIndex.run(db, { path: ['C'], maxRows: 1 }))).toThrow(
      expect.objectContaining({ code: 'not-found' })
    )
  })

  it('forgets rows whose day was pruned', () => {
    archive.add(20_000)
    archive.run((db) => {
      db.run(
        `INSERT INTO pruned_days (table_id, day, row_count, head, pruned_at_ms, reason)
         VALUES (1, 20001, 1, zeroblob(32), 0, 'retention')`
      )
      db.run('DELETE FROM event_blocks WHERE table_id = 1 AND day = 20001')
      expect(reindexBlocks(db, 1, 1, archive.indexedTo())).toBe(1)
    })
    archive.expectWholeIndex()
    archive.run((db) => {
      for (const day of [20_000, 20_002])
        db.run(
          `INSERT INTO pruned_days (table_id, day, row_count, head, pruned_at_ms, reason)
           VALUES (1, :day, 1, zeroblob(32), 0, 'retention')`,
          { day }
        )
      db.run('DELETE FROM event_blocks WHERE table_id = 1')
      expect(reindexBlocks(db, 1, 1, archive.indexedTo())).toBe(0)
    })
    expect(segmentsOf(archive.handle, 1)).toEqual([])
    expect(archive.handle.get('SELECT count(*) AS parts FROM segment_parts')).toEqual({ parts: 0 })
  })
})

describe('migration 6 of an archive', () => {
  it('keeps blocks, drops the index over them, and leaves it to be made anew', () => {
    const raw = databaseAt('archive', 5)
    const db = new DatabaseHandle(raw, ':memory:')
    addEventTable(db, 1, ['A'])
    addBlocks(db, archive.random, 1, { count: 300, day: 20_000 })
    raw.exec(`INSERT INTO segments (table_id, first_block_id, last_block_id, row_count, min_at_ms, max_at_ms) VALUES (1, 1, 2, 300, 0, 0);
      INSERT INTO segment_parts VALUES (1, 1, 0, 0, x'01');
      UPDATE archived_tables SET indexed_to_block_id = 2`)
    const blocks = raw.prepare('SELECT * FROM event_blocks').all()
    migrate(raw, 'archive', migrationsUpTo('archive', 6))
    expect(raw.prepare('SELECT * FROM event_blocks').all()).toEqual(blocks)
    expect(
      raw.prepare('SELECT (SELECT count(*) FROM segments) + (SELECT count(*) FROM segment_parts)').pluck().get()
    ).toBe(0)
    expect(indexTail(db, 1, { minRows: 1 })).toEqual({ segmentsMade: 1 })
    raw.close()
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
