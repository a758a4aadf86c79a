import { afterEach, beforeEach, expect, it } from 'vitest'
import { buffersOf } from '../../../src/main/archive/commit-input.ts'
import { systemClock } from '../../../src/main/platform/system-clock.ts'
import { backupStatusSchema } from '../../../src/shared/contract/backups.ts'
import type { OrganizationId } from '../../../src/shared/kit/ids.ts'
import { dayMs } from '../../../src/shared/kit/time.ts'
import { discardTestCore, startTestCore, type TestCore } from '../../support/core.ts'
import { inputOf } from '../db/archive-fixture.ts'

let laterMs: number
let core: TestCore
let id: OrganizationId
beforeEach(async () => {
  laterMs = 0
  core = startTestCore({ clock: { ...systemClock, nowMs: () => Date.now() + laterMs } })
  id = (await core.organizations.addSandbox('Cared for', 'keychain')).id
})
afterEach(() => discardTestCore(core))

async function begin(): Promise<void> {
  const input = { ...inputOf([{ TIME: '2026-03-04T05:06:07Z', ID: 'a' }], { organizationId: id }), atMs: Date.now() }
  const archive = { kind: 'archive', organizationId: id } as const
  await core.database.commandMoving(archive, 'commitEvents', buffersOf(input.batch), input)
}
async function care() {
  await core.backups.takeWhereDue(id)
  await core.integrity.verifyWhereDue(id)
  const [status, { last }] = [await core.backups.status(id), await core.integrity.status(id)]
  const { backups, nextAtMs } = backupStatusSchema.parse(status)
  return { backups: backups.length, nextAtMs, verifiedAtMs: last?.finishedAtMs }
}

it('an archive is first backed up and verified on the day after its first rows, then once a week', async () => {
  expect(await care()).toEqual({ backups: 0, nextAtMs: undefined, verifiedAtMs: undefined })
  await begin()
  const young = await care()
  expect(young).toMatchObject({ backups: 0, verifiedAtMs: undefined })
  expect(young.nextAtMs).toBeGreaterThan(Date.now() + dayMs - 60_000)
  expect(young.nextAtMs).toBeLessThan(Date.now() + 2 * dayMs)

  laterMs = 2 * dayMs
  const first = await care()
  expect(first.backups).toBe(1)
  expect(first.verifiedAtMs).toBeGreaterThan(Date.now() + 2 * dayMs - 60_000)
  laterMs = 8 * dayMs
  expect(await care()).toEqual(first)
  laterMs = 10 * dayMs
  const second = await care()
  expect(second.backups).toBe(2)
  expect(second.verifiedAtMs).toBeGreaterThan(Date.now() + 10 * dayMs - 60_000)
})

it('a clock that was put back does not put off the next verification for months', async () => {
  await begin()
  laterMs = 300 * dayMs
  const { verifiedAtMs } = await care()
  expect(verifiedAtMs).toBeGreaterThan(Date.now() + 299 * dayMs)
  laterMs = 2 * dayMs
  expect((await care()).verifiedAtMs).toBeLessThan(Date.now() + 3 * dayMs)
})
