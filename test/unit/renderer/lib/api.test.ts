import { describe, expect, it } from 'vitest'
import { ApiError, api, errorDataOf } from '../../../../src/renderer/src/lib/api.ts'
import { hrefOf, placeOfDestination } from '../../../../src/renderer/src/lib/navigation.ts'
import { callNames } from '../../../../src/shared/contract/channels.ts'
import { createFakeApi, fakeIds } from '../../../support/fake-api.ts'

describe('the contract’s client', () => {
  it('has every call of the contract', () => {
    for (const [group, names] of Object.entries(callNames)) {
      expect(Object.keys(api[group as keyof typeof callNames])).toEqual([...names])
    }
  })

  it('answers with the value of a call that went well', async () => {
    Object.assign(window, { api: createFakeApi().api })
    expect((await api.organizations.listOrganizations({})).map((one) => one.name)).toEqual([
      'Acme Corporation',
      'Northwind Traders',
      'Sandbox'
    ])
  })

  it('throws the code and facts of a call that failed', async () => {
    const fake = createFakeApi()
    fake.failWith('inbox', 'listInbox', 'disk-full', { free: 0 })
    Object.assign(window, { api: fake.api })
    const failure = await api.inbox.listInbox({}).catch((thrown: unknown) => thrown)
    expect(failure).toBeInstanceOf(ApiError)
    expect(errorDataOf(failure)).toEqual({ code: 'disk-full', params: { free: 0 } })
  })
})

describe('places', () => {
  it('lead to their address after the hash, ids and table paths encoded', () => {
    expect(hrefOf({ to: 'general-settings', organizationId: fakeIds.acme })).toBe(
      `#/organizations/${fakeIds.acme}/administration/general-settings`
    )
    expect(hrefOf({ to: 'connection', organizationId: fakeIds.acme, connectionId: 'a/b', path: ['A&B', 'C'] })).toBe(
      `#/organizations/${fakeIds.acme}/connections/a%2Fb?table=%5B%22A%26B%22%2C%22C%22%5D`
    )
  })

  it('follow a notification to the audit connection, or to the list where it is not known', () => {
    expect(
      placeOfDestination({ to: 'audit-connection', organizationId: fakeIds.acme, connectionId: 'x' })
    ).toMatchObject({ to: 'connection', connectionId: 'x' })
    expect(placeOfDestination({ to: 'audit-connection', organizationId: fakeIds.acme })).toMatchObject({
      to: 'connections'
    })
  })
})
