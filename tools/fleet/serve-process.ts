// Serves a fleet of sandbox organizations on loopback, in a process of its own: started by start-fleet.ts.
import { once } from 'node:events'
import { mkdirSync } from 'node:fs'
import type { AddressInfo, Server, Socket } from 'node:net'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { createAdaptorServer } from '@hono/node-server'
import { systemClock } from '../../src/main/platform/system-clock.ts'
import { openSandboxOrganization, type SandboxOrganization } from '../../src/main/sandbox/sandbox-organization.ts'
import type { FleetOptions, FleetOrganization, FromFleet, ToFleet } from './messages.ts'
import { type Behaviour, planFleet, type PlannedOrganization } from './plan.ts'

const hangMs = 60_000

interface Served {
  readonly organization: FleetOrganization
  readonly addCredentials: SandboxOrganization['addCredentials']
  behaviour: Behaviour
  requests: number
}

const served: Served[] = []

function tell(message: FromFleet): void {
  process.send?.(message)
}

function refusal(status: 401 | 403): Response {
  const [code, message] =
    status === 401 ? ['unauthorized', 'The credentials are not valid'] : ['forbidden', 'Changes are not allowed']
  return Response.json({ requestId: crypto.randomUUID(), message, code }, { status })
}

/** Sigma takes changes with these; POST also asks for tokens and exports. */
const changing: readonly string[] = ['PATCH', 'PUT', 'DELETE']

async function serveOne(planned: PlannedOrganization, place: number, options: FleetOptions): Promise<Served> {
  const { sandbox, ...facts } = planned
  const { keepIn, firstPort, latencyMs = 0 } = options
  const organization = openSandboxOrganization({
    ...sandbox,
    file: keepIn === undefined ? ':memory:' : path.join(keepIn, `${String(place).padStart(4, '0')}.sqlite`),
    clock: systemClock,
    credentials: { clientId: planned.clientId, clientSecret: planned.secret },
    onFault: (error) => process.stderr.write(`${planned.name}: ${error.stack ?? error.message}\n`)
  })
  const fetch = async (request: Request): Promise<Response> => {
    one.requests += 1
    if (latencyMs > 0) await sleep(latencyMs)
    if (one.behaviour === 'hanging') await sleep(hangMs, undefined, { ref: false })
    if (one.behaviour === 'refusing') return refusal(401)
    if (one.behaviour === 'read-only' && changing.includes(request.method)) return refusal(403)
    return organization.fetch(request)
  }
  const server = createAdaptorServer({ fetch }) as Server
  // The port stays taken, so that no other program gets it while the organization is away.
  server.on('connection', (socket: Socket) => {
    if (one.behaviour === 'offline') socket.resetAndDestroy()
  })
  server.listen(firstPort === undefined ? 0 : firstPort + place, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  const one: Served = {
    organization: { ...facts, apiUrl: `http://127.0.0.1:${port}` },
    addCredentials: organization.addCredentials,
    behaviour: planned.behaviour,
    requests: 0
  }
  return one
}

async function start(options: FleetOptions): Promise<void> {
  if (options.keepIn !== undefined) mkdirSync(options.keepIn, { recursive: true, mode: 0o700 })
  for (const [place, planned] of planFleet(options).entries()) served.push(await serveOne(planned, place, options))
  tell({ type: 'started', organizations: served.map((one) => one.organization) })
}

async function hear(message: ToFleet): Promise<void> {
  switch (message.type) {
    case 'start':
      await start(message.options)
      return
    case 'behave':
      for (const place of message.places) {
        const one = served[place]
        if (one !== undefined) one.behaviour = message.behaviour
      }
      tell({ type: 'done', callId: message.callId })
      return
    case 'add-credentials':
      served[message.place]?.addCredentials({ clientId: message.clientId, clientSecret: message.secret })
      tell({ type: 'done', callId: message.callId })
      return
    case 'stats': {
      const { user, system } = process.cpuUsage()
      const stats = {
        rssBytes: process.memoryUsage.rss(),
        cpuMs: (user + system) / 1000,
        requests: served.map((one) => one.requests)
      }
      tell({ type: 'done', callId: message.callId, stats })
    }
  }
}

process.on('message', (message: ToFleet) => {
  hear(message).catch((error: unknown) => {
    tell({ type: 'failed', message: error instanceof Error ? error.message : String(error) })
  })
})
// Whoever started the fleet has ended, in whatever way.
process.on('disconnect', () => process.exit(0))
// An interrupt at the terminal reaches this process, too; the one that started it says when it is over.
process.on('SIGINT', () => undefined)
