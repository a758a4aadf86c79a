import { once } from 'node:events'
import { type AddressInfo, createServer, type Server } from 'node:net'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { createConnectionProbe } from '../../../../src/main/platform/connection-probe.ts'
import { proxyTargets } from '../../../../src/main/platform/proxy-targets.ts'
import { openSilentListener, type SilentListener } from '../../../support/silent-listener.ts'

let silent: SilentListener
let open: Server
let openPort: number
let closedPort: number
let connections: number

beforeAll(async () => {
  silent = await openSilentListener()
  open = createServer((socket) => {
    connections += 1
    socket.on('error', () => undefined)
  }).listen(0, '127.0.0.1')
  await once(open, 'listening')
  openPort = (open.address() as AddressInfo).port
  const closed = createServer().listen(0, '127.0.0.1')
  await once(closed, 'listening')
  closedPort = (closed.address() as AddressInfo).port
  closed.close()
})
beforeEach(() => {
  connections = 0
})
afterAll(() => {
  silent?.close()
  open?.close()
})

const limitMs = 400
const probe = (proxies = 'DIRECT', addresses: readonly string[] = ['127.0.0.1']) =>
  createConnectionProbe({ resolveProxy: async () => proxies, resolveHost: async () => addresses })
const at = (port: number) => new URL(`https://api.example:${port}/v2/whoami`)

describe('the look at whether a connection comes about', () => {
  it('tells a host that answers from one that is silent', async () => {
    expect(await probe().look(at(openPort), limitMs)).toBe('answered')
    const startedAtMs = performance.now()
    expect(await probe().look(at(silent.port), limitMs)).toBe('silent')
    expect(performance.now() - startedAtMs).toBeLessThan(limitMs + 1_000)
  })

  it('takes a refusal for an answer: somebody is there', async () => {
    expect(await probe().look(at(closedPort), limitMs)).toBe('answered')
  })

  it('is content with one of several addresses, whichever it is', async () => {
    const { port } = silent
    const both = `PROXY 127.0.0.1:${port}; PROXY 127.0.0.1:${openPort}`
    expect(await probe(both).look(at(port), limitMs)).toBe('answered')
    expect(await probe('DIRECT', ['127.0.0.1', '127.0.0.1']).look(at(port), limitMs)).toBe('silent')
  })

  it('looks at the proxy where there is one, not at the host behind it', async () => {
    expect(await probe(`PROXY 127.0.0.1:${openPort}`).look(at(silent.port), limitMs)).toBe('answered')
    expect(await probe(`PROXY 127.0.0.1:${silent.port}`).look(at(openPort), limitMs)).toBe('silent')
    expect(await probe(`PROXY 127.0.0.1:${silent.port}; DIRECT`).look(at(openPort), limitMs)).toBe('answered')
  })

  it('does not judge where it cannot know', async () => {
    expect(await probe('QUIC 127.0.0.1:443').look(at(silent.port), limitMs)).toBe('unknown')
    expect(await probe('DIRECT', []).look(at(silent.port), limitMs)).toBe('unknown')
    const nameless = createConnectionProbe({
      resolveProxy: async () => 'DIRECT',
      resolveHost: () => Promise.reject(new Error('net::ERR_NAME_NOT_RESOLVED'))
    })
    expect(await nameless.look(at(silent.port), limitMs)).toBe('unknown')
  })

  it('shares one connection among those that ask at the same time', async () => {
    const shared = probe()
    const outcomes = await Promise.all([1, 2, 3].map(() => shared.look(at(openPort), limitMs)))
    expect(outcomes).toEqual(['answered', 'answered', 'answered'])
    expect(connections).toBe(1)
    await shared.look(at(openPort), limitMs)
    expect(connections).toBe(2)
  })
})

describe('where a request connects to', () => {
  const url = new URL('https://api.sigmacomputing.com/v2/whoami')
  it.each([
    ['DIRECT', [{ host: 'api.sigmacomputing.com', port: 443 }]],
    ['PROXY proxy.corp:3128', [{ host: 'proxy.corp', port: 3128 }]],
    ['PROXY proxy.corp', [{ host: 'proxy.corp', port: 80 }]],
    ['HTTPS proxy.corp', [{ host: 'proxy.corp', port: 443 }]],
    ['SOCKS5 [2001:db8::1]:1080', [{ host: '2001:db8::1', port: 1080 }]],
    [
      'PROXY a.corp:80; DIRECT',
      [
        { host: 'a.corp', port: 80 },
        { host: 'api.sigmacomputing.com', port: 443 }
      ]
    ],
    ['QUIC proxy.corp:443; DIRECT', []],
    ['PROXY', []],
    ['', []]
  ])('“%s”', (proxies, targets) => {
    expect(proxyTargets(proxies, url)).toEqual(targets)
  })

  it('keeps the port and the address of a host that is given by them', () => {
    expect(proxyTargets('DIRECT', new URL('http://[::1]:8080/'))).toEqual([{ host: '::1', port: 8080 }])
    expect(proxyTargets('DIRECT', new URL('http://127.0.0.1/'))).toEqual([{ host: '127.0.0.1', port: 80 }])
  })
})
