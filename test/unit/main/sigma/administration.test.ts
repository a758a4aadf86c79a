import { describe, expect, it } from 'vitest'
import { AppError } from '../../../../src/shared/kit/app-error.ts'
import { inOrder } from '../../../support/scripted-http-client.ts'
import { clientOf, errorOf } from '../../../support/sigma-client-fixture.ts'

const grant = { grantee: { memberId: 'm' }, permission: 'usage' } as const
const person = { email: 'a@b.test', firstName: 'A', lastName: 'B' }

describe('what makes something', () => {
  it.each([
    ['a member', (client: ReturnType<typeof clientOf>['client']) => client.members.create(person)],
    ['a grant', (client: ReturnType<typeof clientOf>['client']) => client.connectionGrants.add('c', [grant])],
    [
      'a workbook',
      (client: ReturnType<typeof clientOf>['client']) => client.workbooks.create({ name: 'W', folderId: 'f' })
    ]
  ])('is not sent twice when it is unknown whether it arrived: %s', async (_title, call) => {
    const { client, http } = clientOf(() => new AppError('unreachable'))
    expect((await errorOf(call(client))).code).toBe('unreachable')
    expect(http.calls).toHaveLength(1)
  })

  it('is sent again after 429, which says that nothing was made', async () => {
    const { client, http } = clientOf(inOrder({ status: 429 }, { json: {} }))
    await client.connectionGrants.add('c', [grant])
    expect(http.calls.map((call) => call.body)).toEqual([
      JSON.stringify({ grants: [grant] }),
      JSON.stringify({ grants: [grant] })
    ])
  })
})

describe('what sets something', () => {
  it('is sent again when it is unknown whether it arrived', async () => {
    const lost = new AppError('unreachable')
    const { client, http } = clientOf(inOrder(lost, { json: {} }, { status: 503 }, { status: 204 }, lost, { json: {} }))
    await client.teams.changeMembers('t', { add: ['m'], remove: [] })
    await client.members.deactivate('m')
    await client.connections.sync('c', [])
    expect(http.calls.map((call) => `${call.method} ${call.url.slice(24)}`)).toEqual([
      'PATCH /v2/teams/t/members',
      'PATCH /v2/teams/t/members',
      'DELETE /v2/members/m',
      'DELETE /v2/members/m',
      'POST /v2/connections/c/sync',
      'POST /v2/connections/c/sync'
    ])
  })
})

describe('answers of administration', () => {
  it.each([
    [{ memberId: 'm', results: { oauth: { tokensRevoked: 3 } } }, 3],
    [{ memberId: 'm', results: {} }, undefined],
    [{}, undefined]
  ])('to a revocation: %o', async (json, tokensRevoked) => {
    const { client } = clientOf(() => ({ json }))
    expect(await client.members.revoke('m')).toEqual({ tokensRevoked })
  })

  it('may leave out or add to what a team, a grant, a file or a tenant has', async () => {
    const answers = {
      team: { teamId: 't', name: 'T', description: null, visibility: null, colour: 'red' },
      grant: { grantId: 'g', inodeId: 'slug', inodeType: 'somethingNew', permission: 'dance', memberId: null },
      file: { id: 'f', name: 'F', type: 'somethingNew', badge: null },
      tenant: { tenantOrganizationId: 'o', tenantOrganizationName: 'O', region: [] }
    }
    const { client } = clientOf((request) => {
      const kind = (['team', 'grant', 'file', 'tenant'] as const).find((one) => request.url.includes(`/${one}s?`))
      return { json: [answers[kind ?? 'team']] }
    })
    expect((await client.teams.list())[0]?.visibility).toBeNull()
    expect((await client.grants.list({ teamId: 't' }))[0]).toMatchObject({
      permission: 'dance',
      inodeType: 'somethingNew'
    })
    expect((await client.files.list()).files[0]?.type).toBe('somethingNew')
    expect((await client.tenants.list())[0]?.tenantApiUrl).toBeUndefined()
  })

  it.each([
    ['a team without id', { entries: [{ name: 'T' }] }, 'entries.0.teamId'],
    ['a team whose name is a number', { entries: [{ teamId: 't', name: 1 }] }, 'entries.0.name']
  ])('break the contract at a place with a name: %s', async (_title, json, path) => {
    const { client } = clientOf(() => ({ json }))
    expect((await errorOf(client.teams.list())).params).toMatchObject({ endpoint: 'GET /v2/teams', path })
  })

  it('give permissions of an account type as a bare array or in pages', async () => {
    const one = { permission: 'view-worksheet', description: 'See' }
    const two = { permission: 'edit-worksheet' }
    const { client, http } = clientOf(
      inOrder({ json: [one, two] }, { json: { entries: [one], nextPageToken: 'n' } }, { json: { entries: [two] } })
    )
    const expected = [one, { ...two, description: '' }]
    expect(await client.accountTypes.permissions('a')).toEqual(expected)
    expect(await client.accountTypes.permissions('a')).toEqual(expected)
    expect(http.calls.map((call) => new URL(call.url).search)).toEqual(['', '', '?pageToken=n'])
  })

  it('say whether an invitation is to be sent, in the address', async () => {
    const { client, http } = clientOf(() => ({ json: { memberId: 'm', ...person } }))
    await client.members.create(person, { sendInvite: false })
    await client.members.create(person)
    expect(http.calls.map((call) => call.url.slice(24))).toEqual(['/v2/members?sendInvite=false', '/v2/members'])
  })
})
