import { describe, expect, it } from 'vitest'
import { type BulkFacts, planItem } from '../../../../src/main/services/bulk-plan.ts'
import type { BulkAction } from '../../../../src/shared/contract/bulk.ts'
import type { Organization } from '../../../../src/shared/contract/organizations.ts'
import type { PendingChange, Setting } from '../../../../src/shared/contract/settings.ts'
import type { AuditLoggingState } from '../../../../src/shared/domain/audit-logging.ts'
import { newOrganizationId } from '../../../../src/shared/kit/ids.ts'

const organization: Organization = {
  id: newOrganizationId(),
  name: 'Acme',
  kind: 'sigma',
  label: 'none',
  color: 'gray',
  apiUrl: 'https://api.example',
  clientId: 'c',
  position: 0,
  addedAtMs: 1,
  vault: { state: 'keychain', isRefused: false },
  auditLogging: { kind: 'disabled' },
  health: 'good',
  pendingChanges: 0,
  refusedChanges: 0,
  syncPhase: 'idle'
}

function plan(action: BulkAction, change: Partial<Organization> = {}, facts: Partial<BulkFacts> = {}) {
  const { verdict, reason, differences } = planItem(action, {
    organization: { ...organization, ...change },
    isAdmin: true,
    settings: [],
    hasNewCredentials: false,
    keychain: 'keychain',
    ...facts
  })
  return [verdict, reason, ...(differences === undefined ? [] : [differences])]
}

const paused = { pausedAtMs: 5 }
const offline = { health: 'offline' } as const
const refused = { vault: { state: 'keychain', isRefused: true } } as const
const noSecret = { vault: { state: 'missing', isRefused: false } } as const

describe('enabling audit logging', () => {
  const enable = (kind: AuditLoggingState, change: Partial<Organization> = {}, facts: Partial<BulkFacts> = {}) =>
    plan({ kind: 'enable-audit-logging' }, { ...change, auditLogging: kind }, facts)

  it.each<[AuditLoggingState, string, string | undefined]>([
    [{ kind: 'disabled' }, 'change', undefined],
    [{ kind: 'refused', request: 'enable', reason: 'server-fault', refusedAtMs: 1 }, 'change', undefined],
    [{ kind: 'refused', request: 'disable', reason: 'server-fault', refusedAtMs: 1 }, 'nothing-to-do', 'already-on'],
    [{ kind: 'enabled', connectionId: 'x' }, 'nothing-to-do', 'already-on'],
    [{ kind: 'enable-waiting', requestedAtMs: 1 }, 'nothing-to-do', 'already-waiting'],
    [{ kind: 'pending', requestedAtMs: 1 }, 'nothing-to-do', 'already-waiting'],
    [{ kind: 'timed-out', requestedAtMs: 1 }, 'nothing-to-do', 'already-waiting'],
    [{ kind: 'disabling', requestedAtMs: 1 }, 'not-possible', 'already-waiting'],
    [{ kind: 'disable-waiting', requestedAtMs: 1, connectionId: 'x' }, 'not-possible', 'already-waiting'],
    [{ kind: 'not-provisioned' }, 'not-possible', 'not-provisioned'],
    [{ kind: 'region-not-supported' }, 'not-possible', 'region-not-supported'],
    [{ kind: 'unknown' }, 'not-possible', 'not-read-yet']
  ])('where it is %o: %s, %s', (state, verdict, reason) => {
    expect(enable(state)).toEqual([verdict, reason])
  })

  it('is for Admins, and says so before anything that could be waited for', () => {
    expect(enable({ kind: 'disabled' }, offline, { isAdmin: false })).toEqual(['not-possible', 'not-admin'])
    expect(enable({ kind: 'unknown' }, {}, { isAdmin: false })).toEqual(['not-possible', 'not-admin'])
    expect(enable({ kind: 'disabled' }, {}, { isAdmin: undefined })).toEqual(['change', undefined])
  })

  it('is kept as a change where it cannot be sent now, with why it will wait', () => {
    expect(enable({ kind: 'disabled' }, offline)).toEqual(['change', 'offline'])
    expect(enable({ kind: 'disabled' }, paused)).toEqual(['change', 'paused'])
    expect(enable({ kind: 'disabled' }, refused)).toEqual(['change', 'credential-refused'])
    expect(enable({ kind: 'disabled' }, noSecret)).toEqual(['change', 'keychain'])
  })
})

