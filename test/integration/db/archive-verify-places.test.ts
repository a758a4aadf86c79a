import { describe, expect, it } from 'vitest'
import { encodeBlock, openBlock } from '../../../src/main/archive/block/block-codec.ts'
import { blockHead, commitHash } from '../../../src/main/archive/chain/hash-chain.ts'
import { auditPath } from './archive-fixture.ts'
import {
  archive,
  firstDay,
  sql,
  verify,
  found,
  id,
  blockAt,
  rewrite,
  type Block,
  useUnguardedArchive
} from './unguarded-archive.ts'

useUnguardedArchive()

describe('a verification of what is gone, moved or put in', () => {
  it('names rows that were deleted: a block in the middle, the end of the last day, a row of a block', () => {
    sql(`DELETE FROM event_blocks WHERE block_id = ${blockAt(300).block_id}`)
    expect(found()).toEqual([`rows-missing ${id(300)} ${id(555)}`])
    const last = archive.handle.raw
      .prepare('SELECT * FROM event_blocks WHERE day = ? ORDER BY first_seq DESC')
      .get(firstDay + 2) as Block
    sql(`DELETE FROM event_blocks WHERE block_id = ${last.block_id}`)
    const end = last.first_seq + last.row_count - 1
    expect(found()).toContain(`rows-missing ${id(last.first_seq, firstDay + 2)} ${id(end, firstDay + 2)}`)
    rewrite(blockAt(0), (rows) => rows.splice(4, 1))
    expect(found()).toContain(`rows-rewritten ${id(0)} ${id(254)}`)
    expect(found()).toContain(`rows-missing ${id(255)} ${id(255)}`)
  })

  it('names the day of which nothing is left', () => {
    sql(`DELETE FROM event_blocks WHERE day = ${firstDay + 1}`)
    expect(found()).toEqual([
      `rows-missing ${id(0, firstDay + 1)} ${id(323, firstDay + 1)}`,
      `rows-missing ${id(0, firstDay + 1)} ${id(575, firstDay + 1)}`
    ])
  })

  it('names rows that changed places, with and without their hashes', () => {
    const swapCells = (isWhole: boolean) =>
      rewrite(blockAt(0), (rows) => {
        const [one, other] = [rows[10], rows[20]]
        if (one === undefined || other === undefined) return
        if (isWhole) {
          rows[10] = other
          rows[20] = one
          return
        }
        const cells = one.cells
        one.cells = other.cells
        other.cells = cells
        const atMs = one.atMs
        one.atMs = other.atMs
        other.atMs = atMs
      })
    swapCells(false)
    expect(found()).toEqual([`rows-moved ${id(10)} ${id(10)}`, `rows-moved ${id(20)} ${id(20)}`])
    swapCells(false)
    expect(found()).toEqual([])
    swapCells(true)
    expect(found()).toEqual([`rows-rewritten ${id(0)} ${id(255)}`])
  })

  it('names blocks that changed places', () => {
    const [one, other] = [blockAt(0), blockAt(300)]
    sql(`UPDATE event_blocks SET first_seq = 9999 WHERE block_id = ${one.block_id};
      UPDATE event_blocks SET first_seq = 0 WHERE block_id = ${other.block_id};
      UPDATE event_blocks SET first_seq = 300 WHERE block_id = ${one.block_id}`)
    expect(found()).toContain(`rows-rewritten ${id(0)} ${id(255)}`)
    expect(found()).toContain(`rows-rewritten ${id(300)} ${id(555)}`)
  })

  it('names a row that was put into a block', () => {
    rewrite(blockAt(256), (rows) => {
      const row = rows[0]
      if (row !== undefined) rows.push({ ...row, cells: new Map(row.cells) })
    })
    expect(found()).toContain(`rows-rewritten ${id(256)} ${id(300)}`)
    expect(found()).toContain(`rows-inserted ${id(300)} ${id(300)}`)
  })

  it('names rows behind the last commit’s, though they are chained', () => {
    const day = firstDay
    const last = archive.handle.raw
      .prepare('SELECT * FROM event_blocks WHERE day = ? ORDER BY first_seq DESC')
      .get(day) as Block
    const leaves = last.leaves.subarray(0, 32)
    const one = openBlock(last.data)
    const data = encodeBlock({
      rowCount: 1,
      atMs: Float64Array.of(one.atMs(0)),
      columns: one.columnIds.map((columnId) => ({
        columnId,
        cells:
          one.kindOf(columnId) === 'text'
            ? { kind: 'text', texts: [one.textAt(columnId, 0)] }
            : { kind: 'dictionary', ids: Uint32Array.of(one.idAt(columnId, 0)) }
      }))
    })
    archive.handle.raw
      .prepare(
        `INSERT INTO event_blocks (table_id, commit_id, day, first_seq, row_count, min_at_ms, max_at_ms, head, leaves, data)
         VALUES (1, 2, ?, 576, 1, ?, ?, ?, ?, ?)`
      )
      .run(day, one.atMs(0), one.atMs(0), blockHead(last.head, { day, firstSeq: 576, leaves }), leaves, data)
    expect(found()).toEqual([`rows-inserted ${id(576)} ${id(576)}`])
    sql('UPDATE event_blocks SET commit_id = 3 WHERE first_seq = 576')
    expect(found()).toEqual([`rows-inserted ${id(0)} ${id(576)}`])
  })

  it('names the row that is kept under another time than it tells', () => {
    rewrite(blockAt(0), (rows) => {
      const row = rows[30]
      if (row !== undefined) row.atMs += 60_000
    })
    expect(found()).toEqual([`time-changed ${id(30)} ${id(30)}`])
    sql(`UPDATE event_blocks SET min_at_ms = min_at_ms - 5 WHERE block_id = ${blockAt(256).block_id}`)
    expect(found()).toContain(`time-changed ${id(256)} ${id(299)}`)
  })

  it.each([
    'at_ms = 1',
    "source = '{}'",
    'rows_added = rows_added + 1',
    'rows_known = 9',
    'rows_quarantined = 9',
    "days = '[]'",
    "days = 'x'",
    'hash = zeroblob(32)'
  ])('names a commit that was altered: %s', (change) => {
    sql(`UPDATE archive_commits SET ${change} WHERE commit_id = 4`)
    const { findings } = verify()
    expect(findings[0]).toEqual({ kind: 'commit-altered', commitId: 4 })
  })

  it('names the commit that follows another than before, and commits that are gone', () => {
    const raw = archive.handle.raw
    const commit = raw.prepare('SELECT * FROM archive_commits WHERE commit_id = 2').get() as {
      source: string
      rows_added: number
      days: string
      previous: Buffer
    }
    const facts = {
      commitId: 2,
      tableId: 1,
      atMs: 7,
      source: commit.source,
      rowsAdded: commit.rows_added,
      rowsKnown: 0,
      rowsQuarantined: 0,
      days: JSON.parse(commit.days)
    }
    raw
      .prepare('UPDATE archive_commits SET at_ms = 7, hash = ? WHERE commit_id = 2')
      .run(commitHash(commit.previous, facts))
    expect(verify().findings).toEqual([{ kind: 'commit-altered', commitId: 3 }])
    raw.pragma('foreign_keys = OFF')
    sql('DELETE FROM archive_commits WHERE commit_id IN (2, 3)')
    expect(verify().findings[0]).toEqual({ kind: 'commits-missing', commitId: 2, lastCommitId: 3 })
  })

  it('takes the note of a pruned day for its rows, if the last commit knew them so', () => {
    const day = firstDay + 1
    sql(`INSERT INTO pruned_days (table_id, day, row_count, head, pruned_at_ms, reason)
      SELECT 1, day, first_seq + row_count, head, 5, 'retention' FROM event_blocks WHERE day = ${day} ORDER BY first_seq DESC LIMIT 1`)
    // rows are deleted bit by bit
    expect(found()).toEqual([])
    sql(`DELETE FROM event_blocks WHERE day = ${day} AND first_seq = 0`)
    expect(found()).toEqual([])
    sql(`DELETE FROM event_blocks WHERE day = ${day}`)
    expect(verify()).toMatchObject({ findings: [], rows: 1_401 - 576 })
    sql('DROP TRIGGER pruned_days_are_not_changed; UPDATE pruned_days SET row_count = row_count - 1')
    expect(verify().findings).toEqual([{ kind: 'pruned-day-differs', path: auditPath, day, commitId: 3 }])
    sql('UPDATE pruned_days SET row_count = row_count + 1, head = zeroblob(32)')
    expect(verify().findings).toEqual([{ kind: 'pruned-day-differs', path: auditPath, day, commitId: 3 }])
  })
})
