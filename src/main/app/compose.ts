import type { Destination } from '../../shared/contract/events.ts'
import { AppError } from '../../shared/kit/app-error.ts'
import type { OrganizationId } from '../../shared/kit/ids.ts'
import { createDatabaseClient, type DatabaseClient } from '../db/client.ts'
import type { Announce } from '../ports/announcer.port.ts'
import type { AppPaths } from '../ports/app-paths.port.ts'
import type { Clock } from '../ports/clock.port.ts'
import type { Connectivity } from '../ports/connectivity.port.ts'
import type { ExternalLinks } from '../ports/external-links.port.ts'
import type { FileDialogs } from '../ports/file-dialogs.port.ts'
import type { HttpClient } from '../ports/http-client.port.ts'
import type { Logger } from '../ports/logger.port.ts'
import type { Notifier } from '../ports/notifier.port.ts'
import type { Power } from '../ports/power.port.ts'
import type { SecretVault } from '../ports/secret-vault.port.ts'
import { ConnectionService } from '../services/connection-service.ts'
import type { OrganizationActs } from '../ipc/organization-handlers.ts'
import type { CredentialService } from '../services/credential-service.ts'
import type { DriftService } from '../services/drift-service.ts'
import { InboxService } from '../services/inbox-service.ts'
import { JournalService } from '../services/journal-service.ts'
import { journalled } from '../services/journalled.ts'
import type { ListPreferences } from '../services/organization-order.ts'
import type { OrganizationService } from '../services/organization-service.ts'
import { SettingsService } from '../services/settings-service.ts'
import { type SigmaPage, sigmaPageUrl } from '../services/sigma-pages.ts'
import { RequestGate } from '../sigma/http/request-gate.ts'
import { createConnectionStore } from '../stores/connection-store.ts'
import { createInboxStore } from '../stores/inbox-store.ts'
import { createJournalStore } from '../stores/journal-store.ts'
import { createOrganizationStore, type OrganizationRecord } from '../stores/organization-store.ts'
import { createSettingsStore } from '../stores/settings-store.ts'
import { type ArchiveParts, type ArchiveServices, archiveStores, composeArchive } from './compose-archive.ts'
import { composeBulk, type OverMany } from './compose-bulk.ts'
import { composeCredentials } from './compose-credentials.ts'
import { composeDirectory, type Directory } from './compose-directory.ts'
import { composeDrift } from './compose-drift.ts'
import { composeEngines } from './compose-engines.ts'
import { composeFleet } from './compose-fleet.ts'
import { tellRecovery } from './notices.ts'
import { OrganizationClients } from './organization-clients.ts'
import type { SandboxOrganizations } from './sandbox-organizations.ts'

/** At the gate for requests: tests and rotations of credentials, for which a person always waits. */
const personKey = 'person:'

/** What the machine gives: all that differs between the real program and a test of its core. */
export interface CoreOptions extends Pick<ArchiveParts, 'verifyWorkerUrl' | 'version'> {
  readonly paths: AppPaths
  readonly databaseWorkerUrl: URL
  readonly parserWorkerUrl: URL
  readonly clock: Clock
  readonly logger: Logger
  readonly network: HttpClient
  readonly vault: SecretVault
  readonly preferences: ListPreferences
  readonly notifier: Notifier
  readonly connectivity: Connectivity
  readonly power: Power
  readonly externalLinks: ExternalLinks
  readonly fileDialogs: FileDialogs
  readonly sandboxes: SandboxOrganizations
  readonly announce: Announce
  /** Brings the window up at a place. */
  readonly go: (destination: Destination) => void
}

/** The program without its window: services for the process line, and how to begin and end. */
export interface Core extends OverMany, ArchiveServices {
  readonly database: DatabaseClient
  readonly organizations: OrganizationService
  readonly credentials: CredentialService
  readonly settings: SettingsService
  readonly connections: ConnectionService
  readonly directory: Directory
  readonly drift: DriftService
  readonly inbox: InboxService
  readonly journal: JournalService
  readonly organizationActs: OrganizationActs
  readonly refreshOrganization: (id: OrganizationId) => Promise<void>
  readonly openInSigma: (id: OrganizationId, page: SigmaPage) => Promise<void>
  readonly start: () => Promise<void>
  readonly stop: () => Promise<void>
}

