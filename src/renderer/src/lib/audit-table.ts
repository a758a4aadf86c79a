import { type AuditLoggingState, connectionOf } from '../../../shared/domain/audit-logging.ts'
import type { OrganizationId } from '../../../shared/kit/ids.ts'
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
      readonly connectionId: string
      readonly path: string[]
    }

/** Where an organization's audit events are, or why that is not known. */
export function useAuditTable(organizationId: OrganizationId): AuditTable {
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
  const path = paths.data.paths.find((each) => each.at(-1)?.toUpperCase() === 'AUDIT_LOGS')
  if (path !== undefined) return { kind: 'ready', state, connectionId, path }
  const { freshness } = paths.data
  if (freshness.lastError !== undefined) return { kind: 'error', activity, error: freshness.lastError }
  return freshness.isReading || freshness.readAtMs === undefined ? { kind: 'reading' } : { kind: 'no-table' }
}
