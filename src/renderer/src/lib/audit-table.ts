import { type AuditLoggingState, connectionOf } from '../../../shared/domain/audit-logging.ts'
import type { OrganizationId } from '../../../shared/kit/ids.ts'
import { useEventTables } from './archive-queries.ts'
import { useConnectionPaths, useConnections } from './connection-queries.ts'
import { useGeneralSettings } from './settings-queries.ts'

/** What is known of the table AUDIT_LOGS of an organization. */
export type AuditTable =
  | { readonly kind: 'reading' }
  | { readonly kind: 'error'; readonly activity: string; readonly error: unknown; readonly onRetry?: () => void }
  /** There is no audit connection. */
  | { readonly kind: 'no-connection'; readonly state: AuditLoggingState }
  /** The connection is there, and Sigma lists no AUDIT_LOGS in it yet. */
  | { readonly kind: 'no-table' }
  | {
      readonly kind: 'ready'
      readonly state: AuditLoggingState
      /** Absent where Sigma lists the table no more, or not now, and what was kept of it is shown. */
      readonly connectionId?: string
      readonly path: string[]
    }

/**
 * Where an organization's audit events are, or why that is not known. Events that were kept are shown whether or not
 * there is still an audit connection that they came from.
 */
export function useAuditTable(organizationId: OrganizationId): AuditTable {
  const listed = useListedTable(organizationId)
  const state = useGeneralSettings(organizationId).data?.auditLogging.state
  const isListed = listed.kind === 'ready' || listed.kind === 'reading'
  const kept = useEventTables(organizationId, !isListed)
  if (isListed || state === undefined) return listed
  if (kept.isPending) return { kind: 'reading' }
  const table = kept.data?.find(({ path }) => isAuditLogs(path))
  return table === undefined ? listed : { kind: 'ready', state, path: table.path }
}

function isAuditLogs(path: readonly string[]): boolean {
  return path.at(-1)?.toUpperCase() === 'AUDIT_LOGS'
}

/** The table as Sigma lists it, or listed it when it was last read. */
function useListedTable(organizationId: OrganizationId): AuditTable {
  const settings = useGeneralSettings(organizationId)
  const connections = useConnections(organizationId)
  const state = settings.data?.auditLogging.state
  const listed = connections.data?.connections.find((connection) => connection.isAuditLog)
  const connectionId = listed?.connectionId ?? (state === undefined ? undefined : connectionOf(state))
  const paths = useConnectionPaths(organizationId, connectionId)
  if (state === undefined || connections.data === undefined) {
    const error = settings.error ?? connections.error
    return error === null ? { kind: 'reading' } : { kind: 'error', activity: 'Reading the audit log', error }
  }
  if (connectionId === undefined) return { kind: 'no-connection', state }
  const activity = 'Reading the tables of the audit connection'
  if (paths.error !== null) return { kind: 'error', activity, error: paths.error, onRetry: () => void paths.refetch() }
  if (paths.data === undefined) return { kind: 'reading' }
  const path = paths.data.paths.find(isAuditLogs)
  if (path !== undefined) return { kind: 'ready', state, connectionId, path }
  const { freshness } = paths.data
  if (freshness.lastError !== undefined) return { kind: 'error', activity, error: freshness.lastError }
  return freshness.isReading || freshness.readAtMs === undefined ? { kind: 'reading' } : { kind: 'no-table' }
}
