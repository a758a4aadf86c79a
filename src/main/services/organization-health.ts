import type { VaultStatus } from '../../shared/contract/credentials.ts'
import type { OrganizationHealth } from '../../shared/contract/organizations.ts'
import type { PendingChange } from '../../shared/contract/settings.ts'
import { type AuditLoggingState, hasRequestInFlight } from '../../shared/domain/audit-logging.ts'
import type { AppErrorCode, AppErrorData } from '../../shared/kit/app-error.ts'
import type { OrganizationRecord } from '../stores/organization-store.ts'

/** What an organization's own file says. */
export interface KnownState {
  readonly state: AuditLoggingState
  readonly lastError: AppErrorData | undefined
  readonly lastReadAtMs: number | undefined
  readonly changes: readonly PendingChange[]
}

/**
 * One word for the list: what a person would want to know first. Needing a person comes before being out of reach,
 * that before working, that before good.
 */
export function organizationHealth(facts: {
  readonly record: OrganizationRecord
  readonly vault: VaultStatus
  readonly known: KnownState | undefined
  readonly isBusy: boolean
}): OrganizationHealth {
  const { record, vault, known, isBusy } = facts
  if (known === undefined || vault.isRefused) return 'attention'
  if (vault.state !== 'keychain' && vault.state !== 'session-only') return 'attention'
  if (known.state.kind === 'refused' || known.changes.some((change) => change.state === 'refused')) return 'attention'
  if (known.lastError !== undefined) return passesByItself(known.lastError.code) ? 'offline' : 'attention'
  if (hasRequestInFlight(known.state) || known.changes.length > 0 || isBusy) return 'working'
  return record.lastContactAtMs === undefined ? 'never-read' : 'good'
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
