import { createHash } from 'node:crypto'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { blockHead, commitHash, firstCommitHash, genesis, toHex } from '../../../src/main/archive/chain/hash-chain.ts'
import { commitEvents } from '../../../src/main/db/archive/commit-events.ts'
import { randomFrom } from '../../unit/main/db/random.ts'
import { ArchiveDatabase } from './archive-database.ts'
import { auditPath, canonicalOf, inputOf, type PlainRow } from './archive-fixture.ts'

const start = Date.UTC(2026, 0, 1)
const at = (seconds: number) => new Date(start + seconds * 1_000).toISOString()
const daySeconds = 86_400

let archive: ArchiveDatabase
beforeEach(() => {
  archive = new ArchiveDatabase()
})
afterEach(() => archive.dispose())

const contents = () => archive.rows().map(({ row }) => canonicalOf(row))
const sorted = (texts: Iterable<string>) => [...texts].sort((one, other) => (one < other ? -1 : one > other ? 1 : 0))
const pluck = (sql: string) => archive.handle.raw.prepare(sql).pluck().all()

describe('a committed batch', () => {
  it('is kept row for row, in blocks of one day in the order of time, whatever order it came in', () => {
    const random = randomFrom(4)
    const rows: PlainRow[] = Array.from({ length: 3_000 }, (_, n) => ({
      TIME: n % 97 === 0 ? undefined : at(Math.floor(random() * 3 * daySeconds)),
      ID: `event-${n}`,
      ACTOR: `actor ${Math.floor(random() * 40)}`,
      NOTE: random() < 0.2 ? `é ${n}` : undefined,
      EMPTY: undefined
    }))
    const result = archive.commit(inputOf(rows, { textColumns: ['ID'] }))
    expect(result).toMatchObject({ commitId: 1, rowsAdded: 3_000, rowsKnown: 0, rowsQuarantined: 0 })
    const kept = archive.rows()
    expect(sorted(kept.map(({ row }) => canonicalOf(row)))).toEqual(sorted(rows.map(canonicalOf)))
    for (const [place, { id, atMs, row }] of kept.entries()) {
      const day = Number(id.split('.')[1])
      expect(atMs).toBe(row['TIME'] === undefined ? 0 : Date.parse(row['TIME']))
      expect(day).toBe(row['TIME'] === undefined ? -1 : Math.floor(atMs / 86_400_000))
      const before = kept[place - 1]
      if (before?.id.startsWith(`1.${day}.`) === true) expect(atMs).toBeGreaterThanOrEqual(before.atMs)
    }
    expect(pluck('SELECT max(row_count) FROM event_blocks')).toEqual([256])
    expect(pluck('SELECT row_count FROM archived_tables')).toEqual([3_000])
    const times = rows.flatMap(({ TIME }) => (TIME === undefined ? [] : [Date.parse(TIME)]))
    expect(pluck('SELECT oldest_event_at_ms FROM archived_tables')).toEqual([Math.min(...times)])
    expect(result).toMatchObject({ oldestAtMs: Math.min(...times), newestAtMs: Math.max(...times) })
  })

  it('is chained as documented, day by day and commit by commit', () => {
    for (const [commit, seconds] of [[0, 1, 2], [daySeconds, 5, daySeconds + 1], [3]].entries())
      archive.commit(inputOf(seconds.map((second) => ({ TIME: at(second), N: `${commit}` }))))
    const day = start / 86_400_000
    const heads = new Map<number, Uint8Array>()
    const blocks = archive.handle.raw
      .prepare('SELECT day, first_seq AS firstSeq, leaves, head FROM event_blocks ORDER BY day, first_seq')
      .all() as { day: number; firstSeq: number; leaves: Buffer; head: Buffer }[]
    expect(blocks.map(({ firstSeq }) => firstSeq)).toEqual([0, 3, 4, 0])
    for (const block of blocks) {
      const before =
        heads.get(block.day) ??
        genesis({ organizationId: 'organization-1', pathText: JSON.stringify(auditPath), day: block.day })
      const head = blockHead(before, block)
      expect(toHex(block.head)).toBe(toHex(head))
      heads.set(block.day, head)
    }
    const leaf = createHash('sha256')
      .update(canonicalOf({ N: '0', TIME: at(0) }))
      .digest('hex')
    expect(blocks[0]?.leaves.subarray(0, 32).toString('hex')).toBe(leaf)
    let previous = firstCommitHash
    for (const row of archive.handle.raw.prepare('SELECT * FROM archive_commits ORDER BY commit_id').all() as Record<
      string,
      never
    >[]) {
      const hash = commitHash(previous, {
        commitId: row['commit_id'] as never,
        tableId: 1,
        atMs: row['at_ms'] as never,
        source: '{"kind":"export"}',
        rowsAdded: row['rows_added'] as never,
        rowsKnown: 0,
        rowsQuarantined: 0,
        days: JSON.parse(row['days'] as never)
      })
      expect(toHex(row['hash'] as never)).toBe(toHex(hash))
      previous = hash
    }
    expect(JSON.parse(pluck('SELECT days FROM archive_commits WHERE commit_id = 3')[0] as string)).toEqual([
      { day, rowCount: 5, head: toHex(heads.get(day) as Uint8Array) }
    ])
  })

  it('makes no commit of rows that are all known, and no value of theirs', () => {
    const rows = [{ TIME: at(1), A: 'x' }]
    archive.commit(inputOf(rows))
    expect(archive.commit(inputOf(rows))).toEqual({
      rowsAdded: 0,
      rowsKnown: 1,
      rowsQuarantined: 0,
      rowsOfPrunedDays: 0,
      days: [],
      newColumns: []
    })
    expect(pluck('SELECT count(*) FROM archive_commits')).toEqual([1])
  })

  it('does not bring back rows of a day that was pruned', () => {
    const rows = [{ TIME: at(1) }, { TIME: at(daySeconds) }]
    archive.commit(inputOf(rows))
    archive.handle.raw.exec(`INSERT INTO pruned_days (table_id, day, row_count, head, pruned_at_ms, reason)
      SELECT 1, day, row_count, head, 5, 'retention' FROM event_blocks WHERE day = ${start / 86_400_000};
      DELETE FROM event_blocks WHERE day = ${start / 86_400_000}`)
    expect(archive.commit(inputOf([...rows, { TIME: at(2) }]))).toMatchObject({
      rowsAdded: 0,
      rowsKnown: 1,
      rowsOfPrunedDays: 2
    })
  })

  it('is refused when it is not whole, or when its table holds a snapshot', () => {
    const input = inputOf([{ TIME: at(1) }, { TIME: at(2) }])
    const short = { ...input, batch: { ...input.batch, leaves: input.batch.leaves.subarray(0, 40) } }
    expect(() => archive.commit(short)).toThrow(expect.objectContaining({ code: 'invalid-input' }))
    archive.handle.raw.exec(`INSERT INTO archived_tables (path, kind) VALUES ('["S"]', 'snapshot')`)
    expect(() => archive.commit({ ...input, path: ['S'] })).toThrow(expect.objectContaining({ code: 'invalid-input' }))
  })
})

