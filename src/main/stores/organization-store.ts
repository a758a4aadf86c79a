import type { DatabaseClient } from '../db/client.ts'
import type { OrganizationColor } from '../../shared/contract/organizations.ts'
import type { OrganizationId } from '../../shared/kit/ids.ts'
import type { AuditLoggingState } from '../../shared/domain/audit-logging.ts'
import type { JournalDetail } from '../../shared/domain/journal.ts'
import type { SecretSlot } from '../../shared/domain/secret-slot.ts'
import { keepJournalOf } from './keep-journal.ts'

/** What the registry keeps of an organization. No secret. */
export interface OrganizationRecord {
  readonly id: OrganizationId
  readonly name: string
  readonly kind: 'sigma' | 'sandbox'
  readonly label: 'none' | 'production' | 'staging' | 'development' | 'customer'
  readonly color: OrganizationColor
  readonly regionId?: string
  readonly apiUrl: string
  readonly slug?: string
  readonly clientId: string
  /** The order in which organizations were added; the person's own order is a preference. */
  readonly position: number
  readonly addedAtMs: number
  /** Sigma's organization id, once whoami has told it. */
  readonly sigmaOrganizationId?: string
  /** Sigma refused the credentials at that time and has not accepted them since. */
  readonly credentialRefusedAtMs?: number
  readonly lastContactAtMs?: number
  /** Nothing runs for it until it is resumed. */
  readonly pausedAtMs?: number
  /** Sigma's id of the organization of which it is a tenant. */
  readonly parentSigmaOrganizationId?: string
  /** Which of its two places in the vault holds the secret that counts. */
  readonly secretSlot: SecretSlot
}

/** An organization that is about to be added. Its color is that of its label where none is given. */
export type NewOrganizationRecord = Omit<OrganizationRecord, 'position' | 'color' | 'secretSlot'> & {
  readonly color?: OrganizationColor
}

export interface OrganizationStore {
  list(): Promise<readonly OrganizationRecord[]>
  get(id: OrganizationId): Promise<OrganizationRecord | undefined>
  /** With its journal entry, in one transaction; `journalDetail`: more facts for it. @throws AppError `name-taken` */
  add(record: NewOrganizationRecord, journalDetail?: JournalDetail): Promise<OrganizationRecord>
  /** Absent fields stay; `null` clears. @throws AppError `not-found | name-taken` */
  update(id: OrganizationId, change: OrganizationChange): Promise<OrganizationRecord>
  /** Keeps its journal, takes it from the list, closes its files and deletes its folder. Goes on after a crash in the middle. @throws AppError `not-found` */
  remove(id: OrganizationId): Promise<void>
  /** Durations of past activations over all organizations, ms, newest first, at most 10; kept when an organization goes. */
  recentActivations(): Promise<readonly number[]>
  recordActivation(id: OrganizationId, tookMs: number, atMs: number): Promise<void>
}

export interface OrganizationChange {
  readonly name?: string
  readonly label?: OrganizationRecord['label']
  readonly color?: OrganizationColor
  readonly slug?: string | null
  readonly clientId?: string
  readonly sigmaOrganizationId?: string
  readonly credentialRefusedAtMs?: number | null
  readonly lastContactAtMs?: number
  readonly pausedAtMs?: number | null
  readonly parentSigmaOrganizationId?: string | null
}

export type { AuditLoggingState }

const registry = { kind: 'registry' } as const
/** How many past activations are told. */
const activationsTold = 10

/** The list of organizations, in the registry. */
export function createOrganizationStore(client: DatabaseClient): OrganizationStore {
  return {
    list: () => client.query(registry, 'listOrganizations'),
    get: (id) => client.query(registry, 'getOrganization', { id }),
    add: (record, journalDetail) =>
      client.command(registry, 'addOrganization', { ...record, ...(journalDetail ? { journalDetail } : {}) }),
    update: (id, change) => client.command(registry, 'updateOrganization', { id, change }),
    remove: async (id) => {
      const isJournalKept = await keepJournalOf(client, id)
      await client.command(registry, 'removeOrganization', { id, atMs: Date.now(), isJournalKept })
      await client.deleteOrganizationFiles(id)
      await client.command(registry, 'finishRemoval', { id })
    },
    recentActivations: () => client.query(registry, 'recentActivations', { limit: activationsTold }),
    recordActivation: (id, tookMs, atMs) => client.command(registry, 'recordActivation', { id, tookMs, atMs })
  }
}
