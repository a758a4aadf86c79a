import type { OrganizationId } from '../../shared/kit/ids.ts'
import type { CommandName, DatabaseClient } from '../db/client.ts'
import type { OrganizationActs } from '../ipc/organization-handlers.ts'
import type { Announce } from '../ports/announcer.port.ts'
import type { Clock } from '../ports/clock.port.ts'
import type { FileDialogs } from '../ports/file-dialogs.port.ts'
import type { Logger } from '../ports/logger.port.ts'
import type { SecretVault } from '../ports/secret-vault.port.ts'
import { exportFleet } from '../services/fleet-export.ts'
import { OrganizationListing } from '../services/organization-listing.ts'
import type { ListPreferences } from '../services/organization-order.ts'
import { OrganizationService } from '../services/organization-service.ts'
import { OrganizationSummaries } from '../services/organization-summaries.ts'
import { VaultStatuses } from '../services/vault-statuses.ts'
import type { JournalStore } from '../stores/journal-store.ts'
import type { OrganizationRecord, OrganizationStore } from '../stores/organization-store.ts'
import type { SettingsStore } from '../stores/settings-store.ts'
import { createSummaryStore } from '../stores/summary-store.ts'
import type { EngineSet } from '../sync/engine-set.ts'
import type { TableSyncs } from '../sync/table-sync.ts'
import type { SandboxOrganizations } from './sandbox-organizations.ts'

export interface FleetParts {
  readonly announce: Announce
  /** For what nobody waits for. */
  readonly announceLater: Announce
  readonly clock: Clock
  readonly database: DatabaseClient
  readonly engines: EngineSet
  readonly fileDialogs: FileDialogs
  readonly journal: JournalStore
  readonly logger: Logger
  readonly organizations: OrganizationStore
  readonly preferences: ListPreferences
  readonly readings: TableSyncs
  readonly sandboxes: SandboxOrganizations
  readonly settings: SettingsStore
  readonly vault: SecretVault
  /** Name, credentials or address changed. */
  readonly changed: (record: OrganizationRecord) => void
  /** Ends everything of an organization and waits until it has ended. */
  readonly ended: (id: OrganizationId) => Promise<void>
  readonly refresh: OrganizationActs['refresh']
}

export interface Fleet {
  readonly organizations: OrganizationService
  readonly acts: OrganizationActs
  readonly summaries: Pick<OrganizationSummaries, 'settled'>
  /** Brings the summaries that a crash may have left behind into step, in the background. */
  readonly start: (records: readonly OrganizationRecord[]) => void
  readonly stop: () => Promise<void>
}

/** What no summary tells of. A command that is not named here may change anything. */
const unsummarized: ReadonlySet<CommandName> = new Set<CommandName>([
  'addImports',
  'addReading',
  'appendJournal',
  'beginDirectoryReading',
  'endCommitSession',
  'finishDirectoryList',
  'noteColumns',
  'replaceArchivedSnapshot',
  'saveAccountTypesPage',
  'saveColumnRole',
  'saveImport',
  'saveMembersPage',
  'savePaths',
  'saveReadError',
  'saveReadingState',
  'saveSettings',
  'saveTableColumns',
  'saveTeamMembers',
  'saveTeamsPage',
  'saveTenantsPage',
  'saveWatchedFolder'
])

/** Builds the list of organizations, what keeps its summaries, and their coming and going. Nothing runs yet. */
export function composeFleet(parts: FleetParts): Fleet {
  const { announce, clock, database, engines, journal, preferences, readings, sandboxes, vault } = parts
  const store = createSummaryStore(database)
  const logger = parts.logger.child('summaries')
  // Another age is news where somebody looks.
  const announceAge: Announce = (name, payload) => {
    const ids = 'organizationIds' in payload ? payload.organizationIds : undefined
    const isWanted = ids?.some((id) => engines.isWanted(id)) ?? true
    ;(isWanted ? announce : parts.announceLater)(name, payload)
  }
  const summaries = new OrganizationSummaries({ store, clock, logger, announce, announceAge })
  const vaults = new VaultStatuses({ vault, clock, announce })
  // Here and not at each place that changes something: none can be forgotten.
  database.onWritten((ref, name) => {
    if (ref.kind !== 'registry' && !unsummarized.has(name))
      summaries.changed(ref.organizationId, ref.kind === 'archive')
  })
  database.onRecovered(({ ref }) => {
    if (ref.kind !== 'registry') summaries.changed(ref.organizationId, ref.kind === 'archive')
  })
  const listing = new OrganizationListing({
    store,
    summaries,
    vaults,
    preferences,
    activityOf: (id) => engines.get(id) ?? { phase: 'idle' }
  })
  const ended = async (id: OrganizationId) => {
    await parts.ended(id)
    summaries.forget(id)
    vaults.forget(id)
  }
  const organizations = new OrganizationService({
    organizations: parts.organizations,
    settings: parts.settings,
    listing,
    vault,
    preferences,
    clock,
    announce,
    createSandbox: (id, name) => sandboxes.create(id, name),
    lifecycle: {
      started: (record) => engines.start(record),
      changed: parts.changed,
      ended,
      paused: async (id) => {
        await engines.pause(id)
        await readings.stop(id)
      },
      resumed: (record) => engines.resume(record.id),
      discarded: async (id) => {
        await ended(id)
        await database.deleteOrganizationFiles(id)
      }
    }
  })
  return {
    organizations,
    acts: {
      refresh: parts.refresh,
      setOnScreen: (id) => engines.setOnScreen(id),
      exportFleet: (table) => exportFleet({ journal, fileDialogs: parts.fileDialogs, clock }, table)
    },
    summaries,
    start: (records) => void summaries.repair(records.map(({ id }) => id)),
    stop: () => summaries.stop()
  }
}
