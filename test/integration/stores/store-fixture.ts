import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { createDatabaseClient, type DatabaseClient, type DatabaseClientOptions } from '../../../src/main/db/client.ts'
import type { LogFields, Logger } from '../../../src/main/ports/logger.port.ts'

export interface LogLine {
  readonly level: string
  readonly message: string
  readonly fields: LogFields
}

/** A logger that keeps its lines, to look at what was said. */
export function memoryLogger(lines: LogLine[]): Logger {
  const at =
    (level: string) =>
    (message: string, fields: LogFields = {}) =>
      void lines.push({ level, message, fields })
  const logger: Logger = {
    debug: at('debug'),
    info: at('info'),
    warn: at('warn'),
    error: at('error'),
    child: () => logger
  }
  return logger
}

export const workerUrl = new URL('../../../src/main/db/worker.ts', import.meta.url)

export interface StoreFixture {
  readonly folder: string
  readonly registryFile: string
  readonly organizationsFolder: string
  readonly lines: LogLine[]
  /** Starts a client over the fixture's folder; closed at the end. */
  open(options?: Partial<DatabaseClientOptions>): DatabaseClient
  dispose(): Promise<void>
}

/** A data folder of its own with real files, and clients with real threads. */
export function createStoreFixture(): StoreFixture {
  const folder = mkdtempSync(path.join(tmpdir(), 'vigil-stores-'))
  const registryFile = path.join(folder, 'registry.sqlite')
  const organizationsFolder = path.join(folder, 'organizations')
  const lines: LogLine[] = []
  const clients: DatabaseClient[] = []
  return {
    folder,
    registryFile,
    organizationsFolder,
    lines,
    open(options = {}) {
      const client = createDatabaseClient({
        workerUrl,
        registryFile,
        organizationsFolder,
        logger: memoryLogger(lines),
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
