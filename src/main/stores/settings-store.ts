import type { DatabaseClient } from '../db/client.ts'
import type { PendingChange, SettingKey, SettingValue } from '../../shared/contract/settings.ts'
import type { AuditLoggingState } from '../../shared/domain/audit-logging.ts'
import type { AppErrorData } from '../../shared/kit/app-error.ts'
import type { OrganizationId, PendingChangeId } from '../../shared/kit/ids.ts'

/** A setting as Sigma last told it. */
export interface SettingRecord {
  readonly key: SettingKey
  readonly value?: SettingValue
  readonly readAtMs: number
  readonly unavailable?: AppErrorData
}

/** Facts about the organization and its acting member, as last read. */
export interface OrganizationFacts {
  readonly accountType?: string
  readonly isAdmin?: boolean
  readonly actingMemberName?: string
  readonly actingMemberEmail?: string
  readonly settingsReadAtMs?: number
  readonly lastError?: AppErrorData
  readonly lastErrorAtMs?: number
  readonly exportWorkbook?: {
    readonly workbookId: string
    readonly workbookName: string
    readonly elements: readonly { readonly elementId: string; readonly name: string; readonly timeControlId?: string }[]
  }
}

export interface StoredPendingChange extends PendingChange {
  /** Sent with the request, so that a repeat is recognised. */
  readonly idempotencyKey: string
  /** Since when it may have arrived at Sigma without our knowing. */
  readonly sentAtMs?: number
  /** What earlier changes of the same setting may have made of it: finding that at Sigma is no conflict. */
  readonly ownValues?: readonly SettingValue[]
}

/** Everything that happened in Vigil in this organization. Append-only by trigger. */
export interface JournalEntry {
  readonly action: string
  readonly outcome: 'done' | 'refused' | 'failed' | 'requested'
  readonly detail: Readonly<Record<string, string | number | boolean>>
  readonly atMs: number
}

export interface SettingsStore {
  settings(id: OrganizationId): Promise<readonly SettingRecord[]>
  saveSettings(id: OrganizationId, records: readonly SettingRecord[]): Promise<void>
  facts(id: OrganizationId): Promise<OrganizationFacts>
  saveFacts(
    id: OrganizationId,
    change: { readonly [Key in keyof OrganizationFacts]?: OrganizationFacts[Key] | null }
  ): Promise<void>
  auditLogging(id: OrganizationId): Promise<AuditLoggingState>
  /** State and journal entry in one transaction. */
  saveAuditLogging(id: OrganizationId, state: AuditLoggingState, journal?: JournalEntry): Promise<void>
  pendingChanges(id: OrganizationId): Promise<readonly StoredPendingChange[]>
  /**
   * Change, journal entry and, for audit logging, the new state, in one transaction. A waiting change of the same key is
   * replaced, and so is a refused one, since the person has decided anew; one that is being sent stays and the new one
   * queues behind it.
   */
  addPendingChange(
    id: OrganizationId,
    change: StoredPendingChange,
    journal: JournalEntry,
    auditLogging?: AuditLoggingState
  ): Promise<void>
  /** Absent stays, `null` clears. @returns whether the change is still there: it may have been settled meanwhile */
  updatePendingChange(
    id: OrganizationId,
    changeId: PendingChangeId,
    change: {
      readonly state?: PendingChange['state']
      readonly attempts?: number
      readonly lastError?: AppErrorData | null
      readonly nextAttemptAtMs?: number | null
      readonly baseValue?: SettingValue | null
      readonly sentAtMs?: number | null
      readonly conflict?: null
      /** For a new wish: under the old key a server may repeat its old answer. */
      readonly idempotencyKey?: string
      /** Written in the same transaction, when the change is still there. */
      readonly journal?: JournalEntry
    }
  ): Promise<boolean>
  /**
   * Lets a change wait for a person, with its journal entry and what Sigma was found to have, in one transaction. One that a
   * newer change of the same setting has overtaken goes.
   */
  refusePendingChange(
    id: OrganizationId,
    changeId: PendingChangeId,
    refusal: {
      readonly error: AppErrorData
      readonly conflict?: PendingChange['conflict']
      readonly setting?: SettingRecord
      readonly journal: JournalEntry
    }
  ): Promise<'refused' | 'overtaken' | 'gone'>
  /**
   * Ends a conflict with its journal entry, in one transaction. `changed-again`: Sigma's value was read anew since and is
   * another one than was shown; it is shown now, and nothing else has changed.
   */
  resolveConflict(
    id: OrganizationId,
    changeId: PendingChangeId,
    resolution: { readonly choice: 'mine' | 'theirs'; readonly idempotencyKey: string; readonly atMs: number }
  ): Promise<'resolved' | 'changed-again' | 'not-found'>
  /**
   * Removes the change with its journal entry, new setting value and, for audit logging, the new state, in one transaction.
   * What Sigma answered is kept even when the change was withdrawn meanwhile.
   */
  settlePendingChange(
    id: OrganizationId,
    changeId: PendingChangeId,
    result: {
      readonly journal: JournalEntry
      readonly setting?: SettingRecord
      readonly auditLogging?: AuditLoggingState
      /** Taken back by a person: refused with `busy` while the change is being sent. */
      readonly isWithdrawal?: boolean
    }
  ): Promise<void>
  journal(id: OrganizationId, limit: number): Promise<readonly (JournalEntry & { readonly sequence: number })[]>
  appendJournal(id: OrganizationId, entry: JournalEntry): Promise<void>
}

const org = (organizationId: OrganizationId) => ({ kind: 'org', organizationId }) as const

/** Settings, facts, pending changes and the journal of each organization, in its org file. */
export function createSettingsStore(client: DatabaseClient): SettingsStore {
  return {
    settings: (id) => client.query(org(id), 'listSettings'),
    saveSettings: (id, records) => client.command(org(id), 'saveSettings', { records }),
    facts: (id) => client.query(org(id), 'listFacts'),
    saveFacts: (id, change) => client.command(org(id), 'saveFacts', { change }),
    auditLogging: (id) => client.query(org(id), 'getAuditLogging'),
    saveAuditLogging: (id, state, journal) =>
      client.command(org(id), 'saveAuditLogging', { state, ...(journal === undefined ? {} : { journal }) }),
    pendingChanges: (id) => client.query(org(id), 'listPendingChanges'),
    addPendingChange: (id, change, journal, auditLogging) =>
      client.command(org(id), 'addPendingChange', {
        change,
        journal,
        ...(auditLogging === undefined ? {} : { auditLogging })
      }),
    updatePendingChange: (id, changeId, change) =>
      client.command(org(id), 'updatePendingChange', { id: changeId, change }),
    refusePendingChange: (id, changeId, refusal) =>
      client.command(org(id), 'refusePendingChange', { id: changeId, ...refusal }),
    resolveConflict: (id, changeId, resolution) =>
      client.command(org(id), 'resolveConflict', { id: changeId, ...resolution }),
    settlePendingChange: (id, changeId, result) =>
      client.command(org(id), 'settlePendingChange', { id: changeId, ...result }),
    journal: (id, limit) => client.query(org(id), 'listJournal', { limit }),
    appendJournal: (id, entry) => client.command(org(id), 'appendJournal', entry)
  }
}
