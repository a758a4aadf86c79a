import path from 'node:path'
import type {
  ImportRecord,
  QuarantinedLineRecord,
  StartedImports,
  WatchedFolder
} from '../../shared/contract/imports.ts'
import { type QuarantineReason, quarantineReasons } from '../../shared/domain/quarantine.ts'
import { AppError, toAppError } from '../../shared/kit/app-error.ts'
import type { OrganizationId } from '../../shared/kit/ids.ts'
import type { Announce } from '../ports/announcer.port.ts'
import type { Clock } from '../ports/clock.port.ts'
import type { FileDialogs } from '../ports/file-dialogs.port.ts'
import type { ConnectionStore } from '../stores/connection-store.ts'
import type { FileIdentity, ImportStore, NewImport, StoredImport, StoredWatchedFolder } from '../stores/import-store.ts'
import type { PageBelow } from '../stores/ledger-store.ts'
import type { SettingsStore } from '../stores/settings-store.ts'
import { journalled } from './journalled.ts'

/** What reads files in their turn. */
export interface ImportRunner {
  add(id: OrganizationId, files: readonly NewImport[]): Promise<readonly number[]>
  retry(id: OrganizationId, importId: number): Promise<void>
  cancel(id: OrganizationId, importId: number): Promise<void>
  progressOf(id: OrganizationId, importId: number): ImportRecord['progress']
}

/** What watches folders. */
export interface FolderWatch {
  watch(id: OrganizationId, folder: StoredWatchedFolder): Promise<void>
  stop(id: OrganizationId): Promise<void>
  stateOf(id: OrganizationId):
    | {
        readonly state: 'watching' | 'missing' | 'not-readable'
        readonly lastLookAtMs?: number
        readonly files: number
        readonly filesSettling: number
      }
    | undefined
}

export interface ImportServiceOptions {
  readonly imports: ImportStore
  readonly connections: ConnectionStore
  readonly settings: SettingsStore
  readonly runner: ImportRunner
  readonly folders: FolderWatch
  readonly identityOf: (file: string) => Promise<FileIdentity>
  readonly fileDialogs: FileDialogs
  readonly clock: Clock
  readonly announce: Announce
}

/** Export files that become part of an archive: chosen, dropped on the window, or found in a watched folder. */
export class ImportService {
  readonly #options: ImportServiceOptions

  constructor(options: ImportServiceOptions) {
    this.#options = options
  }

