import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { createAdaptorServer, type HttpBindings } from '@hono/node-server'
import { systemClock } from '../../../src/main/platform/system-clock.ts'
import { openSandboxOrganization } from '../../../src/main/sandbox/sandbox-organization.ts'

export interface LoggingSandbox {
  readonly apiUrl: string
  readonly clientId: string
  readonly clientSecret: string
  /** How often each time zone took effect: a request that found it in force already changed nothing. */
  readonly applied: ReadonlyMap<string, number>
  /** How many answers to changes that took effect were lost, as far as the server knows. */
  readonly lostAnswers: () => number
  /** The time zone in force. */
  readonly timezone: () => string
  /** From now on every request is answered properly. */
  readonly behave: () => void
  readonly stop: () => Promise<void>
}

const path = '/v2/organizations/settings/timezone'

/**
 * A sandbox organization over real HTTP that keeps its own account of what took effect, refuses some changes, and loses
 * some of its answers on the way.
 */
export async function startLoggingSandbox(seed: number, random: () => number): Promise<LoggingSandbox> {
  const sandbox = openSandboxOrganization({
    file: ':memory:',
    clock: systemClock,
    seed,
    members: 5,
    events: 0,
    activationMs: 150,
    disablingMs: 50
  })
  const applied = new Map<string, number>()
  let timezone = 'UTC'
  let isBehaving = false
  let lostAnswers = 0
  const answer = async (request: Request, { outgoing }: HttpBindings): Promise<Response> => {
    const url = new URL(request.url)
    if (request.method !== 'PATCH' || url.pathname !== path) return sandbox.fetch(request)
    const body = (await request.clone().json()) as { timezone: string }
    const luck = isBehaving ? 1 : random()
    if (luck < 0.08) return Response.json({ code: 'forbidden', message: 'not now' }, { status: 403 })
    if (luck < 0.12) return Response.json({ code: 'internal', message: 'not now' }, { status: 503 })
    const response = await sandbox.fetch(request)
    if (response.ok && body.timezone !== timezone) {
      timezone = body.timezone
      applied.set(timezone, (applied.get(timezone) ?? 0) + 1)
    }
    // it took effect, and nobody hears of it
    if (luck < 0.2) outgoing.destroy()
    if (outgoing.destroyed) lostAnswers += 1
    return response
  }
  const server = createAdaptorServer({ fetch: (request, env) => answer(request, env as HttpBindings) })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    apiUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    clientId: sandbox.clientId,
    clientSecret: sandbox.clientSecret ?? '',
    applied,
    lostAnswers: () => lostAnswers,
    timezone: () => timezone,
    behave: () => {
      isBehaving = true
    },
    async stop() {
      server.close()
      if ('closeAllConnections' in server) server.closeAllConnections()
      sandbox.close()
    }
  }
}
