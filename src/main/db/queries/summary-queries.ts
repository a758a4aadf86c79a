import type { AuditLoggingState } from '../../../shared/domain/audit-logging.ts'
import type { AppErrorData } from '../../../shared/kit/app-error.ts'
import type { OrganizationId } from '../../../shared/kit/ids.ts'
import { fromJsonOrNull, withoutNulls } from '../json-column.ts'
import { query } from '../operation.ts'
import { type OrganizationSummary, readSummaries } from '../organization-summary.ts'
import { getOrganization, listOrganizations, type OrganizationRow } from './organization-queries.ts'

export interface ListedOrganizationRow {
  readonly record: OrganizationRow
  /** Undefined until one was made. */
  readonly summary?: OrganizationSummary
}

/** Everything that the list of organizations shows, from the registry alone. `ids`: only these, in this order. */
export const listWithSummaries = query(
  'registry',
  (db, params: { readonly ids?: readonly OrganizationId[] }): readonly ListedOrganizationRow[] => {
    const records = params.ids?.flatMap((id) => getOrganization.run(db, { id }) ?? []) ?? listOrganizations.run(db, {})
    const summaries = readSummaries(db, params.ids)
    return records.map((record) => withoutNulls({ record, summary: summaries.get(record.id) }))
  }
)

/** What an organization's org file says for its summary. */
export interface OrganizationFactsRow {
  readonly auditLogging: AuditLoggingState
  readonly accountType?: string
  readonly lastError?: AppErrorData
  readonly lastReadAtMs?: number
  readonly pendingChanges: number
  readonly refusedChanges: number
  /** When the audit connection was made in Sigma, which is when audit logging was switched on. */
  readonly auditConnectionMadeAtMs?: number
}

export const summarizeOrganization = query('org', (db): OrganizationFactsRow => {
  const row = db.get<Readonly<Record<string, string | number | null>>>(
    `SELECT
       (SELECT state FROM audit_logging_states WHERE id = 1) AS auditLogging,
       (SELECT value FROM facts WHERE name = 'accountType') AS accountType,
       (SELECT value FROM facts WHERE name = 'lastError') AS lastError,
       (SELECT value FROM facts WHERE name = 'settingsReadAtMs') AS lastReadAtMs,
       (SELECT count(*) FROM pending_changes) AS pendingChanges,
       (SELECT count(*) FROM pending_changes WHERE state = 'refused') AS refusedChanges,
       (SELECT max(created_at_ms) FROM connections WHERE is_audit_log = 1 AND removed_at_ms IS NULL)
         AS auditConnectionMadeAtMs`
  )
  const json = (name: string) => fromJsonOrNull(row?.[name] as string | null)
  return withoutNulls({
    ...row,
    auditLogging: json('auditLogging') ?? { kind: 'unknown' },
    accountType: json('accountType'),
    lastError: json('lastError'),
    lastReadAtMs: json('lastReadAtMs')
  }) as unknown as OrganizationFactsRow
})

/** What an organization's archive says for its summary. */
export interface AuditArchiveRow {
  readonly lastEventAtMs?: number
  readonly auditLogReadAtMs?: number
}

/** Another audit connection has another path to AUDIT_LOGS; the one that was read last counts. */
export const summarizeArchive = query('archive', (db): AuditArchiveRow => {
  const row = db.get<{ readonly lastEventAtMs: number | null; readonly auditLogReadAtMs: number | null }>(
    `SELECT max(newest_event_at_ms) AS lastEventAtMs, max(last_sync_at_ms) AS auditLogReadAtMs
     FROM archived_tables WHERE json_extract(path, '$[#-1]') = 'AUDIT_LOGS'`
  )
  return (row === undefined ? {} : withoutNulls(row)) as AuditArchiveRow
})
