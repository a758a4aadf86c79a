import type { OrganizationId } from '../../../shared/kit/ids.ts'
import { toJson } from '../json-column.ts'
import { command } from '../operation.ts'
import type { OrganizationSummary } from '../organization-summary.ts'

/** Keeps an organization's summary. Nothing happens for one that was removed meanwhile. */
export const saveSummary = command(
  'registry',
  (db, params: { readonly id: OrganizationId; readonly summary: OrganizationSummary }): void => {
    const { id, summary } = params
    db.run(
      `INSERT INTO organization_summaries (organization_id, is_readable, audit_logging, account_type, last_error,
         last_read_at_ms, pending_changes, refused_changes, last_event_at_ms, audit_log_read_at_ms, enabled_since_ms,
         unarchived_since_ms)
       SELECT id, :isReadable, :auditLogging, :accountType, :lastError, :lastReadAtMs, :pendingChanges, :refusedChanges,
         :lastEventAtMs, :auditLogReadAtMs, :enabledSinceMs, :unarchivedSinceMs
       FROM organizations WHERE id = :id
       ON CONFLICT (organization_id) DO UPDATE SET is_readable = excluded.is_readable,
         audit_logging = excluded.audit_logging, account_type = excluded.account_type, last_error = excluded.last_error,
         last_read_at_ms = excluded.last_read_at_ms, pending_changes = excluded.pending_changes,
         refused_changes = excluded.refused_changes, last_event_at_ms = excluded.last_event_at_ms,
         audit_log_read_at_ms = excluded.audit_log_read_at_ms, enabled_since_ms = excluded.enabled_since_ms,
         unarchived_since_ms = excluded.unarchived_since_ms`,
      {
        id,
        isReadable: summary.isReadable,
        auditLogging: toJson(summary.auditLogging),
        accountType: summary.accountType,
        lastError: toJson(summary.lastError),
        lastReadAtMs: summary.lastReadAtMs,
        pendingChanges: summary.pendingChanges,
        refusedChanges: summary.refusedChanges,
        lastEventAtMs: summary.lastEventAtMs,
        auditLogReadAtMs: summary.auditLogReadAtMs,
        enabledSinceMs: summary.enabledSinceMs,
        unarchivedSinceMs: summary.unarchivedSinceMs
      }
    )
  }
)
