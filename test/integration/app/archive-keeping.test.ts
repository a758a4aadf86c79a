import { existsSync, readdirSync, writeFileSync, readFileSync, mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import Database from 'better-sqlite3'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { buffersOf } from '../../../src/main/archive/commit-input.ts'
import { isPrunedDaySigned } from '../../../src/main/archive/chain/pruned-day.ts'
import type { SecretVault } from '../../../src/main/ports/secret-vault.port.ts'
import { AppError } from '../../../src/shared/kit/app-error.ts'
import type { OrganizationId } from '../../../src/shared/kit/ids.ts'
import { dayMs } from '../../../src/shared/kit/time.ts'
import { discardTestCore, eventually, startTestCore, type TestCore } from '../../support/core.ts'
import { auditPath, inputOf, type PlainRow } from '../db/archive-fixture.ts'

/** 24 rows a day, of 40 days that end today. */
const start = (Math.floor(Date.now() / dayMs) - 39) * dayMs
const rowAt = (n: number): PlainRow => ({
  TIME: new Date(start + n * 3_600_000).toISOString(),
  ID: `event-${n}`,
  ACTOR: `actor of day ${Math.floor(n / 24)}`
})
const rows = (from: number, to: number) => Array.from({ length: to - from }, (_, n) => rowAt(from + n))

let core: TestCore
let id: OrganizationId
let vault: { isLocked: boolean }
beforeEach(async () => {
  vault = { isLocked: false }
  const locked = async () => {
    throw new AppError('keychain-locked')
  }
  core = startTestCore({
    vault: (real): SecretVault =>
      new Proxy(real, {
        get: (target, name) =>
          vault.isLocked && (name === 'read' || name === 'store')
            ? locked
            : (Reflect.get(target, name) as (...given: unknown[]) => unknown).bind(target)
      }),
    openFolder: mkdtempSync(path.join(tmpdir(), 'vigil-backups-'))
  })
  id = (await core.organizations.addSandbox('Kept', 'keychain')).id
  await commit(rows(0, 960))
})
afterEach(() => discardTestCore(core))

const archiveFile = () => path.join(core.folder, 'organizations', id, 'archive.sqlite')
async function commit(some: readonly PlainRow[]) {
  const input = inputOf(some, { organizationId: id })
  return core.database.commandMoving(
    { kind: 'archive', organizationId: id },
    'commitEvents',
    buffersOf(input.batch),
    input
  )
}
async function count(): Promise<number> {
  return core.database.query({ kind: 'archive', organizationId: id }, 'countChainedRows')
}
async function ids(): Promise<Set<unknown>> {
  const { rows: page } = await core.database.query({ kind: 'archive', organizationId: id }, 'listArchivedRows', {
    path: auditPath,
    limit: 2_000
  })
  return new Set(page.map((row) => JSON.stringify(row).match(/event-\d+/)?.[0]))
}
async function findings(): Promise<unknown[]> {
  const found: unknown[] = []
  let cursor
  do {
    const step: { cursor?: never; findings: readonly unknown[] } = (await core.database.query(
      { kind: 'archive', organizationId: id },
      'verifyArchive',
      { organizationId: id, ...(cursor === undefined ? {} : { cursor }) }
    )) as never
    found.push(...step.findings)
    cursor = step.cursor
  } while (cursor !== undefined)
  return found
}
const journal = async () =>
  (await core.database.query({ kind: 'org', organizationId: id }, 'listJournal', { limit: 50 })).map(
    ({ action, outcome }) => `${action} ${outcome}`
  )
const pruned = () => eventually(async () => expect((await core.retention.status(id)).progress).toBeUndefined())
const backedUp = () =>
  eventually(async () => {
    const status = await core.backups.status(id)
    expect(status.progress).toBeUndefined()
    return status
  })

describe('retention', () => {
  it('previews, lets days leave with signed stubs, and writes all of it down', async () => {
    const preview = await core.retention.preview(id, { keep: 'days', days: 30 })
    expect(preview).toMatchObject({ isHeld: false, days: 9, rows: 216, rowsKept: 744, oldestAtMs: start })
    expect(await count()).toBe(960)
    await core.retention.setPolicy(id, { keep: 'days', days: 30 })
    await pruned()
    const status = await core.retention.status(id)
    expect(status).toMatchObject({ rows: 744, prunedDaysTotal: 9, oldestAtMs: start + 9 * dayMs })
    expect(status.lastError).toBeUndefined()
    expect(status.prunedDays.every(({ isSigned }) => isSigned)).toBe(true)
    expect(await findings()).toEqual([])
    expect(await journal()).toEqual(expect.arrayContaining(['retention-changed done', 'archive-pruned done']))
    const database = new Database(archiveFile(), { readonly: true })
    const stub = database.prepare('SELECT * FROM pruned_days ORDER BY day LIMIT 1').get() as Record<string, unknown>
    const texts = database.prepare('SELECT text FROM archived_values').pluck().all() as string[]
    database.close()
    const facts = {
      organizationId: id,
      pathText: JSON.stringify(auditPath),
      day: stub['day'] as number,
      rowCount: stub['row_count'] as number,
      head: Buffer.from(stub['head'] as Buffer).toString('hex'),
      prunedAtMs: stub['pruned_at_ms'] as number,
      reason: 'days:30'
    }
    expect(isPrunedDaySigned(facts, stub['signature'] as Buffer, stub['public_key'] as Buffer)).toBe(true)
    // what left is forgotten in the dictionary as well, and not to be found in the file
    expect(texts).not.toContain('actor of day 3')
    expect(texts).toContain('actor of day 20')
  })

  it('lets nothing leave under a legal hold, and goes on when it is lifted', async () => {
    await core.retention.setHold(id, true, 'a court asked')
    await core.retention.setPolicy(id, { keep: 'days', days: 1 })
    await pruned()
    expect(await core.retention.status(id)).toMatchObject({ rows: 960, legalHold: { note: 'a court asked' } })
    expect(await core.retention.preview(id, { keep: 'days', days: 1 })).toMatchObject({ isHeld: true, days: 38 })
    await core.retention.setHold(id, false, '')
    await core.retention.pruneNow(id)
    await pruned()
    expect((await core.retention.status(id)).rows).toBe(48)
    expect(await journal()).toEqual(expect.arrayContaining(['legal-hold-set done', 'legal-hold-lifted done']))
  })

  it('waits with a reason while the keychain is locked', async () => {
    vault.isLocked = true
    await core.retention.setPolicy(id, { keep: 'days', days: 30 })
    await pruned()
    expect(await core.retention.status(id)).toMatchObject({ rows: 960, lastError: { code: 'keychain-locked' } })
    vault.isLocked = false
    await core.retention.applyWhereDue(id)
    const status = await core.retention.status(id)
    expect([status.rows, status.lastError]).toEqual([744, undefined])
    expect(readdirSync(core.folder).join()).not.toContain('PRIVATE')
  })

  it('keeps as much as fits, and the newest day in any case', async () => {
    const long = Array.from({ length: 4_000 }, (_, n) => ({
      ...rowAt(n % 960),
      ID: `long-${n}`,
      TEXT: `${n} ${'x'.repeat(900)}`
    }))
    await commit(long)
    const before = await core.retention.status(id)
    await core.retention.setPolicy(id, { keep: 'bytes', bytes: 2_000_000 })
    await pruned()
    const { usedBytes, days } = await core.database.query({ kind: 'archive', organizationId: id }, 'getRetentionState')
    expect(before.bytes).toBeGreaterThan(3_000_000)
    expect(usedBytes).toBeLessThanOrEqual(2_000_000)
    expect(days.length).toBeGreaterThanOrEqual(1)
    expect(days.at(-1)?.day).toBe(start / dayMs + 39)
    expect(await findings()).toEqual([])
  })
})

describe('backups', () => {
  it('are taken while rows come in, are checked, and say what the archive said at their end', async () => {
    await core.backups.backUpNow(id)
    for (let from = 960; from < 1_200; from += 40) await commit(rows(from, from + 40))
    const { backups } = await backedUp()
    expect(backups).toHaveLength(1)
    expect(backups[0]).toMatchObject({ check: 'passed', reason: 'asked' })
    const copied = backups[0]?.rows ?? 0
    expect(copied >= 960 && copied <= 1_200 && copied % 40 === 0).toBe(true)
    expect(await journal()).toContain('archive-backed-up done')
  })

  it('can be restored, and the restore can be undone', async () => {
    await core.backups.backUpNow(id)
    const [first] = (await backedUp()).backups
    await commit(rows(960, 1_000))
    await core.backups.restore(id, first?.backupId ?? '')
    expect(await count()).toBe(960)
    expect(await findings()).toEqual([])
    const after = await core.backups.status(id)
    const setAside = after.backups.find(({ reason }) => reason === 'set-aside')
    expect(after.backups).toHaveLength(2)
    await commit(rows(960, 970))
    await core.backups.restore(id, setAside?.backupId ?? '')
    expect(await count()).toBe(1_000)
    expect(await ids()).toContain('event-999')
    expect(await findings()).toEqual([])
    expect(existsSync(`${archiveFile()}.restoring`)).toBe(false)
  })

  it('that were damaged afterwards fail their check and are not restored', async () => {
    await core.backups.backUpNow(id)
    const [taken] = (await backedUp()).backups
    const file = path.join(path.dirname(archiveFile()), 'backups', `${taken?.backupId}.sqlite`)
    const bytes = readFileSync(file)
    bytes.fill(0x55, 3 * 16_384, 4 * 16_384)
    writeFileSync(file, bytes)
    expect((await core.backups.check(id, taken?.backupId ?? '')).backups[0]?.check).toBe('failed')
    await expect(core.backups.restore(id, taken?.backupId ?? '')).rejects.toMatchObject({ code: 'database-damaged' })
    expect(await count()).toBe(960)
  })

  it('go where a person wants them, in a folder of the organization', async () => {
    const chosen = await core.backups.chooseFolder(id)
    expect(chosen.isOwnFolder).toBe(false)
    await core.backups.backUpNow(id)
    expect((await backedUp()).backups).toHaveLength(1)
    expect(readdirSync(path.join(path.dirname(archiveFile()), 'backups'))).toEqual(['own-folder.txt'])
    expect((await core.backups.clearFolder(id)).backups).toHaveLength(0)
  })

  it('are rotated: only as many as are wanted stay', async () => {
    await core.backups.setSettings(id, { interval: 'daily', keep: 1 })
    for (let n = 0; n < 3; n += 1) {
      await core.backups.backUpNow(id)
      await backedUp()
    }
    expect((await backedUp()).backups).toHaveLength(1)
  })
})

it('another process that comes to the same archive steps aside', async () => {
  const other = startTestCore({ folder: core.folder })
  const busy = { code: 'busy', params: { reason: 'another-vigil' } }
  await expect(
    other.database.command({ kind: 'archive', organizationId: id }, 'endCommitSession', {
      path: auditPath,
      sessionId: 'x'
    })
  ).rejects.toMatchObject(busy)
  await other.end()
  await commit(rows(960, 961))
  expect(await count()).toBe(961)
})