describe('what asks Sigma now', () => {
  it.each(['sync', 'test'] as const)('%s is not possible where nothing runs or no secret is there', (kind) => {
    expect(plan({ kind })).toEqual(['change', undefined])
    expect(plan({ kind }, paused)).toEqual(['not-possible', 'paused'])
    expect(plan({ kind }, noSecret)).toEqual(['not-possible', 'keychain'])
    expect(plan({ kind }, { vault: { state: 'locked', isRefused: false } })).toEqual(['not-possible', 'keychain'])
    expect(plan({ kind }, offline)).toEqual(['change', 'offline'])
    expect(plan({ kind }, refused)).toEqual(['change', 'credential-refused'])
  })

  it('asks in a sandbox without a secret, which Vigil renews by itself', () => {
    expect(plan({ kind: 'sync' }, { ...noSecret, kind: 'sandbox' })).toEqual(['change', undefined])
  })

  it('does not read what is being read', () => {
    expect(plan({ kind: 'sync' }, { syncPhase: 'pulling' })).toEqual(['nothing-to-do', 'already-running'])
  })
})

it('pauses what runs and resumes what is paused', () => {
  expect(plan({ kind: 'pause' })).toEqual(['change', undefined])
  expect(plan({ kind: 'pause' }, paused)).toEqual(['nothing-to-do', 'already-paused'])
  expect(plan({ kind: 'resume' }, paused)).toEqual(['change', undefined])
  expect(plan({ kind: 'resume' })).toEqual(['nothing-to-do', 'already-running'])
})

describe('rotating credentials', () => {
  const rotate = { kind: 'rotate', listId: crypto.randomUUID(), storage: 'keychain' } as const

  it('leaves those alone for which nothing was given', () => {
    expect(plan(rotate)).toEqual(['nothing-to-do', 'no-credentials-given'])
  })

  it('needs the keychain unless the secrets are for the session', () => {
    const facts = { hasNewCredentials: true, keychain: 'locked' } as const
    expect(plan(rotate, {}, facts)).toEqual(['not-possible', 'keychain'])
    expect(plan({ ...rotate, storage: 'session-only' }, {}, facts)).toEqual(['change', undefined])
  })

  it('replaces refused and missing ones, and doubts where Sigma is out of reach', () => {
    expect(plan(rotate, refused, { hasNewCredentials: true })).toEqual(['change', undefined])
    expect(plan(rotate, noSecret, { hasNewCredentials: true })).toEqual(['change', undefined])
    expect(plan(rotate, offline, { hasNewCredentials: true })).toEqual(['change', 'offline'])
    expect(plan(rotate, paused, { hasNewCredentials: true })).toEqual(['not-possible', 'paused'])
  })
})

describe('applying settings', () => {
  const apply = (settings: readonly Setting[], change: Partial<Organization> = {}, facts: Partial<BulkFacts> = {}) =>
    plan({ kind: 'apply-settings', values: { comments: false, timezone: 'UTC' } }, change, { settings, ...facts })
  const read = { readAtMs: 1 }
  const utc = { key: 'timezone', value: 'UTC', ...read } as const
  const pending = (state: PendingChange['state']): PendingChange => ({
    id: crypto.randomUUID() as PendingChange['id'],
    key: 'comments',
    value: false,
    madeAtMs: 1,
    attempts: 0,
    state
  })

  it('changes only what differs', () => {
    expect(apply([utc, { key: 'comments', value: true, ...read }])).toEqual([
      'change',
      undefined,
      [{ key: 'comments', from: true, to: false }]
    ])
    expect(apply([utc, { key: 'comments', value: false, ...read }])).toEqual(['nothing-to-do', 'already-so'])
  })

  it('counts a change that is on its way as made, and one that was refused as not', () => {
    const comments = { key: 'comments', value: true, ...read } as const
    expect(apply([utc, { ...comments, pending: pending('waiting') }])).toEqual(['nothing-to-do', 'already-waiting'])
    expect(apply([utc, { ...comments, pending: pending('refused') }])).toEqual([
      'change',
      undefined,
      [{ key: 'comments', from: true, to: false }]
    ])
  })

  it('tells what an organization does not have from what was never read', () => {
    const unavailable = { code: 'not-found', params: {} } as const
    expect(apply([{ key: 'comments' }, { key: 'timezone' }])).toEqual(['not-possible', 'not-read-yet'])
    expect(
      apply([
        { key: 'comments', ...read, unavailable },
        { key: 'timezone', ...read, unavailable }
      ])
    ).toEqual(['not-possible', 'setting-not-available'])
    expect(
      apply([
        { key: 'comments', ...read, unavailable },
        { key: 'timezone', value: 'Asia/Tokyo', ...read }
      ])
    ).toEqual(['change', 'setting-not-available', [{ key: 'timezone', from: 'Asia/Tokyo', to: 'UTC' }]])
  })

  it('is for Admins, and waits where it cannot be sent', () => {
    const settings = [utc, { key: 'comments', value: true, ...read }] as const
    expect(apply(settings, {}, { isAdmin: false })).toEqual(['not-possible', 'not-admin'])
    expect(apply(settings, offline).slice(0, 2)).toEqual(['change', 'offline'])
  })
})
