import { type AuditLoggingState, connectionOf } from '../../shared/domain/audit-logging.ts'
import type { AppErrorData } from '../../shared/kit/app-error.ts'
import type { OrganizationId } from '../../shared/kit/ids.ts'
import type { DatabaseClient } from '../db/client.ts'
import type { OrganizationRecord } from './organization-store.ts'

/** What the list of organizations needs of an organization's own files. */
export interface OrganizationSummary {
  /** Whether its files could be read; where not, the rest is what was known before. */
  readonly isReadable: boolean
  readonly auditLogging: AuditLoggingState
  readonly accountType?: string
  readonly lastError?: AppErrorData
  readonly lastReadAtMs?: number
  readonly pendingChanges: number
  readonly refusedChanges: number
  readonly lastEventAtMs?: number
  readonly auditLogReadAtMs?: number
  /** Since when audit logging is on, as far as is known. */
  readonly enabledSinceMs?: number
  readonly unarchivedSinceMs?: number
}

/** What a summary is made from. */
export type SummarySource = Omit<OrganizationSummary, 'isReadable' | 'enabledSinceMs' | 'unarchivedSinceMs'> & {
  /** When the audit connection was made in Sigma, which is when audit logging was switched on. */
  readonly auditConnectionMadeAtMs?: number
}

export interface ListedOrganization {
  readonly record: OrganizationRecord
  /** Undefined until one was made. */
  readonly summary?: OrganizationSummary
}

/** What the list shows of each organization: kept in the registry, made from the organization's own files. */
export interface SummaryStore {
  /** All in the order in which they were added, or `ids` in their order without those that are gone. */
  list(ids?: readonly OrganizationId[]): Promise<readonly ListedOrganization[]>
  /**
   * What the files say now. The archive is looked at where audit logging is on, or where `hasArchive`; it is neither
   * opened nor made for the others.
   * @throws AppError as every query
   */
  read(id: OrganizationId, hasArchive: boolean): Promise<SummarySource>
  /** Nothing happens for an organization that was removed. */
  save(id: OrganizationId, summary: OrganizationSummary): Promise<void>
}

const registry = { kind: 'registry' } as const

/** Summaries of organizations, in the registry. */
export function createSummaryStore(client: DatabaseClient): SummaryStore {
  return {
    list: (ids) => client.query(registry, 'listWithSummaries', ids === undefined ? {} : { ids }),
    async read(id, hasArchive) {
      const facts = await client.query({ kind: 'org', organizationId: id }, 'summarizeOrganization')
      if (!hasArchive && connectionOf(facts.auditLogging) === undefined) return facts
      return { ...facts, ...(await client.query({ kind: 'archive', organizationId: id }, 'summarizeArchive')) }
    },
    save: (id, summary) => client.command(registry, 'saveSummary', { id, summary })
  }
}
