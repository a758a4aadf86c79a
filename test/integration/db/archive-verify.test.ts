import { createHash } from 'node:crypto'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type BlockColumnInput, encodeBlock, openBlock } from '../../../src/main/archive/block/block-codec.ts'
import { blockHead, commitHash } from '../../../src/main/archive/chain/hash-chain.ts'
import { archiveHead, compareHead } from '../../../src/main/db/archive/archive-head.ts'
import { verifyArchive } from '../../../src/main/db/archive/verify-archive.ts'
import type { ArchiveFinding, VerificationCursor } from '../../../src/shared/domain/archive-verification.ts'
import { ArchiveDatabase } from './archive-database.ts'
import { auditPath, canonicalOf, inputOf, type PlainRow } from './archive-fixture.ts'

const start = Date.UTC(2026, 0, 1)
const firstDay = start / 86_400_000
const at = (seconds: number) => new Date(start + seconds * 1_000).toISOString().replace('T', ' ')
const organizationId = 'organization-1'

const rowAt = (n: number): PlainRow => ({
  TIME: at(n * 150),
  ID: `event-${n}`,
  ACTOR: `actor ${n % 10}`,
  STATUS: 'SUCCESS',
  NOTE: n % 3 === 0 ? `note ${n % 12}` : undefined
})

let archive: ArchiveDatabase
beforeEach(() => {
  archive = new ArchiveDatabase()
  // its ids are kept in the blocks
  sql(`INSERT INTO archived_tables (path, kind) VALUES ('${JSON.stringify(auditPath)}', 'events');
    INSERT INTO archived_columns (table_id, position, name, first_seen_at_ms, storage) VALUES (1, 0, 'ID', 1, 'text')`)
  // 576 rows a day
  for (const [from, to] of [
    [0, 300],
    [300, 900],
    [900, 1_400]
  ] as const)
    archive.commit(
      inputOf(
        Array.from({ length: to - from }, (_, n) => rowAt(from + n)),
        { textColumns: ['ID'] }
      )
    )
  archive.commit(inputOf([{ ID: 'untimed' }]))
  archive.handle.raw.exec(`DROP TRIGGER event_blocks_are_not_changed; DROP TRIGGER event_blocks_are_not_deleted;
    DROP TRIGGER archived_values_are_not_changed; DROP TRIGGER archived_values_are_not_deleted;
    DROP TRIGGER archive_commits_are_not_changed; DROP TRIGGER archive_commits_are_not_deleted`)
})
afterEach(() => archive.dispose())

const sql = (text: string) => archive.handle.raw.exec(text)

/** All of a verification, in steps of one piece of work each, over a cursor that went through JSON. */
function verify(stepMs = 0): { findings: ArchiveFinding[]; rows: number; commits: number } {
  const total = { findings: [] as ArchiveFinding[], rows: 0, commits: 0 }
  let cursor: VerificationCursor | undefined
  do {
    const step = archive.run((db) =>
      verifyArchive(db, { organizationId, stepMs, ...(cursor === undefined ? {} : { cursor }) })
    )
    total.findings.push(...step.findings)
    total.rows += step.rowsChecked
    total.commits += step.commitsChecked
    cursor = step.cursor === undefined ? undefined : (JSON.parse(JSON.stringify(step.cursor)) as VerificationCursor)
  } while (cursor !== undefined)
  return total
}
const found = () =>
  verify().findings.map(({ kind, firstRowId, lastRowId }) => `${kind} ${firstRowId ?? ''} ${lastRowId ?? ''}`.trim())
const id = (seq: number, day = firstDay) => `1.${day}.${seq}`

interface Block {
  block_id: number
  day: number
  first_seq: number
  row_count: number
  head: Buffer
  leaves: Buffer
  data: Buffer
}
const blockAt = (seq: number, day = firstDay): Block =>
  archive.handle.raw
    .prepare('SELECT * FROM event_blocks WHERE day = ? AND first_seq <= ? ORDER BY first_seq DESC')
    .get(day, seq) as Block

/** Writes a block's rows anew, as somebody does who knows its form. */
function rewrite(
  block: Block,
  change: (rows: { atMs: number; cells: Map<number, string | number>; leaf: Buffer }[]) => void
) {
  const old = openBlock(block.data)
  const rows = Array.from({ length: old.rowCount }, (_, row) => ({
    atMs: old.atMs(row),
    leaf: block.leaves.subarray(row * 32, row * 32 + 32),
    cells: new Map<number, string | number>(
      old.columnIds.flatMap((columnId): [number, string | number][] => {
        const text = old.kindOf(columnId) === 'text' ? old.textAt(columnId, row) : old.idAt(columnId, row)
        return text === undefined || text === 0 ? [] : [[columnId, text]]
      })
    )
  }))
  change(rows)
  const columns: BlockColumnInput[] = old.columnIds.map((columnId) => ({
    columnId,
    cells:
      old.kindOf(columnId) === 'text'
        ? { kind: 'text', texts: rows.map(({ cells }) => cells.get(columnId) as string | undefined) }
        : { kind: 'dictionary', ids: Uint32Array.from(rows, ({ cells }) => Number(cells.get(columnId) ?? 0)) }
  }))
  archive.handle.raw
    .prepare('UPDATE event_blocks SET data = ?, leaves = ?, row_count = ? WHERE block_id = ?')
    .run(
      encodeBlock({ rowCount: rows.length, atMs: Float64Array.from(rows, ({ atMs }) => atMs), columns }),
      Buffer.concat(rows.map(({ leaf }) => leaf)),
      rows.length,
      block.block_id
    )
}
const sha256 = (text: string) => createHash('sha256').update(text).digest()
const idColumn = 0

