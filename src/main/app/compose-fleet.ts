import type { OrganizationId } from '../../shared/kit/ids.ts'
import type { CommandName, DatabaseClient } from '../db/client.ts'
import type { Announce } from '../ports/announcer.port.ts'
import type { Clock } from '../ports/clock.port.ts'
import type { Logger } from '../ports/logger.port.ts'
import type { SecretVault } from '../ports/secret-vault.port.ts'
import { type EngineActivity, OrganizationListing } from '../services/organization-listing.ts'
import type { ListPreferences } from '../services/organization-order.ts'
import { OrganizationSummaries } from '../services/organization-summaries.ts'
import { VaultStatuses } from '../services/vault-statuses.ts'
import { createSummaryStore } from '../stores/summary-store.ts'

export interface FleetParts {
  readonly database: DatabaseClient
  readonly vault: SecretVault
  readonly preferences: ListPreferences
  readonly clock: Clock
  readonly logger: Logger
  readonly announce: Announce
  readonly activityOf: (id: OrganizationId) => EngineActivity
}

/** What no summary tells of. A command that is not named here may change anything. */
const unsummarized: ReadonlySet<CommandName> = new Set<CommandName>([
  'appendJournal',
  'replaceArchivedSnapshot',
  'savePaths',
  'saveReadError',
  'saveSettings',
  'saveTableColumns'
])

/** Builds the list of organizations and what keeps its summaries. Nothing runs before something changes. */
export function composeFleet({ database, vault, preferences, clock, logger, announce, activityOf }: FleetParts): {
  readonly listing: OrganizationListing
  readonly summaries: OrganizationSummaries
  /** An organization was removed. */
  readonly forget: (id: OrganizationId) => void
} {
  const store = createSummaryStore(database)
  const summaries = new OrganizationSummaries({ store, clock, logger: logger.child('summaries'), announce })
  const vaults = new VaultStatuses({ vault, clock, announce })
  // Here and not at each place that changes something: none can be forgotten.
  database.onWritten((ref, name) => {
    if (ref.kind !== 'registry' && !unsummarized.has(name))
      summaries.changed(ref.organizationId, ref.kind === 'archive')
  })
  database.onRecovered(({ ref }) => {
    if (ref.kind !== 'registry') summaries.changed(ref.organizationId, ref.kind === 'archive')
  })
  return {
    listing: new OrganizationListing({ store, summaries, vaults, preferences, activityOf }),
    summaries,
    forget(id) {
      summaries.forget(id)
      vaults.forget(id)
    }
  }
}
