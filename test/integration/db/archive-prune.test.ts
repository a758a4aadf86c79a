import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { newArchiveKey, publicBytesOf, readArchiveKey } from '../../../src/main/archive/chain/archive-key.ts'
import { isPrunedDaySigned, signPrunedDay } from '../../../src/main/archive/chain/pruned-day.ts'
import { eventReader } from '../../../src/main/db/archive/read-events.ts'
import { archivedDays } from '../../../src/main/db/archive/archived-days.ts'
import { forgetValues } from '../../../src/main/db/archive/forget-values.ts'
import { indexTail } from '../../../src/main/db/archive/index-blocks.ts'
import { type DayToPrune, pruneDays } from '../../../src/main/db/archive/prune-days.ts'
import { verifyArchive } from '../../../src/main/db/archive/verify-archive.ts'
import { giveBackRoom } from '../../../src/main/db/commands/prune-archive.ts'
import { ArchiveDatabase } from './archive-database.ts'
import { auditPath, inputOf, type PlainRow } from './archive-fixture.ts'

const start = Date.UTC(2026, 0, 1)
const firstDay = start / 86_400_000
const organizationId = 'organization-1'
const pathText = JSON.stringify(auditPath)
const key = readArchiveKey(newArchiveKey())

/** 96 rows a day; an actor of one day, a note of every third. */
const rowAt = (n: number): PlainRow => ({
  TIME: new Date(start + n * 900_000).toISOString(),
  ID: `event-${n}`,
  ACTOR: `actor of day ${Math.floor(n / 96)}`,
  KIND: `kind ${n % 5}`,
  NOTE: n % 3 === 0 ? `note ${n % 12}` : undefined
})

let archive: ArchiveDatabase
beforeEach(() => {
  archive = new ArchiveDatabase()
  for (let from = 0; from < 960; from += 160)
    archive.commit(
      inputOf(
        Array.from({ length: 160 }, (_, n) => rowAt(from + n)),
        { organizationId }
      )
    )
})
afterEach(() => archive.dispose())

function toPrune(days: number): DayToPrune[] {
  return archivedDays(archive.handle)
    .slice(0, days)
    .map(({ tableId, day, rows, head }) => {
      const facts = { organizationId, pathText, day, rowCount: rows, head, prunedAtMs: 7, reason: 'days:30' }
      const signature = signPrunedDay(facts, key)
      return { tableId, day, rows, head, reason: facts.reason, prunedAtMs: 7, signature, publicKey: publicBytesOf(key) }
    })
}
const prune = (days: readonly DayToPrune[]) => archive.run((db) => pruneDays(db, days))
const idsOf = () => archive.rows().map(({ row }) => row['ID'])
const all = (sql: string) => archive.handle.raw.prepare(sql).all() as Record<string, unknown>[]

function findings(): unknown[] {
  const found: unknown[] = []
  let cursor: ReturnType<typeof verifyArchive>['cursor']
  do {
    const step = verifyArchive(archive.handle, { organizationId, ...(cursor === undefined ? {} : { cursor }) })
    found.push(...step.findings)
    cursor = step.cursor
  } while (cursor !== undefined)
  return found
}

