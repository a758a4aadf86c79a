import { connectionOf } from '../../shared/domain/audit-logging.ts'
import { unarchivedSinceMs } from '../../shared/domain/audit-freshness.ts'
import type { OrganizationSummary, SummarySource } from '../stores/summary-store.ts'

/** Of an organization of which nothing is known yet. */
export const emptySummary: OrganizationSummary = {
  isReadable: true,
  auditLogging: { kind: 'unknown' },
  pendingChanges: 0,
  refusedChanges: 0
}

/**
 * The summary of what an organization's files say.
 * @param before the summary until now; it alone knows when audit logging was first seen on, where Sigma does not tell
 */
export function summaryOf(
  source: SummarySource,
  before: OrganizationSummary | undefined,
  nowMs: number
): OrganizationSummary {
  const { auditLogging, auditConnectionMadeAtMs, auditLogReadAtMs, ...rest } = source
  const isEnabled = connectionOf(auditLogging) !== undefined
  const activatedAtMs = 'activatedAtMs' in auditLogging ? auditLogging.activatedAtMs : undefined
  const enabledSinceMs = isEnabled
    ? (activatedAtMs ?? auditConnectionMadeAtMs ?? before?.enabledSinceMs ?? nowMs)
    : undefined
  const openSinceMs = unarchivedSinceMs({ isEnabled, enabledSinceMs, auditLogReadAtMs })
  return {
    ...rest,
    isReadable: true,
    auditLogging,
    ...(auditLogReadAtMs === undefined ? {} : { auditLogReadAtMs }),
    ...(enabledSinceMs === undefined ? {} : { enabledSinceMs }),
    ...(openSinceMs === undefined ? {} : { unarchivedSinceMs: openSinceMs })
  }
}

/** Whether two summaries say the same. */
export function isSameSummary(one: OrganizationSummary | undefined, other: OrganizationSummary): boolean {
  return one !== undefined && canonical(one) === canonical(other)
}

/** Whether two summaries differ in nothing but in when things were read, if at all. */
export function isSameButForAge(one: OrganizationSummary | undefined, other: OrganizationSummary): boolean {
  return one !== undefined && isSameSummary(ageless(one), ageless(other))
}

function ageless(summary: OrganizationSummary): OrganizationSummary {
  const { lastReadAtMs, auditLogReadAtMs, unarchivedSinceMs, ...rest } = summary
  // That something was read at all, or that it is at risk, is more than an age.
  const presence = [lastReadAtMs, auditLogReadAtMs, unarchivedSinceMs].map((atMs) =>
    atMs === undefined ? undefined : 0
  )
  const [read, auditLogRead, unarchived] = presence
  return {
    ...rest,
    ...(read === undefined ? {} : { lastReadAtMs: read }),
    ...(auditLogRead === undefined ? {} : { auditLogReadAtMs: auditLogRead }),
    ...(unarchived === undefined ? {} : { unarchivedSinceMs: unarchived })
  }
}

/** JSON with the names in order, and without what is absent. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_name, inner: unknown) =>
    typeof inner === 'object' && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).toSorted(([one], [other]) => (one < other ? -1 : 1)))
      : inner
  )
}
