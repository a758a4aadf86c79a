import { describe, expect, it } from 'vitest'
import { settingsMatrixSchema } from '../../../../src/shared/contract/drift.ts'
import type { SettingKey } from '../../../../src/shared/contract/settings.ts'
import type { AuditLoggingState } from '../../../../src/shared/domain/audit-logging.ts'
import { AppError } from '../../../../src/shared/kit/app-error.ts'
import { newOrganizationId, type OrganizationId, type PendingChangeId } from '../../../../src/shared/kit/ids.ts'
import { DriftService } from '../../../../src/main/services/drift-service.ts'
import type { DriftStore, SettingsState } from '../../../../src/main/stores/drift-store.ts'
import type { OrganizationRecord } from '../../../../src/main/stores/organization-store.ts'

const nothing: SettingsState = { settings: [], auditLogging: { kind: 'unknown' }, seen: [], pendingChanges: [] }
const ids = Array.from({ length: 20 }, newOrganizationId)

function service(
  state: (id: OrganizationId) => Promise<SettingsState> | SettingsState,
  more: { readonly order?: readonly OrganizationId[]; readonly history?: DriftStore['history'] } = {}
) {
  const records = ids.map(
    (id, position): OrganizationRecord => ({
      id,
      name: id,
      kind: 'sigma',
      label: 'none',
      color: 'gray',
      apiUrl: 'https://api.example',
      clientId: 'client',
      secretSlot: 1,
      position,
      addedAtMs: 1
    })
  )
  return new DriftService({
    organizations: { list: async () => records, get: async (id) => records.find((one) => one.id === id) },
    drift: { state: async (id) => state(id), history: more.history ?? (async () => []) },
    preferences: { read: () => ({ organizationOrder: more.order ?? [] }) }
  })
}

async function cellsOf(state: Partial<SettingsState>) {
  const { rows } = settingsMatrixSchema.parse(await service(() => ({ ...nothing, ...state })).matrix())
  return rows[0]?.cells ?? {}
}

const change = (key: SettingKey | 'auditLogging', value: boolean) => ({
  id: crypto.randomUUID() as PendingChangeId,
  idempotencyKey: 'key',
  key,
  value,
  madeAtMs: 1,
  attempts: 0,
  state: 'waiting' as const
})

