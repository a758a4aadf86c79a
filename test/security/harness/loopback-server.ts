import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

export interface LoopbackServer {
  readonly port: number
  readonly url: string
  /** Connections, requests and datagrams that arrived, in words. */
  readonly hits: string[]
  readonly close: () => Promise<void>
}

/** A server on this machine that remembers everything that reaches it, over TCP and UDP on the same port. */
export async function openLoopbackServer(
  answer: (request: IncomingMessage, response: ServerResponse) => void = (_request, response) => response.end('reached')
): Promise<LoopbackServer> {
  const hits: string[] = []
  const server = createServer((request, response) => {
    hits.push(`${request.method} ${request.url}`)
    answer(request, response)
  })
  server.on('connection', () => hits.push('connection'))
  server.on('upgrade', (_request, socket) => socket.destroy())
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  const datagrams = createSocket('udp4')
  datagrams.on('message', () => hits.push('datagram'))
  datagrams.bind(port, '127.0.0.1')
  await once(datagrams, 'listening')
  return {
    port,
    url: `http://127.0.0.1:${port}`,
    hits,
    async close() {
      datagrams.close()
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    }
  }
}
