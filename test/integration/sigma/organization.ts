import { serve } from '@hono/node-server'
import type { HttpClient } from '../../../src/main/ports/http-client.port.ts'
import {
  openSandboxOrganization,
  type SandboxOptions,
  type SandboxOrganization
} from '../../../src/main/sandbox/sandbox-organization.ts'
import { createSigmaClient, type SigmaClient } from '../../../src/main/sigma/sigma-client.ts'
import { Secret } from '../../../src/shared/kit/secret.ts'
import { fetchHttpClient } from '../../support/fetch-http-client.ts'
import { createMemoryLogger } from '../../support/memory-logger.ts'
import { createShiftedClock, type ShiftedClock } from '../../support/shifted-clock.ts'

export interface Reached {
  readonly organization: SandboxOrganization
  readonly clock: ShiftedClock
  readonly httpClient: HttpClient
  readonly apiUrl: string
  readonly secret: string
  readonly client: SigmaClient
  /** Method and path of every request that arrived. */
  readonly arrived: readonly string[]
  /** A further client, with its own token. */
  makeClient(secret?: string): SigmaClient
  close(): Promise<void>
}

/** A sandbox organization, called in this process or through a socket on loopback. */
export async function reach(way: 'in process' | 'over HTTP', options: Partial<SandboxOptions> = {}): Promise<Reached> {
  const clock = createShiftedClock()
  const arrived: string[] = []
  const organization = openSandboxOrganization({
    file: ':memory:',
    clock,
    members: 12,
    exportRunMs: 300,
    eventDelayMs: 0,
    accessLog: ({ method, path }) => arrived.push(`${method} ${path}`),
    ...options
  })
  const { httpClient, apiUrl, stop } = way === 'in process' ? inProcess(organization) : await overHttp(organization)
  const secret = organization.clientSecret ?? ''
  const makeClient = (given = secret): SigmaClient =>
    createSigmaClient({
      apiUrl,
      httpClient,
      clock,
      logger: createMemoryLogger(),
      clientId: organization.clientId,
      readSecret: () => Promise.resolve(new Secret(given))
    })
  return {
    organization,
    clock,
    httpClient,
    apiUrl,
    secret,
    client: makeClient(),
    arrived,
    makeClient,
    async close() {
      await stop()
      organization.close()
    }
  }
}

function inProcess(organization: SandboxOrganization) {
  return { httpClient: organization.httpClient, apiUrl: organization.baseUrl, stop: () => Promise.resolve() }
}

async function overHttp(organization: SandboxOrganization) {
  const { server, port } = await new Promise<{ server: ReturnType<typeof serve>; port: number }>((resolve) => {
    const started = serve({ fetch: organization.fetch, port: 0, hostname: '127.0.0.1' }, (address) =>
      resolve({ server: started, port: address.port })
    )
  })
  const stop = (): Promise<void> =>
    new Promise((resolve) => {
      server.close(() => resolve())
      if ('closeAllConnections' in server) server.closeAllConnections()
    })
  return { httpClient: fetchHttpClient, apiUrl: `http://127.0.0.1:${port}`, stop }
}
