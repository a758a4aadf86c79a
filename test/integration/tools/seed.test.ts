import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { settingsMatrixSchema } from '../../../src/shared/contract/drift.ts'
import { baselineValues, compareSettings } from '../../../src/shared/domain/settings-drift.ts'
import { seedDataFolder, type Seeded } from '../../../tools/fleet/seed-data-folder.ts'
import { type Fleet, startFleet } from '../../../tools/fleet/start-fleet.ts'
import { startTestCore, type TestCore } from '../../support/core.ts'

let fleet: Fleet
let seeded: Seeded
let core: TestCore
const folder = mkdtempSync(path.join(tmpdir(), 'vigil-seed-'))

beforeAll(async () => {
  fleet = await startFleet({ organizations: 5, refuse: 1 })
  seeded = await seedDataFolder({
    folder,
    organizations: fleet.organizations,
    synced: true,
    changes: 6,
    secrets: 'session-only'
  })
  core = startTestCore({ folder })
})
afterAll(async () => {
  await core.end()
  await fleet.stop()
  rmSync(folder, { recursive: true, force: true })
})

it('gives a data folder with the organizations of the fleet in their order, all of them read that can be', async () => {
  const list = await core.organizations.list()
  expect(list.map(({ id, name, label, color, apiUrl }) => ({ id, name, label, color, apiUrl }))).toEqual(
    fleet.organizations.map(({ name, label, color, apiUrl }, place) => ({
      id: seeded.organizations[place]?.id,
      name,
      label,
      color,
      apiUrl
    }))
  )
  expect(list.map((one) => one.lastReadAtMs !== undefined)).toEqual([false, true, true, true, true])
  expect(seeded.notRead).toEqual([{ name: list[0]?.name, code: 'credential-refused' }])
})

it('leaves the changes waiting that were made without a network', async () => {
  const list = await core.organizations.list()
  expect(seeded.changes).toBe(6)
  expect(list.reduce((sum, one) => sum + one.pendingChanges, 0)).toBe(6)
})

it('has settings that can be compared, with the changes that wait', async () => {
  const matrix = settingsMatrixSchema.parse(await core.drift.matrix())
  expect(matrix.rows).toHaveLength(5)
  expect(matrix.unreadable).toEqual([])
  const baseline = { kind: 'organization', organizationId: matrix.rows[1]?.organizationId ?? '' } as const
  const drift = compareSettings(matrix.rows, baselineValues(baseline, matrix.rows) ?? {})
  expect(drift.rows[0]?.counts['not-read']).toBe(drift.keys.length)
  expect(drift.rows[1]?.counts.differs).toBe(0)
  const waiting = matrix.rows.flatMap((row) => Object.values(row.cells)).filter((cell) => cell?.pending !== undefined)
  expect(waiting).toHaveLength(6)
})

it('knows since when each setting has its value', async () => {
  const [, row] = (await core.drift.matrix()).rows
  const cell = row?.cells.timezone
  if (row === undefined || cell === undefined) throw new Error('nothing was read')
  const history = await core.drift.history(row.organizationId, 'timezone')
  expect(history).toHaveLength(1)
  expect(history[0]?.value).toBe(cell.value)
  expect(history[0]?.firstSeenAtMs).toBe(cell.firstSeenAtMs)
})