describe('a verification', () => {
  it('finds nothing in an archive as it was written, whatever its steps', () => {
    for (const stepMs of [0, 1, 10_000]) expect(verify(stepMs)).toEqual({ findings: [], rows: 1_401, commits: 4 })
    archive.reopen()
    expect(verify().findings).toEqual([])
  })

  it('recomputes rows of any length, characters and kinds of texts, and names the one that was changed', () => {
    const textColumns = ['ID', 'UUID', 'HEX', 'COUNT', 'LONG', 'OTHER_TIME', 'EPOCH']
    const rows = Array.from({ length: 300 }, (_, n): PlainRow => {
      const hex = createHash('md5').update(String(n)).digest('hex')
      return {
        TIME: at(n * 97),
        ID: `\u0000"é😀\\\n${n}`,
        UUID: hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-'),
        HEX: n % 2 === 0 ? hex : undefined,
        COUNT: String((n - 150) * 10 ** (n % 13)),
        LONG: n % 40 === 0 ? 'é"'.repeat(30_000 + n) : `${n}`,
        OTHER_TIME: n % 5 === 0 ? undefined : at(n * 97).replace('Z', ' UTC'),
        EPOCH: String(start + n * 97_000),
        'a "name"': `${'x'.repeat(n * 7)}\t`
      }
    })
    archive.commit(inputOf(rows, { path: ['OTHER'], textColumns }))
    sql("UPDATE archived_columns SET storage = 'text' WHERE table_id = 2 AND name <> 'TIME' AND name <> 'a \"name\"'")
    archive.commit(
      inputOf(
        rows.map((row) => ({ ...row, ID: `later ${row['ID']}` })),
        { path: ['OTHER'], textColumns }
      )
    )
    for (const stepMs of [0, 10_000]) expect(verify(stepMs)).toMatchObject({ findings: [], rows: 2_001 })
    sql("UPDATE archived_values SET text = text || ' ' WHERE table_id = 2 AND value_id = 251 AND text LIKE 'xxx%'")
    archive.reopen()
    expect(found()).toEqual([
      `rows-changed 2.${firstDay}.250 2.${firstDay}.250`,
      `rows-changed 2.${firstDay}.550 2.${firstDay}.550`
    ])
  })

  it('ends where there is nothing to verify', () => {
    const empty = new ArchiveDatabase()
    expect(empty.run((db) => verifyArchive(db, { organizationId }))).toMatchObject({ rowsChecked: 0, findings: [] })
    empty.dispose()
  })

  it('finds that the archive is another organization’s', () => {
    const step = archive.run((db) => verifyArchive(db, { organizationId: 'other', stepMs: 10_000 }))
    expect(step.findings.map(({ kind }) => kind)).toContain('rows-rewritten')
  })

  it('names the rows that use a text of a dictionary that was changed, and the text', () => {
    sql("UPDATE archived_values SET text = 'somebody else' WHERE text = 'actor 3'")
    const { findings } = verify()
    const rows = findings.flatMap(({ firstRowId, rowCount }) => Array<string>(rowCount ?? 0).fill(firstRowId ?? ''))
    expect(rows).toHaveLength(140)
    expect(findings[0]).toEqual({
      kind: 'rows-changed',
      path: auditPath,
      day: firstDay,
      firstRowId: id(3),
      lastRowId: id(3),
      rowCount: 1,
      suspect: { column: 'ACTOR', text: 'somebody else' }
    })
    expect(new Set(findings.map(({ kind }) => kind))).toEqual(new Set(['rows-changed']))
  })

  it('names the rows whose text is gone from a dictionary', () => {
    sql("DELETE FROM archived_values WHERE text = 'note 3'")
    expect(found()[0]).toBe(`rows-changed ${id(3)} ${id(3)}`)
    expect(found()).toHaveLength(117)
  })

  it('names the row whose value was changed in its block', () => {
    rewrite(blockAt(400), (rows) => rows[7]?.cells.set(idColumn, 'event-forged'))
    expect(found()).toEqual([`rows-changed ${id(blockAt(400).first_seq + 7)} ${id(blockAt(400).first_seq + 7)}`])
  })

  it('names the row whose value was taken out', () => {
    rewrite(blockAt(0), (rows) => rows[9]?.cells.delete(idColumn))
    expect(found()).toEqual([`rows-changed ${id(9)} ${id(9)}`])
  })

  it('names a block whose bytes are no block any more, or others', () => {
    const block = blockAt(0)
    sql(`UPDATE event_blocks SET data = x'0102' WHERE block_id = ${block.block_id}`)
    expect(found()).toEqual([`rows-changed ${id(0)} ${id(255)}`])
    let unseen = 0
    for (let byte = 0; byte < block.data.length; byte += 97) {
      const data = Buffer.from(block.data)
      data[byte] = (data[byte] ?? 0) ^ 0x55
      archive.handle.raw.prepare('UPDATE event_blocks SET data = ? WHERE block_id = ?').run(data, block.block_id)
      const { findings } = verify(10_000)
      if (findings.length === 0) unseen += 1
      else expect(['rows-changed', 'rows-moved', 'time-changed']).toContain(findings[0]?.kind)
    }
    // only bytes that say nothing of any row may be anything
    expect(unseen).toBeLessThanOrEqual(2)
  })

  it('names the block of a row that was changed together with its hash', () => {
    rewrite(blockAt(0), (rows) => {
      const row = rows[5]
      row?.cells.set(idColumn, 'event-forged')
      if (row !== undefined) row.leaf = sha256(canonicalOf({ ...rowAt(5), ID: 'event-forged' }))
    })
    expect(found()).toEqual([`rows-rewritten ${id(0)} ${id(255)}`])
  })

  it('names the day of a row that was changed together with its hash and all heads after it', () => {
    const before = archive.handle.raw
      .prepare('SELECT head FROM event_blocks WHERE day = ? AND first_seq = 256')
      .pluck()
      .get(firstDay) as Buffer
    const block = blockAt(300)
    rewrite(block, (rows) => {
      const row = rows[0]
      row?.cells.set(idColumn, 'event-forged')
      if (row !== undefined) row.leaf = sha256(canonicalOf({ ...rowAt(300), ID: 'event-forged' }))
    })
    let head = before
    for (const later of archive.handle.raw
      .prepare('SELECT * FROM event_blocks WHERE day = ? AND first_seq >= 300 ORDER BY first_seq')
      .all(firstDay) as Block[]) {
      head = Buffer.from(blockHead(head, { day: firstDay, firstSeq: later.first_seq, leaves: later.leaves }))
      archive.handle.raw.prepare('UPDATE event_blocks SET head = ? WHERE block_id = ?').run(head, later.block_id)
    }
    const findings = verify().findings
    expect(findings).toMatchObject([{ kind: 'day-head-differs', day: firstDay, commitId: 2, lastRowId: id(575) }])
  })

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

describe('an exported head', () => {
  const exported = () => archive.run((db) => archiveHead(db, organizationId))
  const compare = (head: ReturnType<typeof exported>) => archive.run((db) => compareHead(db, organizationId, head))

  it('agrees with the archive then and later', () => {
    const head = JSON.parse(JSON.stringify(exported())) as ReturnType<typeof exported>
    expect(head).toMatchObject({ format: 'vigil-archive-head/1', commitCount: 4, tables: [{ path: auditPath }] })
    expect(head.tables[0]?.days.map(({ day, rowCount }) => [day, rowCount])).toEqual([
      [-1, 1],
      [firstDay, 576],
      [firstDay + 1, 576],
      [firstDay + 2, 248]
    ])
    archive.commit(inputOf(Array.from({ length: 700 }, (_, n) => ({ ...rowAt(n), ID: `later ${n}` }))))
    expect(compare(head)).toEqual([])
    expect(compare({ ...head, organizationId: 'other' })).toEqual([{ kind: 'other-organization' }])
  })

  it('tells when all of the archive was written anew without a row, as verification alone cannot', () => {
    const head = exported()
    archive.dispose()
    archive = new ArchiveDatabase()
    archive.commit(inputOf(Array.from({ length: 1_399 }, (_, n) => rowAt(n + 1))))
    expect(verify().findings).toEqual([])
    expect(compare(head).map(({ kind }) => kind)).toEqual([
      'commit-missing',
      'day-missing',
      'day-shorter',
      'day-differs'
    ])
  })

  it('is answered by the note that stands for a pruned day', () => {
    const head = exported()
    sql(`INSERT INTO pruned_days (table_id, day, row_count, head, pruned_at_ms, reason)
      SELECT 1, day, first_seq + row_count, head, 5, 'retention' FROM event_blocks WHERE day = ${firstDay} ORDER BY first_seq DESC LIMIT 1;
      DELETE FROM event_blocks WHERE day = ${firstDay}`)
    expect(compare(head)).toEqual([])
    expect(exported().tables[0]?.days[1]).toMatchObject({ day: firstDay, rowCount: 576, isPruned: true })
    sql('DROP TRIGGER pruned_days_are_not_changed; UPDATE pruned_days SET head = zeroblob(32)')
    expect(compare(head)).toEqual([{ kind: 'day-differs', path: auditPath, day: firstDay, rowCount: 576 }])
  })
})
