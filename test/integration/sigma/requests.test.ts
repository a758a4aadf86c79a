import { expect, test } from 'vitest'
import { sigmaCallNames, sigmaCalls, type SigmaCallName, type SigmaIds } from '../../support/sigma-calls.ts'
import { clientOf, errorOf } from '../../support/sigma-client-fixture.ts'
import { hasOpenApi, openApiRequests } from '../sandbox/openapi.ts'

const ids: SigmaIds = {
  memberId: 'm-1',
  teamId: 't-1',
  accountTypeId: 'a-1',
  connectionId: 'c-1',
  path: ['D', 'S', 'T'],
  tableId: 'i-1',
  connectionGrantId: 'g-1',
  pathGrantId: 'g-2',
  workbookId: 'w-1',
  pageId: 'p-1',
  elementId: 'e-1',
  folderId: 'f-1',
  queryId: 'q-1',
  tenantId: 'o-1',
  workbookSpec: {}
}

/** What Sigma documents elsewhere than in its API description: reference pages, release notes, and a file of its own. */
const notDescribed: ReadonlySet<SigmaCallName> = new Set<SigmaCallName>([
  'members.teams',
  'members.revoke',
  'pathGrants.list',
  'pathGrants.add',
  'pathGrants.remove',
  'workbooks.controls',
  'workbooks.createFromSpec',
  'settings.getSetting',
  'settings.setSetting'
])

test.skipIf(!hasOpenApi)("every request of the client is one that Sigma's API description knows", async () => {
  const described = openApiRequests()
  const missing: SigmaCallName[] = []
  for (const name of sigmaCallNames) {
    const { client, http } = clientOf(() => ({ status: 403, json: {} }))
    const error = await errorOf(sigmaCalls[name](client, ids))
    const [method = '', template = ''] = String(error.params.endpoint).split(' ')
    const operation = described(method, template)
    if (operation === undefined) {
      missing.push(name)
      continue
    }
    const request = http.calls[0]
    const url = new URL(request?.url ?? '')
    const form = new RegExp(`^${template.replaceAll(/\{\w+\}/g, '[^/]+')}$`)
    expect(url.pathname, `${name}: address`).toMatch(form)
    for (const parameter of new Set(url.searchParams.keys()))
      expect(operation.parameters, `${name}: query`).toContain(parameter)
    const body: unknown = request?.body === undefined ? undefined : JSON.parse(request.body)
    expect(operation.bodyErrors(body), `${name}: body`).toEqual([])
  }
  expect(new Set(missing)).toEqual(notDescribed)
})
