import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { createDatabaseClient, type DatabaseClient, type DatabaseClientOptions } from '../../../src/main/db/client.ts'
import { createMemoryLogger, type MemoryLogger } from '../../support/memory-logger.ts'

export const workerUrl = new URL('../../../src/main/db/worker.ts', import.meta.url)

export interface StoreFixture {
  readonly folder: string
  readonly registryFile: string
  readonly organizationsFolder: string
  readonly logger: MemoryLogger
  /** Starts a client over the fixture's folder; closed at the end. */
  open(options?: Partial<DatabaseClientOptions>): DatabaseClient
  dispose(): Promise<void>
}

/** A data folder of its own with real files, and clients with real threads. */
export function createStoreFixture(): StoreFixture {
  const folder = mkdtempSync(path.join(tmpdir(), 'vigil-stores-'))
  const registryFile = path.join(folder, 'registry.sqlite')
  const organizationsFolder = path.join(folder, 'organizations')
  const logger = createMemoryLogger()
  const clients: DatabaseClient[] = []
  return {
    folder,
    registryFile,
    organizationsFolder,
    logger,
    open(options = {}) {
      const client = createDatabaseClient({
        workerUrl,
        registryFile,
        organizationsFolder,
        logger,
        ...options
      })
      clients.push(client)
      return client
    },
    async dispose() {
      await Promise.all(clients.map((client) => client.close()))
      rmSync(folder, { recursive: true, force: true })
    }
  }
}
