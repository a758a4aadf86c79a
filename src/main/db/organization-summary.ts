import type { AuditLoggingState } from '../../shared/domain/audit-logging.ts'
import type { AppErrorData } from '../../shared/kit/app-error.ts'
import type { ReadDb } from './handle.ts'
import { fromJson, fromJsonOrNull, toJson, withoutNulls } from './json-column.ts'

/** A row of `organization_summaries` as it crosses to the main thread. */
export interface OrganizationSummary {
  readonly isReadable: boolean
  readonly auditLogging: AuditLoggingState
  readonly accountType?: string
  readonly lastError?: AppErrorData
  readonly lastReadAtMs?: number
  readonly pendingChanges: number
  readonly refusedChanges: number
  readonly lastEventAtMs?: number
  readonly auditLogReadAtMs?: number
  readonly enabledSinceMs?: number
  readonly unarchivedSinceMs?: number
}

type StoredSummary = Omit<OrganizationSummary, 'isReadable' | 'auditLogging' | 'lastError'> & {
  readonly organizationId: string
  readonly isReadable: 0 | 1
  readonly auditLogging: string
  readonly lastError: string | null
}

/** The summaries that are kept, by organization; `ids`: only theirs. */
export function readSummaries(db: ReadDb, ids?: readonly string[]): ReadonlyMap<string, OrganizationSummary> {
  const rows = db.all<StoredSummary>(
    `SELECT organization_id AS organizationId, is_readable AS isReadable, audit_logging AS auditLogging,
       account_type AS accountType, last_error AS lastError, last_read_at_ms AS lastReadAtMs,
       pending_changes AS pendingChanges, refused_changes AS refusedChanges, last_event_at_ms AS lastEventAtMs,
       audit_log_read_at_ms AS auditLogReadAtMs, enabled_since_ms AS enabledSinceMs,
       unarchived_since_ms AS unarchivedSinceMs
     FROM organization_summaries
     WHERE :ids IS NULL OR organization_id IN (SELECT value FROM json_each(:ids))`,
    { ids: toJson(ids) }
  )
  return new Map(
    rows.map(({ organizationId, ...row }) => [
      organizationId,
      withoutNulls({
        ...row,
        isReadable: row.isReadable === 1,
        auditLogging: fromJson(row.auditLogging),
        lastError: fromJsonOrNull(row.lastError)
      }) as OrganizationSummary
    ])
  )
}
