import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import {
  createSettingsStore,
  type JournalEntry,
  type SettingsStore,
  type StoredPendingChange
} from '../../../src/main/stores/settings-store.ts'
import { newOrganizationId, type OrganizationId, type PendingChangeId } from '../../../src/shared/kit/ids.ts'
import { createStoreFixture, type StoreFixture } from './store-fixture.ts'

const journal = (action: string, atMs = 1): JournalEntry => ({
  action,
  outcome: 'requested',
  detail: { key: 'comments', on: true, n: 2 },
  atMs
})
const change = (
  key: StoredPendingChange['key'],
  value: boolean | string,
  more: Partial<StoredPendingChange> = {}
): StoredPendingChange => ({
  id: crypto.randomUUID() as PendingChangeId,
  idempotencyKey: crypto.randomUUID(),
  key,
  value,
  madeAtMs: 10,
  attempts: 0,
  state: 'waiting',
  ...more
})

describe('settings store', () => {
  let fixture: StoreFixture
  let store: SettingsStore
  let id: OrganizationId
  beforeAll(() => {
    fixture = createStoreFixture()
    store = createSettingsStore(fixture.open())
  })
  beforeEach(() => {
    id = newOrganizationId()
  })
  afterAll(() => fixture.dispose())

  it('knows nothing of a new organization', async () => {
    expect(await store.settings(id)).toEqual([])
    expect(await store.facts(id)).toEqual({})
    expect(await store.auditLogging(id)).toEqual({ kind: 'unknown' })
    expect(await store.pendingChanges(id)).toEqual([])
    expect(await store.journal(id, 10)).toEqual([])
  })

  it('remembers with a new change what earlier ones of the same setting may have made of it', async () => {
    await store.addPendingChange(id, change('timezone', 'A', { state: 'sending' }), journal('a'))
    await store.addPendingChange(id, change('timezone', 'B'), journal('b'))
    await store.addPendingChange(id, change('comments', true), journal('c'))
    await store.addPendingChange(id, change('timezone', 'C'), journal('d'))
    const lost = change('bulkCopy', true)
    await store.addPendingChange(id, lost, journal('e'))
    await store.updatePendingChange(id, lost.id, { sentAtMs: 7 })
    await store.addPendingChange(id, change('bulkCopy', false), journal('f'))
    const changes = await store.pendingChanges(id)
    expect(changes.map(({ key, value, ownValues }) => [key, value, ownValues])).toEqual([
      ['timezone', 'A', undefined],
      ['comments', true, undefined],
      ['timezone', 'C', ['A']],
      ['bulkCopy', false, [true]]
    ])
  })

  it('lets a refused change wait with its conflict and what Sigma has, unless a newer one has overtaken it', async () => {
    const refusal = {
      error: { code: 'conflict', params: { theirs: 'B' } },
      conflict: { theirs: 'B', seenAtMs: 20 },
      setting: { key: 'timezone', value: 'B', readAtMs: 20 },
      journal: { ...journal('setting-changed'), outcome: 'refused' }
    } as const
    const first = change('timezone', 'A', { state: 'sending', baseValue: 'Z' })
    await store.addPendingChange(id, first, journal('a'))
    expect(await store.refusePendingChange(id, first.id, refusal)).toBe('refused')
    expect(await store.pendingChanges(id)).toEqual([
      { ...first, state: 'refused', lastError: refusal.error, conflict: refusal.conflict }
    ])
    expect(await store.settings(id)).toEqual([refusal.setting])

    const second = change('timezone', 'C', { state: 'sending' })
    await store.addPendingChange(id, second, journal('b'))
    const third = change('timezone', 'D')
    await store.addPendingChange(id, third, journal('c'))
    expect(await store.refusePendingChange(id, second.id, refusal)).toBe('overtaken')
    expect((await store.pendingChanges(id)).map((one) => one.value)).toEqual(['D'])
    expect(await store.refusePendingChange(id, second.id, refusal)).toBe('gone')
    const outcomes = (await store.journal(id, 10)).map(({ action, outcome }) => `${action} ${outcome}`)
    expect(outcomes.filter((one) => one === 'setting-changed refused')).toHaveLength(2)
  })

  it('keeps settings as they were last told, false and unavailable among them', async () => {
    await store.saveSettings(id, [
      { key: 'comments', value: false, readAtMs: 1 },
      { key: 'timezone', value: 'Europe/Berlin', readAtMs: 1 },
      { key: 'csvUpload', readAtMs: 1, unavailable: { code: 'not-permitted', params: { status: 403 } } }
    ])
    await store.saveSettings(id, [{ key: 'comments', value: true, readAtMs: 2 }])
    expect(await store.settings(id)).toEqual([
      { key: 'comments', value: true, readAtMs: 2 },
      { key: 'csvUpload', readAtMs: 1, unavailable: { code: 'not-permitted', params: { status: 403 } } },
      { key: 'timezone', value: 'Europe/Berlin', readAtMs: 1 }
    ])
  })

  it('sets, keeps and forgets facts one by one', async () => {
    const exportWorkbook = {
      workbookId: 'w',
      workbookName: 'Export',
      elements: [{ elementId: 'e', name: 'AUDIT_LOGS' }]
    }
    await store.saveFacts(id, { isAdmin: false, accountType: 'Admin', exportWorkbook })
    await store.saveFacts(id, { accountType: null, isAdmin: undefined, settingsReadAtMs: 7 })
    expect(await store.facts(id)).toEqual({ isAdmin: false, exportWorkbook, settingsReadAtMs: 7 })
  })

  it('replaces a waiting or refused change of the same key and queues behind one that is being sent', async () => {
    const first = change('comments', true)
    const other = change('bulkCopy', true)
    await store.addPendingChange(id, first, journal('a'))
    await store.addPendingChange(id, other, journal('b'))
    const second = change('comments', false, { baseValue: true })
    await store.addPendingChange(id, second, journal('c'))
    expect(await store.pendingChanges(id)).toEqual([other, second])
    await store.updatePendingChange(id, second.id, { state: 'sending', attempts: 1 })
    const third = change('comments', true)
    await store.addPendingChange(id, third, journal('d'))
    expect((await store.pendingChanges(id)).map((one) => one.id)).toEqual([other.id, second.id, third.id])
    await store.updatePendingChange(id, third.id, { state: 'refused' })
    const fourth = change('comments', true)
    await store.addPendingChange(id, fourth, journal('e'))
    expect((await store.pendingChanges(id)).map((one) => one.id)).toEqual([other.id, second.id, fourth.id])
    expect((await store.journal(id, 10)).map((entry) => entry.action)).toEqual(['e', 'd', 'c', 'b', 'a'])
  })

  it('notes how the sending goes, and clears what is null', async () => {
    const one = change('comments', true)
    await store.addPendingChange(id, one, journal('a'))
    const lastError = { code: 'offline', params: {} } as const
    await store.updatePendingChange(id, one.id, { attempts: 2, lastError, nextAttemptAtMs: 99 })
    expect(await store.pendingChanges(id)).toEqual([{ ...one, attempts: 2, lastError, nextAttemptAtMs: 99 }])
    await store.updatePendingChange(id, one.id, { lastError: null, nextAttemptAtMs: null })
    expect(await store.pendingChanges(id)).toEqual([{ ...one, attempts: 2 }])
    await store.updatePendingChange(id, crypto.randomUUID() as PendingChangeId, { attempts: 3 })
    expect(await store.pendingChanges(id)).toEqual([{ ...one, attempts: 2 }])
  })

  it('lets a person take back only what is not being sent', async () => {
    const one = change('auditLogging', true)
    await store.addPendingChange(id, one, journal('enable'), { kind: 'enable-waiting', requestedAtMs: 10 })
    await store.updatePendingChange(id, one.id, { state: 'sending' })
    const withdrawal = {
      journal: journal('withdrawn'),
      auditLogging: { kind: 'disabled' },
      isWithdrawal: true
    } as const
    await expect(store.settlePendingChange(id, one.id, withdrawal)).rejects.toMatchObject({ code: 'busy' })
    expect((await store.auditLogging(id)).kind).toBe('enable-waiting')
    expect((await store.journal(id, 10)).map((entry) => entry.action)).toEqual(['enable'])
    await store.updatePendingChange(id, one.id, { state: 'waiting' })
    await store.settlePendingChange(id, one.id, withdrawal)
    expect(await store.pendingChanges(id)).toEqual([])
  })

  it('keeps the change, its journal entry and the new state together or not at all', async () => {
    const one = change('auditLogging', true)
    await store.addPendingChange(id, one, journal('enable'), { kind: 'enable-waiting', requestedAtMs: 10 })
    expect(await store.auditLogging(id)).toEqual({ kind: 'enable-waiting', requestedAtMs: 10 })
    // the same idempotency key again breaks a rule of the table: nothing of that transaction may stay
    const twin = change('comments', true, { idempotencyKey: one.idempotencyKey })
    await expect(store.addPendingChange(id, twin, journal('twin'), { kind: 'disabled' })).rejects.toMatchObject({
      code: 'internal'
    })
    expect(await store.pendingChanges(id)).toEqual([one])
    expect(await store.auditLogging(id)).toEqual({ kind: 'enable-waiting', requestedAtMs: 10 })
    expect(await store.journal(id, 10)).toEqual([{ ...journal('enable'), sequence: 1 }])
  })

  it('settles a change with what Sigma answered', async () => {
    const one = change('comments', true)
    await store.addPendingChange(id, one, journal('asked', 1))
    await store.settlePendingChange(id, one.id, {
      journal: { ...journal('sent', 2), outcome: 'done' },
      setting: { key: 'comments', value: true, readAtMs: 2 },
      auditLogging: { kind: 'pending', requestedAtMs: 2 }
    })
    expect(await store.pendingChanges(id)).toEqual([])
    expect(await store.settings(id)).toEqual([{ key: 'comments', value: true, readAtMs: 2 }])
    expect(await store.auditLogging(id)).toEqual({ kind: 'pending', requestedAtMs: 2 })
    expect((await store.journal(id, 1))[0]).toEqual({ ...journal('sent', 2), outcome: 'done', sequence: 2 })
  })

  it('keeps one organization apart from another, over a restart too', async () => {
    const other = newOrganizationId()
    await store.saveAuditLogging(id, { kind: 'enabled', connectionId: 'c' }, journal('observed'))
    await store.appendJournal(other, journal('elsewhere'))
    const again = createSettingsStore(fixture.open())
    expect(await again.auditLogging(id)).toEqual({ kind: 'enabled', connectionId: 'c' })
    expect(await again.auditLogging(other)).toEqual({ kind: 'unknown' })
    expect((await again.journal(other, 10)).map((entry) => entry.action)).toEqual(['elsewhere'])
  })
})
