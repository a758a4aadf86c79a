import { describe, expect, it } from 'vitest'
import { AppError } from '../../../../src/shared/kit/app-error.ts'
import { createManualClock } from '../../../support/manual-clock.ts'
import { inOrder, type ScriptedResponse } from '../../../support/scripted-http-client.ts'
import { clientOf, errorOf } from '../../../support/sigma-client-fixture.ts'

const page = '<!doctype html><html><title>Corporate proxy</title></html>'
const failing = (answer: ScriptedResponse) => {
  const { client, http } = clientOf(() => answer)
  return errorOf(client.connections.get('c1')).then((error) => ({ error, http }))
}

describe('an answer that is no success', () => {
  it.each([
    [301, 'wrong-host'],
    [400, 'invalid-input'],
    [403, 'not-permitted'],
    [404, 'not-found'],
    [405, 'not-supported'],
    [407, 'unreachable'],
    [408, 'timed-out'],
    [409, 'invalid-input'],
    [410, 'not-found'],
    [418, 'contract-breach'],
    [422, 'invalid-input'],
    [429, 'rate-limited'],
    [500, 'server-fault'],
    [501, 'not-supported'],
    [503, 'server-fault'],
    [511, 'unreachable']
  ] as const)('of status %i is %s and says which call it was', async (status, code) => {
    const { error } = await failing({ status, json: { requestId: 'req-1', message: 'why', code: 'some_code' } })
    expect(error.code).toBe(code)
    expect(error.params).toMatchObject({
      endpoint: 'GET /v2/connections/{connectionId}',
      status,
      requestId: 'req-1',
      sigmaCode: 'some_code',
      message: 'why'
    })
  })

  it('is wrong-host when a 404 is a web page, and says which host', async () => {
    const { error } = await failing({ status: 404, text: page })
    expect(error.code).toBe('wrong-host')
    expect(error.params.host).toBe('api.example.test')
  })

  it('keeps its status when its body breaks off, is no JSON, or has fields of other types', async () => {
    for (const answer of [
      { status: 403, pieces: [new AppError('unreachable')] },
      { status: 403, text: '{"mess' },
      { status: 403, json: { requestId: 5, message: ['x'], code: {} } },
      { status: 403, json: null }
    ]) {
      const { error } = await failing(answer)
      expect(error.code).toBe('not-permitted')
      expect(Object.keys(error.params).sort()).toEqual(['endpoint', 'status'])
    }
  })

  it('is redacted and cut where it quotes', async () => {
    const message = `client_secret=abcdef123456 ${'x'.repeat(1000)}`
    const { error } = await failing({ status: 403, json: { message, code: 'a b<script>' } })
    expect(String(error.params.message)).not.toContain('abcdef123456')
    expect(String(error.params.message).length).toBeLessThan(400)
    expect(error.params.sigmaCode).toBeUndefined()
  })

  it('of ten megabytes is read for 64 kB only', async () => {
    let pulled = 0
    async function* pieces(): AsyncGenerator<string> {
      for (let number = 0; number < 10_240; number += 1) {
        pulled += 1
        yield 'x'.repeat(1024)
      }
    }
    const { error, http } = await failing({ status: 403, pieces: pieces() })
    expect(error.code).toBe('not-permitted')
    expect(pulled).toBeLessThanOrEqual(66)
    expect(http.openBodies).toBe(0)
  })
})

describe('a body that trickles', () => {
  /** A piece every 50 seconds, which no limit on the pause between two pieces would end. */
  const trickle = (status: number) => {
    const clock = createManualClock({ isAutomatic: true })
    async function* pieces(): AsyncGenerator<string> {
      for (let number = 0; number < 1_000; number += 1) {
        await clock.sleep(50_000)
        yield ' '
      }
    }
    return clientOf(() => ({ status, pieces: pieces() }), { clock })
  }

  it('is given up after five minutes', async () => {
    const { client, http, clock } = trickle(200)
    const error = await errorOf(client.whoami())
    expect(error.code).toBe('timed-out')
    expect(clock.sleeps).toHaveLength(7)
    expect(http.openBodies).toBe(0)
  })

  it('of an error leaves its status', async () => {
    const { client, http } = trickle(403)
    expect((await errorOf(client.whoami())).code).toBe('not-permitted')
    expect(http.openBodies).toBe(0)
  })
})

describe('a success that breaks the contract', () => {
  it.each([
    ['a web page', { text: `  ${page}` }, 'html'],
    ['JSON that is cut off', { text: '{"connectionId":"c1","name"' }, 'not-json'],
    ['nothing', { text: '' }, 'nothing']
  ])('with %s is contract-breach', async (_title, answer, found) => {
    const { error, http } = await failing(answer)
    expect(error.code).toBe('contract-breach')
    expect(error.params).toEqual({ endpoint: 'GET /v2/connections/{connectionId}', path: '', found })
    expect(http.calls).toHaveLength(1)
  })

  it('with more than 20 MB is contract-breach and not read to its end', async () => {
    let pulled = 0
    function* pieces(): Generator<string> {
      for (; pulled < 40; pulled += 1) yield ' '.repeat(1024 * 1024)
    }
    const { error } = await failing({ pieces: pieces() })
    expect(error.params.found).toBe('too-long')
    expect(pulled).toBeLessThan(23)
  })

  it('names the path of the breach and never the value', async () => {
    const { error } = await failing({ json: { connectionId: 'c1', name: { secret: 'hunter2' } } })
    expect(error.code).toBe('contract-breach')
    expect(error.params.path).toBe('name')
    expect(JSON.stringify(error.toData())).not.toContain('hunter2')
    expect(String(error.cause)).not.toContain('hunter2')
  })

  it('takes fields that it does not know', async () => {
    const { client } = clientOf(() => ({
      json: { connectionId: 'c1', name: 'n', isAuditLog: true, brandNew: { deep: [1] } }
    }))
    expect((await client.connections.get('c1')).isAuditLog).toBe(true)
  })
})

describe('failures of the network', () => {
  it.each(['offline', 'name-not-resolved', 'tls-failed', 'timed-out', 'unreachable'] as const)(
    'stay %s',
    async (code) => {
      const { client } = clientOf(() => new AppError(code))
      expect((await errorOf(client.whoami())).code).toBe(code)
    }
  )

  it('that the HTTP client did not name break a body as unreachable', async () => {
    async function* pieces(): AsyncGenerator<string> {
      yield '{'
      throw new Error('socket hang up')
    }
    const { client } = clientOf(inOrder({ pieces: pieces() }, { status: 404, json: {} }))
    // The broken body is repeated, which shows that it was taken as unreachable; the second answer ends it.
    expect((await errorOf(client.whoami())).code).toBe('not-found')
  })
})
