import { dayMs, hourMs } from '../kit/time.ts'

/** How late an event may appear in AUDIT_LOGS, as Sigma documents it. */
export const promisedLatenessMs = 2 * hourMs
/** How long Sigma keeps a row of AUDIT_LOGS. */
export const auditRetentionMs = 30 * dayMs
/** Kept rows that are older than this lag behind by more than a late round or a night's sleep. */
const staleAfterMs = dayMs

/** How what is kept here compares with the two hours that Sigma promises. `never`: on, and not read to the end yet. */
export type AuditFreshness = 'current' | 'late' | 'stale' | 'off' | 'never'

export interface AuditArchiveFacts {
  readonly isEnabled: boolean
  /** When the audit log was last read to its end. */
  readonly auditLogReadAtMs?: number | undefined
}

/** The verdict at `nowMs`. A reading that seems to lie in the future (the clock was set back) counts as current. */
export function auditFreshness({ isEnabled, auditLogReadAtMs }: AuditArchiveFacts, nowMs: number): AuditFreshness {
  if (!isEnabled) return 'off'
  if (auditLogReadAtMs === undefined) return 'never'
  const ageMs = nowMs - auditLogReadAtMs
  if (ageMs <= promisedLatenessMs) return 'current'
  return ageMs <= staleAfterMs ? 'late' : 'stale'
}

/**
 * The earliest time from which Sigma may hold rows that are not kept here, epoch ms; undefined where audit logging is off.
 * A complete reading leaves open only what Sigma had not shown yet, and there is nothing from before audit logging was on.
 * @param facts `enabledSinceMs`: since when audit logging is on, as far as is known
 */
export function unarchivedSinceMs({
  isEnabled,
  enabledSinceMs,
  auditLogReadAtMs
}: AuditArchiveFacts & { readonly enabledSinceMs?: number | undefined }): number | undefined {
  if (!isEnabled) return undefined
  if (auditLogReadAtMs === undefined) return enabledSinceMs
  const openSinceMs = auditLogReadAtMs - promisedLatenessMs
  return enabledSinceMs === undefined ? openSinceMs : Math.max(openSinceMs, enabledSinceMs)
}

/**
 * How long until the oldest rows that are not kept here leave Sigma, ms; 0 when rows may be leaving now. Whole days are
 * the caller's rounding.
 */
export function leavesSigmaInMs(sinceMs: number | undefined, nowMs: number): number | undefined {
  if (sinceMs === undefined) return undefined
  return Math.min(auditRetentionMs, Math.max(0, sinceMs + auditRetentionMs - nowMs))
}
