import { existsSync, mkdirSync } from 'node:fs'
import path from 'node:path'
import { createDatabaseClient, type DatabaseClient } from '../../../src/main/db/client.ts'
import type { Logger } from '../../../src/main/ports/logger.port.ts'
import { newOrganizationId, type OrganizationId } from '../../../src/shared/kit/ids.ts'
import { projectRoot } from '../../kit/paths.ts'

/** A data folder of Vigil with one organization, and the program's own database threads over it. */
export interface DataFolder {
  readonly folder: string
  readonly organizationId: OrganizationId
  readonly client: DatabaseClient
  readonly archiveFile: string
}

/** The table that events are kept in. */
export const tablePath: readonly string[] = ['SIGMA_AUDIT', 'PUBLIC', 'AUDIT_LOGS']

/** Opens a folder for the database threads; makes it where it is not there, with an organization that reads nothing. */
export async function openDataFolder(folder: string): Promise<DataFolder> {
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const registryFile = path.join(folder, 'registry.sqlite')
  const isNew = !existsSync(registryFile)
  const organizationsFolder = path.join(folder, 'organizations')
  const client = createDatabaseClient({
    workerUrl: new URL(`file://${path.join(projectRoot, 'src', 'main', 'db', 'worker.ts')}`),
    registryFile,
    organizationsFolder,
    logger: problemLogger
  })
  if (isNew) await addPausedOrganization(client)
  const [organization] = await client.query({ kind: 'registry' }, 'listOrganizations')
  if (organization === undefined) throw new Error(`${folder} holds no organization`)
  return {
    folder,
    organizationId: organization.id,
    client,
    archiveFile: path.join(organizationsFolder, organization.id, 'archive.sqlite')
  }
}

async function addPausedOrganization(client: DatabaseClient): Promise<void> {
  const addedAtMs = Date.now()
  await client.command({ kind: 'registry' }, 'addOrganization', {
    id: newOrganizationId(),
    name: 'Ten years of audit logs',
    kind: 'sigma',
    label: 'none',
    apiUrl: 'https://api.sigma.example.invalid',
    clientId: 'bench',
    addedAtMs,
    pausedAtMs: addedAtMs
  })
}

const problemLogger: Logger = {
  debug: () => undefined,
  info: () => undefined,
  // a slow request is what the bench is there to find; it is measured and not told one by one
  warn: () => undefined,
  error: (message, fields) => console.error(`[bench] ${message} ${JSON.stringify(fields ?? {})}`),
  child: () => problemLogger
}
