import { userInfo } from 'node:os'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { createDriftStore, type DriftStore } from '../../../src/main/stores/drift-store.ts'
import {
  createSettingsStore,
  type JournalEntry,
  type SettingsStore,
  type StoredPendingChange
} from '../../../src/main/stores/settings-store.ts'
import { newOrganizationId, type OrganizationId, type PendingChangeId } from '../../../src/shared/kit/ids.ts'
import { createStoreFixture, type StoreFixture } from './store-fixture.ts'

const journal = (atMs: number, outcome: JournalEntry['outcome'] = 'done'): JournalEntry => ({
  action: 'setting-changed',
  outcome,
  detail: {},
  atMs
})
const change = (key: StoredPendingChange['key'], value: boolean | string): StoredPendingChange => ({
  id: crypto.randomUUID() as PendingChangeId,
  idempotencyKey: crypto.randomUUID(),
  key,
  value,
  madeAtMs: 1,
  attempts: 0,
  state: 'waiting'
})
const me = userInfo().username
const notPermitted = { code: 'not-permitted', params: {} } as const

describe('the history of settings', () => {
  let fixture: StoreFixture
  let settings: SettingsStore
  let drift: DriftStore
  let id: OrganizationId
  beforeAll(() => {
    fixture = createStoreFixture()
    const client = fixture.open()
    settings = createSettingsStore(client)
    drift = createDriftStore(client)
  })
  beforeEach(() => {
    id = newOrganizationId()
  })
  afterAll(() => fixture.dispose())

  const read = (value: boolean | undefined, readAtMs: number) =>
    settings.saveSettings(id, [
      value === undefined
        ? { key: 'comments', readAtMs, unavailable: notPermitted }
        : { key: 'comments', value, readAtMs }
    ])
  const history = async (key: 'comments' | 'auditLogging' = 'comments') =>
    (await drift.history(id, key)).map(({ value, firstSeenAtMs, lastSeenAtMs, machineUser }) => [
      value,
      firstSeenAtMs,
      lastSeenAtMs,
      machineUser
    ])

  it('is empty for a setting that was never read', async () => {
    expect(await history()).toEqual([])
    expect(await drift.state(id)).toEqual({
      settings: [],
      auditLogging: { kind: 'unknown' },
      seen: [],
      pendingChanges: []
    })
  })

  it('grows with a new value only, and tells from when to when each was seen', async () => {
    await read(true, 10)
    await read(true, 20)
    await read(true, 30)
    expect(await history()).toEqual([[true, 10, 30, undefined]])
    await read(false, 40)
    await read(undefined, 50)
    await read(undefined, 60)
    await read(false, 70)
    await settings.saveFacts(id, { settingsReadAtMs: 75 })
    expect(await history()).toEqual([
      [false, 70, 75, undefined],
      [undefined, 50, 60, undefined],
      [false, 40, 40, undefined],
      [true, 10, 30, undefined]
    ])
    expect((await drift.state(id)).seen.map(({ key, value, firstSeenAtMs }) => [key, value, firstSeenAtMs])).toEqual([
      ['comments', false, 70]
    ])
  })

  it('names the user of the machine where Vigil made the change', async () => {
    await read(true, 10)
    const mine = change('comments', false)
    await settings.addPendingChange(id, mine, journal(15, 'requested'))
    expect(await history()).toEqual([[true, 10, 10, undefined]])
    await settings.updatePendingChange(id, mine.id, { state: 'sending', sentAtMs: 18 })
    await settings.settlePendingChange(id, mine.id, {
      journal: journal(20),
      setting: { key: 'comments', value: false, readAtMs: 20 }
    })
    await read(false, 30)
    expect(await history()).toEqual([
      [false, 20, 30, me],
      [true, 10, 10, undefined]
    ])
  })

  it('names nobody where Sigma had the value before anything was sent', async () => {
    await read(true, 10)
    const mine = change('comments', false)
    await settings.addPendingChange(id, mine, journal(15, 'requested'))
    await settings.settlePendingChange(id, mine.id, {
      journal: journal(20),
      setting: { key: 'comments', value: false, readAtMs: 20 }
    })
    expect((await history())[0]).toEqual([false, 20, 20, undefined])
  })

  it('names the user where an earlier change whose answer was lost had brought the value', async () => {
    await read(true, 10)
    const lost = change('comments', false)
    await settings.addPendingChange(id, lost, journal(15, 'requested'))
    await settings.updatePendingChange(id, lost.id, { sentAtMs: 16 })
    const again = change('comments', false)
    await settings.addPendingChange(id, again, journal(17, 'requested'))
    await settings.settlePendingChange(id, again.id, {
      journal: journal(20),
      setting: { key: 'comments', value: false, readAtMs: 20 }
    })
    expect((await history())[0]).toEqual([false, 20, 20, me])
  })

  it('names nobody where Sigma has another value than the one that was asked for', async () => {
    await read(true, 10)
    const mine = change('comments', true)
    await settings.addPendingChange(id, mine, journal(15, 'requested'))
    await settings.updatePendingChange(id, mine.id, { sentAtMs: 16 })
    await settings.settlePendingChange(id, mine.id, {
      journal: journal(20),
      setting: { key: 'comments', value: false, readAtMs: 20 }
    })
    expect((await history())[0]).toEqual([false, 20, 20, undefined])
  })

  it('keeps what Sigma answered to a change that was withdrawn on its way, as made here', async () => {
    await read(true, 10)
    await settings.settlePendingChange(id, crypto.randomUUID() as PendingChangeId, {
      journal: journal(20),
      setting: { key: 'comments', value: false, readAtMs: 20 }
    })
    expect((await history())[0]).toEqual([false, 20, 20, me])
  })

  it('follows audit logging by whether it is on, not by every step of its life', async () => {
    await settings.saveAuditLogging(id, { kind: 'unknown' }, journal(1))
    await settings.saveAuditLogging(id, { kind: 'disabled' }, journal(10))
    const mine = change('auditLogging', true)
    await settings.addPendingChange(id, mine, journal(20, 'requested'), { kind: 'enable-waiting', requestedAtMs: 20 })
    await settings.saveFacts(id, { settingsReadAtMs: 25 })
    await settings.settlePendingChange(id, mine.id, {
      journal: journal(30),
      auditLogging: { kind: 'pending', requestedAtMs: 30 }
    })
    await settings.saveAuditLogging(id, { kind: 'enabled', connectionId: 'c' }, journal(40))
    await settings.saveFacts(id, { settingsReadAtMs: 45 })
    await settings.saveAuditLogging(id, { kind: 'unknown' }, journal(50))
    expect(await history('auditLogging')).toEqual([
      [undefined, 50, 50, undefined],
      [true, 30, 45, me],
      [false, 10, 25, undefined]
    ])
  })

  it('does not let a clock that went back shorten what was seen', async () => {
    await read(true, 100)
    await read(false, 50)
    expect(await history()).toEqual([
      [false, 50, 50, undefined],
      [true, 100, 100, undefined]
    ])
  })

  it('is written with the value or not at all', async () => {
    await read(true, 10)
    const broken = settings.saveSettings(id, [
      { key: 'comments', value: false, readAtMs: 20 },
      { key: 'bulkCopy', value: true, readAtMs: Number.NaN }
    ])
    await expect(broken).rejects.toMatchObject({ code: 'internal' })
    expect(await settings.settings(id)).toEqual([{ key: 'comments', value: true, readAtMs: 10 }])
    expect(await history()).toEqual([[true, 10, 10, undefined]])
  })
})
