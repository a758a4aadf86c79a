import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type ConnectionStore, createConnectionStore } from '../../../src/main/stores/connection-store.ts'
import type { Connection } from '../../../src/shared/contract/connections.ts'
import { newOrganizationId, type OrganizationId } from '../../../src/shared/kit/ids.ts'
import { createStoreFixture, type StoreFixture } from './store-fixture.ts'

const connection = (connectionId: string, more: Partial<Connection> = {}): Connection => ({
  connectionId,
  name: `Connection ${connectionId}`,
  type: 'snowflake',
  isAuditLog: false,
  isSample: false,
  isArchived: false,
  ...more
})

describe('connection store', () => {
  let fixture: StoreFixture
  let store: ConnectionStore
  let id: OrganizationId
  beforeAll(() => {
    fixture = createStoreFixture()
    store = createConnectionStore(fixture.open())
  })
  beforeEach(() => {
    id = newOrganizationId()
  })
  afterAll(() => fixture.dispose())

  it('keeps what Sigma no longer lists, marked with the time when that was first seen', async () => {
    const [a, b] = [connection('a', { isAuditLog: true, createdAtMs: 5 }), connection('b')]
    await store.saveConnections(id, [b, a], 10)
    expect(await store.connections(id)).toEqual([b, a])
    await store.saveConnections(id, [b], 20)
    await store.saveConnections(id, [b], 30)
    expect(await store.connections(id)).toEqual([b, { ...a, removedAtMs: 20 }])
    await store.saveConnections(id, [a, b], 40)
    expect(await store.connections(id)).toEqual([a, b])
  })

  it('takes nothing for removed from a list that is not whole, and says so', async () => {
    const error = { code: 'list-incomplete', params: { leftOut: 1 } } as const
    await store.saveConnections(id, [connection('a'), connection('b')], 10)
    await store.saveConnections(id, [connection('b', { name: 'Renamed' })], 20, error)
    expect(await store.connections(id)).toMatchObject([{ name: 'Connection a' }, { name: 'Renamed' }])
    expect((await store.connections(id)).filter((one) => one.removedAtMs !== undefined)).toEqual([])
    expect(await store.freshness(id, { of: 'connections' })).toEqual({
      readAtMs: 20,
      lastError: error,
      lastErrorAtMs: 20
    })
  })

  it('replaces paths and columns of one connection and table, whatever their names hold', async () => {
    const path = ['DB "1"', 'a/b', "it's"]
    const columns = [
      { name: 'TIME', type: 'datetime', visibility: 'included' as const, description: 'when' },
      { name: 'ID', type: 'text', visibility: 'hidden' as const }
    ]
    await store.savePaths(id, 'c1', [path, ['X', 'Y']], 1)
    await store.savePaths(id, 'c2', [['Z']], 1)
    await store.savePaths(id, 'c1', [['X', 'Y'], path], 2)
    expect(await store.paths(id, 'c1')).toEqual([['X', 'Y'], path])
    expect(await store.paths(id, 'c2')).toEqual([['Z']])
    await store.saveColumns(id, 'c1', path, [...columns, { name: 'GONE', type: 'text', visibility: 'removed' }], 1)
    await store.saveColumns(id, 'c1', path, columns, 2)
    expect(await store.columns(id, 'c1', path)).toEqual(columns)
    expect(await store.columns(id, 'c1', ['X', 'Y'])).toEqual([])
  })

  it('tells for each subject when it was read and why the last try failed, until it is read again', async () => {
    const table = { of: 'table', connectionId: 'c', path: ['A', 'B'] } as const
    const error = { code: 'offline', params: {} } as const
    expect(await store.freshness(id, table)).toEqual({})
    await store.saveError(id, table, error, 5)
    expect(await store.freshness(id, table)).toEqual({ lastError: error, lastErrorAtMs: 5 })
    await store.saveColumns(id, 'c', ['A', 'B'], [], 6)
    expect(await store.freshness(id, table)).toEqual({ readAtMs: 6 })
    await store.saveError(id, table, error, 7)
    expect(await store.freshness(id, table)).toEqual({ readAtMs: 6, lastError: error, lastErrorAtMs: 7 })
    expect(await store.freshness(id, { of: 'table', connectionId: 'c', path: ['A'] })).toEqual({})
    expect(await store.freshness(id, { of: 'paths', connectionId: 'c' })).toEqual({})
    await store.saveConnections(id, [], 8)
    expect(await store.freshness(id, { of: 'connections' })).toEqual({ readAtMs: 8 })
  })
})
