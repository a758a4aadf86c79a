import type { ConnectionList, ConnectionPaths, TableDetail } from '../../shared/contract/connections.ts'
import type { Freshness } from '../../shared/contract/primitives.ts'
import { AppError, toAppError } from '../../shared/kit/app-error.ts'
import type { OrganizationId } from '../../shared/kit/ids.ts'
import { minuteMs } from '../../shared/kit/time.ts'
import type { Announce } from '../ports/announcer.port.ts'
import type { Clock } from '../ports/clock.port.ts'
import type { SigmaClient } from '../sigma/sigma-client.ts'
import type { CachedSubject, ConnectionStore } from '../stores/connection-store.ts'
import type { SettingsStore } from '../stores/settings-store.ts'
import { journalled } from './journalled.ts'

/** Cached paths and columns older than this are read again when somebody looks at them. */
const staleAfterMs = 15 * minuteMs
/** After a failure, looking again does not ask again for this long. */
const quietAfterErrorMs = minuteMs / 2

export interface ConnectionServiceOptions {
  readonly connections: ConnectionStore
  readonly settings: Pick<SettingsStore, 'appendJournal'>
  readonly client: (id: OrganizationId) => Promise<SigmaClient>
  /** Reads the list of connections through the organization's engine. */
  readonly refreshOrganization: (id: OrganizationId) => Promise<void>
  readonly clock: Clock
  readonly announce: Announce
}

/** Connections, their paths and their tables' columns: answered from the local copy, read anew when stale. */
export class ConnectionService {
  readonly #options: ConnectionServiceOptions
  readonly #reading = new Map<string, Promise<void>>()

  constructor(options: ConnectionServiceOptions) {
    this.#options = options
  }

  async list(id: OrganizationId): Promise<ConnectionList> {
    const connections = await this.#options.connections.connections(id)
    return { connections: [...connections], freshness: await this.#freshness(id, { of: 'connections' }) }
  }

  /** Reads the list from Sigma now; a failure is part of the answer. */
  async refreshList(id: OrganizationId): Promise<ConnectionList> {
    await this.#options.refreshOrganization(id).catch(() => undefined)
    return this.list(id)
  }

  async paths(id: OrganizationId, connectionId: string): Promise<ConnectionPaths> {
    const subject: CachedSubject = { of: 'paths', connectionId }
    await this.#readIfStale(id, subject)
    const paths = await this.#options.connections.paths(id, connectionId)
    return { paths: paths.map((path) => [...path]), freshness: await this.#freshness(id, subject) }
  }

  async refreshPaths(id: OrganizationId, connectionId: string): Promise<ConnectionPaths> {
    await this.#read(id, { of: 'paths', connectionId })
    return this.paths(id, connectionId)
  }

  async table(id: OrganizationId, connectionId: string, path: readonly string[]): Promise<TableDetail> {
    const subject: CachedSubject = { of: 'table', connectionId, path }
    await this.#readIfStale(id, subject)
    const [columns, connections] = await Promise.all([
      this.#options.connections.columns(id, connectionId, path),
      this.#options.connections.connections(id)
    ])
    const isAudit = connections.some((one) => one.connectionId === connectionId && one.isAuditLog)
    return { columns: [...columns], hasRows: isAudit, freshness: await this.#freshness(id, subject) }
  }

  async refreshTable(id: OrganizationId, connectionId: string, path: readonly string[]): Promise<TableDetail> {
    await this.#read(id, { of: 'table', connectionId, path })
    return this.table(id, connectionId, path)
  }

  /** Sigma's own test of a connection. @throws AppError from the request */
  async test(id: OrganizationId, connectionId: string): Promise<{ read: string; write: string; testedAtMs: number }> {
    const known = (await this.#options.connections.connections(id)).find((one) => one.connectionId === connectionId)
    const detail = { connectionId, ...(known === undefined ? {} : { connection: known.name }) }
    return journalled(this.#options, id, 'connection-tested', detail, async () => {
      const client = await this.#options.client(id)
      const { read, write } = await client.connections.test(connectionId)
      return { read, write, testedAtMs: this.#options.clock.nowMs() }
    })
  }

  async #freshness(id: OrganizationId, subject: CachedSubject): Promise<Freshness> {
    return {
      ...(await this.#options.connections.freshness(id, subject)),
      isReading: this.#reading.has(keyOf(id, subject))
    }
  }

  /** Starts a reading in the background where the copy is missing or old; its end is announced. */
  async #readIfStale(id: OrganizationId, subject: CachedSubject): Promise<void> {
    const { readAtMs, lastErrorAtMs } = await this.#options.connections.freshness(id, subject)
    const now = this.#options.clock.nowMs()
    const isFresh = readAtMs !== undefined && now - readAtMs < staleAfterMs
    const failedJustNow = lastErrorAtMs !== undefined && now - lastErrorAtMs < quietAfterErrorMs
    if (!isFresh && !failedJustNow) void this.#read(id, subject)
  }

  /** Reads and stores a subject; a failure is stored as the subject's last error. Never throws. */
  #read(id: OrganizationId, subject: CachedSubject): Promise<void> {
    const key = keyOf(id, subject)
    const running = this.#reading.get(key)
    if (running !== undefined) return running
    const reading = this.#readNow(id, subject)
      .catch(async (thrown: unknown) => {
        const error = toAppError(thrown)
        await this.#options.connections
          .saveError(id, subject, error.toData(), this.#options.clock.nowMs())
          .catch(() => undefined)
      })
      .finally(() => {
        this.#reading.delete(key)
        this.#options.announce('connectionsChanged', { organizationId: id })
      })
    this.#reading.set(key, reading)
    return reading
  }

  async #readNow(id: OrganizationId, subject: CachedSubject): Promise<void> {
    const { connections, clock } = this.#options
    const client = await this.#options.client(id)
    switch (subject.of) {
      case 'connections':
        return this.#options.refreshOrganization(id)
      case 'paths': {
        const paths = await client.connections.paths(subject.connectionId)
        return connections.savePaths(
          id,
          subject.connectionId,
          tablePathsIn(paths.map((entry) => entry.path)),
          clock.nowMs()
        )
      }
      case 'table': {
        const found = await client.connections.lookup(subject.connectionId, subject.path)
        if (found.kind !== 'table') throw new AppError('not-supported', { what: found.kind })
        const columns = await client.connections.columns(found.inodeId)
        return connections.saveColumns(id, subject.connectionId, subject.path, columns, clock.nowMs())
      }
    }
  }
}

/**
 * The tables among paths. Sigma lists databases and schemas beside the tables in them; what is above another path is no
 * table. A schema without tables cannot be told from one and stays.
 */
export function tablePathsIn(paths: readonly (readonly string[])[]): readonly (readonly string[])[] {
  const above = new Set(
    paths.flatMap((path) => path.slice(0, -1).map((_part, index) => JSON.stringify(path.slice(0, index + 1))))
  )
  return paths.filter((path) => path.length > 0 && !above.has(JSON.stringify(path)))
}

function keyOf(id: OrganizationId, subject: CachedSubject): string {
  return JSON.stringify([id, subject])
}
