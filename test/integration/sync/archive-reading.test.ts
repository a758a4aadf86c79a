import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { coverageOf } from '../../../src/shared/domain/coverage.ts'
import type { OrganizationId } from '../../../src/shared/kit/ids.ts'
import { dayMs, hourMs, minuteMs, secondMs } from '../../../src/shared/kit/time.ts'
import { createManualClock, type ManualClock } from '../../support/manual-clock.ts'
import { createStoreFixture, type StoreFixture } from '../stores/store-fixture.ts'
import {
  auditPath as path,
  type FakeTable,
  fakeTable,
  fakeWorkbook,
  openReader,
  type Reader,
  type SourceEvent
} from './archive-reading-fixture.ts'

const columns = ['REQUEST_TIME', 'EVENT_ID', 'EVENT_TYPE', 'USER_EMAIL']
let id: OrganizationId
let fixture: StoreFixture
let clock: ManualClock
let table: FakeTable
const readers: Reader[] = []

beforeEach(() => {
  id = crypto.randomUUID() as OrganizationId
  fixture = createStoreFixture()
  clock = createManualClock({ startMs: Date.UTC(2026, 10, 20, 12, 30) })
  table = fakeTable(clock, columns)
})

afterEach(async () => {
  await Promise.all(readers.splice(0).map((reader) => reader.close()))
  await fixture.dispose()
})

async function opened(options: { rowLimit?: number } = {}): Promise<Reader> {
  const reader = openReader(fixture, id, clock, table.client, options)
  readers.push(reader)
  await reader.settings.saveFacts(id, { exportWorkbook: fakeWorkbook })
  return reader
}

async function closed(reader: Reader): Promise<void> {
  readers.splice(readers.indexOf(reader), 1)
  await reader.close()
}

function event(atMs: number, type = 'LOGIN', facts: Partial<SourceEvent> = {}): SourceEvent {
  return { atMs, cells: { EVENT_ID: crypto.randomUUID(), EVENT_TYPE: type, USER_EMAIL: 'ada@example.com' }, ...facts }
}

/** Events once an hour over so many days before now. */
function history(days: number): SourceEvent[] {
  return Array.from({ length: days * 24 }, (_, index) => event(clock.nowMs() - index * hourMs - minuteMs))
}

async function kinds(reader: Reader, fromMs: number) {
  const nowMs = clock.nowMs()
  const facts = await reader.coverage.facts(id, path)
  return coverageOf(facts, { fromMs, toMs: nowMs }, nowMs).map((one) => one.kind)
}

