import path from 'node:path'
import { mkdirSync } from 'node:fs'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { carryOver, hasEarlierEvents } from '../../../src/main/db/archive/carry-over.ts'
import { verifyArchive } from '../../../src/main/db/archive/verify-archive.ts'
import { DatabaseHandle } from '../../../src/main/db/handle.ts'
import { migrate } from '../../../src/main/db/migrate.ts'
import { newOrganizationId } from '../../../src/shared/kit/ids.ts'
import { createStoreFixture, type StoreFixture } from '../stores/store-fixture.ts'
import { auditPath, inputOf } from './archive-fixture.ts'
import { databaseAt } from './raw-database.ts'

const start = Date.UTC(2026, 0, 1)
const rowCount = 12_000

/** An archive of before there were blocks: honestly identical rows, rows without a time, a column that came later. */
function earlierArchive(file: string): DatabaseHandle {
  const database = databaseAt('archive', 2, file)
  database.exec(`INSERT INTO archived_tables (table_id, path, kind, time_column, row_count, oldest_event_at_ms, newest_event_at_ms)
      VALUES (1, '${JSON.stringify(auditPath)}', 'events', 'TIME', ${rowCount}, ${start}, ${start + 3_999_000});
    INSERT INTO archived_columns (table_id, position, name, first_seen_at_ms) VALUES (1, 0, 'TIME', 1), (1, 1, 'N', 1), (1, 2, 'LATER', 2)`)
  const insert = database.prepare(
    'INSERT INTO events (table_id, event_at_ms, dedupe_key, archived_at_ms, cells) VALUES (1, ?, ?, 1, ?)'
  )
  database.transaction(() => {
    for (let n = 0; n < rowCount; n += 1) {
      const atMs = n % 100 === 0 ? null : start + (n % 4_000) * 1_000
      const time = atMs === null ? null : new Date(atMs).toISOString()
      const key = Buffer.alloc(16)
      key.writeUInt32BE(n)
      insert.run(atMs, key, JSON.stringify(n % 2 === 0 ? [time, n % 4_000] : [time, n % 4_000, true]))
    }
  })()
  return new DatabaseHandle(database, file)
}

describe('rows of before there were blocks', () => {
  let fixture: StoreFixture
  beforeEach(() => {
    fixture = createStoreFixture()
  })
  afterEach(() => fixture.dispose())

  const sourceRows = Array.from({ length: rowCount }, (_, n) => ({
    TIME: n % 100 === 0 ? undefined : new Date(start + (n % 4_000) * 1_000).toISOString(),
    N: `${n % 4_000}`,
    LATER: n % 2 === 0 ? undefined : 'true'
  }))

  it('are all in blocks once the file is opened, however often carrying them over was cut off, and known from then on', async () => {
    const organizationId = newOrganizationId()
    const folder = path.join(fixture.organizationsFolder, organizationId)
    mkdirSync(folder, { recursive: true })
    const handle = earlierArchive(path.join(folder, 'archive.sqlite'))
    migrate(handle.raw, 'archive')
    expect(() => handle.raw.exec('DELETE FROM events')).toThrow('append-only')
    // killed in the middle of the second transaction
    expect(handle.transaction('immediate', () => carryOver(handle, organizationId, 9))).toBe(true)
    expect(() =>
      handle.transaction('immediate', () => {
        carryOver(handle, organizationId, 9)
        throw new Error('killed')
      })
    ).toThrow('killed')
    handle.close()

    const client = fixture.open()
    const ref = { kind: 'archive', organizationId } as const
    expect(await client.query(ref, 'getArchivedTable', { path: auditPath })).toMatchObject({
      rowsKept: rowCount,
      oldestEventAtMs: start,
      newestEventAtMs: start + 3_999_000
    })
    const again = inputOf(sourceRows, { organizationId, sessionId: 'again' })
    expect(await client.command(ref, 'commitEvents', again)).toMatchObject({ rowsAdded: 0, rowsKnown: rowCount })
    const more = inputOf([...sourceRows, sourceRows[1] ?? {}], { organizationId })
    expect(await client.command(ref, 'commitEvents', more)).toMatchObject({ rowsAdded: 1, rowsKnown: rowCount })
    await client.close()

    const after = new DatabaseHandle(databaseAt('archive', 99, path.join(folder, 'archive.sqlite')), 'x')
    expect(hasEarlierEvents(after)).toBe(false)
    const step = after.transaction('deferred', () => verifyArchive(after, { organizationId, stepMs: 60_000 }))
    expect(step).toMatchObject({ rowsChecked: rowCount + 1, findings: [] })
    after.close()
  })
})
