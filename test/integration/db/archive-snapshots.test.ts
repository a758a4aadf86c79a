import { canonicalRow } from '../../../src/main/archive/canonical-row.ts'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { SourceCells } from '../../../src/main/db/archive-writing.ts'
import { replaceArchivedSnapshot } from '../../../src/main/db/commands/replace-archived-snapshot.ts'
import { DatabaseHandle } from '../../../src/main/db/handle.ts'
import { latestVersion, migrate } from '../../../src/main/db/migrate.ts'
import { listSnapshotRows, snapshotRowHistory } from '../../../src/main/db/queries/snapshot-queries.ts'
import { randomFrom } from '../../unit/main/db/random.ts'
import { ArchiveDatabase } from './archive-database.ts'
import { databaseAt } from './raw-database.ts'

const path = ['SIGMA', 'SIGMA_SHARED', 'MEMBERS']
let archive: ArchiveDatabase
beforeEach(() => {
  archive = new ArchiveDatabase()
})
afterEach(() => archive.dispose())

const read = (atMs: number, rows: readonly SourceCells[]) =>
  archive.run((db) => replaceArchivedSnapshot.run(db, { path, rows, atMs }))
const rowsAt = (asOfMs?: number, limit = 1_000) =>
  listSnapshotRows.run(archive.handle, { path, limit, ...(asOfMs === undefined ? {} : { asOfMs }) })
const cellsAt = (asOfMs?: number) => rowsAt(asOfMs).rows.map(({ cells }) => cells)
const member = (id: string, type: string, more: SourceCells = {}) => ({ MEMBER_ID: id, ACCOUNT_TYPE: type, ...more })

