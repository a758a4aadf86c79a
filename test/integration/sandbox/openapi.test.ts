import { expect, test } from 'vitest'
import { dayMs, secondMs } from '../../../src/shared/kit/time.ts'
import { openBench } from './harness.ts'
import { hasOpenApi, openApiValidators } from './openapi.ts'

const tenantId = 'a0000000-0000-4000-8000-000000000001'

test.skipIf(!hasOpenApi)("every described answer has the shape of Sigma's API description", async () => {
  const bench = await openBench({
    backfilledHistoryMs: dayMs,
    tenants: [
      {
        organizationId: tenantId,
        name: 'Halden Norge',
        slug: 'halden-norge',
        apiUrl: 'https://tenant.example.invalid'
      },
      { organizationId: 'a0000000-0000-4000-8000-000000000002', name: 'Vik Logistics', slug: 'vik-logistics' }
    ]
  })
  const validatorOf = openApiValidators()
  const checked: string[] = []
  const check = async (
    method: 'GET' | 'POST' | 'PATCH' | 'DELETE',
    template: string,
    url: string,
    body?: unknown
  ): Promise<Record<string, unknown>> => {
    const answer = await bench.call(method, url, body)
    expect(answer.status, `${method} ${url}: ${answer.text}`).toBe(200)
    const validate = validatorOf(method, template)
    const isValid = validate(answer.json)
    expect(isValid ? [] : validate.errors, `${method} ${template}`).toEqual([])
    checked.push(`${method} ${template}`)
    return answer.json
  }
  const idOf = async (template: string, key: string): Promise<string> => {
    const { entries } = await check('GET', template, template)
    return String((entries as Record<string, unknown>[])[0]?.[key])
  }
  bench.clock.advance(secondMs)
  const token = await bench.caller.tokenRequest({
    grant_type: 'client_credentials',
    client_id: bench.organization.clientId,
    client_secret: bench.organization.clientSecret ?? ''
  })
  expect(validatorOf('POST', '/v2/auth/token')(token.json)).toBe(true)
  const { userId } = await check('GET', '/v2/whoami', '/v2/whoami')
  const member = await check('GET', '/v2/members/{memberId}', `/v2/members/${String(userId)}`)
  await check('GET', '/v2/members', '/v2/members?limit=5')
  await check('GET', '/v2.1/members', '/v2.1/members?limit=5')
  const made = await check('POST', '/v2/members', '/v2/members', {
    email: 'a.b@halden.example',
    firstName: 'A',
    lastName: 'B'
  })
  await check('PATCH', '/v2/members/{memberId}', `/v2/members/${String(made.memberId)}`, { firstName: 'C' })
  await check('DELETE', '/v2/members/{memberId}', `/v2/members/${String(made.memberId)}`)
  await check('GET', '/v2/accountTypes', '/v2/accountTypes?pageSize=2')
  const accountTypeId = await idOf('/v2/accountTypes', 'accountTypeId')
  const permissions = await bench.call('GET', `/v2/accountTypes/${accountTypeId}/permissions`)
  expect(validatorOf('GET', '/v2/accountTypes/{accountTypeId}/permissions')(permissions.json)).toBe(true)
  const teamId = await idOf('/v2/teams', 'teamId')
  await check('GET', '/v2.1/teams', '/v2.1/teams')
  await check('POST', '/v2/teams', '/v2/teams', { name: 'Night shift', members: [userId] })
  await check('GET', '/v2/teams/{teamId}', `/v2/teams/${teamId}`)
  await check('PATCH', '/v2/teams/{teamId}', `/v2/teams/${teamId}`, { description: 'new' })
  await check('PATCH', '/v2/teams/{teamId}/members', `/v2/teams/${teamId}/members`, { add: [userId] })
  await check('GET', '/v2/teams/{teamId}/members', `/v2/teams/${teamId}/members`)
  const connectionId = await idOf('/v2/connections', 'connectionId')
  await check('GET', '/v2/connections/{connectionId}', `/v2/connections/${connectionId}`)
  await check('GET', '/v2/connections/{connectionId}/test', `/v2/connections/${connectionId}/test`)
  await check('GET', '/v2/connections/paths', '/v2/connections/paths?limit=500')
  const table = await check('POST', '/v2/connection/{connectionId}/lookup', `/v2/connection/${connectionId}/lookup`, {
    path: ['AUDIT_LOG', 'PUBLIC', 'AUDIT_LOGS']
  })
  await check('GET', '/v2/connections/paths/{inodeId}', `/v2/connections/paths/${String(table.inodeId)}`)
  await check(
    'GET',
    '/v2/connections/tables/{tableId}/columns',
    `/v2/connections/tables/${String(table.inodeId)}/columns`
  )
  await check('POST', '/v2/connections/{connectionId}/sync', `/v2/connections/${connectionId}/sync`, {
    path: ['AUDIT_LOG']
  })
  await check('POST', '/v2/connections/{connectionId}/grants', `/v2/connections/${connectionId}/grants`, {
    grants: [{ grantee: { teamId }, permission: 'usage' }]
  })
  const grants = await check('GET', '/v2/connections/{connectionId}/grants', `/v2/connections/${connectionId}/grants`)
  await check('GET', '/v2/grants', `/v2/grants?teamId=${teamId}`)
  const grantId = String((grants.entries as { grantId: string }[])[0]?.grantId)
  await check(
    'DELETE',
    '/v2/connections/{connectionId}/grants/{grantId}',
    `/v2/connections/${connectionId}/grants/${grantId}`
  )
  // The grants on a path have no description of their own: they have the shape of those on a connection.
  const onPath = `/v2/connections/paths/${String(table.inodeId)}/grants`
  await bench.call('POST', onPath, { grants: [{ grantee: { teamId }, permission: 'usage' }] })
  const pathGrants = await bench.call('GET', onPath)
  expect(pathGrants.json.entries).toHaveLength(1)
  expect(validatorOf('GET', '/v2/connections/{connectionId}/grants')(pathGrants.json)).toBe(true)
  // Nor have the teams of a member, which have that of teams, paged.
  const memberTeams = await bench.call('GET', `/v2/members/${String(userId)}/teams`)
  expect(memberTeams.json.entries).not.toHaveLength(0)
  expect(validatorOf('GET', '/v2.1/teams')(memberTeams.json)).toBe(true)
  const { workbookId, elementId } = bench.organization
  await check('GET', '/v2/workbooks', '/v2/workbooks?limit=3')
  await check('GET', '/v2/workbooks/{workbookId}', `/v2/workbooks/${workbookId}`)
  const { entries: pages } = await check('GET', '/v2/workbooks/{workbookId}/pages', `/v2/workbooks/${workbookId}/pages`)
  const pageId = String((pages as { pageId: string }[])[0]?.pageId)
  await check(
    'GET',
    '/v2/workbooks/{workbookId}/pages/{pageId}/elements',
    `/v2/workbooks/${workbookId}/pages/${pageId}/elements`
  )
  await check('GET', '/v2/workbooks/{workbookId}/elements', `/v2/workbooks/${workbookId}/elements`)
  await check(
    'GET',
    '/v2/workbooks/{workbookId}/elements/{elementId}/columns',
    `/v2/workbooks/${workbookId}/elements/${elementId}/columns`
  )
  await check('GET', '/v2/workbooks/{workbookId}/schema', `/v2/workbooks/${workbookId}/schema?includeSql=true`)
  await check('POST', '/v2/workbooks', '/v2/workbooks', { folderId: member.homeFolderId, name: 'Empty' })
  await check('POST', '/v2/workbooks/{workbookId}/export', `/v2/workbooks/${workbookId}/export`, {
    elementId,
    format: { type: 'jsonl' }
  })
  const { entries: tenants } = await check('GET', '/v2/tenants', '/v2/tenants')
  expect(tenants).toHaveLength(2)
  await check('GET', '/v2/tenants/{tenantOrganizationId}', `/v2/tenants/${tenantId}`)
  await check('GET', '/v2/files', '/v2/files?limit=500')
  const workspaceId = await idOf('/v2/workspaces', 'workspaceId')
  await check('POST', '/v2/workspaces', '/v2/workspaces', { name: 'Legal' })
  await check('POST', '/v2/workspaces/{workspaceId}/grants', `/v2/workspaces/${workspaceId}/grants`, {
    grants: [{ grantee: { teamId }, permission: 'view' }]
  })
  await check('GET', '/v2/workspaces/{workspaceId}/grants', `/v2/workspaces/${workspaceId}/grants`)
  await check('GET', '/v2/tags', '/v2/tags')
  expect(new Set(checked).size).toBeGreaterThan(40)
})
