import { describe, expect, it } from 'vitest'
import type { HttpRequest } from '../../../../src/main/ports/http-client.port.ts'
import { leftOutOf } from '../../../../src/main/sigma/http/paging.ts'
import { inOrder } from '../../../support/scripted-http-client.ts'
import { clientOf, errorOf } from '../../../support/sigma-client-fixture.ts'

const connection = (id: string) => ({ connectionId: id, name: `name of ${id}`, isAuditLog: false })
const type = (id: string) => ({ accountTypeId: id, accountTypeName: id, description: '', isCustom: false })
const queryOf = (request: HttpRequest | undefined) => Object.fromEntries(new URL(request?.url ?? '').searchParams)
const ids = (list: readonly { connectionId: string }[]) => list.map((one) => one.connectionId)

describe('a list of pages', () => {
  it('is read to its end by page and limit, a thousand at a time', async () => {
    const { client, http } = clientOf(
      inOrder(
        { json: { entries: [connection('a')], nextPage: 'p2', total: 3 } },
        { json: { entries: [connection('b')], nextPage: 'p3' } },
        { json: { entries: [connection('c')], nextPage: null } }
      )
    )
    const list = await client.connections.list()
    expect(ids(list)).toEqual(['a', 'b', 'c'])
    expect(leftOutOf(list)).toBe(0)
    expect(http.calls.map(queryOf)).toEqual([
      { limit: '1000' },
      { limit: '1000', page: 'p2' },
      { limit: '1000', page: 'p3' }
    ])
  })

  it('is given a page at a time, the next one asked for only when it is wanted', async () => {
    const { client, http } = clientOf(
      inOrder(
        { json: { entries: [type('a'), { code: 500, message: 'broken', requestId: 'r' }], nextPageToken: 't2' } },
        { json: { entries: [type('b'), null] } }
      )
    )
    const pages = client.accountTypes.pages()[Symbol.asyncIterator]()
    expect(http.calls).toHaveLength(0)
    expect((await pages.next()).value).toMatchObject({ entries: [{ accountTypeId: 'a' }], leftOut: 1 })
    expect(http.calls).toHaveLength(1)
    expect((await pages.next()).value).toMatchObject({ entries: [{ accountTypeId: 'b' }], leftOut: 1 })
    expect(await pages.next()).toEqual({ done: true, value: undefined })
    expect(http.openBodies).toBe(0)
  })

  it('is read to its end by page token', async () => {
    const { client, http } = clientOf(
      inOrder({ json: { entries: [type('a')], nextPageToken: 't2' } }, { json: { entries: [type('b')] } })
    )
    expect((await client.accountTypes.list()).map((one) => one.accountTypeId)).toEqual(['a', 'b'])
    expect(http.calls.map(queryOf)).toEqual([{ pageSize: '1000' }, { pageSize: '1000', pageToken: 't2' }])
  })

  it.each([
    ['a bare array', [connection('a'), connection('b')]],
    ['no next page at all', { entries: [connection('a'), connection('b')] }],
    ['an empty next page', { entries: [connection('a'), connection('b')], nextPage: '' }],
    ['a total that is wrong', { entries: [connection('a'), connection('b')], nextPage: null, total: 900 }]
  ])('takes %s', async (_title, json) => {
    const { client, http } = clientOf(() => ({ json }))
    expect(ids(await client.connections.list())).toEqual(['a', 'b'])
    expect(http.calls).toHaveLength(1)
  })

  it('takes numbers as pages', async () => {
    const { client, http } = clientOf(
      inOrder({ json: { entries: [connection('a')], nextPage: 2 } }, { json: { entries: [], nextPage: null } })
    )
    await client.connections.list()
    expect(queryOf(http.calls[1]).page).toBe('2')
  })

  it('gives an entry of two pages once', async () => {
    const { client } = clientOf(
      inOrder(
        { json: { entries: [connection('a'), connection('b')], nextPage: 'p2' } },
        { json: { entries: [connection('a'), connection('b')], nextPage: 'p3' } },
        { json: { entries: [connection('b'), connection('c')], nextPage: null } }
      )
    )
    expect(ids(await client.connections.list())).toEqual(['a', 'b', 'c'])
  })

  it('that goes in a circle ends as contract-breach', async () => {
    const pages: Record<string, string> = { p1: 'p2', p2: 'p1' }
    const { client, http } = clientOf((request) => {
      const here = queryOf(request).page ?? 'p1'
      return { json: { entries: [connection(here)], nextPage: pages[here] } }
    })
    const error = await errorOf(client.connections.list())
    expect(error.code).toBe('contract-breach')
    expect(error.params).toEqual({ endpoint: 'GET /v2/connections', path: 'nextPage', found: 'circle' })
    expect(http.calls.length).toBeLessThan(5)
  })

  it('leaves out entries that are errors and logs them without their words', async () => {
    const { client, logger } = clientOf(() => ({
      json: { entries: [connection('a'), { code: 404, message: 'private words', requestId: 'r' }], nextPage: null }
    }))
    const list = await client.connections.list()
    expect(ids(list)).toEqual(['a'])
    expect(leftOutOf(list)).toBe(1)
    expect(logger.lines.filter((line) => line.level === 'warn')).toHaveLength(1)
    expect(JSON.stringify(logger.lines)).not.toContain('private words')
  })

  it('leaves out entries that are null, as tenants are described to be', async () => {
    const tenant = { tenantOrganizationId: 't', tenantOrganizationName: 'T' }
    const { client, logger } = clientOf(() => ({ json: { entries: [null, tenant] } }))
    expect((await client.tenants.list()).map((one) => one.tenantOrganizationId)).toEqual(['t'])
    expect(logger.lines.filter((line) => line.level === 'warn')).toHaveLength(1)
  })

  it('of files says how many entries were errors, over all pages', async () => {
    const broken = { code: 500, message: 'm', requestId: 'r' }
    const file = { id: 'f', name: 'F', type: 'workbook' }
    const { client, http } = clientOf(
      inOrder({ json: { entries: [broken, file], nextPage: 'p2' } }, { json: { entries: [broken], nextPage: null } })
    )
    const { files, errorEntries } = await client.files.list({ typeFilters: ['workbook', 'data-model'] })
    expect(files.map((one) => one.id)).toEqual(['f'])
    expect(errorEntries).toBe(2)
    expect(new URL(http.calls[1]?.url ?? '').searchParams.getAll('typeFilters')).toEqual(['workbook', 'data-model'])
  })

  it('that refuses pages of a thousand is read by its own size', async () => {
    const { client, http } = clientOf(
      inOrder(
        { status: 400, json: { requestId: 'r', message: 'limit: at most 500', code: 'invalid_request' } },
        { json: { entries: [connection('a')], nextPage: 'p2' } },
        { json: { entries: [connection('b')], nextPage: null } }
      )
    )
    expect(ids(await client.connections.list())).toEqual(['a', 'b'])
    expect(http.calls.map(queryOf)).toEqual([{ limit: '1000' }, {}, { page: 'p2' }])
  })

  it('that refuses something else is asked twice at most, and says why', async () => {
    const { client, http } = clientOf(() => ({ status: 400, json: { requestId: 'r', message: 'no', code: 'c' } }))
    const error = await errorOf(client.connections.list())
    expect(error.params).toMatchObject({ status: 400, message: 'no' })
    expect(http.calls).toHaveLength(2)
  })

  it('that refuses a later page is not begun again', async () => {
    const { client, http } = clientOf(
      inOrder({ json: { entries: [connection('a')], nextPage: 'p2' } }, { status: 400, json: {} })
    )
    expect((await errorOf(client.connections.list())).code).toBe('invalid-input')
    expect(http.calls).toHaveLength(2)
  })

  it('says which entry broke the contract, and where', async () => {
    const { client } = clientOf(() => ({
      json: { entries: [connection('a'), { connectionId: 'b', name: 7 }], nextPage: null }
    }))
    const error = await errorOf(client.connections.list())
    expect(error.code).toBe('contract-breach')
    expect(error.params.path).toBe('entries.1.name')
  })

  it('that is no list at all is contract-breach', async () => {
    const { client } = clientOf(() => ({ json: { items: [] } }))
    expect((await errorOf(client.connections.list())).code).toBe('contract-breach')
  })

  it('keeps only the paths of the connection that was asked for', async () => {
    const { client } = clientOf(() => ({
      json: {
        entries: [
          { connectionId: 'a', urlId: 'x', path: ['D'] },
          { connectionId: 'b', urlId: 'y', path: ['E'] }
        ],
        nextPage: null
      }
    }))
    expect((await client.connections.paths('a')).map((entry) => entry.path)).toEqual([['D']])
  })
})