describe('columns', () => {
  it('are added behind the known ones, and noted with their time when the table had others before', () => {
    archive.commit(inputOf([{ TIME: at(1), A: '1' }], { atMs: 10 }))
    expect(archive.commit(inputOf([{ B: 'x', TIME: at(2) }], { atMs: 20 }))).toMatchObject({ newColumns: ['B'] })
    expect(
      archive.handle.raw.prepare('SELECT at_ms, change, name FROM column_changes ORDER BY id').raw().all()
    ).toEqual([[20, 'added', 'B']])
    expect(pluck('SELECT name FROM archived_columns ORDER BY position')).toEqual(['TIME', 'A', 'B'])
  })

  it('keep their texts once, through restarts and failures', () => {
    const commit = (n: number) => inputOf([{ TIME: at(n), A: `value ${n % 4}`, B: n % 4 === 0 ? '' : undefined }])
    for (let n = 0; n < 12; n += 1) {
      if (n === 5) archive.reopen()
      if (n === 2)
        expect(() =>
          archive.run((db) => {
            commitEvents(db, commit(n))
            throw new Error('given up')
          })
        ).toThrow('given up')
      archive.commit(commit(n))
    }
    expect(
      archive.handle.raw
        .prepare('SELECT value_id, text FROM archived_values WHERE column_id = 1 ORDER BY value_id')
        .raw()
        .all()
    ).toEqual([0, 1, 2, 3].map((n) => [n + 1, `value ${n}`]))
    expect(pluck('SELECT text FROM archived_values WHERE column_id = 2')).toEqual([''])
    expect(sorted(contents())).toEqual(
      sorted(
        Array.from({ length: 12 }, (_, n) =>
          canonicalOf({ TIME: at(n), A: `value ${n % 4}`, B: n % 4 === 0 ? '' : undefined })
        )
      )
    )
  })

  it('whose values are nearly all different keep them in the blocks from then on', () => {
    const rows = (from: number, count: number) =>
      Array.from({ length: count }, (_, n) => ({ TIME: at(from + n), ID: `id ${from + n}`, HALF: `${n % 2_000}` }))
    archive.commit(inputOf(rows(0, 100)))
    archive.commit(inputOf(rows(100, 5_000)))
    archive.commit(inputOf(rows(5_100, 50)))
    expect(
      archive.handle.raw
        .prepare('SELECT name, storage, value_count FROM archived_columns ORDER BY position')
        .raw()
        .all()
    ).toEqual([
      ['TIME', 'text', 100],
      ['ID', 'text', 100],
      ['HALF', 'dictionary', 2_000]
    ])
    expect(sorted(contents())).toEqual(
      sorted([...rows(0, 100), ...rows(100, 5_000), ...rows(5_100, 50)].map(canonicalOf))
    )
  })

  it('that fill up in small batches with different values keep them in the blocks, too', () => {
    const rows = (from: number) => Array.from({ length: 1_000 }, (_, n) => ({ TIME: at(1), ID: `${from + n}` }))
    for (let n = 0; n < 6; n += 1) archive.commit(inputOf(rows(n * 1_000)))
    expect(
      archive.handle.raw.prepare("SELECT storage, value_count FROM archived_columns WHERE name = 'ID'").raw().get()
    ).toEqual(['text', 5_000])
    expect(archive.rows()).toHaveLength(6_000)
  })
})