describe('a first reading', () => {
  test('takes thirty days day by day, the newest first, and the ledger says what is complete', async () => {
    table.events = history(29)
    const reader = await opened()
    await reader.read()
    expect(await reader.syncs.status(id, path)).toMatchObject({ state: 'complete', rowsKept: 29 * 24 })
    expect(table.windows).toHaveLength(31)
    for (const [index, window] of table.windows.entries())
      expect(window.toMs).toBeLessThanOrEqual(table.windows[index - 1]?.fromMs ?? Number.POSITIVE_INFINITY)
    expect(await kinds(reader, clock.nowMs() - 30 * dayMs)).toEqual(['complete', 'still-arriving'])
    expect(new Set((await reader.rows()).map((row) => row.EVENT_ID)).size).toBe(29 * 24)
  })

  test('goes on after a kill with the first window that is missing, and doubles nothing', async () => {
    table.events = history(29)
    const first = await opened()
    const dies = new Promise<void>((resolve) => {
      table.onDownload = (queryId) => (queryId === 'q12' ? (resolve(), new Promise(() => undefined)) : undefined)
    })
    first.syncs.start(id, path)
    await dies
    // Nothing is ended in order: as after kill -9, the files are all that is left.
    await Promise.all([first.parser.close(), first.database.close()])
    readers.splice(0)
    table.onDownload = () => undefined
    table.windows.length = 0

    const second = await opened()
    expect(await kinds(second, clock.nowMs() - 30 * dayMs)).toEqual(['gap', 'complete', 'still-arriving'])
    await second.read()
    // The export that was underway is fetched, the newest hours are asked for again, and then what is missing.
    expect(table.downloads.slice(11, 13)).toEqual(['q12', 'q12'])
    expect(table.windows).toHaveLength(20)
    expect(await second.syncs.status(id, path)).toMatchObject({ state: 'complete', rowsKept: 29 * 24 })
    expect(await kinds(second, clock.nowMs() - 30 * dayMs)).toEqual(['complete', 'still-arriving'])
  })

  test('asks anew for an export that was underway more than an hour ago', async () => {
    table.events = history(2)
    const first = await opened()
    table.onDownload = (queryId) => {
      if (queryId === 'q2') first.syncs.cancel(id, path)
    }
    await first.read()
    await closed(first)
    table.onDownload = () => undefined
    await clock.advance(2 * hourMs)
    const second = await opened()
    await second.read()
    expect(table.downloads.filter((one) => one === 'q2')).toHaveLength(1)
    expect((await second.rows()).length).toBe(48)
  })

  test('is paused by a person until it is resumed, over a restart too', async () => {
    table.events = history(5)
    const first = await opened()
    let pausing: Promise<void> | undefined
    table.onDownload = (queryId) => {
      if (queryId === 'q3') pausing = first.syncs.pause(id, path)
    }
    await first.read()
    await pausing
    table.onDownload = () => undefined
    expect(await first.syncs.status(id, path)).toMatchObject({ state: 'paused', pausedAtMs: clock.nowMs() })
    await closed(first)
    // the window after it may be asked for before the pause has reached the reading
    const asked = table.windows.length
    expect(asked).toBeLessThanOrEqual(4)
    const second = await opened()
    await second.read()
    expect(await second.syncs.status(id, path)).toMatchObject({ state: 'paused' })
    expect(table.windows).toHaveLength(asked)
    await second.syncs.resume(id, path)
    while ((await second.syncs.status(id, path)).state === 'running') await new Promise((go) => setTimeout(go, 5))
    expect(await second.syncs.status(id, path)).toMatchObject({ state: 'complete', rowsKept: 120 })
  })

  test('halves a window whose rows do not fit into an export, and says complete of whole halves alone', async () => {
    const start = Date.UTC(2026, 10, 19)
    table.events = Array.from({ length: 100 }, (_, index) => event(start + index * 10 * minuteMs))
    const reader = await opened({ rowLimit: 30 })
    await reader.read()
    expect((await reader.rows()).length).toBe(100)
    const readings = await reader.ledger.readings(id, path, { limit: 100 })
    expect(readings.every((one) => one.rows < 30)).toBe(true)
    expect(await kinds(reader, clock.nowMs() - 30 * dayMs)).toEqual(['complete', 'still-arriving'])
  })
})