/** Builds the program's core from what the machine gives. Nothing runs before `start`. */
export function composeCore(options: CoreOptions): Core {
  const { paths, clock, logger, vault, announce, sandboxes } = options
  const database = createDatabaseClient({
    workerUrl: options.databaseWorkerUrl,
    registryFile: paths.registryFile,
    organizationsFolder: paths.organizationsFolder,
    logger: logger.child('db')
  })
  const organizations = createOrganizationStore(database)
  const settings = createSettingsStore(database)
  const connections = createConnectionStore(database)
  const archive = archiveStores({ ...options, database, connections, settings })
  const journal = createJournalStore(database)

  const gate = new RequestGate({
    clock,
    isUrgent: (key) => key.startsWith(personKey) || engines.isWanted(key as OrganizationId)
  })
  const httpClientOf = async (record: OrganizationRecord, prefix = '') =>
    gate.clientOf(
      `${prefix}${record.id}`,
      record.kind === 'sandbox' ? await sandboxes.httpClient(record.id, record.name) : options.network
    )
  const clients = new OrganizationClients({
    organizations,
    vault,
    clock,
    logger,
    httpClientOf,
    renewSandboxSecret: (record) => sandboxes.renewSecret(record.id, record.name, record.clientId)
  })
  const client = (id: OrganizationId) =>
    engines.isPaused(id) ? Promise.reject(new AppError('paused')) : clients.get(id)

  const recordOf = async (id: OrganizationId) => {
    const record = await organizations.get(id)
    if (record === undefined) throw new AppError('not-found', { what: 'organization' })
    return record
  }
  const openInSigma = async (id: OrganizationId, page: SigmaPage) => {
    const record = await recordOf(id)
    if (record.kind === 'sandbox') throw new AppError('not-supported', { what: 'sandbox-has-no-portal' })
    const state = await settings.auditLogging(id)
    await options.externalLinks.open(
      sigmaPageUrl(page, record.slug, 'connectionId' in state ? state.connectionId : undefined)
    )
  }

  const inbox = new InboxService({
    store: createInboxStore(database),
    notifier: options.notifier,
    clock,
    announce,
    go: options.go,
    openInSigma: (id) => openInSigma(id, 'audit-connection')
  })
  const refreshOnRequest = (id: OrganizationId) =>
    journalled({ settings, clock }, id, 'organization-synced', {}, () => engines.refresh(id))
  const directory = composeDirectory({
    database,
    organizations,
    journal,
    fileDialogs: options.fileDialogs,
    clock,
    refreshOrganization: refreshOnRequest
  })
  const connectionService = new ConnectionService({
    connections,
    settings,
    client,
    refreshOrganization: (id) => refreshOnRequest(id),
    clock,
    announce
  })
  const {
    engines,
    readings,
    announceLater,
    stopListening: stopEngineEvents
  } = composeEngines({
    archiveStores: archive,
    client,
    clock,
    connections,
    connectionService,
    connectivity: options.connectivity,
    directory: directory.readings,
    inbox,
    logger,
    announce,
    organizations,
    power: options.power,
    recordOf,
    settings
  })
  const stores = { archive, connections, journal, organizations, settings }
  const kept = composeArchive({ ...options, stores, inbox, readings, client })
  const credentialsChanged = (record: OrganizationRecord) => {
    clients.forget(record.id)
    // Read at once: whether the new credentials work must not wait for the next time that something is due.
    engines.refresh(record.id).catch(() => undefined)
  }

  const ended = async (id: OrganizationId) => {
    // The engine first: it starts readings.
    await engines.stop(id)
    await readings.stop(id)
    await kept.stop(id)
    clients.forget(id)
    await sandboxes.close(id)
  }
  const fleet = composeFleet({
    announce,
    announceLater,
    changed: credentialsChanged,
    clock,
    database,
    ended,
    engines,
    fileDialogs: options.fileDialogs,
    journal,
    logger,
    organizations,
    preferences: options.preferences,
    readings,
    refresh: refreshOnRequest,
    sandboxes,
    settings,
    vault
  })
  const common = { database, organizations, settings, journal, vault, clock, logger, announce }
  const { credentials, forgetLeftovers } = composeCredentials({
    ...common,
    credentialsChanged,
    httpClientOf: (record) => httpClientOf(record, personKey),
    testClientOf: async (id) =>
      id === undefined ? gate.clientOf(personKey, options.network) : httpClientOf(await recordOf(id), personKey)
  })
  const settingsService = new SettingsService({
    organizations,
    settings,
    clock,
    announce,
    engine: {
      pushSoon: (id) => engines.tryNow(id),
      refresh: refreshOnRequest,
      isReading: (id) => engines.get(id)?.phase === 'pulling',
      nextCheckAtMs: (id) => engines.get(id)?.nextWatchAtMs
    }
  })
  const overMany = composeBulk({
    ...common,
    fleet,
    settingsService,
    credentials,
    refresh: refreshOnRequest,
    pushSoon: (id) => engines.tryNow(id),
    fileDialogs: options.fileDialogs
  })
  const stopListening = [
    stopEngineEvents,
    database.onRecovered((recovery) => {
      // What can still be read of it is put back beside everything else.
      if (recovery.ref.kind === 'archive') void kept.salvage.run(recovery.ref.organizationId)
      void tellRecovery(recovery, inbox, organizations, logger)
    }),
    // Unlocked or back, perhaps outside Vigil: what waits for a secret need not wait longer.
    vault.onChanged(() => {
      announce('keychainChanged', {})
      engines.tryAllNow()
    }),
    options.connectivity.onMaybeOnline(() => engines.tryAllNow())
  ]

  return {
    database,
    organizations: fleet.organizations,
    credentials,
    settings: settingsService,
    ...overMany,
    connections: connectionService,
    ...kept.services,
    directory,
    drift: composeDrift({ database, organizations, preferences: options.preferences }),
    inbox,
    journal: new JournalService({ journal, fileDialogs: options.fileDialogs, clock }),
    organizationActs: fleet.acts,
    refreshOrganization: refreshOnRequest,
    openInSigma,
    async start() {
      await inbox.showMissed()
      const records = await organizations.list()
      fleet.start(records)
      engines.startAll(records)
      kept.start(records)
      forgetLeftovers().catch((error: unknown) => logger.warn('leftover secrets were not forgotten', { error }))
    },
    async stop() {
      for (const stop of stopListening) stop()
      await overMany.bulk.stop()
      await engines.stopAll()
      await readings.stopAll()
      await kept.stopAll()
      await sandboxes.stop()
      await fleet.stop()
      await database.close()
    }
  }
}
