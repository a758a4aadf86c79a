import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { commitEvents } from '../../../src/main/db/archive/commit-events.ts'
import { randomFrom } from '../../unit/main/db/random.ts'
import { ArchiveDatabase } from './archive-database.ts'
import { canonicalOf, inputOf, type PlainRow } from './archive-fixture.ts'

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

describe('rows that come again', () => {
  it('are kept as often as one export had them, in any order of exports, overlaps, failures and restarts', () => {
    for (let seed = 1; seed <= 5; seed += 1) {
      const random = randomFrom(seed)
      const world: PlainRow[] = Array.from({ length: 400 }, () => ({
        TIME: at(Math.floor(random() * 40) * 6_000),
        KIND: `kind ${Math.floor(random() * 3)}`
      }))
      const most = new Map<string, number>()
      for (let session = 0; session < 6; session += 1) {
        const from = Math.floor(random() * 300)
        const rows = world.slice(from, from + 150)
        const seen = new Map<string, number>()
        for (let place = 0; place < rows.length; ) {
          const piece = rows.slice(place, place + 1 + Math.floor(random() * 70))
          place += piece.length
          const input = inputOf(piece, { sessionId: `${session}` })
          if (random() < 0.3)
            expect(() =>
              archive.run((db) => {
                commitEvents(db, input)
                throw new Error('given up')
              })
            ).toThrow('given up')
          let expected = 0
          for (const row of piece) {
            const text = canonicalOf(row)
            seen.set(text, (seen.get(text) ?? 0) + 1)
            if ((seen.get(text) ?? 0) <= (most.get(text) ?? 0)) continue
            most.set(text, seen.get(text) ?? 0)
            expected += 1
          }
          expect(archive.commit(input)).toMatchObject({ rowsAdded: expected, rowsKnown: piece.length - expected })
        }
        if (random() < 0.4) archive.reopen()
      }
      expect(sorted(contents())).toEqual(sorted([...most].flatMap(([text, count]) => Array<string>(count).fill(text))))
      archive.dispose()
      archive = new ArchiveDatabase()
    }
  })

  it('are known by their event id and content; other content goes into quarantine, once', () => {
    const roles = { timeColumn: 'TIME', eventIdColumn: 'ID' }
    const rows = [
      { TIME: at(1), ID: 'a' },
      { TIME: at(1), ID: 'b', NOTE: 'x' },
      { TIME: at(1), ID: undefined, NOTE: 'twin' },
      { TIME: at(1), ID: undefined, NOTE: 'twin' },
      { TIME: at(1), ID: 'a' }
    ]
    expect(archive.commit(inputOf(rows, { roles }))).toMatchObject({ rowsAdded: 4, rowsKnown: 1 })
    const changed = [
      { TIME: at(1), ID: 'b', NOTE: 'y' },
      { TIME: at(1), ID: 'c' },
      { TIME: at(1), ID: 'c', NOTE: 'é' }
    ]
    for (const isFirst of [true, false]) {
      // once with what is remembered, once with what is stored
      if (!isFirst) archive.reopen()
      expect(archive.commit(inputOf([...rows, ...changed], { roles }))).toMatchObject({
        rowsAdded: isFirst ? 1 : 0,
        rowsKnown: isFirst ? 5 : 8,
        rowsQuarantined: isFirst ? 2 : 0
      })
    }
    expect(pluck("SELECT excerpt FROM quarantined_lines WHERE reason = 'same-event-id-other-content'")).toEqual([
      canonicalOf(changed[0] as PlainRow),
      canonicalOf(changed[2] as PlainRow)
    ])
    // the rule stays when the column is no longer named
    expect(archive.commit(inputOf([{ TIME: at(1), ID: 'a', NOTE: 'z' }]))).toMatchObject({
      rowsAdded: 0,
      rowsQuarantined: 1
    })
  })

  it('are not lost to another event id with the same key', () => {
    const roles = { timeColumn: 'TIME', eventIdColumn: 'ID' }
    archive.commit(inputOf([{ TIME: at(1), ID: 'a' }], { roles }))
    // as if the keys of both ids were the same: the stored key becomes that of the id that comes
    archive.commit(inputOf([{ TIME: at(daySeconds), ID: 'b' }], { roles }))
    archive.handle.raw.exec(`DROP TRIGGER event_blocks_are_not_changed;
      UPDATE event_blocks SET keys = (SELECT keys FROM event_blocks WHERE block_id = 2) WHERE block_id = 1`)
    archive.reopen()
    expect(archive.commit(inputOf([{ TIME: at(1), ID: 'b' }], { roles }))).toMatchObject({
      rowsAdded: 1,
      rowsQuarantined: 0
    })
  })

  it('are known when their time was read from another column before, or from none', () => {
    const rows = [1, 2, 2].map((n) => ({ AT: at(n), TIME: at(n + 5 * daySeconds) }))
    const read = (timeColumn?: string) =>
      archive.commit(inputOf(rows, { roles: timeColumn === undefined ? {} : { timeColumn } }))
    expect(read()).toMatchObject({ rowsAdded: 3 })
    for (const column of ['TIME', 'AT', undefined, 'TIME'])
      expect(read(column)).toMatchObject({ rowsAdded: 0, rowsKnown: 3 })
    expect(archive.commit(inputOf([{ AT: at(9), TIME: at(9) }]))).toMatchObject({ rowsAdded: 1 })
    expect(archive.commit(inputOf([{ AT: at(9), TIME: at(9) }], { roles: { timeColumn: 'AT' } }))).toMatchObject({
      rowsAdded: 0
    })
  })
})
