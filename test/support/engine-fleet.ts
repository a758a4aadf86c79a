import type { Announce } from '../../src/main/ports/announcer.port.ts'
import type { HttpRequest } from '../../src/main/ports/http-client.port.ts'
import { RequestGate } from '../../src/main/sigma/http/request-gate.ts'
import { createSigmaClient, type SigmaClient } from '../../src/main/sigma/sigma-client.ts'
import type { OrganizationRecord } from '../../src/main/stores/organization-store.ts'
import { EngineSet } from '../../src/main/sync/engine-set.ts'
import { OrganizationEngine } from '../../src/main/sync/organization-engine.ts'
import { SteadyTime } from '../../src/main/sync/steady-time.ts'
import { AppError } from '../../src/shared/kit/app-error.ts'
import type { OrganizationId } from '../../src/shared/kit/ids.ts'
import { Secret } from '../../src/shared/kit/secret.ts'
import type { ManualClock } from './manual-clock.ts'
import { createMemoryLogger, type MemoryLogger } from './memory-logger.ts'
import { createMemoryStores, type MemoryStores } from './memory-stores.ts'
import { type Answer, createScriptedHttpClient } from './scripted-http-client.ts'

/** How an organization's server behaves. `gone`: there is no network to it. */
export type Behaviour = 'fine' | 'hanging' | 'refusing' | 'gone' | 'faulty'

/** A request as the network saw it. */
export interface SeenRequest {
  readonly id: OrganizationId
  /** `token`, or the path. */
  readonly path: string
  readonly method: string
  /** Monotonic. */
  readonly atMs: number
}

export interface EngineFleet {
  readonly ids: readonly OrganizationId[]
  readonly engines: EngineSet
  readonly gate: RequestGate
  readonly stores: MemoryStores
  readonly logger: MemoryLogger
  readonly seen: SeenRequest[]
  /** What was told at once. */
  readonly announced: { name: string; id: OrganizationId | undefined }[]
  /** What could wait. */
  readonly announcedLater: EngineFleet['announced']
  readonly rowsAsked: OrganizationId[]
  /** When each organization's members were read, epoch ms. */
  readonly directoryReadAtMs: Map<OrganizationId, number>
  /** Most requests that were on their way at once. */
  readonly mostAtOnce: number
  readonly atOnce: number
  behave(id: OrganizationId, behaviour: Behaviour): void
  /** What the system says about the network. */
  setSystemOnline(isOnline: boolean): void
  /** Requests of an organization whose path ends so. */
  requests(id: OrganizationId, ending: string): SeenRequest[]
  start(): void
  stop(): Promise<void>
}

/**
 * Engines, gate, limits and Sigma clients as the program has them, on memory stores and a server that is a function of the
 * clock. Everything is on one host, so that all of them share its pace for tokens.
 * @param options `latencyMs`: how long an answer takes; `known`: what the stores have of each organization from before
 */