describe('the matrix of settings', () => {
  it('has every organization in the person’s order, however long each reading takes', async () => {
    const order = ids.toReversed()
    const { rows, unreadable } = await service(
      async (id) => {
        await new Promise((resolve) => setTimeout(resolve, (ids.indexOf(id) * 7) % 5))
        return nothing
      },
      { order }
    ).matrix()
    expect(rows.map((row) => row.organizationId)).toEqual(order)
    expect(unreadable).toEqual([])
  })

  it('reads several at once and not all, so that other questions get their turn', async () => {
    let running = 0
    let most = 0
    await service(async () => {
      running += 1
      most = Math.max(most, running)
      await new Promise((resolve) => setTimeout(resolve, 1))
      running -= 1
      return nothing
    }).matrix()
    expect(most).toBeGreaterThan(1)
    expect(most).toBeLessThan(ids.length / 2)
  })

  it('names those that cannot be read and leaves out those that have just gone', async () => {
    const { rows, unreadable } = await service((id) => {
      if (id === ids[2]) throw new AppError('database-damaged')
      if (id === ids[5]) throw new AppError('not-found')
      return nothing
    }).matrix()
    expect(unreadable).toEqual([ids[2]])
    expect(rows.map((row) => row.organizationId)).toEqual(ids.filter((id) => id !== ids[2] && id !== ids[5]))
  })

  it('passes on a failure that is not one file’s', async () => {
    const broken = service(() => {
      throw new AppError('cancelled')
    })
    await expect(broken.matrix()).rejects.toMatchObject({ code: 'cancelled' })
  })

  it('tells value, time of reading, since when it is so and who changed it', async () => {
    const seen = { key: 'comments', value: false, firstSeenAtMs: 3, lastSeenAtMs: 4, machineUser: 'ada' } as const
    const { comments } = await cellsOf({ settings: [{ key: 'comments', value: false, readAtMs: 9 }], seen: [seen] })
    expect(comments).toEqual({ value: false, readAtMs: 9, firstSeenAtMs: 3, changedBy: 'ada' })
  })

  it('does not give another value’s history to a setting that is not available now', async () => {
    const unavailable = { code: 'not-permitted', params: {} } as const
    const { comments } = await cellsOf({
      settings: [{ key: 'comments', readAtMs: 9, unavailable }],
      seen: [{ key: 'comments', firstSeenAtMs: 3, lastSeenAtMs: 4, machineUser: 'ada' }]
    })
    expect(comments).toEqual({ readAtMs: 9, unavailable })
  })

  it('shows the newest change that waits, without what only the sending needs', async () => {
    const [first, second] = [change('comments', true), change('comments', false)]
    const { comments, bulkCopy } = await cellsOf({ pendingChanges: [first, second, change('auditLogging', true)] })
    const { idempotencyKey: _key, ...shown } = second
    expect(comments?.pending).toEqual(shown)
    expect(JSON.stringify(comments)).not.toContain('idempotency')
    expect(bulkCopy?.pending).toBeUndefined()
  })

  const audit: readonly (readonly [AuditLoggingState, unknown])[] = [
    [{ kind: 'disabled' }, { value: false }],
    [{ kind: 'enable-waiting', requestedAtMs: 1 }, { value: false }],
    [{ kind: 'pending', requestedAtMs: 1 }, { value: true }],
    [{ kind: 'timed-out', requestedAtMs: 1 }, { value: true }],
    [{ kind: 'enabled', connectionId: 'c' }, { value: true }],
    [{ kind: 'disable-waiting', requestedAtMs: 1, connectionId: 'c' }, { value: true }],
    [{ kind: 'disabling', requestedAtMs: 1 }, { value: false }],
    [{ kind: 'refused', request: 'enable', reason: 'not-permitted', refusedAtMs: 1 }, { value: false }],
    [
      { kind: 'refused', request: 'disable', reason: 'not-permitted', refusedAtMs: 1, connectionId: 'c' },
      { value: true }
    ],
    [{ kind: 'not-provisioned' }, { unavailable: { code: 'not-supported', params: { reason: 'not-provisioned' } } }],
    [
      { kind: 'region-not-supported' },
      { unavailable: { code: 'not-supported', params: { reason: 'region-not-supported' } } }
    ],
    [{ kind: 'unknown' }, { unavailable: { code: 'not-permitted', params: {} } }]
  ]
  it.each(audit)('tells of audit logging in the state %o', async (auditLogging, expected) => {
    expect((await cellsOf({ auditLogging, readAtMs: 7 })).auditLogging).toEqual({
      readAtMs: 7,
      ...(expected as object)
    })
  })

  it('knows nothing of audit logging before the first reading', async () => {
    expect((await cellsOf({})).auditLogging).toEqual({})
  })
})

describe('the history of a setting', () => {
  it('is refused for an organization that is not there', async () => {
    await expect(service(() => nothing).history(newOrganizationId(), 'comments')).rejects.toMatchObject({
      code: 'not-found'
    })
  })

  it('comes newest first with the user who made the change here', async () => {
    const [id] = ids
    if (id === undefined) throw new Error('no organization')
    const values = [
      { key: 'comments', value: true, firstSeenAtMs: 5, lastSeenAtMs: 6, machineUser: 'ada' },
      { key: 'comments', firstSeenAtMs: 1, lastSeenAtMs: 2 }
    ] as const
    expect(await service(() => nothing, { history: async () => values }).history(id, 'comments')).toEqual([
      { value: true, firstSeenAtMs: 5, lastSeenAtMs: 6, changedBy: 'ada' },
      { firstSeenAtMs: 1, lastSeenAtMs: 2 }
    ])
  })
})
