import { afterEach, expect, test } from 'vitest'
import { createExportWorkbook } from '../../../src/main/sources/find-export-workbook.ts'
import { coverageOf } from '../../../src/shared/domain/coverage.ts'
import type { OrganizationId } from '../../../src/shared/kit/ids.ts'
import { dayMs } from '../../../src/shared/kit/time.ts'
import { createStoreFixture } from '../stores/store-fixture.ts'
import { type Reached, reach } from '../sigma/organization.ts'
import { openReader, type Reader } from './archive-reading-fixture.ts'

let reached: Reached | undefined
let reader: Reader | undefined
const fixture = createStoreFixture()

afterEach(async () => {
  await reader?.close()
  await reached?.close()
  await fixture.dispose()
})

test('a backlog of thirty days comes from an organization as Sigma serves it, whole, with its columns and roles', async () => {
  reached = await reach('in process', { events: 40, backfilledHistoryMs: 32 * dayMs, exportRunMs: 0 })
  const { client, clock } = reached
  const id = crypto.randomUUID() as OrganizationId
  const connections = await client.connections.list({})
  const audit = connections.find((one) => one.isAuditLog === true)
  const connectionId = audit?.connectionId ?? ''
  const paths = (await client.connections.paths(connectionId)).map((entry) => entry.path)
  const path = paths.find((one) => one.at(-1) === 'AUDIT_LOGS') ?? []
  reader = openReader(fixture, id, clock, client, { path })
  await reader.settings.saveFacts(id, { exportWorkbook: await createExportWorkbook(client, connectionId, paths, {}) })
  await reader.read()

  const status = await reader.syncs.status(id, path)
  expect(status).toMatchObject({ state: 'complete' })
  const nowMs = clock.nowMs()
  const facts = await reader.coverage.facts(id, path)
  const stretches = coverageOf(facts, { fromMs: nowMs - 30 * dayMs, toMs: nowMs }, nowMs)
  // Sigma deletes while it is asked: the last seconds of the oldest day may be gone.
  expect(stretches.filter((one) => one.toMs - one.fromMs > 120_000).map((one) => one.kind)).toEqual([
    'complete',
    'still-arriving'
  ])
  const rows = await reader.rows()
  expect(rows).toHaveLength(status.rowsKept)
  const days = new Set(rows.map((row) => row.REQUEST_TIME?.slice(0, 10)))
  expect(days.size).toBeGreaterThan(20)
  const readings = await reader.ledger.readings(id, path, { limit: 100 })
  expect(readings.reduce((sum, one) => sum + one.rowsAdded, 0)).toBe(status.rowsKept)
  expect(await reader.archive.page(id, path, { limit: 1 })).toMatchObject({ timeColumn: 'REQUEST_TIME' })

  // Every table that says how things are now comes as well, and is replaced by the next reading.
  const members = paths.find((one) => one.at(-1) === 'USERS') ?? []
  reader.syncs.start(id, members)
  while ((await reader.syncs.status(id, members)).state === 'running') await new Promise((go) => setTimeout(go, 10))
  expect((await reader.syncs.status(id, members)).rowsKept).toBeGreaterThan(5)
})
