import { describe, expect, it } from 'vitest'
import { settle } from '../../../support/manual-clock.ts'
import { sigmaCallNames, sigmaCalls, type SigmaIds } from '../../../support/sigma-calls.ts'
import { clientOf, errorOf } from '../../../support/sigma-client-fixture.ts'

// Characters that would change the address if they were not escaped, and a word that no address may show.
const id = (name: string): string => `../${name}?secret-part=1#`
const ids: SigmaIds = {
  memberId: id('member'),
  teamId: id('team'),
  accountTypeId: id('type'),
  connectionId: id('connection'),
  path: ['D', 'S', 'T'],
  tableId: id('table'),
  connectionGrantId: id('grant'),
  pathGrantId: id('grant'),
  workbookId: id('workbook'),
  pageId: id('page'),
  elementId: id('element'),
  folderId: id('folder'),
  queryId: id('query'),
  tenantId: id('tenant'),
  workbookSpec: {}
}
/** The file of an export can be anything; whoever reads its rows judges it. */
const answeredByJson = sigmaCallNames.filter((name) => name !== 'queries.download')

describe.each(sigmaCallNames)('the call %s', (name) => {
  const call = sigmaCalls[name]

  it('keeps ids inside their place in the address, and out of the name that errors and logs have', async () => {
    const { client, http, logger } = clientOf(() => ({
      status: 403,
      json: { requestId: 'r', message: 'm', code: 'c' }
    }))
    const error = await errorOf(call(client, ids))
    expect(error.code).toBe('not-permitted')
    expect(String(error.params.endpoint)).toMatch(/^(GET|POST|PATCH|DELETE) \/v2\/[\w/{}]+$/)
    expect(JSON.stringify(logger.lines)).not.toContain('secret-part')
    const url = new URL(http.calls[0]?.url ?? '')
    expect(url.hash).toBe('')
    expect(url.searchParams.has('secret-part')).toBe(false)
    // As many parts as the name says: no id has broken out of its own.
    expect(url.pathname.split('/')).toHaveLength(String(error.params.endpoint).split('/').length)
  })

  it('ends when it is cancelled, before and while it waits for an answer', async () => {
    const { client, http } = clientOf(() => new Promise(() => undefined))
    expect((await errorOf(call(client, ids, AbortSignal.abort()))).code).toBe('cancelled')
    expect(http.requests).toHaveLength(0)
    const abort = new AbortController()
    const error = errorOf(call(client, ids, abort.signal))
    await settle()
    expect(http.calls).toHaveLength(1)
    abort.abort()
    expect((await error).code).toBe('cancelled')
  })

  it('says how long to wait when the limit is reached for long', async () => {
    const { client } = clientOf(() => ({ status: 429, headers: { 'retry-after': '600' } }))
    const error = await errorOf(call(client, ids))
    expect(error.code).toBe('rate-limited')
    expect(error.params.retryAfterMs).toBe(600_000)
  })
})

describe.each(answeredByJson)('the call %s', (name) => {
  it('takes no web page for an answer', async () => {
    const { client } = clientOf(() => ({ text: '<!doctype html><title>Sign in to the network</title>' }))
    const error = await errorOf(sigmaCalls[name](client, ids))
    expect(error.code).toBe('contract-breach')
    expect(error.params.found).toBe('html')
  })
})
