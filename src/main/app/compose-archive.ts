import { existsSync } from 'node:fs'
import type { OrganizationId } from '../../shared/kit/ids.ts'
import { secondMs } from '../../shared/kit/time.ts'
import { createParserPool } from '../archive/parse/parser-pool.ts'
import type { ParserPool } from '../archive/parse/source-types.ts'
import type { DatabaseClient } from '../db/client.ts'
import { databaseFile } from '../db/database-files.ts'
import type { Announce } from '../ports/announcer.port.ts'
import type { AppPaths } from '../ports/app-paths.port.ts'
import type { Clock } from '../ports/clock.port.ts'
import type { FileDialogs } from '../ports/file-dialogs.port.ts'
import type { Logger } from '../ports/logger.port.ts'
import { ArchiveService, type TableReadings } from '../services/archive-service.ts'
import { ColumnService } from '../services/column-service.ts'
import { CoverageService } from '../services/coverage-service.ts'
import { ImportService } from '../services/import-service.ts'
import type { SigmaClient } from '../sigma/sigma-client.ts'
import { type ArchiveStore, createArchiveStore } from '../stores/archive-store.ts'
import type { ConnectionStore } from '../stores/connection-store.ts'
import { type CoverageStore, createCoverageStore } from '../stores/coverage-store.ts'
import { createDriftStore } from '../stores/drift-store.ts'
import { createImportStore, type ImportStore } from '../stores/import-store.ts'
import { createLedgerStore, type LedgerStore } from '../stores/ledger-store.ts'
import type { OrganizationRecord } from '../stores/organization-store.ts'
import type { SettingsStore } from '../stores/settings-store.ts'
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
  readonly imports: ImportStore
  readonly parser: ParserPool
}

/** What the window may ask of archives. */
export interface ArchiveServices {
  readonly archive: ArchiveService
  readonly coverage: CoverageService
  readonly columns: ColumnService
  readonly imports: ImportService
}

/** The stores over archives, and the threads that parse what goes into them. Nothing runs yet. */
export function archiveStores(parts: {
  readonly database: DatabaseClient
  readonly connections: ConnectionStore
  readonly settings: SettingsStore
  readonly parserWorkerUrl: URL
}): ArchiveStores {
  const { database, connections, settings, parserWorkerUrl } = parts
  const ledger = createLedgerStore(database)
  return {
    archive: createArchiveStore(database),
    ledger,
    coverage: createCoverageStore({ ledger, connections, settings, drift: createDriftStore(database) }),
    imports: createImportStore(database),
    parser: createParserPool({ workerUrl: parserWorkerUrl })
  }
}

export interface ArchiveParts {
  readonly stores: ArchiveStores
  readonly paths: AppPaths
  readonly settings: SettingsStore
  readonly connections: ConnectionStore
  readonly readings: TableReadings
  readonly client: (id: OrganizationId) => Promise<SigmaClient>
  readonly fileDialogs: FileDialogs
  readonly clock: Clock
  readonly logger: Logger
  readonly announce: Announce
}

export interface ComposedArchive {
  readonly services: ArchiveServices
  /** Goes on with files that were not read to their end, and with the folders that are watched. */
  readonly start: (records: readonly OrganizationRecord[]) => void
  /** Ends what goes on for an organization. */
  readonly stop: (id: OrganizationId) => Promise<void>
  readonly stopAll: () => Promise<void>
}

/** Builds what brings files into archives, and what answers about them. Nothing runs before `start`. */
export function composeArchive(parts: ArchiveParts): ComposedArchive {
  const { stores, settings, connections, readings, client, clock, announce, fileDialogs } = parts
  const { archive, ledger, coverage, imports, parser } = stores
  const logger = parts.logger.child('imports')
  const runner = new FileImports({ imports, ledger, archive, settings, parser, clock, logger, announce })
  const folders = new WatchedFolders({ imports, add: (id, files) => runner.add(id, files), clock, logger, announce })
  const ended = new AbortController()

  const takeUp = async (records: readonly OrganizationRecord[]): Promise<void> => {
    await clock.sleep(takeUpAfterMs, ended.signal)
    for (const { id } of records) {
      // An archive that is not there has no files waiting, and is not made for asking.
      if (!existsSync(databaseFile(parts.paths, { kind: 'archive', organizationId: id }))) continue
      try {
        await runner.takeUp(id)
        const folder = await imports.watchedFolder(id)
        if (folder !== undefined) await folders.watch(id, folder)
      } catch (error) {
        logger.warn('imports were not taken up', { organizationId: id, error })
      }
      await clock.sleep(takeUpEveryMs, ended.signal)
    }
  }
  return {
    services: {
      archive: new ArchiveService({ archive, settings, connections, readings, client, clock }),
      coverage: new CoverageService({ coverage, ledger, clock }),
      columns: new ColumnService({ ledger, connections, settings, clock, announce }),
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
    },
    async stop(id) {
      await folders.stop(id)
      await runner.stop(id)
    },
    async stopAll() {
      ended.abort()
      await folders.stopAll()
      await runner.stopAll()
      await parser.close()
    }
  }
}