describe('days that leave', () => {
  it.each(['in the tail', 'in segments'])('%s are gone from blocks, index and counts, and the others stay', (where) => {
    if (where === 'in segments') archive.run((db) => indexTail(db, 1, { minRows: 1 }))
    expect(prune(toPrune(4))).toEqual({ days: 4, rows: 384 })
    expect(idsOf()).toEqual(Array.from({ length: 576 }, (_, n) => `event-${384 + n}`))
    expect(all('SELECT row_count, oldest_event_at_ms, newest_event_at_ms FROM archived_tables')).toEqual([
      {
        row_count: 576,
        oldest_event_at_ms: start + 384 * 900_000,
        newest_event_at_ms: start + 959 * 900_000
      }
    ])
    const reader = eventReader(archive.handle, auditPath)
    expect(reader?.count({ filter: { kind: 'everything' } }).count).toBe(576)
    const page = reader?.page({ filter: { kind: 'everything' }, limit: 1_000, order: 'oldest' })
    expect(page?.rows.length).toBe(576)
    expect(findings()).toEqual([])
  })

  it('leave stubs whose signatures anybody can check with the public key alone', () => {
    prune(toPrune(2))
    const stubs = all('SELECT * FROM pruned_days ORDER BY day') as {
      day: number
      row_count: number
      head: Buffer
      signature: Buffer
      public_key: Buffer
    }[]
    expect(stubs.map(({ day, row_count }) => [day, row_count])).toEqual([
      [firstDay, 96],
      [firstDay + 1, 96]
    ])
    const [first] = stubs
    if (first === undefined) throw new Error('no stub')
    const { day, row_count: rowCount, head, signature, public_key: publicKey } = first
    const facts = {
      organizationId,
      pathText,
      day,
      rowCount,
      head: head.toString('hex'),
      prunedAtMs: 7,
      reason: 'days:30'
    }
    expect(isPrunedDaySigned(facts, signature, publicKey)).toBe(true)
    for (const other of [
      { ...facts, rowCount: 95 },
      { ...facts, day: day + 1 },
      { ...facts, head: 'a'.repeat(64) },
      { ...facts, prunedAtMs: 8 },
      { ...facts, reason: 'days:1' },
      { ...facts, organizationId: 'organization-2' },
      { ...facts, pathText: '["OTHER"]' }
    ])
      expect(isPrunedDaySigned(other, signature, publicKey)).toBe(false)
    expect(isPrunedDaySigned(facts, signature, publicBytesOf(readArchiveKey(newArchiveKey())))).toBe(false)
    expect(all('SELECT * FROM archive_keys')).toHaveLength(1)
  })

  it('stay when they have got rows since their stubs were signed', () => {
    const days = toPrune(2)
    archive.commit(inputOf([{ ...rowAt(3), ID: 'late' }], { organizationId }))
    expect(prune(days)).toEqual({ days: 1, rows: 96 })
    expect(idsOf()).toContain('late')
    expect(findings()).toEqual([])
  })

  it('leave nothing half done when their transaction fails', () => {
    const before = {
      rows: idsOf(),
      segments: all('SELECT * FROM segments'),
      table: all('SELECT * FROM archived_tables')
    }
    expect(() =>
      archive.run((db) => {
        pruneDays(db, toPrune(3))
        throw new Error('cut off')
      })
    ).toThrow('cut off')
    archive.reopen()
    expect({
      rows: idsOf(),
      segments: all('SELECT * FROM segments'),
      table: all('SELECT * FROM archived_tables')
    }).toEqual(before)
    expect(all('SELECT * FROM pruned_days')).toEqual([])
  })

  it('are not taken in again, and later days are', () => {
    prune(toPrune(3))
    const result = archive.commit(inputOf([rowAt(5), rowAt(300), rowAt(1_000)], { organizationId }))
    expect(result).toMatchObject({ rowsAdded: 1, rowsKnown: 1, rowsOfPrunedDays: 1 })
    expect(findings()).toEqual([])
  })

  it('cannot be taken away without a stub, and a stub cannot be put in another’s place', () => {
    expect(() => archive.handle.raw.exec('DELETE FROM event_blocks')).toThrow('append-only')
    prune(toPrune(1))
    expect(() => archive.handle.raw.exec('INSERT OR REPLACE INTO pruned_days SELECT * FROM pruned_days')).toThrow(
      'append-only'
    )
  })
})

