import { describe, expect, it } from 'vitest'
import { normalizeApiUrl } from '../../../../src/main/sigma/sigma-client.ts'
import { AppError } from '../../../../src/shared/kit/app-error.ts'
import { createManualClock, settle } from '../../../support/manual-clock.ts'
import { inOrder } from '../../../support/scripted-http-client.ts'
import { clientOf, errorOf } from '../../../support/sigma-client-fixture.ts'

async function textOf(body: AsyncIterable<Uint8Array>): Promise<string> {
  const pieces: Uint8Array[] = []
  for await (const piece of body) pieces.push(piece)
  return Buffer.concat(pieces).toString()
}

describe('normalizeApiUrl', () => {
  it.each([
    ['https://a.test', 'https://a.test'],
    [' https://a.test/ ', 'https://a.test'],
    ['https://a.test/v2', 'https://a.test'],
    ['https://a.test/v2/', 'https://a.test'],
    ['http://127.0.0.1:8080//', 'http://127.0.0.1:8080']
  ])('takes %s as %s', (given, expected) => {
    expect(normalizeApiUrl(given)).toBe(expected)
  })
})

describe('a download', () => {
  it('polls with growing pauses while the query runs, then gives the file', async () => {
    const { client, http, clock } = clientOf(
      inOrder({ status: 204 }, { status: 202, json: { state: 'running' } }, { status: 204 }, { pieces: ['ab', 'cd'] })
    )
    const waits: number[] = []
    expect(await textOf(client.queries.download('q 1', { onWaiting: (waitedMs) => waits.push(waitedMs) }))).toBe('abcd')
    expect(http.calls[0]?.url).toBe('https://api.example.test/v2/query/q%201/download')
    expect(clock.sleeps).toEqual([500, 750, 1_125])
    expect(waits).toEqual([0, 500, 1_250])
  })

  it('pauses for ten seconds at most, and gives up after half an hour', async () => {
    const { client, clock } = clientOf(() => ({ status: 204 }))
    const error = await errorOf(textOf(client.queries.download('q')))
    expect(error.code).toBe('timed-out')
    expect(Math.max(...clock.sleeps)).toBe(10_000)
    expect(error.params.waitedMs).toBeGreaterThan(30 * 60_000)
    expect(error.params.waitedMs).toBeLessThan(30 * 60_000 + 20_000)
  })

  it.each([
    [404, 'export-expired'],
    [410, 'export-expired'],
    [500, 'export-failed'],
    [403, 'not-permitted']
  ] as const)('answered with %i is %s', async (status, code) => {
    const { client } = clientOf(() => ({ status, json: { message: 'm', code: 'c', requestId: 'r' } }))
    expect((await errorOf(textOf(client.queries.download('q')))).code).toBe(code)
  })

  it('is unreachable when fewer bytes came than were promised', async () => {
    const { client } = clientOf(() => ({ headers: { 'content-length': '10' }, pieces: ['12345'] }))
    const error = await errorOf(textOf(client.queries.download('q')))
    expect(error.code).toBe('unreachable')
    expect(error.params).toMatchObject({ reason: 'truncated', bytes: 5, promised: 10 })
  })

  it('believes no promised length of a compressed body', async () => {
    const headers = { 'content-length': '3', 'content-encoding': 'gzip' }
    const { client } = clientOf(() => ({ headers, pieces: ['12345'] }))
    expect(await textOf(client.queries.download('q'))).toBe('12345')
  })

  it('is not started again once bytes have come', async () => {
    const { client, http } = clientOf(() => ({ pieces: ['first', new AppError('unreachable')] }))
    expect((await errorOf(textOf(client.queries.download('q')))).code).toBe('unreachable')
    expect(http.calls).toHaveLength(1)
  })

  it('sends nothing before the first pull, and ends its request when the reader stops early', async () => {
    const { client, http } = clientOf(() => ({ pieces: ['a', 'b', 'c'] }))
    const body = client.queries.download('q')
    expect(http.requests).toHaveLength(0)
    for await (const piece of body) {
      expect(Buffer.from(piece).toString()).toBe('a')
      break
    }
    expect(http.openBodies).toBe(0)
    // The slot is free again: more than four downloads in a row that are given up must not block the next one.
    for (let number = 0; number < 5; number += 1) for await (const _piece of client.queries.download('q')) break
    expect(http.openBodies).toBe(0)
  })

  it('is cancelled while it waits', async () => {
    const clock = createManualClock()
    const { client } = clientOf(() => ({ status: 204 }), { clock })
    const abort = new AbortController()
    const error = errorOf(textOf(client.queries.download('q', { signal: abort.signal })))
    await settle()
    abort.abort()
    expect((await error).code).toBe('cancelled')
  })
})

