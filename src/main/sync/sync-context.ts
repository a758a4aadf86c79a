import type { InboxEntry } from '../../shared/contract/inbox.ts'
import type { OrganizationId } from '../../shared/kit/ids.ts'
import type { Announce } from '../ports/announcer.port.ts'
import type { Clock } from '../ports/clock.port.ts'
import type { Logger } from '../ports/logger.port.ts'
import type { SigmaClient } from '../sigma/sigma-client.ts'
import type { ConnectionStore } from '../stores/connection-store.ts'
import type { OrganizationRecord, OrganizationStore } from '../stores/organization-store.ts'
import type { SettingsStore } from '../stores/settings-store.ts'

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
  readonly announce: Announce
  readonly tell: (news: SyncNews) => Promise<void>
  /** A number from 0 to below 1. */
  readonly random: () => number
}