describe('a later reading', () => {
  test('goes back over two hours, takes what arrived late, and doubles nothing', async () => {
    const atMs = clock.nowMs() - 10 * minuteMs
    table.events = [event(atMs), event(atMs - hourMs, 'LATE', { shownAtMs: clock.nowMs() + 20 * minuteMs })]
    const reader = await opened()
    await reader.read()
    expect((await reader.rows()).map((row) => row.EVENT_TYPE)).toEqual(['LOGIN'])
    await clock.advance(30 * minuteMs)
    table.windows.length = 0
    await reader.read()
    expect(table.windows).toEqual([{ fromMs: clock.nowMs() - 30 * minuteMs - 2 * hourMs, toMs: clock.nowMs() + dayMs }])
    expect((await reader.rows()).map((row) => row.EVENT_TYPE)).toEqual(['LOGIN', 'LATE'])
  })

  test('reads everything once more each day', async () => {
    table.events = history(3)
    const reader = await opened()
    await reader.read()
    // Sigma shows a row weeks too late, which it never should.
    table.events.push(event(clock.nowMs() - 20 * dayMs, 'FORGOTTEN'))
    table.windows.length = 0
    for (let hours = 0; hours < 48; hours += 4) {
      await clock.advance(4 * hourMs)
      await reader.read()
    }
    expect((await reader.rows()).filter((row) => row.EVENT_TYPE === 'FORGOTTEN')).toHaveLength(1)
    const whole = table.windows.filter((one) => clock.nowMs() - one.fromMs > 25 * dayMs)
    expect(whole.length).toBeLessThan(8)
    expect((await reader.rows()).length).toBe(73)
  })

  test('leaves a gap where Vigil was away, fills it, and says what Sigma deleted meanwhile', async () => {
    table.events = history(3)
    const reader = await opened()
    await reader.read()
    await clock.advance(40 * dayMs)
    expect(await kinds(reader, clock.nowMs() - 45 * dayMs)).toEqual([
      'complete',
      'expired-at-sigma',
      'gap',
      'still-arriving'
    ])
    await reader.read()
    expect(await kinds(reader, clock.nowMs() - 45 * dayMs)).toEqual([
      'complete',
      'expired-at-sigma',
      'complete',
      'still-arriving'
    ])
  })

  test('says nothing of a window that broke off', async () => {
    table.events = history(2)
    const reader = await opened()
    const { queries } = table.client
    const whole = queries.download.bind(queries)
    Object.assign(queries, {
      async *download(queryId: string, options: object) {
        for await (const bytes of whole(queryId, options)) yield bytes.subarray(0, bytes.byteLength - 20)
      }
    })
    await reader.read()
    const status = await reader.syncs.status(id, path)
    expect(status).toMatchObject({ state: 'failed', lastError: { code: 'unreachable' } })
    expect(await reader.ledger.readings(id, path, { limit: 10 })).toEqual([])
    Object.assign(queries, { download: whole })
    await reader.read()
    expect((await reader.rows()).length).toBe(48)
  })
})

describe('rows', () => {
  test('that are the same in everything stay as many as they are, however often they are read', async () => {
    const same = { EVENT_TYPE: 'LOGIN', USER_EMAIL: 'ada@example.com' }
    const atMs = clock.nowMs() - minuteMs
    table.columns = ['REQUEST_TIME', 'EVENT_TYPE', 'USER_EMAIL']
    table.events = [
      { atMs, cells: same },
      { atMs, cells: same }
    ]
    const reader = await opened()
    await reader.read()
    expect(await reader.rows()).toHaveLength(2)
    await clock.advance(20 * minuteMs)
    await reader.read()
    expect(await reader.rows()).toHaveLength(2)
    table.events.push({ atMs, cells: same })
    await clock.advance(20 * minuteMs)
    await reader.read()
    expect(await reader.rows()).toHaveLength(3)
  })

  test('of a column that goes by another name are kept under both, and the change is noted once', async () => {
    table.events = [event(clock.nowMs() - hourMs)]
    const reader = await opened()
    await reader.read()
    table.columns = ['REQUEST_TIME', 'EVENT_ID', 'Event Type', 'NEW_COLUMN']
    const atMs = clock.nowMs() + secondMs
    table.events.push({ atMs, cells: { EVENT_ID: 'x', 'Event Type': 'LOGOUT', NEW_COLUMN: '1' } })
    for (let times = 0; times < 3; times += 1) {
      await clock.advance(20 * minuteMs)
      await reader.read()
    }
    const changes = await reader.ledger.columnChanges(id, path, { limit: 10 })
    expect(changes.map(({ change, name, earlierName }) => ({ change, name, earlierName })).toReversed()).toEqual([
      { change: 'added', name: 'Event Type', earlierName: undefined },
      { change: 'added', name: 'NEW_COLUMN', earlierName: undefined },
      { change: 'renamed', name: 'Event Type', earlierName: 'EVENT_TYPE' },
      { change: 'vanished', name: 'USER_EMAIL', earlierName: undefined }
    ])
    const rows = await reader.rows()
    expect(rows.map((row) => [row.EVENT_TYPE, row['Event Type']])).toEqual([
      [null, 'LOGOUT'],
      ['LOGIN', null]
    ])
    table.columns = columns
    await clock.advance(20 * minuteMs)
    await reader.read()
    const newest = await reader.ledger.columnChanges(id, path, { limit: 4 })
    expect(newest.map(({ change, name }) => `${change} ${name}`).sort()).toEqual([
      'returned EVENT_TYPE',
      'returned USER_EMAIL',
      'vanished Event Type',
      'vanished NEW_COLUMN'
    ])
  })
})