describe('texts that no row has any more', () => {
  const texts = () => all('SELECT text FROM archived_values').map(({ text }) => String(text))
  const forget = (): number => {
    let forgotten = 0
    for (;;) {
      const step = archive.run((db) => forgetValues(db, 0))
      forgotten += step.forgotten
      if (step.isFinished) return forgotten
    }
  }

  it('are forgotten, and what the other rows say stays', () => {
    expect(forget()).toBe(0)
    const rows = archive.rows().filter(({ row }) => Number(row['ID']?.slice(6)) >= 384)
    prune(toPrune(4))
    expect(forget()).toBeGreaterThanOrEqual(4)
    expect(
      texts()
        .filter((text) => text.startsWith('actor of day'))
        .sort()
    ).toEqual([4, 5, 6, 7, 8, 9].map((day) => `actor of day ${day}`))
    expect(archive.rows()).toEqual(rows)
    expect(findings()).toEqual([])
    expect(forget()).toBe(0)
  })

  it('come back with ids of their own', () => {
    prune(toPrune(4))
    forget()
    archive.commit(inputOf([{ ...rowAt(900), ID: 'again', ACTOR: 'actor of day 0' }], { organizationId }))
    expect(archive.rows().find(({ row }) => row['ID'] === 'again')?.row['ACTOR']).toBe('actor of day 0')
    archive.reopen()
    archive.commit(inputOf([{ ...rowAt(901), ID: 'and again', ACTOR: 'actor of day 0' }], { organizationId }))
    expect(archive.rows().find(({ row }) => row['ID'] === 'and again')?.row['ACTOR']).toBe('actor of day 0')
    expect(findings()).toEqual([])
  })

  it('are not forgotten when rows that came during the search have them', () => {
    prune(toPrune(4))
    archive.commit(inputOf([{ ...rowAt(900), ID: 'between', ACTOR: 'actor of day 1' }], { organizationId }))
    forget()
    expect(texts()).toContain('actor of day 1')
    expect(findings()).toEqual([])
  })

  it('do not collide with a text that looks like a forgotten one', () => {
    const id = Number(all("SELECT value_id FROM archived_values WHERE text = 'actor of day 0'")[0]?.['value_id'])
    archive.commit(inputOf([{ ...rowAt(900), ID: 'sly', ACTOR: `\uffff${id}` }], { organizationId }))
    prune(toPrune(4))
    forget()
    archive.reopen()
    archive.commit(inputOf([{ ...rowAt(902), ID: 'after', ACTOR: 'somebody new' }], { organizationId }))
    const rows = new Map(archive.rows().map(({ row }) => [row['ID'], row['ACTOR']]))
    expect([rows.get('sly'), rows.get('after')]).toEqual([`\uffff${id}`, 'somebody new'])
    expect(findings()).toEqual([])
  })

  it('cannot be changed otherwise', () => {
    prune(toPrune(1))
    expect(() => archive.handle.raw.exec("UPDATE archived_values SET text = 'x'")).toThrow('append-only')
    // while they are looked for they may be taken out, but nothing may come in their place
    archive.handle.raw.exec('BEGIN; DELETE FROM archived_values WHERE value_id = 1')
    expect(() =>
      archive.handle.raw.exec("INSERT INTO archived_values (table_id, column_id, value_id, text) VALUES (1, 1, 1, 'x')")
    ).toThrow('append-only')
    archive.handle.raw.exec('ROLLBACK')
    forget()
    expect(() => archive.handle.raw.exec('DELETE FROM archived_values')).toThrow('append-only')
  })
})

it('room that days leave is given back to the disk', () => {
  archive.commit(
    inputOf(
      Array.from({ length: 5_000 }, (_, n) => ({
        ...rowAt(n % 90),
        ID: `many ${n}`,
        NOTE: `${n} ${'long '.repeat(40)}`
      })),
      { organizationId }
    )
  )
  const pages = () => Number(archive.handle.raw.pragma('page_count', { simple: true }))
  const before = pages()
  prune(toPrune(1))
  const run = giveBackRoom.run
  while (!archive.run((db) => run(db, undefined as never)).isFinished) continue
  expect(archive.handle.raw.pragma('freelist_count', { simple: true })).toBe(0)
  expect(pages()).toBeLessThan(before * 0.7)
})