  /** @throws AppError `not-found` where no table is named and the organization's AUDIT_LOGS is not known */
  async choose(
    id: OrganizationId,
    table: readonly string[] | undefined
  ): Promise<{ outcome: 'cancelled' } | (StartedImports & { outcome: 'started' })> {
    const into = await this.#tableOf(id, table)
    const files = await this.#options.fileDialogs.chooseOpenFiles({
      title: 'Choose export files',
      extensions: ['csv', 'gz', 'jsonl', 'ndjson'],
      kind: 'Export files (CSV, JSON lines)'
    })
    if (files.length === 0) return { outcome: 'cancelled' }
    return { outcome: 'started', ...(await this.#start(id, into, files, 'dialog')) }
  }

  /** @param files paths, as the system named them for dropped files. @throws AppError as `choose` */
  async dropped(
    id: OrganizationId,
    table: readonly string[] | undefined,
    files: readonly string[]
  ): Promise<StartedImports> {
    return this.#start(id, await this.#tableOf(id, table), files, 'drop')
  }

  async list(id: OrganizationId, page: PageBelow): Promise<{ imports: ImportRecord[]; nextBefore?: number }> {
    const imports = await this.#options.imports.list(id, page)
    const last = imports.at(-1)
    return {
      imports: imports.map((one) => this.#recordOf(id, one)),
      ...(last === undefined || imports.length < page.limit ? {} : { nextBefore: last.importId })
    }
  }

  /** @throws AppError `not-found` */
  async cancel(id: OrganizationId, importId: number): Promise<ImportRecord> {
    const one = await this.#get(id, importId)
    if (one.state === 'waiting' || one.state === 'reading') {
      await this.#options.runner.cancel(id, importId)
      await this.#note(id, 'file-import-cancelled', 'done', { file: one.fileName, table: one.path.join('.') })
    }
    return this.#recordOf(id, await this.#get(id, importId))
  }

  /** @throws AppError `not-found`, `conflict` for one that waits or runs */
  async retry(id: OrganizationId, importId: number): Promise<ImportRecord> {
    const one = await this.#get(id, importId)
    if (one.state === 'waiting' || one.state === 'reading') throw new AppError('conflict', { what: 'import' })
    await this.#note(id, 'file-import-started', 'requested', { file: one.fileName, table: one.path.join('.') })
    await this.#options.runner.retry(id, importId)
    return this.#recordOf(id, await this.#get(id, importId))
  }

  async watchedFolder(id: OrganizationId): Promise<WatchedFolder> {
    const { imports, folders } = this.#options
    const stored = await imports.watchedFolder(id)
    if (stored === undefined) return { state: 'none' }
    return {
      state: 'watching',
      files: 0,
      filesSettling: 0,
      ...folders.stateOf(id),
      folderName: path.basename(stored.folder) || stored.folder,
      path: [...stored.path],
      sinceMs: stored.sinceMs
    }
  }

  /** Asks for a folder and watches it from then on; the one before stays where the person thought better of it. */
  async chooseFolder(id: OrganizationId, table: readonly string[] | undefined): Promise<WatchedFolder> {
    const { fileDialogs, imports, folders, clock } = this.#options
    const into = await this.#tableOf(id, table)
    const folder = await fileDialogs.chooseFolder({ title: 'Choose the folder that export files come into' })
    if (folder === undefined) return this.watchedFolder(id)
    const sinceMs = clock.nowMs()
    const detail = { folder: path.basename(folder), table: into.join('.') }
    await journalled(this.#options, id, 'watched-folder-changed', detail, async () => {
      await imports.saveWatchedFolder(id, { folder, path: into }, sinceMs)
      await folders.watch(id, { folder, path: into, sinceMs })
    })
    this.#options.announce('importsChanged', { organizationId: id })
    return this.watchedFolder(id)
  }

  async clearFolder(id: OrganizationId): Promise<WatchedFolder> {
    const { imports, folders, clock } = this.#options
    await journalled(this.#options, id, 'watched-folder-changed', { folder: 'none' }, async () => {
      await imports.saveWatchedFolder(id, undefined, clock.nowMs())
      await folders.stop(id)
    })
    this.#options.announce('importsChanged', { organizationId: id })
    return { state: 'none' }
  }

  /** Lines in quarantine, newest first. @throws AppError `not-found` for an import that is not there */
  async quarantine(
    id: OrganizationId,
    of: PageBelow & { readonly path?: readonly string[]; readonly importId?: number }
  ): Promise<{ lines: QuarantinedLineRecord[]; total: number; nextBefore?: number }> {
    const { path: table, importId, ...page } = of
    const one = importId === undefined ? undefined : await this.#get(id, importId)
    const { lines, total } = await this.#options.imports.quarantine(id, {
      ...page,
      ...(one === undefined
        ? table === undefined
          ? {}
          : { path: table }
        : { path: one.path, file: { name: one.fileName, sizeBytes: one.fileBytes } })
    })
    const last = lines.at(-1)
    return {
      lines: [...lines],
      total,
      ...(last === undefined || lines.length < page.limit ? {} : { nextBefore: last.id })
    }
  }

  async #start(
    id: OrganizationId,
    into: readonly string[],
    files: readonly string[],
    origin: 'dialog' | 'drop'
  ): Promise<StartedImports> {
    const { imports, runner, identityOf } = this.#options
    const open = await imports.open(id)
    const found: NewImport[] = []
    const underway: number[] = []
    const refused: StartedImports['refused'] = []
    for (const file of new Set(files)) {
      const fileName = path.basename(file)
      try {
        const identity = await identityOf(file)
        const same = open.find((one) => one.file === file && one.headHash === identity.headHash)
        if (same === undefined) found.push({ ...identity, path: into, fileName, origin })
        else underway.push(same.importId)
      } catch (thrown) {
        refused.push({ fileName, error: toAppError(thrown).toData() })
      }
    }
    for (const { fileName } of found)
      await this.#note(id, 'file-import-started', 'requested', { file: fileName, table: into.join('.') })
    const ids = [...underway, ...(await runner.add(id, found))]
    return { imports: await Promise.all(ids.map(async (one) => this.#recordOf(id, await this.#get(id, one)))), refused }
  }

  /** The table that a person named; else the AUDIT_LOGS of the audit connection, of one that is gone too. */
  async #tableOf(id: OrganizationId, table: readonly string[] | undefined): Promise<readonly string[]> {
    if (table !== undefined) return table
    const { connections } = this.#options
    const audits = (await connections.connections(id)).filter((one) => one.isAuditLog)
    const goneAt = (one: { readonly removedAtMs?: number | undefined }) => one.removedAtMs ?? Number.POSITIVE_INFINITY
    for (const { connectionId } of audits.toSorted((one, other) => goneAt(other) - goneAt(one) || 0)) {
      const found = (await connections.paths(id, connectionId)).find((one) => one.at(-1) === 'AUDIT_LOGS')
      if (found !== undefined) return found
    }
    throw new AppError('not-found', { what: 'audit-logs-table' })
  }

  async #get(id: OrganizationId, importId: number): Promise<StoredImport> {
    const one = await this.#options.imports.get(id, importId)
    if (one === undefined) throw new AppError('not-found', { what: 'import' })
    return one
  }

  #recordOf(id: OrganizationId, one: StoredImport): ImportRecord {
    const { file: _file, headHash: _hash, modifiedAtMs: _at, quarantined, ...record } = one
    const progress = this.#options.runner.progressOf(id, one.importId)
    return {
      ...record,
      path: [...one.path],
      quarantined: quarantineReasons.flatMap((reason: QuarantineReason) => {
        const lines = quarantined[reason]
        return lines === undefined ? [] : [{ reason, lines }]
      }),
      ...(progress === undefined ? {} : { progress })
    }
  }

  #note(
    id: OrganizationId,
    action: 'file-import-started' | 'file-import-cancelled',
    outcome: 'requested' | 'done',
    detail: { readonly file: string; readonly table: string }
  ): Promise<void> {
    const { settings, clock } = this.#options
    return settings.appendJournal(id, { action, outcome, detail, atMs: clock.nowMs() })
  }
}
