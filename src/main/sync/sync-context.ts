import type { InboxEntry } from '../../shared/contract/inbox.ts'
import type { OrganizationId } from '../../shared/kit/ids.ts'
import type { Announce } from '../ports/announcer.port.ts'
import type { Clock } from '../ports/clock.port.ts'
import type { Logger } from '../ports/logger.port.ts'
import type { SigmaClient } from '../sigma/sigma-client.ts'
import type { ConnectionStore } from '../stores/connection-store.ts'
import type { OrganizationRecord, OrganizationStore } from '../stores/organization-store.ts'
import type { SettingsStore } from '../stores/settings-store.ts'
import type { SteadyTime } from './steady-time.ts'

/** News for a person; the inbox writes it down once by its key. */
export interface SyncNews {
  readonly key: string
  readonly kind: InboxEntry['kind']
  readonly facts: InboxEntry['facts']
  readonly isNotified: boolean
}

/** What every part of an organization's engine works with. */
export interface SyncContext {
  readonly organizationId: OrganizationId
  /** As it is now: name, address and credentials may have changed since the engine started. */
  readonly record: () => Promise<OrganizationRecord>
  /** The client for the organization's present credentials. */
  readonly client: () => Promise<SigmaClient>
  readonly organizations: OrganizationStore
  readonly settings: SettingsStore
  readonly connections: ConnectionStore
  readonly clock: Clock
  readonly logger: Logger
  /** Tells the window what is new. */
  readonly announce: Announce
  readonly tell: (news: SyncNews) => Promise<void>
  /** A number from 0 to below 1. */
  readonly random: () => number
}

/** What the engine itself needs besides. */
export interface EngineContext extends SyncContext {
  /** Tells the window within a minute, together with what else can wait. */
  readonly announceLater: Announce
  /** The time of schedules: one for all engines. */
  readonly time: SteadyTime
  /** What the system says about the network; real results decide. Always true for an embedded organization. */
  readonly isSystemOnline: () => boolean
  /** Members, teams, account types and tenants. */
  readonly directory: {
    /** Reads and stores them. @throws AppError */
    readonly pull: (signal: AbortSignal) => Promise<void>
    /** When they were last read, epoch ms. */
    readonly readAtMs: () => Promise<number | undefined>
  }
  /** Reads new rows of the audit log through the audit connection, apart from the engine. */
  readonly readRows: (connectionId: string) => void
}

/** What reads an organization, whether or not anybody looks. */
export interface ReadContext extends EngineContext {
  /** Whether a person looks at the organization or waits for it. */
  readonly isWanted: () => boolean
  /** Tells the window that something was read again: at once where somebody looks, else within a minute. */
  readonly announceRead: Announce
}
