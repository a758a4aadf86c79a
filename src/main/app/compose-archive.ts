import { existsSync } from 'node:fs'
import type { OrganizationId } from '../../shared/kit/ids.ts'
import { secondMs } from '../../shared/kit/time.ts'
import { verifyInThread } from '../archive/evidence/verify-in-thread.ts'
import { createParserPool } from '../archive/parse/parser-pool.ts'
import type { ParserPool } from '../archive/parse/source-types.ts'
import type { DatabaseClient } from '../db/client.ts'
import { databaseFile } from '../db/database-files.ts'
import type { Announce } from '../ports/announcer.port.ts'
import type { AppPaths } from '../ports/app-paths.port.ts'
import type { Clock } from '../ports/clock.port.ts'
import type { FileDialogs } from '../ports/file-dialogs.port.ts'
import type { Logger } from '../ports/logger.port.ts'
import type { SecretVault } from '../ports/secret-vault.port.ts'
import { ArchiveService, type TableReadings } from '../services/archive-service.ts'
import { ColumnService } from '../services/column-service.ts'
import { CoverageService } from '../services/coverage-service.ts'
import { EventService } from '../services/event-service.ts'
import { EvidenceService } from '../services/evidence-service.ts'
import { ImportService } from '../services/import-service.ts'
import type { InboxService } from '../services/inbox-service.ts'
import { IntegrityService } from '../services/integrity-service.ts'
import { SegmentJoins } from '../services/segment-joins.ts'
import type { SigmaClient } from '../sigma/sigma-client.ts'
import { type ArchiveStore, createArchiveStore } from '../stores/archive-store.ts'
import { type BackupStore, createBackupStore } from '../stores/backup-store.ts'
import type { ConnectionStore } from '../stores/connection-store.ts'
import { type CoverageStore, createCoverageStore } from '../stores/coverage-store.ts'
import { createDriftStore } from '../stores/drift-store.ts'
import { createEventStore, type EventStore } from '../stores/event-store.ts'
import { createEvidenceStore, type EvidenceStore } from '../stores/evidence-store.ts'
import { createImportStore, type ImportStore } from '../stores/import-store.ts'
import { createIntegrityStore, type IntegrityStore } from '../stores/integrity-store.ts'
import type { JournalStore } from '../stores/journal-store.ts'
import { createLedgerStore, type LedgerStore } from '../stores/ledger-store.ts'
import type { OrganizationRecord, OrganizationStore } from '../stores/organization-store.ts'
import { createRetentionStore, type RetentionStore } from '../stores/retention-store.ts'
import type { SettingsStore } from '../stores/settings-store.ts'
import { composeKeeping, type Keeping, type KeepingServices } from './compose-keeping.ts'
import { tellSalvage } from './notices.ts'
import { FileImports } from '../sync/file-imports.ts'
import { identityOf } from '../sync/file-identity.ts'
import { WatchedFolders } from '../sync/watched-folders.ts'

/** Files and folders are taken up when a start has settled, one organization after the other. */
const takeUpAfterMs = 3 * secondMs
const takeUpEveryMs = 50

/** What archives are made of. */
export interface ArchiveStores {
  readonly archive: ArchiveStore
  readonly ledger: LedgerStore
  readonly coverage: CoverageStore
  readonly events: EventStore
  readonly evidence: EvidenceStore
  readonly imports: ImportStore
  readonly integrity: IntegrityStore
  readonly retention: RetentionStore
  readonly backups: BackupStore
  readonly parser: ParserPool
  readonly joins: SegmentJoins
}

/** What the window may ask of archives. */
export interface ArchiveServices extends KeepingServices {
  readonly archive: ArchiveService
  readonly coverage: CoverageService
  readonly columns: ColumnService
  readonly imports: ImportService
  readonly auditEvents: EventService
  readonly evidence: EvidenceService
  readonly integrity: IntegrityService
}

/** The stores over archives, and the threads that parse what goes into them. Nothing runs yet. */
export function archiveStores(parts: {
  readonly database: DatabaseClient
  readonly connections: ConnectionStore
  readonly settings: SettingsStore
  readonly parserWorkerUrl: URL
  readonly clock: Clock
  readonly logger: Logger
}): ArchiveStores {
  const { database, connections, settings, parserWorkerUrl, clock, logger } = parts
  const ledger = createLedgerStore(database)
  const archive = createArchiveStore(database)
  const joins = new SegmentJoins({ joinSome: (id) => archive.joinSegments(id), clock, logger: logger.child('index') })
  return {
    archive: {
      ...archive,
      async endSession(id, path, sessionId) {
        await archive.endSession(id, path, sessionId)
        joins.soon(id)
      }
    },
    joins,
    ledger,
    coverage: createCoverageStore({ ledger, connections, settings, drift: createDriftStore(database) }),
    events: createEventStore(database),
    evidence: createEvidenceStore(database),
    imports: createImportStore(database),
    integrity: createIntegrityStore(database),
    retention: createRetentionStore(database),
    backups: createBackupStore(database),
    parser: createParserPool({ workerUrl: parserWorkerUrl })
  }
}

