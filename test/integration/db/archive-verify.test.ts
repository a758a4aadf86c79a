import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { blockHead } from '../../../src/main/archive/chain/hash-chain.ts'
import { verifyArchive } from '../../../src/main/db/archive/verify-archive.ts'
import { ArchiveDatabase } from './archive-database.ts'
import { auditPath, canonicalOf, inputOf, type PlainRow } from './archive-fixture.ts'
import {
  archive,
  start,
  firstDay,
  at,
  organizationId,
  rowAt,
  sql,
  verify,
  found,
  id,
  blockAt,
  rewrite,
  sha256,
  idColumn,
  type Block,
  useUnguardedArchive
} from './unguarded-archive.ts'

useUnguardedArchive()

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
})
