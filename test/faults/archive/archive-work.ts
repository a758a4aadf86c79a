// What a Vigil does with an archive, over real files, threads and parsers; only Sigma is a table in memory.
import { existsSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { createDatabaseClient } from '../../../src/main/db/client.ts'
import { systemClock } from '../../../src/main/platform/system-clock.ts'
import { ArchiveKeys } from '../../../src/main/services/archive-keys.ts'
import { BackupService } from '../../../src/main/services/backup-service.ts'
import { IntegrityService } from '../../../src/main/services/integrity-service.ts'
import { RetentionService } from '../../../src/main/services/retention-service.ts'
import { createBackupStore } from '../../../src/main/stores/backup-store.ts'
import { createIntegrityStore } from '../../../src/main/stores/integrity-store.ts'
import { createJournalStore } from '../../../src/main/stores/journal-store.ts'
import { createRetentionStore } from '../../../src/main/stores/retention-store.ts'
import { identityOf } from '../../../src/main/sync/file-identity.ts'
import { FileImports } from '../../../src/main/sync/file-imports.ts'
import { AppError } from '../../../src/shared/kit/app-error.ts'
import { organizationId } from '../../../src/shared/kit/ids.ts'
import { Secret } from '../../../src/shared/kit/secret.ts'
import { fakeTable, openReader } from '../../integration/sync/archive-reading-fixture.ts'
import type { StoreFixture } from '../../integration/stores/store-fixture.ts'
import { createMemoryLogger } from '../../support/memory-logger.ts'
import { type World, worldRow, worldSize } from './known-world.ts'

/** The one table that is read. */
export const tablePath = ['AUDIT_LOG', 'PUBLIC', 'AUDIT_LOGS']
const workbook = {
  workbookId: 'w',
  workbookName: 'Audit',
  elements: [{ elementId: 'e', name: 'AUDIT_LOGS', timeControlId: 'window' }]
}

/** Opens the data folder as Vigil does. `say` hears what was confirmed, when it was. */
export async function openArchiveWork(folder: string, idText: string, world: World, say: (line: string) => void) {
  const id = organizationId(idText)
  const logger = createMemoryLogger()
  const sourceTable = fakeTable(systemClock, ['REQUEST_TIME', ...Object.keys(worldRow(world, 0).cells)])
  sourceTable.events = Array.from({ length: worldSize(world) }, (_, number) => worldRow(world, number))
  const fixture: StoreFixture = {
    folder,
    registryFile: path.join(folder, 'registry.sqlite'),
    organizationsFolder: path.join(folder, 'organizations'),
    logger,
    open: () =>
      createDatabaseClient({
        workerUrl: new URL('../../../src/main/db/worker.ts', import.meta.url),
        registryFile: fixture.registryFile,
        organizationsFolder: fixture.organizationsFolder,
        logger
      }),
    dispose: async () => undefined
  }
  const reader = openReader(fixture, id, systemClock, sourceTable.client, { path: tablePath })
  const telling = tellingStores(reader, say)
  await reader.settings.saveFacts(id, { exportWorkbook: workbook })
  const imports = new FileImports({ ...reader, ...telling, clock: systemClock, logger, announce: () => undefined })
  const { settings } = reader
  const plain = { settings, clock: systemClock, logger, announce: () => undefined }
  const backups = new BackupService({
    ...plain,
    backups: createBackupStore(reader.database),
    fileDialogs: { chooseFolder: async () => undefined },
    quiet: async () => {
      await reader.syncs.stop(id)
      await imports.stop(id)
      await integrity.stop(id)
    },
    goOn: () => imports.takeUp(id)
  })
  const retention = new RetentionService({
    ...plain,
    retention: createRetentionStore(reader.database),
    keys: new ArchiveKeys(keyFile(path.join(folder, 'key.txt'))),
    archiveBytes: () => 0,
    backUpBefore: () => backups.takeBefore(id)
  })
  const integrity = new IntegrityService({
    integrity: createIntegrityStore(reader.database),
    settings: reader.settings,
    journal: createJournalStore(reader.database),
    fileDialogs: {
      chooseSaveFile: async () => undefined,
      chooseOpenFile: async () => undefined,
      chooseOpenFiles: async () => [],
      chooseFolder: async () => undefined
    },
    clock: systemClock,
    announce: () => undefined
  })
  return {
    id,
    reader,
    imports,
    integrity,
    backups,
    retention,
    logger,
    /** Reads what Sigma has and is not read; ends with the code of the error that a person is told, if there is one. */
    async read(): Promise<string | undefined> {
      await reader.read()
      return (await reader.syncs.status(id, tablePath)).lastError?.code
    },
    /** Reads the files of a folder, those that were begun first. @returns their ids */
    async importFiles(files: string): Promise<readonly number[]> {
      await imports.takeUp(id)
      const known = new Set((await reader.imports.list(id, { limit: 500 })).map((one) => one.fileName))
      const fresh = readdirSync(files)
        .sort()
        .filter((name) => !known.has(name))
      const added = await Promise.all(
        fresh.map(async (name) => ({
          ...(await identityOf(path.join(files, name))),
          path: tablePath,
          fileName: name,
          origin: 'dialog' as const
        }))
      )
      return imports.add(id, added)
    },
    /** Verifies the whole archive once. @returns rows that were looked at, and findings */
    async verify(): Promise<{ rows: number; findings: number; error: string | undefined }> {
      await integrity.verify(id)
      const { last, error } = await idle(() => integrity.status(id))
      return { rows: last?.rowsChecked ?? 0, findings: last?.findingsTotal ?? 0, error: error?.code }
    },
    /** Lets everything leave that is older. @returns why it did not, if so */
    async prune(days: number): Promise<string | undefined> {
      await retention.setPolicy(id, { keep: 'days', days })
      return (await idle(() => retention.status(id))).lastError?.code
    },
    /** Takes a backup. @returns why it was not taken, if so */
    async backUp(): Promise<string | undefined> {
      await backups.backUpNow(id)
      return (await idle(() => backups.status(id))).lastError?.code
    },
    async close(): Promise<void> {
      await retention.stopAll()
      await backups.stopAll()
      await integrity.stopAll()
      await imports.stopAll()
      await reader.close()
    }
  }
}

export type ArchiveWork = Awaited<ReturnType<typeof openArchiveWork>>

async function idle<Status extends { readonly progress?: unknown }>(look: () => Promise<Status>): Promise<Status> {
  for (;;) {
    const status = await look()
    if (status.progress === undefined) return status
    await systemClock.sleep(5)
  }
}

/** The one key, where it outlives the process, as the system's keychain does. */
function keyFile(file: string): ConstructorParameters<typeof ArchiveKeys>[0] {
  return {
    read: async () => {
      if (!existsSync(file)) throw new AppError('credential-missing')
      return new Secret(readFileSync(file, 'utf8'))
    },
    store: async (_id, _slot, secret) => {
      writeFileSync(`${file}.new`, secret.reveal())
      renameSync(`${file}.new`, file)
    }
  }
}

/** The stores, which say of each commit, each window and each import when it was confirmed. */
function tellingStores(reader: ReturnType<typeof openReader>, say: (line: string) => void) {
  const { archive, ledger, imports } = reader
  const { commitEvents } = archive
  const { addReading } = ledger
  const { save } = imports
  // the reader's own table syncs hold these very objects
  Object.assign(archive, {
    commitEvents: async (...args: Parameters<typeof commitEvents>) => {
      const result = await commitEvents(...args)
      say(`committed ${result.commitId ?? 0} ${result.rowsAdded}`)
      return result
    }
  })
  Object.assign(ledger, {
    addReading: async (...args: Parameters<typeof addReading>) => {
      await addReading(...args)
      say(`window ${args[2].fromMs} ${args[2].toMs}`)
    }
  })
  Object.assign(imports, {
    save: async (...args: Parameters<typeof save>) => {
      await save(...args)
      if (args[2].state === 'complete') say(`imported ${args[1]}`)
    }
  })
  return { archive, ledger, imports }
}
