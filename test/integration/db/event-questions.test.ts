import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createEventReader, type EventReader } from '../../../src/main/archive/query/event-reader.ts'
import { indexTail } from '../../../src/main/db/archive/index-blocks.ts'
import { openSegmentSource } from '../../../src/main/db/archive/read-source.ts'
import { listArchivedRows } from '../../../src/main/db/queries/archive-queries.ts'
import { countEvents, eventHistogram, getEvent } from '../../../src/main/db/queries/event-queries.ts'
import { expectTruth, type PlainEvent, randomEvents, randomFilter } from '../../support/event-questions.ts'
import { SeededRandom } from '../../support/seeded-random.ts'
import { ArchiveDatabase } from './archive-database.ts'
import { auditPath, inputOf } from './archive-fixture.ts'

describe('questions of events in a file', () => {
  let archive: ArchiveDatabase
  beforeEach(() => {
    archive = new ArchiveDatabase()
  })
  afterEach(() => archive.dispose())

  const commit = (events: readonly PlainEvent[]) =>
    archive.commit(
      inputOf(
        events.map(({ cells }) => Object.fromEntries(cells)),
        { roles: { timeColumn: 'TIME', eventIdColumn: 'ID' } }
      )
    )
  const index = () => archive.run((db) => indexTail(db, 1, { minRows: 1 }))
  const read = <Value>(work: (reader: EventReader) => Value): Value =>
    archive.handle.transaction('deferred', () => {
      const source = openSegmentSource(archive.handle, 1)
      if (source === undefined) throw new Error('no table')
      return work(createEventReader(source))
    })

  it.each([1, 2])(
    'agree with a look at every event: segments that overlap, a tail, columns that changed their storage (seed %i)',
    (seed) => {
      const random = new SeededRandom(seed)
      const events = randomEvents(random, 6_200, seed === 2 ? 0.02 : 0)
      commit(events.slice(0, 400))
      index()
      commit(events.slice(400, 5_000))
      index()
      commit(events.slice(5_000, 5_500))
      index()
      commit(events.slice(5_500))
      read((reader) => expectTruth(reader, events, { kind: 'everything' }, random))
      for (let round = 0; round < 8; round++)
        read((reader) => expectTruth(reader, events, randomFilter(random, events), random))
    },
    60_000
  )

  it('find pieces of ids of every length and place, and what only looks like one', () => {
    const random = new SeededRandom(11)
    const events = randomEvents(random, 2_600)
    commit(events.slice(0, 2_500))
    index()
    commit(events.slice(2_500))
    const pieceOf = (length: number): string => {
      const { id } = random.pick(events)
      const from = random.pick([0, 36 - length, random.below(37 - length)])
      return id.slice(from, from + length)
    }
    for (let length = 1; length <= 36; length++)
      for (const text of [pieceOf(length), pieceOf(length).toUpperCase(), pieceOf(length).replace(/[0-9a-f]$/, '0')])
        for (const kind of ['contains', 'starts-with'] as const) {
          const wanted = events.filter(({ id }) =>
            kind === 'contains' ? id.includes(text.toLowerCase()) : id.startsWith(text.toLowerCase())
          )
          const filter = { kind, column: 'ID', text } as const
          const page = read((reader) => reader.page({ filter, order: 'newest', limit: events.length }))
          const found = page.rows.map(({ cells }) => cells[page.columns.indexOf('ID')] ?? '')
          expect({ text, kind, found: found.sort() }).toEqual({ text, kind, found: wanted.map(({ id }) => id).sort() })
        }
    for (const text of ['deadbeeffeed00', '0-0-0', '2026-03-', '-03-28t1', '31t', '20260', ':00:00', 'z1'])
      read((reader) => expectTruth(reader, events, { kind: 'contains', text }, random))
  }, 60_000)

  it('see rows that came since, and segments made of them', () => {
    const random = new SeededRandom(7)
    const events = randomEvents(random, 900)
    for (const part of [events.slice(0, 300), events.slice(300, 600), events.slice(600)]) {
      const before = events.slice(0, events.indexOf(part[0] as PlainEvent) + part.length)
      commit(part)
      read((reader) => expectTruth(reader, before, { kind: 'contains', text: 'person.1' }, random))
      index()
      read((reader) => expectTruth(reader, before, { kind: 'contains', text: 'person.1' }, random))
    }
  })

  it('are asked by name: rows page by page, and nothing of a table that is not there', () => {
    const events = randomEvents(new SeededRandom(4), 500)
    commit(events)
    const seen: string[] = []
    for (let cursor: string | undefined; ; ) {
      const request = { path: auditPath, limit: 120, ...(cursor === undefined ? {} : { cursor }) }
      const page = listArchivedRows.run(archive.handle, request)
      seen.push(...page.rows.map((row) => String(row.cells[page.columns.indexOf('ID')])))
      expect(page).toMatchObject({ totalRows: 500, timeColumn: 'TIME' })
      cursor = page.nextCursor
      if (cursor === undefined) break
    }
    const newestFirst = events.toSorted((one, other) => (other.atMs ?? 0) - (one.atMs ?? 0))
    expect(seen).toHaveLength(500)
    expect(seen[0]).toBe(newestFirst[0]?.id)
    const filter = { kind: 'everything' } as const
    expect(countEvents.run(archive.handle, { path: auditPath, filter })).toEqual({ count: 500, isComplete: true })
    expect(countEvents.run(archive.handle, { path: ['none'], filter })).toEqual({ count: 0, isComplete: true })
    const time = { unit: 'day', zone: 'Europe/Berlin' } as const
    const { series } = eventHistogram.run(archive.handle, { path: auditPath, filter, time })
    expect(series.map(({ kind, counts }) => [kind, counts.reduce((sum, one) => sum + one, 0)])).toEqual([['all', 500]])
    expect(() =>
      eventHistogram.run(archive.handle, { path: auditPath, filter, time: { unit: 'day', zone: 'Mars' } })
    ).toThrow(expect.objectContaining({ code: 'invalid-input' }))
    expect(getEvent.run(archive.handle, { path: auditPath, rowId: '1.1.1' }).row).toBeUndefined()
  })

  it('give an event by its id, and nothing for another', () => {
    const events = randomEvents(new SeededRandom(3), 300)
    commit(events)
    for (const { id, atMs, row } of archive.rows()) {
      const found = read((reader) => reader.event(id))
      expect(found?.atMs).toBe(atMs)
      expect(found?.cells.includes(row.ID ?? '')).toBe(true)
    }
    for (const id of ['1.1.0', '2.20539.0', '1.20539.99999', 'x'])
      expect(read((reader) => reader.event(id))).toBeUndefined()
  })
})
