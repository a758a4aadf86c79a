import type { OrganizationId } from '../../shared/kit/ids.ts'
import { minuteMs } from '../../shared/kit/time.ts'
import type { Announce } from '../ports/announcer.port.ts'
import type { Clock } from '../ports/clock.port.ts'
import type { Logger } from '../ports/logger.port.ts'
import type { ConnectionService } from '../services/connection-service.ts'
import type { InboxService } from '../services/inbox-service.ts'
import type { SigmaClient } from '../sigma/sigma-client.ts'
import type { ArchiveStore } from '../stores/archive-store.ts'
import type { ConnectionStore } from '../stores/connection-store.ts'
import type { OrganizationRecord, OrganizationStore } from '../stores/organization-store.ts'
import type { SettingsStore } from '../stores/settings-store.ts'
import { EngineSet } from '../sync/engine-set.ts'
import { OrganizationEngine } from '../sync/organization-engine.ts'
import { TableSyncs } from '../sync/table-sync.ts'

/** How often rows of the audit log are read where audit logging is on and nobody looks. */
const backgroundReadingMs = 15 * minuteMs

export interface EngineParts {
  readonly archive: ArchiveStore
  readonly client: (id: OrganizationId) => Promise<SigmaClient>
  readonly clock: Clock
  readonly connections: ConnectionStore
  readonly connectionService: ConnectionService
  readonly inbox: InboxService
  readonly logger: Logger
  readonly announce: Announce
  readonly organizations: OrganizationStore
  readonly recordOf: (id: OrganizationId) => Promise<OrganizationRecord>
  readonly settings: SettingsStore
}

/** Builds what keeps organizations up to date: an engine each, and the reading of their tables. Nothing runs yet. */
export function composeEngines(parts: EngineParts): { readonly engines: EngineSet; readonly readings: TableSyncs } {
  const { archive, client, clock, connections, connectionService, inbox, logger, announce } = parts
  const { organizations, recordOf, settings } = parts
  const readings = new TableSyncs({ archive, settings, client, clock, logger: logger.child('rows'), announce })
  const readAuditLogs = async (id: OrganizationId, connectionId: string | undefined) => {
    if (connectionId === undefined) return
    const known = await connections.paths(id, connectionId)
    const paths = known.length > 0 ? known : (await connectionService.refreshPaths(id, connectionId)).paths
    const path = paths.find((one) => one.at(-1) === 'AUDIT_LOGS')
    if (path === undefined || (await readings.isFresh(id, path, backgroundReadingMs))) return
    // Looking for a workbook costs many requests; once none was found, a person chooses or makes one.
    if ((await readings.status(id, path)).state !== 'no-workbook') readings.start(id, path)
  }

  const engines: EngineSet = new EngineSet({
    clock,
    startSpacingMs: 50,
    create: (record) =>
      new OrganizationEngine(
        {
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
        },
        (connectionId) => {
          readAuditLogs(record.id, connectionId).catch((error: unknown) => logger.warn('rows were not read', { error }))
        }
      )
  })
  return { engines, readings }
}
