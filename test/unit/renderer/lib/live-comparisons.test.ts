import { QueryClient } from '@tanstack/react-query'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { connectLiveComparisons } from '../../../../src/renderer/src/lib/live-comparisons.ts'
import { prefillOf } from '../../../../src/renderer/src/lib/organization-prefill.ts'
import { queryKeys } from '../../../../src/renderer/src/lib/query-keys.ts'
import { createFakeApi, fakeIds } from '../../../support/fake-api.ts'

describe('announcements while many organizations synchronize', () => {
  beforeEach(() => void vi.useFakeTimers())
  afterEach(() => void vi.useRealTimers())

  it('make the list of people stale once in a while, and each directory at once', () => {
    const fake = createFakeApi()
    Object.assign(window, { api: fake.api })
    const client = new QueryClient()
    const stale = vi.spyOn(client, 'invalidateQueries')
    const stop = connectLiveComparisons(client)
    for (let round = 0; round < 50; round += 1) fake.emit('directoryChanged', { organizationId: fakeIds.acme })
    expect(stale).toHaveBeenCalledTimes(50)
    expect(stale).toHaveBeenLastCalledWith({ queryKey: queryKeys.directory(fakeIds.acme) })
    vi.advanceTimersByTime(10_000)
    expect(stale.mock.calls.filter(([filter]) => filter?.queryKey === queryKeys.people)).toHaveLength(1)
    fake.emit('organizationsChanged', { organizationIds: [fakeIds.acme] })
    fake.emit('settingsChanged', { organizationId: fakeIds.acme })
    stop()
    vi.advanceTimersByTime(10_000)
    expect(stale).toHaveBeenCalledTimes(51)
  })
})

describe('what an address may fill into the form', () => {
  it('is text of a sensible length, with a name', () => {
    expect(prefillOf({ name: 'Tenant', slug: 'tenant', regionId: 'aws-eu', clientSecret: 'no' })).toEqual({
      name: 'Tenant',
      slug: 'tenant',
      regionId: 'aws-eu'
    })
    expect(prefillOf({ name: 'Tenant', slug: 7, apiUrl: 'x'.repeat(301) })).toEqual({ name: 'Tenant' })
    expect([undefined, null, 'Tenant', {}, { name: '' }].map(prefillOf)).toEqual(Array(5).fill(undefined))
  })
})
