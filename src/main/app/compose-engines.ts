import type { OrganizationId } from '../../shared/kit/ids.ts'
import type { Announce } from '../ports/announcer.port.ts'
import type { Clock } from '../ports/clock.port.ts'
import type { Connectivity } from '../ports/connectivity.port.ts'
import type { Logger } from '../ports/logger.port.ts'
import type { Power } from '../ports/power.port.ts'
import type { ConnectionService } from '../services/connection-service.ts'
import type { InboxService } from '../services/inbox-service.ts'
import type { SigmaClient } from '../sigma/sigma-client.ts'
import type { ConnectionStore } from '../stores/connection-store.ts'
import type { OrganizationRecord, OrganizationStore } from '../stores/organization-store.ts'
import type { SettingsStore } from '../stores/settings-store.ts'
import { backgroundRows } from '../sync/background-rows.ts'
import { EngineSet } from '../sync/engine-set.ts'
import { OrganizationEngine } from '../sync/organization-engine.ts'
import { SteadyTime } from '../sync/steady-time.ts'
import type { SyncContext } from '../sync/sync-context.ts'
import { TableSyncs } from '../sync/table-sync.ts'
import { announceLater } from './announce-later.ts'
import type { ArchiveStores } from './compose-archive.ts'

export interface EngineParts {
  readonly archiveStores: ArchiveStores
  readonly client: (id: OrganizationId) => Promise<SigmaClient>
  readonly clock: Clock
  readonly connections: ConnectionStore
  readonly connectionService: ConnectionService
  readonly connectivity: Connectivity
  readonly directory: {
    readonly pull: (context: SyncContext, signal: AbortSignal) => Promise<void>
    readonly readAtMs: (id: OrganizationId) => Promise<number | undefined>
  }
  readonly inbox: InboxService
  readonly logger: Logger
  readonly announce: Announce
  readonly organizations: OrganizationStore
  readonly power: Power
  readonly recordOf: (id: OrganizationId) => Promise<OrganizationRecord>
  readonly settings: SettingsStore
}

export interface Engines {
  readonly engines: EngineSet
  readonly readings: TableSyncs
  /** Tells the window what nobody waits for. */
  readonly announceLater: Announce
  /** Ends listening to the machine. The engines and readings are ended one by one. */
  readonly stopListening: () => void
}

/** Builds what keeps organizations up to date: an engine each, and the reading of their tables. Nothing runs yet. */
export function composeEngines(parts: EngineParts): Engines {
  const { archive } = parts.archiveStores
  const { client, clock, connections, connectionService, connectivity, directory } = parts
  const { inbox, logger, announce, organizations, power, recordOf, settings } = parts
  const time = new SteadyTime(clock)
  const readings = new TableSyncs({
    ...parts.archiveStores,
    settings,
    connections,
    client,
    clock,
    time,
    logger: logger.child('rows'),
    announce
  })
  const readAuditRows = backgroundRows({
    readings,
    archive,
    settings,
    time,
    pathsOf: async (id, connectionId) => {
      const known = await connections.paths(id, connectionId)
      return known.length > 0 ? known : (await connectionService.refreshPaths(id, connectionId)).paths
    }
  })
  const later = announceLater(announce, clock)
  const contextOf = (record: OrganizationRecord): SyncContext => ({
    organizationId: record.id,
    record: () => recordOf(record.id),
    client: () => client(record.id),
    organizations,
    settings,
    connections,
    clock,
    logger: logger.child('sync'),
    announce,
    tell: async (news) => {
      const { name, kind } = await recordOf(record.id)
      await inbox.tell({
        ...news,
        organizationId: record.id,
        organizationName: name,
        facts: { ...news.facts, organizationKind: kind }
      })
    },
    random: Math.random
  })
  const engineOf = (record: OrganizationRecord): OrganizationEngine => {
    const context = contextOf(record)
    return new OrganizationEngine(
      {
        ...context,
        announceLater: later,
        time,
        // An embedded organization needs no network.
        isSystemOnline: () => record.kind === 'sandbox' || connectivity.isOnline(),
        directory: {
          pull: (signal) => directory.pull(context, signal),
          readAtMs: () => directory.readAtMs(record.id)
        },
        readRows: (connectionId) => {
          readAuditRows(record.id, connectionId).catch((error: unknown) => logger.warn('rows were not read', { error }))
        }
      },
      record.pausedAtMs !== undefined
    )
  }
  const engines: EngineSet = new EngineSet({
    clock,
    time,
    startSpacingMs: 50,
    create: engineOf,
    onPaused: (id) => readings.stop(id)
  })
  const ends = [power.onSuspend(() => engines.willSleep()), power.onResume(() => engines.woke())]
  return {
    engines,
    readings,
    announceLater: later,
    stopListening: () => {
      for (const end of ends) end()
    }
  }
}
