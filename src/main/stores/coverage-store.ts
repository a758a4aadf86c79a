import { connectionOf } from '../../shared/domain/audit-logging.ts'
import { auditLoggingSpans } from '../../shared/domain/audit-logging-spans.ts'
import type { CoverageFacts } from '../../shared/domain/coverage.ts'
import type { OrganizationId } from '../../shared/kit/ids.ts'
import type { ConnectionStore } from './connection-store.ts'
import type { DriftStore } from './drift-store.ts'
import type { LedgerStore } from './ledger-store.ts'
import type { SettingsStore } from './settings-store.ts'

export interface StoredCoverage extends CoverageFacts {
  readonly isAuditLoggingOn: boolean
}

/** All that coverage is derived from, gathered from the organization's two files. */
export interface CoverageStore {
  /** @param sinceMs readings that end before it are left out */
  facts(id: OrganizationId, path: readonly string[], sinceMs?: number): Promise<StoredCoverage>
}

export function createCoverageStore(stores: {
  readonly ledger: LedgerStore
  readonly connections: ConnectionStore
  readonly settings: SettingsStore
  readonly drift: DriftStore
}): CoverageStore {
  return {
    async facts(id, path, sinceMs) {
      const [readings, connections, auditLogging, seen] = await Promise.all([
        stores.ledger.readingsSince(id, path, sinceMs),
        stores.connections.connections(id),
        stores.settings.auditLogging(id),
        stores.drift.history(id, 'auditLogging')
      ])
      const made = connections.flatMap((one) =>
        one.isAuditLog && one.createdAtMs !== undefined ? [one.createdAtMs] : []
      )
      return {
        readings,
        ...auditLoggingSpans(made, seen),
        isAuditLoggingOn: connectionOf(auditLogging) !== undefined
      }
    }
  }
}
