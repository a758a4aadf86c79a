import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { createServer } from 'node:net'
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { HttpRequest } from '../../src/main/ports/http-client.port.ts'
import { type Harness, launchHarness } from './harness/launch.ts'
import { type LoopbackServer, openLoopbackServer } from './harness/loopback-server.ts'
import { openSilentListener, type SilentListener } from '../support/silent-listener.ts'

// Without a type Chromium waits for more bytes to guess one.
const json = { 'content-type': 'application/json' }
const token = 'Bearer marker-token-8d2f'
let harness: Harness
let sigma: LoopbackServer
let elsewhere: LoopbackServer
let silent: SilentListener
const seen: { url: string | undefined; headers: Record<string, unknown> }[] = []

beforeAll(async () => {
  elsewhere = await openLoopbackServer()
  silent = await openSilentListener()
  sigma = await openLoopbackServer((request, response) => {
    seen.push({ url: request.url, headers: request.headers })
    const { pathname } = new URL(request.url ?? '/', 'http://x')
    if (pathname === '/elsewhere') response.writeHead(302, { location: `${elsewhere.url}/stolen` }).end()
    else if (pathname === '/localhost')
      response.writeHead(307, { location: `http://localhost:${elsewhere.port}/stolen` }).end()
    else if (pathname === '/within') response.writeHead(302, { location: '/json' }).end()
    else if (pathname === '/loop') response.writeHead(302, { location: '/loop' }).end()
    else if (pathname === '/cookie')
      response.writeHead(200, { 'set-cookie': 'a=1', 'cache-control': 'max-age=600' }).end('c')
    else if (pathname === '/silent') return
    else if (pathname === '/stalls') response.writeHead(200, json).write('{')
    else if (pathname === '/cut') {
      response.writeHead(200, { 'content-length': '100' }).write('part')
      setTimeout(() => response.destroy(), 50)
    } else if (pathname === '/big') response.writeHead(200).end('x'.repeat(3_000_000))
    else if (pathname === '/forbidden') response.writeHead(403, { 'x-request-id': 'r1' }).end('{"code":"forbidden"}')
    else if (pathname === '/echo') request.pipe(response.writeHead(200))
    else response.writeHead(200, json).end('{"ok":true}')
  })
  harness = await launchHarness()
})

afterAll(async () => {
  await harness?.close()
  await sigma?.close()
  await elsewhere?.close()
  silent?.close()
})

const send = (path: string, more: Partial<HttpRequest> = {}, abortAfterMs?: number) =>
  harness.app.evaluate((_electron, [request, after]) => Reflect.get(globalThis, 'harness').send(request, after), [
    {
      method: 'GET',
      url: path.startsWith('http') ? path : sigma.url + path,
      headers: { authorization: token },
      ...more
    },
    abortAfterMs
  ] as const)

