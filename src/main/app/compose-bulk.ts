import type { OrganizationId } from '../../shared/kit/ids.ts'
import type { DatabaseClient } from '../db/client.ts'
import type { Announce } from '../ports/announcer.port.ts'
import type { Clock } from '../ports/clock.port.ts'
import type { FileDialogs } from '../ports/file-dialogs.port.ts'
import type { Logger } from '../ports/logger.port.ts'
import type { SecretVault } from '../ports/secret-vault.port.ts'
import { BulkService } from '../services/bulk-service.ts'
import { ChangeService } from '../services/change-service.ts'
import { CredentialLists } from '../services/credential-lists.ts'
import type { CredentialService } from '../services/credential-service.ts'
import type { SettingsService } from '../services/settings-service.ts'
import type { JournalStore } from '../stores/journal-store.ts'
import type { OrganizationStore } from '../stores/organization-store.ts'
import type { SettingsStore } from '../stores/settings-store.ts'
import { createSummaryStore } from '../stores/summary-store.ts'
import type { Fleet } from './compose-fleet.ts'

/** How long summaries of what changed a moment ago are waited for, ms; their end is announced. */
const summaryPatienceMs = 250

export interface BulkParts {
  readonly database: DatabaseClient
  readonly organizations: OrganizationStore
  readonly settings: SettingsStore
  readonly journal: JournalStore
  readonly fleet: Pick<Fleet, 'organizations' | 'summaries'>
  readonly settingsService: SettingsService
  readonly credentials: CredentialService
  readonly refresh: (id: OrganizationId) => Promise<void>
  readonly pushSoon: (id: OrganizationId) => void
  readonly vault: SecretVault
  readonly fileDialogs: FileDialogs
  readonly clock: Clock
  readonly logger: Logger
  readonly announce: Announce
}

/** What works over many organizations. */
export interface OverMany {
  readonly changes: ChangeService
  readonly bulk: BulkService
}

/** Builds the list of waiting changes, and bulk actions. */
export function composeBulk(parts: BulkParts): OverMany {
  const { organizations, settings, journal, fleet, settingsService, credentials } = parts
  const { vault, fileDialogs, clock, logger, announce } = parts
  const summaryStore = createSummaryStore(parts.database)
  const changes = new ChangeService({
    organizationsWithChanges: async () => {
      await fleet.summaries.settled(undefined, summaryPatienceMs)
      const listed = await summaryStore.list()
      // What is not known to have none may have some.
      return listed
        .filter(({ summary }) => summary?.isReadable !== true || summary.pendingChanges > 0)
        .map(({ record }) => record)
    },
    settings,
    getGeneralSettings: (id) => settingsService.get(id),
    pushSoon: parts.pushSoon,
    clock,
    announce
  })
  const bulk = new BulkService({
    describe: (ids) => fleet.organizations.list(ids),
    names: () => organizations.list(),
    settings: settingsService,
    refresh: parts.refresh,
    credentials,
    pause: (id) => fleet.organizations.pause(id),
    resume: (id) => fleet.organizations.resume(id),
    lists: new CredentialLists(clock),
    vault,
    journal,
    fileDialogs,
    clock,
    logger: logger.child('bulk'),
    announce
  })
  return { changes, bulk }
}