describe('lines that are no rows', () => {
  it('are kept with their reason, once per source', () => {
    const quarantined = [
      { line: 3, reason: 'not-parseable', excerpt: '{"a' },
      { line: 9, reason: 'wrong-field-count', detail: '3 of 4', excerpt: 'a,b,c' }
    ] as const
    const input = inputOf([{ TIME: at(1) }], { quarantined, source: { kind: 'file', name: 'events.csv' } })
    expect(archive.commit(input)).toMatchObject({ rowsAdded: 1, rowsQuarantined: 2 })
    expect(archive.commit(input)).toMatchObject({ rowsAdded: 0, rowsQuarantined: 0 })
    expect(
      archive.handle.raw.prepare('SELECT source, line, reason, detail FROM quarantined_lines').raw().all()
    ).toEqual([
      ['{"kind":"file","name":"events.csv"}', 3, 'not-parseable', null],
      ['{"kind":"file","name":"events.csv"}', 9, 'wrong-field-count', '3 of 4']
    ])
  })
})

describe('what was committed', () => {
  it.each([
    'UPDATE event_blocks SET head = zeroblob(32)',
    'DELETE FROM event_blocks',
    'REPLACE INTO event_blocks SELECT * FROM event_blocks WHERE block_id = 1',
    "UPDATE archived_values SET text = 'x'",
    'DELETE FROM archived_values',
    "REPLACE INTO archived_values VALUES (1, 0, 1, 'x')",
    'UPDATE archive_commits SET rows_added = 0',
    'DELETE FROM archive_commits',
    'REPLACE INTO archive_commits SELECT * FROM archive_commits'
  ])('cannot be altered by %s', (sql) => {
    archive.commit(inputOf([{ TIME: at(1), A: 'x' }]))
    const all = () =>
      ['event_blocks', 'archived_values', 'archive_commits'].map((table) =>
        archive.handle.raw.prepare(`SELECT * FROM ${table}`).all()
      )
    const before = all()
    expect(() => archive.handle.raw.exec(sql)).toThrow(/append-only|FOREIGN KEY/)
    expect(all()).toEqual(before)
  })
})
