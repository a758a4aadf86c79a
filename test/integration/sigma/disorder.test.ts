import { createServer, type RequestListener, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { gzipSync } from 'node:zlib'
import { afterEach, describe, expect, it } from 'vitest'
import { systemClock } from '../../../src/main/platform/system-clock.ts'
import { createSigmaClient, type SigmaClient } from '../../../src/main/sigma/sigma-client.ts'
import { exportTable } from '../../../src/main/sources/workbook-export-source.ts'
import type { SourceRow } from '../../../src/shared/domain/audit-schema.ts'
import { Secret } from '../../../src/shared/kit/secret.ts'
import { fetchHttpClient } from '../../support/fetch-http-client.ts'
import { createMemoryLogger } from '../../support/memory-logger.ts'
import { errorOf } from '../../support/sigma-client-fixture.ts'

let server: Server | undefined

/** A client of a real server on loopback that hands out tokens and otherwise does what the test says. */
async function against(listener: RequestListener): Promise<SigmaClient> {
  server = createServer((request, response) => {
    if (request.url === '/v2/auth/token') {
      response.writeHead(200, { 'content-type': 'application/json' })
      response.end(JSON.stringify({ access_token: 'token-1', token_type: 'bearer', expires_in: 3600 }))
      return
    }
    listener(request, response)
  })
  const listening = server
  await new Promise<void>((resolve) => listening.listen(0, '127.0.0.1', resolve))
  return createSigmaClient({
    apiUrl: `http://127.0.0.1:${(listening.address() as AddressInfo).port}`,
    httpClient: fetchHttpClient,
    clock: systemClock,
    logger: createMemoryLogger(),
    clientId: 'c',
    readSecret: () => Promise.resolve(new Secret('s')),
    random: () => 0
  })
}

afterEach(async () => {
  server?.closeAllConnections()
  await new Promise<void>((resolve) => (server === undefined ? resolve() : server.close(() => resolve())))
  server = undefined
})

const exportStarted = JSON.stringify({ queryId: 'q1', jobComplete: false })

describe('a server on the network that lies', () => {
  it('with a web page where JSON should be breaks the contract', async () => {
    const client = await against((_request, response) => response.end('<!doctype html><title>Portal</title>'))
    expect((await errorOf(client.whoami())).params).toMatchObject({ endpoint: 'GET /v2/whoami', found: 'html' })
  })

  it('with an endless error body is left after 64 kB', async () => {
    let sentBytes = 0
    const client = await against((_request, response) => {
      response.writeHead(403, { 'content-type': 'text/plain' })
      const piece = 'x'.repeat(64 * 1024)
      const send = (): void => {
        while (!response.destroyed && sentBytes < 10 * 1024 * 1024) {
          sentBytes += piece.length
          if (!response.write(piece)) {
            response.once('drain', send)
            return
          }
        }
        response.end()
      }
      send()
    })
    expect((await errorOf(client.whoami())).code).toBe('not-permitted')
    expect(sentBytes).toBeLessThan(10 * 1024 * 1024)
  })

  it('that hangs up in the middle of a body is asked again, then believed to be out of reach', async () => {
    let asked = 0
    const client = await against((_request, response) => {
      asked += 1
      response.writeHead(200, { 'content-type': 'application/json', 'content-length': '1000' })
      response.write('{"userId":"u1"', () => response.destroy())
    })
    expect((await errorOf(client.whoami())).code).toBe('unreachable')
    expect(asked).toBe(4)
  })

  it('that hangs up in the middle of an export leaves what came before', async () => {
    const client = await against((request, response) => {
      if (request.method === 'POST') {
        response.end(exportStarted)
        return
      }
      response.writeHead(200, { 'content-type': 'application/x-ndjson' })
      response.write(Array.from({ length: 4_000 }, (_row, N) => `${JSON.stringify({ N })}\n`).join(''), () => {
        setTimeout(() => response.destroy(), 50)
      })
    })
    const rows: SourceRow[] = []
    const read = async (): Promise<void> => {
      for await (const batch of exportTable({ client, workbookId: 'w', elementId: 'e' })) rows.push(...batch)
    }
    expect((await errorOf(read())).code).toBe('unreachable')
    expect(rows).toHaveLength(4_000)
  })

  it('does not make the export of a large table grow in memory', async () => {
    const total = 200_000
    const client = await against((request, response) => {
      if (request.method === 'POST') {
        response.end(exportStarted)
        return
      }
      let sent = 0
      const filler = 'x'.repeat(300)
      const send = (): void => {
        while (sent < total) {
          const piece = Array.from(
            { length: 500 },
            (_row, index) => `${JSON.stringify({ N: sent + index, filler })}\n`
          ).join('')
          sent += 500
          if (!response.write(piece)) {
            response.once('drain', send)
            return
          }
        }
        response.end()
      }
      send()
    })
    const table = exportTable({ client, workbookId: 'w', elementId: 'e' })
    let mostBytes = 0
    const atStart = process.memoryUsage().heapUsed
    for await (const batch of table) {
      expect(batch.length).toBeLessThanOrEqual(2_000)
      mostBytes = Math.max(mostBytes, process.memoryUsage().heapUsed - atStart)
    }
    expect(table.counts.rowsRead).toBe(total)
    // The file is 64 MB, and its rows as objects are more than that.
    expect(table.counts.bytesRead).toBeGreaterThan(60 * 1024 * 1024)
    expect(mostBytes).toBeLessThan(table.counts.bytesRead)
  })

  it('with a small file that unpacks to gigabytes is left after 20 MB', async () => {
    const megabyte = gzipSync(Buffer.alloc(1024 * 1024, 32))
    let sent = 0
    const client = await against((_request, response) => {
      response.writeHead(200, { 'content-type': 'application/json', 'content-encoding': 'gzip' })
      // A gzip file may have many members: two thousand of a kilobyte each are two gigabytes.
      const send = (): void => {
        while (!response.destroyed && sent < 2_000) {
          sent += 1
          if (!response.write(megabyte)) {
            response.once('drain', send)
            return
          }
        }
        response.end()
      }
      send()
    })
    const atStart = process.memoryUsage().rss
    expect((await errorOf(client.whoami())).params).toMatchObject({ endpoint: 'GET /v2/whoami', found: 'too-long' })
    expect(process.memoryUsage().rss - atStart).toBeLessThan(400 * 1024 * 1024)
  })

  it('with pages that repeat, are out of order, and hold errors and unknown fields gives what there is', async () => {
    const team = (teamId: string) => ({ teamId, name: teamId, hue: 7, visibility: 'by-invitation' })
    const pages: Record<string, unknown> = {
      '': { entries: [team('b'), { code: 404, message: 'gone', requestId: 'r' }], nextPage: 'x' },
      x: { entries: [team('b'), team('a'), null], nextPage: 'y', total: 0, hasMore: false },
      y: [team('c')]
    }
    const client = await against((request, response) => {
      const page = new URL(request.url ?? '', 'http://localhost').searchParams.get('page') ?? ''
      response.end(JSON.stringify(pages[page]))
    })
    expect((await client.teams.list()).map((one) => one.teamId)).toEqual(['b', 'a', 'c'])
  })

  it('that gives the same page for ever is stopped', async () => {
    const client = await against((_request, response) =>
      response.end(JSON.stringify({ entries: [{ connectionId: 'a', name: 'A' }], nextPage: 'again' }))
    )
    expect((await errorOf(client.connections.list())).params).toMatchObject({ path: 'nextPage', found: 'circle' })
  })
})
