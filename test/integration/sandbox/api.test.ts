import { describe, expect, it } from 'vitest'
import { AppError } from '../../../src/shared/kit/app-error.ts'
import { hourMs, secondMs } from '../../../src/shared/kit/time.ts'
import { openBench } from './harness.ts'

const form = { grant_type: 'client_credentials' }

describe('tokens of the sandbox organization', () => {
  it('are given for Basic and for form credentials', async () => {
    const { organization, caller, clock } = await openBench()
    const { clientId, clientSecret = '' } = organization
    clock.advance(secondMs)
    const basic = Buffer.from(`${clientId}:${clientSecret}`).toString('base64')
    const answer = await caller.tokenRequest(form, { authorization: `Basic ${basic}` })
    expect(answer.status).toBe(200)
    expect(answer.json).toMatchObject({ token_type: 'bearer' })
    clock.advance(secondMs)
    expect((await caller.tokenRequest({ ...form, client_id: clientId, client_secret: clientSecret })).status).toBe(200)
  })

  it('are refused for a wrong secret, an unknown client and an unknown grant', async () => {
    const { organization, caller, clock } = await openBench()
    clock.advance(secondMs)
    const wrong = await caller.tokenRequest({ ...form, client_id: organization.clientId, client_secret: 'wrong' })
    expect([wrong.status, wrong.json.code]).toEqual([401, 'unauthorized'])
    const unknown = await caller.tokenRequest({ ...form, client_id: 'nobody', client_secret: 'wrong' })
    expect([unknown.status, unknown.json.code]).toEqual([401, 'unauthorized'])
    const grant = await caller.tokenRequest({ grant_type: 'password' })
    expect([grant.status, grant.json.code]).toEqual([400, 'unsupported_grant_type'])
  })

  it('are given once a second, and the refusal says when to come back', async () => {
    const { organization, caller, clock } = await openBench()
    const fields = { ...form, client_id: organization.clientId, client_secret: organization.clientSecret ?? '' }
    const tooSoon = await caller.tokenRequest(fields)
    expect([tooSoon.status, tooSoon.headers['retry-after']]).toEqual([429, '1'])
    clock.advance(secondMs)
    expect((await caller.tokenRequest(fields)).status).toBe(200)
  })

  it('expire after an hour and can be refreshed once', async () => {
    const { caller, clock, call, organization } = await openBench({ tokenLifetimeMs: hourMs })
    clock.advance(secondMs)
    const fields = { ...form, client_id: organization.clientId, client_secret: organization.clientSecret ?? '' }
    const { json } = await caller.tokenRequest(fields)
    expect(json.expires_in).toBe(3600)
    clock.advance(hourMs)
    const expired = await call('GET', '/v2/whoami')
    expect([expired.status, expired.json.code, expired.json.message]).toEqual([401, 'unauthorized', 'Token expired'])
    const refresh = { grant_type: 'refresh_token', refresh_token: String(json.refresh_token) }
    const fresh = await caller.tokenRequest(refresh)
    expect(fresh.status).toBe(200)
    caller.token = String(fresh.json.access_token)
    expect((await call('GET', '/v2/whoami')).status).toBe(200)
    clock.advance(secondMs)
    expect((await caller.tokenRequest(refresh)).status).toBe(401)
  })

  it('are no longer good when their owner is deactivated', async () => {
    const { call } = await openBench()
    const me = String((await call('GET', '/v2/whoami')).json.userId)
    await call('PATCH', `/v2/members/${me}`, { isArchived: true })
    expect((await call('GET', '/v2/whoami')).status).toBe(401)
  })
})

describe('errors of the sandbox organization', () => {
  it.each([
    ['GET', '/v2/nothing', 404, 'not_found'],
    ['GET', '/elsewhere', 404, 'not_found'],
    ['GET', '/v2/members/00000000-0000-4000-8000-000000000000', 404, 'not_found'],
    ['GET', '/v2/connections/none/test', 404, 'not_found'],
    ['GET', '/v2/query/none/download', 404, 'not_found'],
    ['GET', '/v2/members?limit=none', 400, 'invalid_request'],
    ['PATCH', '/v2/organizations/settings/timezone', 400, 'invalid_request'],
    ['GET', '/v2/organizations/settings/unheard', 404, 'not_found']
  ] as const)('%s %s answers %i %s in the one shape', async (method, path, status, code) => {
    const { call } = await openBench()
    const answer = await call(method, path, method === 'PATCH' ? { timezone: 'Mars/Olympus' } : undefined)
    expect(answer.status).toBe(status)
    expect(answer.json).toEqual({
      requestId: expect.stringMatching(/^[0-9a-f-]{36}$/),
      message: expect.any(String),
      code
    })
    expect(answer.headers['x-request-id']).toBe(answer.json.requestId)
  })

  it('asks for a token', async () => {
    const { caller } = await openBench()
    const answer = await caller.raw('GET', '/v2/whoami', {})
    expect([answer.status, answer.json.message]).toEqual([401, 'Token missing or malformed'])
  })

  it('keeps Admins’ calls for Admins', async () => {
    const { call } = await openBench({ adminAccountType: 'View' })
    const calls = [
      call('GET', '/v2/accountTypes'),
      call('GET', '/v2/tenants'),
      call('GET', '/v2/organizations/settings/timezone'),
      call('POST', '/v2/members', { email: 'a@b.example', firstName: 'A', lastName: 'B' }),
      call('POST', '/v2/workbooks', { folderId: 'x', name: 'Mine' }),
      call('GET', '/v2/workbooks?skipPermissionCheck=true')
    ]
    expect((await Promise.all(calls)).map((answer) => answer.status)).toEqual([403, 403, 403, 403, 403, 403])
    expect((await call('GET', '/v2/whoami')).status).toBe(200)
    expect((await call('GET', '/v2/members')).status).toBe(200)
  })
})