describe('the client of Sigma’s API', () => {
  it('sends method, headers and body, and reads the answer', async () => {
    expect(await send('/echo', { method: 'POST', body: 'grant_type=x' })).toMatchObject({
      status: 200,
      text: 'grant_type=x'
    })
    expect(seen.at(-1)?.headers).toMatchObject({ authorization: token })
  })

  it('gives an answer of any status as an answer', async () => {
    expect(await send('/forbidden')).toMatchObject({
      status: 403,
      text: '{"code":"forbidden"}',
      headers: { 'x-request-id': 'r1' }
    })
  })

  it('reads a large body whole', async () => {
    const { text } = await send('/big')
    expect(text.length).toBe(3_000_000)
  })

  it('follows a redirect that stays with the server', async () => {
    expect(await send('/within')).toMatchObject({ status: 200, text: '{"ok":true}' })
  })

  it.each(['/elsewhere', '/localhost'])(
    'refuses a redirect to another server (%s): nothing arrives there',
    async (path) => {
      expect(await send(path)).toMatchObject({ error: { code: 'wrong-host' } })
      expect(elsewhere.hits).toEqual([])
    }
  )

  it('does not follow redirects for ever', async () => {
    expect(await send('/loop')).toMatchObject({ error: { code: 'wrong-host' } })
  })

  it('keeps no cookie and no cached answer', async () => {
    await send('/cookie')
    await send('/cookie')
    const requests = seen.filter((request) => request.url === '/cookie')
    expect(requests).toHaveLength(2)
    expect(requests[1]?.headers.cookie).toBeUndefined()
  })

  it.each([
    ['http://api.sigmacomputing.com/v2/whoami', 'plain http to another machine'],
    ['file:///etc/passwd', 'a file'],
    ['https://user:password@api.sigmacomputing.com/', 'a password in the address'],
    ['no address', 'no address at all']
  ])('refuses %s: %s', async (url) => {
    const result = await harness.app.evaluate(
      (_electron, address) => Reflect.get(globalThis, 'harness').send({ method: 'GET', url: address, headers: {} }),
      url
    )
    expect(result).toEqual({ error: { code: 'invalid-input', params: { field: 'url' } } })
  })

  it('gives up when no first byte comes', async () => {
    expect(await send('/silent', { firstByteTimeoutMs: 200 })).toMatchObject({ error: { code: 'timed-out' } })
  })

  it('says unreachable within the time for connecting where no connection comes about', async () => {
    const startedAtMs = performance.now()
    const result = await send(`http://127.0.0.1:${silent.port}/`, {
      connectTimeoutMs: 1_000,
      firstByteTimeoutMs: 30_000
    })
    expect(result).toMatchObject({ error: { code: 'unreachable', params: { reason: 'no-connection' } } })
    const tookMs = performance.now() - startedAtMs
    expect(tookMs).toBeGreaterThan(900)
    expect(tookMs).toBeLessThan(8_000)
  })

  it('waits on for the first byte of a server that is slow but there', async () => {
    const hits = () => sigma.hits.filter((hit) => hit === 'connection').length
    const before = hits()
    const result = await send('/silent', { connectTimeoutMs: 600, firstByteTimeoutMs: 2_500 })
    expect(result).toMatchObject({ error: { code: 'timed-out', params: { afterMs: 2_500 } } })
    expect(hits(), 'it has looked').toBeGreaterThan(before)
  })

  it('opens no second connection to a server that answers in time', async () => {
    await send('/json', { connectTimeoutMs: 10_000 })
    const before = [...sigma.hits]
    await send('/json', { connectTimeoutMs: 10_000 })
    expect(sigma.hits.slice(before.length)).toEqual(['GET /json'])
  })

  it('looks at the proxy where the system has one, and says unreachable where that is silent', async () => {
    const useProxy = (proxyRules: string) =>
      harness.app.evaluate(
        ({ session }, rules) =>
          session
            .fromPartition('vigil-network', { cache: false })
            .setProxy(rules === '' ? { mode: 'direct' } : { proxyRules: rules, proxyBypassRules: '<-loopback>' }),
        proxyRules
      )
    const limits = { connectTimeoutMs: 1_000, firstByteTimeoutMs: 30_000 }
    try {
      await useProxy(`127.0.0.1:${silent.port}`)
      expect(await send('/json', limits)).toMatchObject({
        error: { code: 'unreachable', params: { reason: 'no-connection' } }
      })
      await useProxy(`127.0.0.1:${elsewhere.port}`)
      const reached = await send(`http://127.0.0.1:${silent.port}/by-proxy`, limits)
      expect(reached).toMatchObject({ status: 200, text: 'reached' })
      elsewhere.hits.length = 0
    } finally {
      await useProxy('')
    }
  })

  it('gives up when the body stalls', async () => {
    expect(await send('/stalls', { idleTimeoutMs: 200 })).toMatchObject({ error: { code: 'timed-out' } })
  })

  it('is cancelled while waiting and while reading', async () => {
    expect(await send('/silent', {}, 150)).toEqual({ error: { code: 'cancelled', params: {} } })
    expect(await send('/stalls', {}, 150)).toEqual({ error: { code: 'cancelled', params: {} } })
  })

  it('says unreachable when the body is cut off', async () => {
    expect(await send('/cut')).toMatchObject({ error: { code: 'unreachable' } })
  })

  it('says unreachable for a port that nobody listens on', async () => {
    const server = createServer().listen(0, '127.0.0.1')
    await once(server, 'listening')
    const { port } = server.address() as AddressInfo
    server.close()
    expect(await send(`http://127.0.0.1:${port}/`)).toMatchObject({
      error: { code: 'unreachable', params: { code: 'ERR_CONNECTION_REFUSED' } }
    })
  })

  it('says tls-failed, with the network stack’s code, for a server that does not speak TLS', async () => {
    const result = await send(`https://127.0.0.1:${sigma.port}/`)
    expect(result).toMatchObject({ error: { code: 'tls-failed', params: { code: expect.stringMatching(/^ERR_SSL/) } } })
  })

  it('says that a name was not found', async () => {
    const result = await send('https://no-such-host.invalid/')
    expect(['name-not-resolved', 'offline']).toContain(result.error.code)
  })

  it('leaves no token in the log', () => {
    const log = join(harness.dataFolder, 'logs', 'vigil.log')
    let text = ''
    try {
      text = readFileSync(log, 'utf8')
    } catch {
      // Nothing was worth a line.
    }
    expect(text).not.toContain('marker-token-8d2f')
  })
})
