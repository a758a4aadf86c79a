import type { Organization } from '../../../../shared/contract/organizations.ts'
import { type AuditFreshness, auditFreshness, auditRetentionMs } from '../../../../shared/domain/audit-freshness.ts'
import { connectionOf, type AuditLoggingState } from '../../../../shared/domain/audit-logging.ts'
import { dayMs } from '../../../../shared/kit/time.ts'

/** Rows that leave Sigma within this time are at risk: a holiday is longer. */
export const leavesSoonMs = 7 * dayMs

/** Whether events are being recorded: an audit connection is there, also while a request to disable waits. */
export function isAuditLoggingOn(state: AuditLoggingState): boolean {
  return connectionOf(state) !== undefined
}

const offKinds: readonly AuditLoggingState['kind'][] = ['disabled', 'enable-waiting']

/** Whether it is off and could be on; where Sigma does not offer it, or nothing is known, it is neither on nor off. */
export function isAuditLoggingOff(state: AuditLoggingState): boolean {
  return offKinds.includes(state.kind) || (state.kind === 'refused' && connectionOf(state) === undefined)
}

/** How what is kept compares with the two hours that Sigma promises. */
export function freshnessOf({ auditLogging, auditLogReadAtMs }: Organization, nowMs: number): AuditFreshness {
  return auditFreshness({ isEnabled: isAuditLoggingOn(auditLogging), auditLogReadAtMs }, nowMs)
}

/** When the oldest rows that are not kept here leave Sigma; undefined where there are none. */
export function leavesSigmaAtMs({ unarchivedSinceMs }: Organization): number | undefined {
  return unarchivedSinceMs === undefined ? undefined : unarchivedSinceMs + auditRetentionMs
}

export const quickFilters = ['all', 'attention', 'audit-off', 'paused', 'offline', 'pending'] as const
export type QuickFilter = (typeof quickFilters)[number]

/** Whether an organization fits a quick filter. */
export function fits(organization: Organization, filter: QuickFilter): boolean {
  switch (filter) {
    case 'all':
      return true
    case 'attention':
      return organization.health === 'attention'
    case 'audit-off':
      return isAuditLoggingOff(organization.auditLogging)
    case 'paused':
      return organization.pausedAtMs !== undefined
    case 'offline':
      return organization.health === 'offline'
    case 'pending':
      return organization.pendingChanges > 0
  }
}

export interface FleetTotals {
  readonly counts: Readonly<Record<QuickFilter, number>>
  readonly auditOn: number
  readonly pendingChanges: number
  readonly refusedChanges: number
  /** The organization whose rows leave Sigma next. */
  readonly nextToLeave: { readonly organization: Organization; readonly atMs: number } | undefined
}

/** What all organizations together come to. */
export function totalsOf(organizations: readonly Organization[]): FleetTotals {
  const counts = Object.fromEntries(
    quickFilters.map((filter) => [filter, organizations.filter((one) => fits(one, filter)).length])
  ) as Record<QuickFilter, number>
  let nextToLeave: FleetTotals['nextToLeave']
  for (const organization of organizations) {
    const atMs = leavesSigmaAtMs(organization)
    if (atMs !== undefined && (nextToLeave === undefined || atMs < nextToLeave.atMs))
      nextToLeave = { organization, atMs }
  }
  return {
    counts,
    auditOn: organizations.filter((one) => isAuditLoggingOn(one.auditLogging)).length,
    pendingChanges: organizations.reduce((sum, one) => sum + one.pendingChanges, 0),
    refusedChanges: organizations.reduce((sum, one) => sum + one.refusedChanges, 0),
    nextToLeave
  }
}