describe('settings', () => {
  it('are read by their own address', async () => {
    const { client, http } = clientOf(
      inOrder({ json: { enabled: false, more: 1 } }, { json: { timezone: 'Asia/Tokyo' } })
    )
    expect(await client.settings.getSetting('auditLogging')).toBe(false)
    expect(await client.settings.getSetting('timezone')).toBe('Asia/Tokyo')
    expect(http.calls.map((call) => call.url.slice(24))).toEqual([
      '/v2/organizations/settings/auditLogging',
      '/v2/organizations/settings/timezone'
    ])
  })

  it('that say no value break the contract', async () => {
    const { client } = clientOf(() => ({ json: { enabled: 'yes' } }))
    const error = await errorOf(client.settings.getSetting('auditLogging'))
    expect(error.params).toMatchObject({ endpoint: 'GET /v2/organizations/settings/auditLogging', path: 'enabled' })
  })

  it('are changed by PATCH with an idempotency key', async () => {
    const { client, http } = clientOf(() => ({ json: { enabled: true } }))
    expect(await client.settings.setSetting('auditLogging', true, { idempotencyKey: 'k' })).toBe(true)
    expect(http.calls[0]).toMatchObject({ method: 'PATCH', body: '{"enabled":true}' })
    expect(http.calls[0]?.headers['idempotency-key']).toBe('k')
  })

  it.each([
    ['an empty body', { status: 204 }, true],
    ['an empty object', { json: {} }, true],
    ['the old value, still', { json: { enabled: false } }, false]
  ])('accepted with %s are accepted', async (_title, answer, expected) => {
    const { client } = clientOf(() => answer)
    expect(await client.settings.setSetting('auditLogging', true, { idempotencyKey: 'k' })).toBe(expected)
  })

  it('answered by a web page are not taken as accepted', async () => {
    const { client } = clientOf(() => ({ text: '<html>Sign in to the network</html>' }))
    expect((await errorOf(client.settings.setSetting('comments', true, { idempotencyKey: 'k' }))).code).toBe(
      'contract-breach'
    )
  })

  it('fall back to the older address of the time zone', async () => {
    const { client, http } = clientOf(
      inOrder({ status: 404, json: {} }, { json: { organizationId: 'o', timezone: 'UTC' } })
    )
    expect(await client.settings.setSetting('timezone', 'UTC', { idempotencyKey: 'k' })).toBe('UTC')
    expect(http.calls[1]?.url).toBe('https://api.example.test/v2/organizations/settings')
    expect(http.calls[1]?.body).toBe('{"timezone":"UTC"}')
  })

  it('do not fall back for any other failure or setting', async () => {
    const refused = clientOf(() => ({ status: 403, json: {} }))
    expect((await errorOf(refused.client.settings.setSetting('timezone', 'UTC', { idempotencyKey: 'k' }))).code).toBe(
      'not-permitted'
    )
    expect(refused.http.calls).toHaveLength(1)
    const missing = clientOf(() => ({ status: 404, json: {} }))
    expect((await errorOf(missing.client.settings.setSetting('comments', true, { idempotencyKey: 'k' }))).code).toBe(
      'not-found'
    )
    expect(missing.http.calls).toHaveLength(1)
  })
})

describe('addresses', () => {
  it('escape what is put into them', async () => {
    const { client, http } = clientOf(() => ({ status: 404, json: {} }))
    await errorOf(client.members.get('../x?y=1'))
    await errorOf(client.connections.lookup('a/b', ['D', 'S', 'T']))
    await errorOf(client.members.list({ email: 'ada+test@example.com', includeArchived: true }))
    expect(http.calls.map((call) => call.url.slice(24))).toEqual([
      '/v2/members/..%2Fx%3Fy%3D1',
      '/v2/connection/a%2Fb/lookup',
      '/v2/members?email=ada%2Btest%40example.com&includeArchived=true&limit=1000'
    ])
    expect(http.calls[1]).toMatchObject({ method: 'POST', body: '{"path":["D","S","T"]}' })
  })
})

describe('column types', () => {
  it.each([
    ['text', 'text'],
    [{ type: 'datetime' }, 'datetime'],
    [{ type: { type: 'number' } }, 'number'],
    [{ kind: 'variant' }, 'variant'],
    [{}, 'unknown'],
    [null, 'unknown'],
    [undefined, 'unknown']
  ])('%o is printed as %s', async (type, expected) => {
    const { client } = clientOf(() => ({ json: { entries: [{ name: 'A', type, visibility: 'odd' }] } }))
    expect(await client.connections.columns('t')).toEqual([
      { name: 'A', type: expected, visibility: 'included', description: undefined }
    ])
  })
})

describe('an export', () => {
  it('is asked for asynchronously with its format as an object', async () => {
    const { client, http } = clientOf(() => ({ json: { queryId: 'q', jobComplete: true, rows: [] } }))
    const parameters = { 'Vigil-Time-Range': 'min:2026-09-30T00:00:00,max:2026-10-01T00:00:00' }
    await client.workbooks.export('w', { elementId: 'e', format: 'jsonl', parameters, rowLimit: 10, offset: 5 })
    expect(JSON.parse(http.calls[0]?.body ?? '')).toEqual({
      elementId: 'e',
      format: { type: 'jsonl' },
      parameters,
      rowLimit: 10,
      offset: 5,
      runAsynchronously: true
    })
  })
})
