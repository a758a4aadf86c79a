import type { Connection } from '../../src/shared/contract/connections.ts'
import type { AuditLoggingState } from '../../src/shared/domain/audit-logging.ts'
import type { OrganizationId } from '../../src/shared/kit/ids.ts'
import type { ConnectionStore, StoredFreshness } from '../../src/main/stores/connection-store.ts'
import type { OrganizationRecord, OrganizationStore } from '../../src/main/stores/organization-store.ts'
import type {
  OrganizationFacts,
  SettingRecord,
  SettingsStore,
  StoredPendingChange
} from '../../src/main/stores/settings-store.ts'

/** What the stores keep of one organization. */
export interface MemoryOrganization {
  record: OrganizationRecord
  facts: OrganizationFacts
  auditLogging: AuditLoggingState
  pendingChanges: StoredPendingChange[]
  settings: readonly SettingRecord[]
  connections: readonly Connection[]
  connectionsFreshness: StoredFreshness
}

export interface MemoryStores {
  readonly kept: ReadonlyMap<OrganizationId, MemoryOrganization>
  readonly organizations: OrganizationStore
  readonly settings: SettingsStore
  readonly connections: ConnectionStore
  /** How often something was written, each a transaction in the real stores. */
  readonly writes: number
  add(record: OrganizationRecord, more?: Partial<MemoryOrganization>): void
}

const changed = <Value extends object>(before: Value, change: object): Value => {
  const after: Record<string, unknown> = Object.fromEntries(Object.entries(before))
  for (const [name, value] of Object.entries(change)) {
    if (value === null) delete after[name]
    else if (value !== undefined) after[name] = value
  }
  return after as Value
}

/** The part of the stores that an engine uses, in memory: for simulations of days, for which files would be too slow. */
export function createMemoryStores(): MemoryStores {
  const kept = new Map<OrganizationId, MemoryOrganization>()
  let writes = 0
  const of = (id: OrganizationId): MemoryOrganization => {
    const one = kept.get(id)
    if (one === undefined) throw new Error(`no organization ${id}`)
    return one
  }
  const writing = (id: OrganizationId): MemoryOrganization => {
    writes += 1
    return of(id)
  }
  const organizations: Partial<OrganizationStore> = {
    get: async (id) => kept.get(id)?.record,
    update: async (id, change) => (writing(id).record = changed(of(id).record, change)),
    recordActivation: async () => undefined
  }
  const settings: Partial<SettingsStore> = {
    facts: async (id) => of(id).facts,
    saveFacts: async (id, change) => {
      const one = writing(id)
      one.facts = changed(one.facts, change)
    },
    saveSettings: async (id, records) => {
      writing(id).settings = records
    },
    auditLogging: async (id) => of(id).auditLogging,
    saveAuditLogging: async (id, state) => {
      writing(id).auditLogging = state
    },
    pendingChanges: async (id) => of(id).pendingChanges,
    updatePendingChange: async (id, changeId, { journal: _journal, ...change }) => {
      const one = writing(id)
      const isThere = one.pendingChanges.some((pending) => pending.id === changeId)
      one.pendingChanges = one.pendingChanges.map((pending) =>
        pending.id === changeId ? changed(pending, change) : pending
      )
      return isThere
    },
    settlePendingChange: async (id, changeId) => {
      const one = writing(id)
      one.pendingChanges = one.pendingChanges.filter((pending) => pending.id !== changeId)
    }
  }
  const connections: Partial<ConnectionStore> = {
    connections: async (id) => of(id).connections,
    saveConnections: async (id, list) => {
      const one = writing(id)
      one.connections = list
      one.connectionsFreshness = {}
    },
    freshness: async (id) => of(id).connectionsFreshness,
    saveError: async (id, _subject, lastError, lastErrorAtMs) => {
      writing(id).connectionsFreshness = { lastError, lastErrorAtMs }
    }
  }
  return {
    kept,
    organizations: organizations as OrganizationStore,
    settings: settings as SettingsStore,
    connections: connections as ConnectionStore,
    get writes() {
      return writes
    },
    add(record, more = {}) {
      kept.set(record.id, {
        record,
        facts: {},
        auditLogging: { kind: 'unknown' },
        pendingChanges: [],
        settings: [],
        connections: [],
        connectionsFreshness: {},
        ...more
      })
    }
  }
}
