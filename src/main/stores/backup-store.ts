import path from 'node:path'
import type { BackupSettings } from '../../shared/contract/backups.ts'
import type { AppErrorData } from '../../shared/kit/app-error.ts'
import type { OrganizationId } from '../../shared/kit/ids.ts'
import type { ArchiveFiles, CheckedArchive, DatabaseClient, SalvageOverview } from '../db/client.ts'

export type { ArchiveBackupFile, ArchiveFiles, CheckedArchive, SalvageOverview } from '../db/client.ts'

/** How an archive is backed up, and why the last try failed, if it did. */
export interface BackupRecord {
  readonly settings: BackupSettings
  /** A folder that a person chose; backups are in one of the organization's own within it. */
  readonly folder?: string
  readonly lastError?: AppErrorData
  /** When it was last tried and failed. */
  readonly failedAtMs?: number
}

/** Archives are large: one a week, and the one before it. */
const usualSettings: BackupSettings = { interval: 'weekly', keep: 2 }

export interface BackupStore {
  readonly files: ArchiveFiles
  record(id: OrganizationId): Promise<BackupRecord>
  save(id: OrganizationId, record: BackupRecord): Promise<void>
  /** How many things a copy and the archive do not agree on: what the copy has, the archive must have. */
  differences(id: OrganizationId, copy: CheckedArchive): Promise<number>
  /** When the first rows were archived, UTC ms; undefined while there are none. */
  begunAtMs(id: OrganizationId): Promise<number | undefined>
  /** Takes over the stubs of days that had left a damaged file of the same archive. */
  keepStubs(id: OrganizationId, stubs: SalvageOverview['stubs']): Promise<void>
}

const archive = (organizationId: OrganizationId) => ({ kind: 'archive', organizationId }) as const
const org = (organizationId: OrganizationId) => ({ kind: 'org', organizationId }) as const

/** Backups of archives; how they are made is a fact of the organization. */
export function createBackupStore(client: DatabaseClient): BackupStore {
  return {
    files: client.archiveFiles,
    async record(id) {
      const facts = (await client.query(org(id), 'listFacts')) as { readonly archiveBackups?: BackupRecord }
      return facts.archiveBackups ?? { settings: usualSettings }
    },
    save: (id, record) => client.command(org(id), 'saveFacts', { change: { archiveBackups: record } }),
    differences: async (id, { head }) =>
      (await client.query(archive(id), 'checkArchiveHead', { organizationId: id, head })).length,
    begunAtMs: (id) => client.query(archive(id), 'archiveBegunAtMs'),
    keepStubs: (id, stubs) => client.command(archive(id), 'keepStubs', { stubs })
  }
}

/** Several organizations may have their backups in one folder: each has one of its own within it. */
export function ownFolder(id: OrganizationId, { folder }: Pick<BackupRecord, 'folder'>): string | undefined {
  return folder === undefined ? undefined : path.join(folder, `vigil-${id}`)
}
