import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { decodeValueChunk, toValueChunk } from '../../../src/main/archive/segment/value-chunk.ts'
import { mergeSegments } from '../../../src/main/db/archive/merge-segments.ts'
import { rebuildIndex } from '../../../src/main/db/archive/rebuild-index.ts'
import { mergeArchiveSegments } from '../../../src/main/db/commands/merge-archive-segments.ts'
import { addValues, segmentsOf } from '../../support/archive-blocks.ts'
import { expectSame, IndexedArchive } from './indexed-archive.ts'

let archive: IndexedArchive

beforeEach(() => {
  archive = new IndexedArchive()
})

afterEach(() => archive.dispose())

describe('small segments', () => {
  const sizes = (tableId = 1) => segmentsOf(archive.handle, tableId).map(({ rowCount }) => rowCount)

  it('are joined where enough follow each other, a little at a time', () => {
    for (let round = 0; round < 12; round += 1) archive.add(10_000)
    expect(sizes()).toEqual(Array<number>(12).fill(10_000))
    const before = archive.indexedRows()
    const first = archive.run((db) => mergeSegments(db, 1, { maxRows: 1 }))
    expect(first).toEqual({ segmentsMerged: 6, segmentsMade: 1, isFinished: false })
    expect(sizes()).toEqual([60_000, ...Array<number>(6).fill(10_000)])
    expect(archive.run((db) => mergeSegments(db, 1))).toEqual({ segmentsMerged: 6, segmentsMade: 1, isFinished: true })
    expect(sizes()).toEqual([60_000, 60_000])
    expect(JSON.stringify([...archive.indexedRows()])).toBe(JSON.stringify([...before]))
    expect(archive.run((db) => mergeSegments(db, 1))).toEqual({ segmentsMerged: 0, segmentsMade: 0, isFinished: true })
  })

  it('at the end wait until they are four', () => {
    for (let round = 0; round < 3; round += 1) archive.add(9_000)
    archive.run((db) => mergeSegments(db, 1))
    expect(sizes()).toEqual([9_000, 9_000, 9_000])
    archive.add(9_000)
    archive.run((db) => mergeSegments(db, 1))
    expect(sizes()).toEqual([36_000])
    archive.expectWholeIndex()
  })

  it('of all tables are joined by one command, called until it is finished', () => {
    for (const tableId of [1, 2]) for (let round = 0; round < 4; round += 1) archive.add(8_192, 20_000, 256, tableId)
    const merge = () => archive.run((db) => mergeArchiveSegments.run(db, { maxRows: 10_000 }))
    expect([merge(), merge(), merge()]).toEqual([
      { segmentsMerged: 4, isFinished: false },
      { segmentsMerged: 4, isFinished: true },
      { segmentsMerged: 0, isFinished: true }
    ])
    expect([sizes(1), sizes(2)]).toEqual([[32_768], [32_768]])
    archive.expectWholeIndex(1)
    archive.expectWholeIndex(2)
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
    archive.add(1)
    expect(chunks()).toEqual([])
    archive.run((db) => addValues(db, 1, 1, texts.slice(4_095, 4_096)))
    archive.add(1)
    expect(chunks().map(({ columnId, chunk }) => [columnId, chunk])).toEqual([[1, 0]])
    archive.run((db) => addValues(db, 1, 1, texts.slice(4_096)))
    archive.add(1)
    archive.add(1)
    const made = chunks()
    expect(made.map(({ columnId, chunk }) => [columnId, chunk])).toEqual([
      [1, 0],
      [1, 1]
    ])
    for (const { chunk, data } of made)
      expect(decodeValueChunk(data)).toEqual(
        toValueChunk(chunk * 4_096 + 1, texts.slice(chunk * 4_096, (chunk + 1) * 4_096))
      )
    const before = archive.index()
    archive.run((db) => rebuildIndex(db, 1))
    expectSame(archive.index().chunks, before.chunks)
  })

  it('are refused where values are missing', () => {
    archive.run((db) => {
      addValues(db, 1, 1, texts.slice(0, 10))
      db.run("INSERT INTO archived_values VALUES (1, 1, 4096, 'x')")
    })
    expect(() => archive.add(1)).toThrow(expect.objectContaining({ code: 'database-damaged' }))
  })
})