export function createEngineFleet(options: {
  readonly clock: ManualClock
  readonly count: number
  readonly latencyMs?: number
  readonly known?: (index: number) => Parameters<MemoryStores['add']>[1] & { readonly pausedAtMs?: number }
}): EngineFleet {
  const { clock, count, latencyMs = 100 } = options
  const stores = createMemoryStores()
  const logger = createMemoryLogger()
  const seen: SeenRequest[] = []
  const seenOf = new Map<OrganizationId, SeenRequest[]>()
  const announced: EngineFleet['announced'] = []
  const announcedLater: EngineFleet['announced'] = []
  const told =
    (where: EngineFleet['announced']): Announce =>
    (name, payload) => {
      const one = 'organizationId' in payload ? payload.organizationId : undefined
      const some = 'organizationIds' in payload ? payload.organizationIds : undefined
      where.push({ name, id: one ?? some?.[0] })
    }
  const rowsAsked: OrganizationId[] = []
  const behaviours = new Map<OrganizationId, Behaviour>()
  const directoryReadAtMs = new Map<OrganizationId, number>()
  let atOnce = 0
  let mostAtOnce = 0
  let isSystemOnline = true
  const ids = Array.from({ length: count }, (_, index) => `org-${index}` as OrganizationId)
  const recordOf = (id: OrganizationId, index: number): OrganizationRecord =>
    ({
      id,
      name: id,
      kind: 'sigma',
      label: 'none',
      color: 'gray',
      apiUrl: 'https://api.example.test',
      clientId: id,
      position: index,
      addedAtMs: clock.nowMs()
    }) as Partial<OrganizationRecord> as OrganizationRecord
  for (const [index, id] of ids.entries()) {
    const { pausedAtMs, ...known } = options.known?.(index) ?? {}
    stores.add({ ...recordOf(id, index), ...(pausedAtMs === undefined ? {} : { pausedAtMs }) }, known)
  }

  const answer = async (request: HttpRequest, id: OrganizationId, path: string, good: unknown): Promise<Answer> => {
    const one = { id, path, method: request.method, atMs: clock.monotonicMs() }
    seen.push(one)
    const mine = seenOf.get(id) ?? []
    mine.push(one)
    seenOf.set(id, mine)
    atOnce += 1
    mostAtOnce = Math.max(mostAtOnce, atOnce)
    try {
      switch (behaviours.get(id) ?? 'fine') {
        case 'gone':
          return new AppError('offline')
        case 'hanging':
          await clock.sleep(request.firstByteTimeoutMs ?? 30_000, request.signal)
          return new AppError('timed-out')
        case 'refusing':
          return { status: 401, json: { code: 'unauthorized', message: 'no' } }
        case 'faulty':
          return { status: 500, json: {} }
        case 'fine':
          await clock.sleep(latencyMs, request.signal)
          return { json: good }
      }
    } finally {
      atOnce -= 1
    }
  }
  const network = createScriptedHttpClient(
    (request) => {
      const id = (/^Bearer token:(.*)$/.exec(request.headers.authorization ?? '')?.[1] ?? '') as OrganizationId
      const { pathname } = new URL(request.url)
      return answer(request, id, pathname, bodyOf(pathname, id))
    },
    (request) => {
      const basic = Buffer.from((request.headers.authorization ?? '').slice(6), 'base64').toString('utf8')
      const id = (basic.split(':')[0] ?? '') as OrganizationId
      return answer(request, id, 'token', { access_token: `token:${id}`, token_type: 'bearer', expires_in: 3600 })
    }
  )

  const gate = new RequestGate({ clock, isUrgent: (key) => engines.isWanted(key as OrganizationId) })
  const clients = new Map<OrganizationId, SigmaClient>()
  const clientOf = (id: OrganizationId): SigmaClient => {
    const known = clients.get(id)
    if (known !== undefined) return known
    const made = createSigmaClient({
      apiUrl: 'https://api.example.test',
      httpClient: gate.clientOf(id, { send: network.send, shared: { network, isUrgent: () => false } }),
      clock,
      logger,
      clientId: id,
      readSecret: async () => new Secret('s3cr3t'),
      random: () => 0.5
    })
    clients.set(id, made)
    return made
  }
  const time = new SteadyTime(clock)
  const engines: EngineSet = new EngineSet({
    clock,
    time,
    startSpacingMs: 50,
    create: (record) =>
      new OrganizationEngine(
        {
          organizationId: record.id,
          record: async () => stores.kept.get(record.id)?.record ?? record,
          client: async () => clientOf(record.id),
          organizations: stores.organizations,
          settings: stores.settings,
          connections: stores.connections,
          clock,
          logger,
          announce: told(announced),
          announceLater: told(announcedLater),
          tell: async () => undefined,
          random: () => 0.5,
          time,
          isSystemOnline: () => isSystemOnline,
          directory: {
            pull: async (signal) => {
              await clientOf(record.id).members.list({}, signal)
              directoryReadAtMs.set(record.id, clock.nowMs())
            },
            readAtMs: async () => directoryReadAtMs.get(record.id)
          },
          readRows: () => rowsAsked.push(record.id)
        },
        record.pausedAtMs !== undefined
      )
  })
  return {
    ids,
    engines,
    gate,
    stores,
    logger,
    seen,
    announced,
    announcedLater,
    rowsAsked,
    get mostAtOnce() {
      return mostAtOnce
    },
    get atOnce() {
      return atOnce
    },
    directoryReadAtMs,
    behave: (id, behaviour) => behaviours.set(id, behaviour),
    setSystemOnline: (isOnline) => {
      isSystemOnline = isOnline
    },
    requests: (id, ending) => (seenOf.get(id) ?? []).filter((one) => one.path.endsWith(ending)),
    start: () => engines.startAll([...stores.kept.values()].map(({ record }) => record)),
    stop: () => engines.stopAll()
  }
}

function bodyOf(pathname: string, id: OrganizationId): unknown {
  if (pathname === '/v2/whoami') return { userId: 'u1', organizationId: `sigma-${id}` }
  if (/^\/v2\/members\/./.test(pathname))
    return { memberId: 'u1', memberType: 'Admin', firstName: 'A', lastName: 'B', email: 'a@b.example' }
  if (pathname === '/v2/organizations/settings/timezone') return { timezone: 'Europe/Berlin' }
  if (pathname.startsWith('/v2/organizations/settings/')) return { enabled: false }
  return { entries: [] }
}