describe('the history of a snapshot', () => {
  it('answers what a row was at a time, and when it became another', () => {
    read(10, [member('a', 'Viewer'), member('b', 'Admin')])
    read(20, [member('b', 'Admin'), member('a', 'Creator'), member('c', 'Viewer')])
    read(30, [member('a', 'Creator'), member('c', 'Viewer')])
    expect(rowsAt(9)).toEqual({ rows: [] })
    expect(cellsAt(10)).toEqual([member('a', 'Viewer'), member('b', 'Admin')])
    expect(cellsAt(19)).toEqual(cellsAt(10))
    expect(cellsAt(20)).toEqual([member('b', 'Admin'), member('a', 'Creator'), member('c', 'Viewer')])
    expect(rowsAt(25).readAtMs).toBe(20)
    expect(cellsAt()).toEqual([member('a', 'Creator'), member('c', 'Viewer')])
    const identity = '[["MEMBER_ID","a"]]'
    expect(snapshotRowHistory.run(archive.handle, { path, identity })).toEqual([
      { versionId: 1, identity, cells: member('a', 'Viewer'), validFromMs: 10, validToMs: 20 },
      { versionId: 3, identity, cells: member('a', 'Creator'), validFromMs: 20 }
    ])
    expect(snapshotRowHistory.run(archive.handle, { path: ['X'], identity })).toEqual([])
  })

  it('gives the state of every read, whatever rows and columns came, went and came again', () => {
    for (let seed = 1; seed <= 8; seed += 1) {
      const random = randomFrom(seed)
      const states: { atMs: number; rows: SourceCells[] }[] = []
      for (let atMs = 100; atMs < 112; atMs += 1) {
        const rows = Array.from({ length: 12 }, (_, n) => n)
          .filter(() => random() < 0.7)
          .map((n) => ({
            // identical rows in some of the rounds
            ...(seed % 2 === 0 ? { MEMBER_ID: `m${n}` } : {}),
            TYPE: `t${Math.floor(random() * 2)}`,
            IS_ON: random() < 0.5,
            ...(random() < 0.2 ? { [`COLUMN_${Math.floor(random() * 2)}`]: Math.floor(random() * 2) } : {})
          }))
        read(atMs, rows)
        states.push({ atMs, rows })
      }
      const sorted = (rows: readonly SourceCells[]) =>
        rows.map((row) => canonicalRow(Object.entries(row).map(([name, cell]) => [name, JSON.stringify(cell)]))).sort()
      for (const { atMs, rows } of states) expect(sorted(cellsAt(atMs))).toEqual(sorted(rows))
      archive.dispose()
      archive = new ArchiveDatabase()
    }
  })

  it('pages, and keeps a read that is given again or out of order', () => {
    const rows = Array.from({ length: 25 }, (_, n) => member(`m${n}`, 'Viewer'))
    read(50, rows)
    read(50, rows)
    read(40, rows.slice(1))
    const pages = []
    for (let after: number | undefined; ; ) {
      const page = listSnapshotRows.run(archive.handle, { path, limit: 7, ...(after === undefined ? {} : { after }) })
      pages.push(page.rows.length)
      after = page.next
      if (after === undefined) break
    }
    expect(pages).toEqual([7, 7, 7, 3])
    expect(archive.handle.raw.prepare('SELECT count(*) FROM snapshot_versions').pluck().get()).toBe(25)
  })

  it('knows rows by two columns where one is not enough', () => {
    const row = (team: string, id: string, role: string) => ({ TEAM_ID: team, MEMBER_ID: id, ROLE: role })
    read(1, [row('t', 'a', 'x'), row('t', 'b', 'x'), row('u', 'a', 'x')])
    read(2, [row('t', 'a', 'y'), row('t', 'b', 'x'), row('u', 'a', 'x')])
    expect(
      snapshotRowHistory.run(archive.handle, { path, identity: '[["TEAM_ID","t"],["MEMBER_ID","a"]]' })
    ).toHaveLength(2)
  })

  it('cannot be altered', () => {
    read(1, [member('a', 'Viewer')])
    read(2, [member('a', 'Admin')])
    for (const sql of [
      "UPDATE snapshot_versions SET cells = '{}'",
      'UPDATE snapshot_versions SET valid_from_ms = 0',
      'UPDATE snapshot_versions SET valid_to_ms = 9 WHERE version_id = 1',
      'DELETE FROM snapshot_versions'
    ])
      expect(() => archive.handle.raw.exec(sql)).toThrow('append-only')
  })

  it('begins with what was there when there was no history', () => {
    const database = databaseAt('archive', 6)
    database.exec(`INSERT INTO archived_tables (table_id, path, kind, last_sync_at_ms) VALUES (1, '${JSON.stringify(path)}', 'snapshot', 70);
      INSERT INTO archived_columns (table_id, position, name, first_seen_at_ms) VALUES (1, 0, 'MEMBER_ID', 1), (1, 1, 'IS_ON', 1), (1, 2, 'N', 1);
      INSERT INTO snapshot_rows (table_id, row_number, cells) VALUES (1, 0, '["a",true,1.5]'), (1, 1, '["b",null,"x"]')`)
    migrate(database, 'archive')
    expect(latestVersion('archive')).toBeGreaterThanOrEqual(7)
    const handle = new DatabaseHandle(database, ':memory:')
    const before = [
      { MEMBER_ID: 'a', IS_ON: true, N: 1.5 },
      { MEMBER_ID: 'b', N: 'x' }
    ]
    expect(listSnapshotRows.run(handle, { path, limit: 9 }).rows.map(({ cells }) => cells)).toEqual(before)
    handle.transaction('immediate', () =>
      replaceArchivedSnapshot.run(handle, {
        path,
        rows: [before[0] as SourceCells, { MEMBER_ID: 'b', N: 'y' }],
        atMs: 80
      })
    )
    expect(snapshotRowHistory.run(handle, { path, identity: '[["MEMBER_ID","a"]]' })).toMatchObject([
      { validFromMs: 70 }
    ])
    expect(snapshotRowHistory.run(handle, { path, identity: '[["MEMBER_ID","b"]]' })).toMatchObject([
      { validFromMs: 70, validToMs: 80, cells: { N: 'x' } },
      { validFromMs: 80, cells: { N: 'y' } }
    ])
  })
})
