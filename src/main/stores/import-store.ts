import type { QuarantineReason } from '../../shared/domain/quarantine.ts'
import type { AppErrorData } from '../../shared/kit/app-error.ts'
import type { OrganizationId } from '../../shared/kit/ids.ts'
import type { DatabaseClient } from '../db/client.ts'
import type { NewReading, PageBelow } from './ledger-store.ts'

/** What tells one file from another, and from itself after a change. */
export interface FileIdentity {
  readonly file: string
  readonly fileBytes: number
  readonly modifiedAtMs: number
  /** SHA-256 of the file's first 64 KB, hex. */
  readonly headHash: string
}

export interface NewImport extends FileIdentity {
  readonly path: readonly string[]
  readonly fileName: string
  readonly origin: 'dialog' | 'drop' | 'folder'
}

export interface StoredImport extends NewImport {
  readonly importId: number
  readonly state: 'waiting' | 'reading' | 'complete' | 'cancelled' | 'failed'
  readonly addedAtMs: number
  readonly startedAtMs?: number
  readonly finishedAtMs?: number
  readonly rowsAdded: number
  readonly rowsKnown: number
  readonly rowsQuarantined: number
  readonly quarantined: Readonly<Partial<Record<QuarantineReason, number>>>
  readonly oldestEventAtMs?: number
  readonly newestEventAtMs?: number
  readonly error?: AppErrorData
}

export interface ImportChange {
  readonly state?: StoredImport['state']
  readonly startedAtMs?: number | null
  readonly finishedAtMs?: number | null
  readonly rowsAdded?: number
  readonly rowsKnown?: number
  readonly rowsQuarantined?: number
  readonly quarantined?: StoredImport['quarantined']
  readonly oldestEventAtMs?: number | null
  readonly newestEventAtMs?: number | null
  readonly error?: AppErrorData | null
}

export interface StoredWatchedFolder {
  readonly folder: string
  readonly path: readonly string[]
  readonly sinceMs: number
}

export interface StoredQuarantinedLine {
  readonly id: number
  readonly atMs: number
  readonly fileName?: string
  /** Absent for a row whose event id is there with other content. */
  readonly line?: number
  readonly reason: QuarantineReason
  readonly detail?: string
  readonly excerpt: string
}

/** Files that were read into an archive, or are to be, and the folder that they come from by themselves. */
export interface ImportStore {
  /** @returns ids in the same order */
  add(id: OrganizationId, imports: readonly NewImport[], atMs: number): Promise<readonly number[]>
  get(id: OrganizationId, importId: number): Promise<StoredImport | undefined>
  list(id: OrganizationId, page: PageBelow): Promise<readonly StoredImport[]>
  /** Those that did not come to an end, oldest first. */
  open(id: OrganizationId): Promise<readonly StoredImport[]>
  find(id: OrganizationId, file: FileIdentity): Promise<StoredImport | undefined>
  /** What is not named stays, `null` forgets. @param reading for the ledger, in the same transaction */
  save(id: OrganizationId, importId: number, change: ImportChange, reading?: NewReading): Promise<void>
  /** Lines in quarantine, newest first, and how many there are in all. @param of `file`: of that file alone */
  quarantine(
    id: OrganizationId,
    of: PageBelow & {
      readonly path?: readonly string[]
      readonly file?: { readonly name: string; readonly sizeBytes: number }
    }
  ): Promise<{ readonly lines: readonly StoredQuarantinedLine[]; readonly total: number }>
  watchedFolder(id: OrganizationId): Promise<StoredWatchedFolder | undefined>
  saveWatchedFolder(
    id: OrganizationId,
    folder: { readonly folder: string; readonly path: readonly string[] } | undefined,
    atMs: number
  ): Promise<void>
}

const archive = (organizationId: OrganizationId) => ({ kind: 'archive', organizationId }) as const

/** Imports, in the organization's archive file. */
export function createImportStore(client: DatabaseClient): ImportStore {
  return {
    add: (id, imports, atMs) => client.command(archive(id), 'addImports', { imports, atMs }),
    get: (id, importId) => client.query(archive(id), 'getImport', { importId }),
    list: (id, page) => client.query(archive(id), 'listImports', page),
    open: (id) => client.query(archive(id), 'listOpenImports'),
    find: (id, { file, fileBytes, modifiedAtMs, headHash }) =>
      client.query(archive(id), 'findImport', { file, fileBytes, modifiedAtMs, headHash }),
    save: (id, importId, change, reading) =>
      client.command(archive(id), 'saveImport', { importId, change, ...(reading === undefined ? {} : { reading }) }),
    quarantine: (id, of) => client.query(archive(id), 'listQuarantinedLines', of),
    watchedFolder: (id) => client.query(archive(id), 'getWatchedFolder'),
    saveWatchedFolder: (id, folder, atMs) => client.command(archive(id), 'saveWatchedFolder', { ...folder, atMs })
  }
}
