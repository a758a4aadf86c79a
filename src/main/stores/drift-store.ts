import type { AuditLoggingState } from '../../shared/domain/audit-logging.ts'
import type { ComparedKey, ComparedValue } from '../../shared/domain/settings-drift.ts'
import type { OrganizationId } from '../../shared/kit/ids.ts'
import type { DatabaseClient } from '../db/client.ts'
import type { SettingRecord, StoredPendingChange } from './settings-store.ts'

/** A value of a setting, and when it was seen. */
export interface SeenSettingValue {
  readonly key: ComparedKey
  /** Undefined: the setting was not available. */
  readonly value?: ComparedValue
  readonly firstSeenAtMs: number
  readonly lastSeenAtMs: number
  /** The account of the machine, where Vigil made the change. */
  readonly machineUser?: string
}

/** All that is known of an organization's settings, as of one moment. */
export interface SettingsState {
  readonly settings: readonly SettingRecord[]
  readonly auditLogging: AuditLoggingState
  /** When everything was last read whole, and with it whether audit logging is on. */
  readonly readAtMs?: number
  /** The present value of each setting that was ever seen. */
  readonly seen: readonly SeenSettingValue[]
  /** Oldest first. */
  readonly pendingChanges: readonly StoredPendingChange[]
}

export interface DriftStore {
  state(id: OrganizationId): Promise<SettingsState>
  /** Every value that was seen of a setting, newest first. */
  history(id: OrganizationId, key: ComparedKey): Promise<readonly SeenSettingValue[]>
}

/** Settings as they are compared between organizations, and what they were before. */
export function createDriftStore(client: DatabaseClient): DriftStore {
  const org = (organizationId: OrganizationId) => ({ kind: 'org', organizationId }) as const
  return {
    state: (id) => client.query(org(id), 'getSettingsState'),
    history: (id, key) => client.query(org(id), 'listSettingValues', { key })
  }
}
