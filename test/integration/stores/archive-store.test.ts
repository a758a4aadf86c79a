import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type ArchiveStore, createArchiveStore, type SourceRow } from '../../../src/main/stores/archive-store.ts'
import type { RowPage } from '../../../src/shared/contract/archive.ts'
import { newOrganizationId, type OrganizationId } from '../../../src/shared/kit/ids.ts'
import { randomFrom } from '../../unit/main/db/random.ts'
import { createStoreFixture, type StoreFixture } from './store-fixture.ts'

const path = ['AUDIT_LOG', 'PUBLIC', 'AUDIT_LOGS']
const time = (seconds: number) => new Date(1_750_000_000_000 + seconds * 1_000).toISOString()

const byText = (a: string, b: string) => a.localeCompare(b)

describe('archive store', () => {
  let fixture: StoreFixture
  let store: ArchiveStore
  let id: OrganizationId
  beforeAll(() => {
    fixture = createStoreFixture()
    store = createArchiveStore(fixture.open())
  })
  beforeEach(() => {
    id = newOrganizationId()
  })
  afterAll(() => fixture.dispose())

  const add = (rows: readonly SourceRow[], more: { eventIdColumn?: string; exportId?: string } = {}) =>
    store.addEvents(id, path, { rows, timeColumn: 'TIME', ...more })

  async function allPages(limit: number): Promise<RowPage[]> {
    const pages: RowPage[] = []
    for (let cursor: string | undefined; ; ) {
      const page = await store.page(id, path, { limit, ...(cursor === undefined ? {} : { cursor }) })
      pages.push(page)
      if (page.nextCursor === undefined) return pages
      cursor = page.nextCursor
    }
  }
  const allCells = async (limit: number) => (await allPages(limit)).flatMap((page) => page.rows.map((row) => row.cells))

  it('knows nothing of a table that was never read', async () => {
    expect(await store.page(id, path, { limit: 10 })).toEqual({ columns: [], rows: [], totalRows: 0 })
    expect(await store.tableSync(id, path)).toEqual({ path, rowsKept: 0, rowsAddedLastTime: 0 })
  })

  it('keeps a row once, however often an overlap is read', async () => {
    const rows = [1, 2, 3].map((n) => ({ TIME: time(n), TYPE: 'LOGIN', N: n }))
    expect(await add(rows)).toEqual({ added: 3 })
    expect(await add(rows)).toEqual({ added: 0 })
    expect(await add([...rows.slice(1), { TIME: time(4), TYPE: 'LOGIN', N: 4 }])).toEqual({ added: 1 })
    expect((await store.tableSync(id, path)).rowsKept).toBe(4)
  })

  it('keeps honestly identical rows as many as they are', async () => {
    const twin = { TIME: time(1), TYPE: 'LOGIN' }
    expect(await add([twin, { ...twin, TYPE: 'X' }, twin])).toEqual({ added: 3 })
    expect(await add([twin, twin])).toEqual({ added: 0 })
    expect(await add([twin, twin, twin])).toEqual({ added: 1 })
  })

  it('counts identical rows over all batches of one export', async () => {
    const twin = { TIME: time(1), TYPE: 'LOGIN' }
    expect(await add([twin], { exportId: 'one' })).toEqual({ added: 1 })
    expect(await add([twin], { exportId: 'one' })).toEqual({ added: 1 })
    await store.finishSync(id, path, { atMs: 1, rowsAdded: 2 })
    expect(await add([twin], { exportId: 'two' })).toEqual({ added: 0 })
    expect(await add([twin], { exportId: 'two' })).toEqual({ added: 0 })
    // an export that was given up does not count for the next
    expect(await add([twin], { exportId: 'three' })).toEqual({ added: 0 })
    expect(await add([twin, twin], { exportId: 'three' })).toEqual({ added: 1 })
  })

  it('goes by the event id where there is one, and by content where a row has none', async () => {
    const by = { eventIdColumn: 'ID' }
    expect(
      await add(
        [
          { TIME: time(1), ID: 'a' },
          { TIME: time(1), ID: 'b' },
          { TIME: time(1), ID: null }
        ],
        by
      )
    ).toEqual({ added: 3 })
    expect(
      await add(
        [
          { TIME: time(1), ID: 'a', LATER: 'new column' },
          { TIME: time(1), ID: null }
        ],
        by
      )
    ).toEqual({ added: 0 })
    // the rule stays even when the caller no longer names the column
    expect(await add([{ TIME: time(1), ID: 'b', LATER: 'x' }])).toEqual({ added: 0 })
  })

  it('does not bring rows in a second time when an event id column is recognised later', async () => {
    const rows = [
      { TIME: time(1), ID: 'a' },
      { TIME: time(2), ID: 'b' }
    ]
    expect(await add(rows)).toEqual({ added: 2 })
    expect(await add(rows, { eventIdColumn: 'ID' })).toEqual({ added: 0 })
  })

  it('adds columns behind the known ones and fills earlier rows with null', async () => {
    await add([{ TIME: time(1), A: 1 }])
    await add([
      { B: true, TIME: time(2) },
      { TIME: time(1), A: 1, B: null }
    ])
    expect(await store.page(id, path, { limit: 10 })).toMatchObject({
      columns: ['TIME', 'A', 'B'],
      timeColumn: 'TIME',
      rows: [{ cells: [time(2), null, 'true'] }, { cells: [time(1), '1', null] }],
      totalRows: 2
    })
  })

  it('pages newest first, each row once, rows without a time last, at every page size', async () => {
    const rows: SourceRow[] = []
    for (let n = 0; n < 57; n += 1) rows.push({ TIME: n % 5 === 0 ? 'no time' : time(Math.floor((n * 7) % 20)), N: n })
    await add(rows.slice(0, 30))
    await add(rows.slice(30))
    const inOrder = await allCells(500)
    expect(inOrder).toHaveLength(57)
    const times = inOrder.map((cells) => Date.parse(String(cells[0])))
    const timed = times.filter((atMs) => !Number.isNaN(atMs))
    expect(timed).toHaveLength(45)
    expect(times.slice(0, 45)).toEqual([...timed].sort((a, b) => b - a))
    for (const limit of [1, 7, 45, 46, 57]) expect(await allCells(limit)).toEqual(inOrder)
  })

  it('goes on behind the cursor when rows arrive between two pages', async () => {
    await add([1, 2, 3, 4].map((n) => ({ TIME: time(n) })))
    const first = await store.page(id, path, { limit: 2 })
    await add([{ TIME: time(9) }, { TIME: time(0) }])
    const second = await store.page(id, path, { limit: 2, cursor: first.nextCursor ?? '' })
    expect(second.rows.map((row) => row.cells)).toEqual([[time(2)], [time(1)]])
    for (const cursor of ['x', 't.1', "s.1' OR 1", 's.1'])
      await expect(store.page(id, path, { limit: 2, cursor })).rejects.toMatchObject({ code: 'invalid-input' })
  })

  it('takes times from a column as soon as it turns out to hold them, and doubles no row of before', async () => {
    const rows = [
      { AT: time(5), TIME: 'x' },
      { AT: time(6), TIME: 'y' }
    ]
    await store.addEvents(id, path, { rows })
    expect(await store.tableSync(id, path)).toEqual({ path, rowsKept: 2, rowsAddedLastTime: 0 })
    const more = [...rows, { AT: time(1), TIME: 'z' }]
    expect(await store.addEvents(id, path, { rows: more, timeColumn: 'AT' })).toEqual({ added: 1 })
    expect(await store.tableSync(id, path)).toMatchObject({
      oldestEventAtMs: Date.parse(time(1)),
      newestEventAtMs: Date.parse(time(1))
    })
    expect((await allCells(1)).map((cells) => cells[1])).toEqual(['z', 'y', 'x'])
  })

  it('stays with the column in which times were found, whatever a later batch takes for it', async () => {
    await add([{ TIME: time(5), CREATED_AT: time(1) }])
    await store.addEvents(id, path, { rows: [{ TIME: time(4), CREATED_AT: time(9) }], timeColumn: 'CREATED_AT' })
    expect(await store.page(id, path, { limit: 5 })).toMatchObject({
      timeColumn: 'TIME',
      rows: [{ cells: [time(5), time(1)] }, { cells: [time(4), time(9)] }]
    })
  })

  it('holds, after any sequence of overlapping exports in any batches and order, each row as often as Sigma has it', async () => {
    const random = randomFrom(20_261_003)
    for (let round = 0; round < 12; round += 1) {
      const table = ['ROUND', String(round)]
      // few values, so that honest twins are frequent
      const truth = Array.from({ length: 60 }, () => ({
        TIME: time(Math.floor(random() * 20)),
        TYPE: random() < 0.5 ? 'A' : 'B',
        NOTE: random() < 0.3 ? null : 'n'
      }))
      const arrived = new Set<number>()
      for (let turn = 0; turn < 6; turn += 1) {
        for (const index of truth.keys()) if (turn === 5 || random() < 0.4) arrived.add(index)
        const fromSecond = turn === 5 ? 0 : Math.floor(random() * 15)
        const rows = truth
          .filter((row, index) => arrived.has(index) && row.TIME >= time(fromSecond))
          .sort(() => random() - 0.5)
        const exportId = `${turn}`
        for (let at = 0; at < rows.length; ) {
          const size = 1 + Math.floor(random() * 25)
          // the order of columns is Sigma's affair
          const batch = rows
            .slice(at, at + size)
            .map((row) => Object.fromEntries(Object.entries(row).sort(() => random() - 0.5)))
          await store.addEvents(id, table, { rows: batch, timeColumn: 'TIME', exportId })
          at += size
        }
        await (random() < 0.5
          ? store.finishSync(id, table, { atMs: turn, rowsAdded: 0 })
          : store.failSync(id, table, { code: 'offline', params: {} }, turn))
      }
      const page = await store.page(id, table, { limit: 500 })
      const kept = page.rows.map(({ cells }) =>
        ['TIME', 'TYPE', 'NOTE'].map((name) => cells[page.columns.indexOf(name)]).join()
      )
      expect(kept.sort(byText)).toEqual(truth.map((row) => [row.TIME, row.TYPE, row.NOTE].join()).sort(byText))
    }
  })

  it('remembers how syncs ended', async () => {
    await add([{ TIME: time(3) }, { TIME: time(1) }])
    await store.finishSync(id, path, { atMs: 100, rowsAdded: 2 })
    await store.failSync(id, path, { code: 'export-failed', params: {} }, 200)
    const known = {
      path,
      rowsKept: 2,
      rowsAddedLastTime: 2,
      lastSyncAtMs: 100,
      newestEventAtMs: Date.parse(time(3)),
      oldestEventAtMs: Date.parse(time(1))
    }
    expect(await store.tableSync(id, path)).toEqual({ ...known, lastError: { code: 'export-failed', params: {} } })
    await store.finishSync(id, path, { atMs: 300, rowsAdded: 0 })
    expect(await store.tableSync(id, path)).toEqual({ ...known, lastSyncAtMs: 300, rowsAddedLastTime: 0 })
  })

  it('replaces a snapshot as a whole, in the order of the export, and never mixes it with events', async () => {
    const users = ['AUDIT_LOG', 'SIGMA_SHARED', 'USERS']
    await store.replaceSnapshot(id, users, [
      { ID: 'b', OLD: 1 },
      { ID: 'a', OLD: 2 },
      { ID: 'c', OLD: 3 }
    ])
    await store.replaceSnapshot(id, users, [{ ID: 'z' }, { ID: 'y', NEW: 1 }])
    const page = await store.page(id, users, { limit: 1 })
    expect(page).toMatchObject({ columns: ['ID', 'NEW'], rows: [{ cells: ['z', null] }], totalRows: 2 })
    expect(await store.page(id, users, { limit: 1, cursor: page.nextCursor ?? '' })).toMatchObject({
      rows: [{ cells: ['y', 1] }]
    })
    await expect(store.addEvents(id, users, { rows: [{ ID: 'q' }] })).rejects.toMatchObject({ code: 'invalid-input' })
    await add([{ TIME: time(1) }])
    await expect(store.replaceSnapshot(id, path, [])).rejects.toMatchObject({ code: 'invalid-input' })
    await store.replaceSnapshot(id, users, [])
    expect(await store.page(id, users, { limit: 1 })).toEqual({ columns: ['ID', 'NEW'], rows: [], totalRows: 0 })
  })

  it('takes batches of 5,000 rows and answers deep pages by key', async () => {
    for (let batch = 0; batch < 4; batch += 1)
      await add(
        Array.from({ length: 5_000 }, (_, n) => ({
          TIME: time(batch * 5_000 + n),
          USER_EMAIL: `user${n}@example.com`,
          TYPE: 'LOGIN'
        }))
      )
    const atMs = Date.parse(time(600))
    const page = await store.page(id, path, { limit: 500, cursor: `e:${atMs}:${Math.floor(atMs / 86_400_000)}:0` })
    expect(page.rows).toHaveLength(500)
    expect(page.rows[0]?.cells[0]).toBe(time(599))
    expect(page.totalRows).toBe(20_000)
  })
})