export interface ArchiveParts {
  readonly stores: {
    readonly archive: ArchiveStores
    readonly connections: ConnectionStore
    readonly journal: JournalStore
    readonly organizations: Pick<OrganizationStore, 'get' | 'list'>
    readonly settings: SettingsStore
  }
  readonly paths: AppPaths
  readonly readings: TableReadings & { stop(id: OrganizationId): Promise<void> }
  readonly vault: SecretVault
  readonly inbox: Pick<InboxService, 'tell'>
  readonly client: (id: OrganizationId) => Promise<SigmaClient>
  readonly fileDialogs: FileDialogs
  readonly clock: Clock
  readonly logger: Logger
  readonly announce: Announce
  readonly verifyWorkerUrl: URL
  /** Of Vigil. */
  readonly version: string
}

export interface ComposedArchive extends Pick<Keeping, 'salvage'> {
  readonly services: ArchiveServices
  /** Goes on with files that were not read to their end, and with the folders that are watched. */
  readonly start: (records: readonly OrganizationRecord[]) => void
  /** Ends what goes on for an organization. */
  readonly stop: (id: OrganizationId) => Promise<void>
  readonly stopAll: () => Promise<void>
}

/** Builds what brings files into archives, and what answers about them. Nothing runs before `start`. */
export function composeArchive(parts: ArchiveParts): ComposedArchive {
  const { readings, client, clock, announce, fileDialogs } = parts
  const { connections, journal, organizations, settings } = parts.stores
  const { archive, coverage, events, imports, joins, ledger, parser } = parts.stores.archive
  const logger = parts.logger.child('imports')
  const runner = new FileImports({ imports, ledger, archive, settings, parser, clock, logger, announce })
  const integrity = new IntegrityService({
    integrity: parts.stores.archive.integrity,
    settings,
    journal,
    fileDialogs,
    clock,
    announce
  })
  const folders = new WatchedFolders({ imports, add: (id, files) => runner.add(id, files), clock, logger, announce })
  const ended = new AbortController()
  const hasArchive = (id: OrganizationId): boolean =>
    existsSync(databaseFile(parts.paths, { kind: 'archive', organizationId: id }))
  const columns = new ColumnService({ ledger, connections, settings, clock, announce })
  const coverageService = new CoverageService({ coverage, ledger, clock })
  const archives = async () => (await organizations.list()).map((record) => record.id).filter(hasArchive)
  const takeUpOne = async (id: OrganizationId): Promise<void> => {
    await runner.takeUp(id)
    const folder = await imports.watchedFolder(id)
    if (folder !== undefined) await folders.watch(id, folder)
  }
  const keeping = composeKeeping({
    ...parts,
    stores: parts.stores.archive,
    settings,
    archives,
    goOn: takeUpOne,
    tellSalvage: (id, report) => tellSalvage(id, report, parts.inbox, organizations),
    verifyWhereDue: (id) => integrity.verifyWhereDue(id),
    async quiet(id) {
      await joins.stop(id)
      await readings.stop(id)
      await folders.stop(id)
      await runner.stop(id)
      await integrity.stop(id)
    }
  })
  const evidence = new EvidenceService({
    organizations,
    columns,
    settings,
    journal,
    fileDialogs,
    clock,
    announce,
    version: parts.version,
    evidence: parts.stores.archive.evidence,
    coverage: coverageService,
    keys: keeping.keys,
    verifyPack: (file) => verifyInThread(parts.verifyWorkerUrl, file, ended.signal)
  })
  const takeUp = async (records: readonly OrganizationRecord[]): Promise<void> => {
    await clock.sleep(takeUpAfterMs, ended.signal)
    for (const { id } of records) {
      // An archive that is not there has no files waiting, and is not made for asking.
      if (!hasArchive(id)) continue
      try {
        await takeUpOne(id)
      } catch (error) {
        logger.warn('imports were not taken up', { organizationId: id, error })
      }
      await clock.sleep(takeUpEveryMs, ended.signal)
    }
  }
  return {
    salvage: keeping.salvage,
    services: {
      archive: new ArchiveService({ archive, settings, connections, readings, client, clock }),
      coverage: coverageService,
      columns,
      auditEvents: new EventService(events),
      evidence,
      integrity,
      ...keeping.services,
      imports: new ImportService({
        imports,
        connections,
        settings,
        runner,
        folders,
        identityOf,
        fileDialogs,
        clock,
        announce
      })
    },
    start(records) {
      // Ended by `stopAll`; each organization's own troubles are told above.
      takeUp(records).catch(() => undefined)
      keeping.start()
    },
    async stop(id) {
      await keeping.stop(id)
      await folders.stop(id)
      await runner.stop(id)
      await integrity.stop(id)
      await evidence.stop(id)
    },
    async stopAll() {
      ended.abort()
      await keeping.stopAll()
      await folders.stopAll()
      await runner.stopAll()
      await integrity.stopAll()
      await evidence.stopAll()
      await parser.close()
    }
  }
}