describe('the organization', () => {
  it('remembers members, teams, settings and grants that were changed', async () => {
    const { call } = await openBench()
    const created = await call('POST', '/v2/members', {
      email: 'noor@halden.example',
      firstName: 'Noor',
      lastName: 'Bakker',
      memberType: 'Build'
    })
    const memberId = String(created.json.memberId)
    expect((await call('PATCH', `/v2/members/${memberId}`, { memberType: 'Analyze' })).json.memberType).toBe('Analyze')
    expect((await call('GET', '/v2/members?email=noor%40halden.example')).json.entries).toHaveLength(1)
    const teams = (await call('GET', '/v2/teams')).json.entries as { teamId: string }[]
    const teamId = teams[0]?.teamId ?? ''
    expect((await call('PATCH', `/v2/teams/${teamId}/members`, { add: [memberId] })).status).toBe(200)
    expect((await call('GET', `/v2/teams/${teamId}`)).json.members).toContain(memberId)
    await call('PATCH', '/v2/organizations/settings/timezone', { timezone: 'Europe/Oslo' })
    expect((await call('GET', '/v2/organizations/settings/timezone')).json).toEqual({ timezone: 'Europe/Oslo' })
    for (const name of [
      'csvUpload',
      'comments',
      'sampleConnections',
      'publicEmbeds',
      'licenseUpgradeRequests',
      'bulkCopy'
    ]) {
      expect((await call('GET', `/v2/organizations/settings/${name}`)).json).toEqual({ enabled: true })
      expect((await call('PATCH', `/v2/organizations/settings/${name}`, { enabled: false })).json).toEqual({
        enabled: false
      })
      expect((await call('GET', `/v2/organizations/settings/${name}`)).json).toEqual({ enabled: false })
    }
  })

  it('has ordinary connections with databases, schemas, tables and columns', async () => {
    const { call } = await openBench()
    const connections = (await call('GET', '/v2/connections')).json.entries as { connectionId: string; type: string }[]
    expect(new Set(connections.map((connection) => connection.type)).size).toBe(3)
    const connectionId = connections[0]?.connectionId ?? ''
    const paths = (await call('GET', `/v2/connections/paths?connectionId=${connectionId}`)).json.entries as {
      path: string[]
    }[]
    const table = paths.find((entry) => entry.path.length === 3)?.path ?? []
    const found = await call('POST', `/v2/connection/${connectionId}/lookup`, { path: table })
    expect(found.json.kind).toBe('table')
    const columns = (await call('GET', `/v2/connections/tables/${String(found.json.inodeId)}/columns`)).json
      .entries as unknown[]
    expect(columns.length).toBeGreaterThan(3)
    expect((await call('POST', `/v2/connections/${connectionId}/sync`, { path: table })).json).toEqual({})
    expect((await call('GET', `/v2/connections/${connectionId}/test`)).json).toEqual({
      read: 'SUCCESS',
      write: 'SUCCESS'
    })
  })

  it('hides the sample connection when the setting says so', async () => {
    const { call } = await openBench()
    const samples = async () =>
      ((await call('GET', '/v2/connections')).json.entries as { isSample: boolean }[]).filter(
        (connection) => connection.isSample
      ).length
    expect(await samples()).toBe(1)
    await call('PATCH', '/v2/organizations/settings/sampleConnections', { enabled: false })
    expect(await samples()).toBe(0)
  })
})

describe('the in-process HTTP client', () => {
  it('reaches one host only', async () => {
    const { organization } = await openBench()
    await expect(
      organization.httpClient.send({ method: 'GET', url: 'https://aws-api.sigmacomputing.com/v2/whoami', headers: {} })
    ).rejects.toMatchObject({ code: 'name-not-resolved' })
  })

  it('ends with cancelled when its signal is aborted, before and during the body', async () => {
    const { organization, caller } = await openBench()
    const headers = { authorization: `Bearer ${caller.token}` }
    const url = `${organization.baseUrl}/v2/members`
    await expect(
      organization.httpClient.send({ method: 'GET', url, headers, signal: AbortSignal.abort() })
    ).rejects.toMatchObject({ code: 'cancelled' })
    const controller = new AbortController()
    const response = await organization.httpClient.send({ method: 'GET', url, headers, signal: controller.signal })
    controller.abort()
    const read = async () => {
      for await (const piece of response.body) expect(piece.length).toBeGreaterThan(0)
    }
    await expect(read()).rejects.toBeInstanceOf(AppError)
  })
})
