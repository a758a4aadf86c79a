import type { RetentionPolicy } from '../../shared/contract/retention.ts'
import type { AppErrorData } from '../../shared/kit/app-error.ts'
import type { OrganizationId } from '../../shared/kit/ids.ts'
import type { CommandResult, DatabaseClient, QueryResult } from '../db/client.ts'

/** The rule of an organization, the hold over it, and how the last round ended. Kept apart from what it is about. */
export interface RetentionRecord {
  readonly policy: RetentionPolicy
  readonly legalHold?: { readonly sinceMs: number; readonly note: string }
  /** When the rule was last applied to its end. */
  readonly appliedAtMs?: number
  /** When a day last left. */
  readonly prunedAtMs?: number
  readonly lastError?: AppErrorData
}

export type RetentionState = QueryResult<'getRetentionState'>
export type ArchivedDay = RetentionState['days'][number]
export type DayToPrune = Parameters<RetentionStore['prune']>[1][number]

export interface RetentionStore {
  record(id: OrganizationId): Promise<RetentionRecord>
  save(id: OrganizationId, record: RetentionRecord): Promise<void>
  state(id: OrganizationId): Promise<RetentionState>
  prunedDays(id: OrganizationId): Promise<QueryResult<'listPrunedDays'>>
  /** Lets days leave, in one transaction. @returns those that did: not those that have got rows since */
  prune(
    id: OrganizationId,
    days: readonly {
      readonly tableId: number
      readonly day: number
      readonly rows: number
      readonly head: string
      readonly reason: string
      readonly prunedAtMs: number
      readonly signature: Uint8Array
      readonly publicKey: Uint8Array
    }[]
  ): Promise<CommandResult<'pruneDays'>>
  /** One step; called again until it is finished. */
  forgetValues(id: OrganizationId): Promise<CommandResult<'forgetUnusedValues'>>
  /** One step; called again until it is finished. */
  giveBackRoom(id: OrganizationId): Promise<CommandResult<'giveBackRoom'>>
}

const archive = (organizationId: OrganizationId) => ({ kind: 'archive', organizationId }) as const
const org = (organizationId: OrganizationId) => ({ kind: 'org', organizationId }) as const

/** Rule and hold are facts of the organization, so that neither a damaged archive nor an old backup of it undoes them. */
export function createRetentionStore(client: DatabaseClient): RetentionStore {
  return {
    async record(id) {
      const facts = (await client.query(org(id), 'listFacts')) as { readonly retention?: RetentionRecord }
      return facts.retention ?? { policy: { keep: 'forever' } }
    },
    save: (id, record) => client.command(org(id), 'saveFacts', { change: { retention: record } }),
    state: (id) => client.query(archive(id), 'getRetentionState'),
    prunedDays: (id) => client.query(archive(id), 'listPrunedDays'),
    prune: (id, days) => client.command(archive(id), 'pruneDays', { days }),
    forgetValues: (id) => client.command(archive(id), 'forgetUnusedValues'),
    giveBackRoom: (id) => client.command(archive(id), 'giveBackRoom')
  }
}
