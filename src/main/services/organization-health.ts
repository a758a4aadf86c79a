import type { VaultStatus } from '../../shared/contract/credentials.ts'
import type { OrganizationHealth } from '../../shared/contract/organizations.ts'
import { hasRequestInFlight } from '../../shared/domain/audit-logging.ts'
import type { SyncPhase } from '../../shared/domain/sync-phases.ts'
import type { AppErrorCode } from '../../shared/kit/app-error.ts'
import type { OrganizationRecord } from '../stores/organization-store.ts'
import type { OrganizationSummary } from '../stores/summary-store.ts'

/**
 * One word for the list: what a person would want to know first. What a person paused asks for nothing until it is
 * resumed; for the others, needing a person comes before being out of reach, that before working, that before good.
 */
export function organizationHealth(facts: {
  readonly record: Pick<OrganizationRecord, 'pausedAtMs' | 'lastContactAtMs'>
  readonly vault: VaultStatus
  /** Undefined until one was made. */
  readonly summary: OrganizationSummary | undefined
  readonly phase: SyncPhase
}): OrganizationHealth {
  const { record, vault, summary, phase } = facts
  if (record.pausedAtMs !== undefined) return 'paused'
  if (summary?.isReadable === false || vault.isRefused) return 'attention'
  if (vault.state !== 'keychain' && vault.state !== 'session-only') return 'attention'
  if (summary?.auditLogging.kind === 'refused' || (summary?.refusedChanges ?? 0) > 0) return 'attention'
  if (summary?.lastError !== undefined) return passesByItself(summary.lastError.code) ? 'offline' : 'attention'
  if (phase === 'pulling' || phase === 'pushing') return 'working'
  if (summary !== undefined && (summary.pendingChanges > 0 || hasRequestInFlight(summary.auditLogging)))
    return 'working'
  if (record.lastContactAtMs === undefined) return 'never-read'
  return summary === undefined ? 'working' : 'good'
}

/** Whether waiting helps: the organization is out of reach or overloaded, and nobody has to do anything. */
function passesByItself(code: AppErrorCode): boolean {
  switch (code) {
    case 'busy':
    case 'name-not-resolved':
    case 'offline':
    case 'rate-limited':
    case 'server-fault':
    case 'timed-out':
    case 'unreachable':
      return true
    default:
      return false
  }
}
