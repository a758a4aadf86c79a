import { assertNever } from '../kit/assert-never.ts'
import type { AuditLoggingState } from './audit-logging.ts'

/**
 * Audit logging as a setting among others: on, off, or not to be had. What was asked for counts from when Sigma has
 * accepted it, since Sigma keeps the setting while the audit connection is still to come (Feature Pending) or to go.
 * @returns undefined where it is not known
 */
export function auditLoggingValue(state: AuditLoggingState): boolean | 'not-available' | undefined {
  switch (state.kind) {
    case 'unknown':
      return undefined
    case 'not-provisioned':
    case 'region-not-supported':
      return 'not-available'
    case 'pending':
    case 'timed-out':
    case 'enabled':
    case 'disable-waiting':
      return true
    case 'disabled':
    case 'enable-waiting':
    case 'disabling':
      return false
    case 'refused':
      return state.connectionId !== undefined
    default:
      return assertNever(state)
  }
}
