import { AppError } from '../../shared/kit/app-error.ts'
import { secondMs } from '../../shared/kit/time.ts'
import type { OrganizationId } from '../../shared/kit/ids.ts'
import type { Logger } from '../ports/logger.port.ts'
import { type ArchiveFiles, createArchiveFiles } from './archive-files.ts'
import { chooseReader } from './choose-reader.ts'
import type { CommandName, DatabaseClient, Given, QueryName, RefOf, ResultOf, WriteListener } from './client-types.ts'
import type { Commands } from './commands/commands.ts'
import { refKey } from './database-files.ts'
import { deleteFolder, deleteLeftovers } from './delete-folder.ts'
import type { DatabaseRecovery, WorkerNews, WorkerRequest } from './messages.ts'
import type { DatabaseKind, DatabaseRef } from './protocol.ts'
import type { Queries } from './queries/queries.ts'
import { WorkerLink, wasLostWithThread } from './worker-link.ts'

export type { DatabaseRecovery } from './messages.ts'
export type { DatabaseRef } from './protocol.ts'
export type {
  CommandName,
  CommandResult,
  DatabaseClient,
  QueryName,
  QueryResult,
  WriteListener
} from './client-types.ts'
export type { ArchiveBackupFile, ArchiveFiles, BackupNote, CheckedArchive, SalvageOverview } from './archive-files.ts'

export interface DatabaseClientOptions {
  /** The thread's entry: `src/main/db/worker.ts` in Node, `db-worker.js` in the bundle. */
  readonly workerUrl: URL
  readonly registryFile: string
  readonly organizationsFolder: string
  readonly logger: Logger
  /** Reader threads; 2 where nothing is said. */
  readonly readers?: number
}

/** How long closing waits for a thread that is in the middle of something, ms. */
const patienceMs = 10 * secondMs

/**
 * Starts the database layer: one thread that writes the registry and the organizations' settings, one that writes
 * archives (a large ingest never delays a settings write), and some that read. Threads start with their first request.
 * Removals that a crash interrupted are finished in the background.
 */
export function createDatabaseClient(options: DatabaseClientOptions): DatabaseClient {
  const client = new Client(options)
  client.finishRemovals()
  return client
}

class Client implements DatabaseClient {
  readonly #options: DatabaseClientOptions
  readonly #logger: Logger
  readonly #writer: WorkerLink
  readonly #archiveWriter: WorkerLink
  readonly #readers: readonly WorkerLink[]
  readonly #prepared = new Map<string, Promise<unknown>>()
  readonly #removed = new Set<OrganizationId>()
  readonly #recoveries: DatabaseRecovery[] = []
  readonly #listeners = new Set<(recovery: DatabaseRecovery) => void>()
  readonly #writeListeners = new Set<WriteListener>()
  readonly #keeper: WorkerLink
  readonly #copyListeners = new Map<OrganizationId, (done: number, total: number) => void>()
  readonly archiveFiles: ArchiveFiles
  #background: Promise<void> = Promise.resolve()
  #isClosed = false

  constructor(options: DatabaseClientOptions) {
    this.#options = options
    this.#logger = options.logger.child('database')
    this.#writer = this.#link('writer', 'writer', ['registry', 'org'])
    this.#archiveWriter = this.#link('archive-writer', 'writer', ['archive'])
    this.#keeper = this.#link('archive-keeper', 'keeper', ['archive'])
    this.archiveFiles = this.#files()
    this.#readers = Array.from({ length: Math.max(1, options.readers ?? 2) }, (_, index) =>
      this.#link(`reader-${index + 1}`, 'reader', ['registry', 'org', 'archive'])
    )
  }

  #files(): ArchiveFiles {
    return createArchiveFiles({
      folders: this.#options,
      writer: this.#archiveWriter,
      keeper: this.#keeper,
      onCopied: (id, listener) => {
        this.#copyListeners.set(id, listener)
        return () => this.#copyListeners.delete(id)
      },
      whileClosed: (organizationId, work) => this.#whileClosed({ kind: 'archive', organizationId }, work)
    })
  }

  /** Readers that ask for the file meanwhile wait until it is there again. */
  async #whileClosed(ref: DatabaseRef, work: () => Promise<unknown>): Promise<void> {
    this.#refuse(ref)
    const replace = async (): Promise<void> => {
      // who found it prepared a moment ago has sent its request after this
      await new Promise((settled) => setImmediate(settled))
      await Promise.all(this.#readers.map((reader) => reader.sendIfRunning({ op: 'close', ref })))
      await work()
      await this.#writerOf(ref).send({ op: 'prepare', ref, isSuspect: false })
    }
    const done = replace().finally(() => this.#prepared.delete(refKey(ref)))
    const settled = done.catch(() => undefined)
    this.#prepared.set(refKey(ref), settled)
    await done
  }

  async query<Name extends QueryName>(
    ref: RefOf<Queries[Name]>,
    name: Name,
    ...given: Given<Queries[Name]>
  ): Promise<ResultOf<Queries[Name]>> {
    return (await this.#read(ref, { op: 'query', ref, name, params: given[0] })) as ResultOf<Queries[Name]>
  }

  async command<Name extends CommandName>(
    ref: RefOf<Commands[Name]>,
    name: Name,
    ...given: Given<Commands[Name]>
  ): Promise<ResultOf<Commands[Name]>> {
    try {
      return (await this.#write(ref, { op: 'command', ref, name, params: given[0] })) as ResultOf<Commands[Name]>
    } finally {
      // Of a thread that died nobody knows what it kept.
      for (const listener of this.#writeListeners) listener(ref, name)
    }
  }

  async commandMoving<Name extends CommandName>(
    ref: RefOf<Commands[Name]>,
    name: Name,
    buffers: readonly ArrayBuffer[],
    ...given: Given<Commands[Name]>
  ): Promise<ResultOf<Commands[Name]>> {
    this.#refuse(ref)
    try {
      const request = { op: 'command', ref, name, params: given[0] } as const
      return (await this.#writerOf(ref).send(request, buffers)) as ResultOf<Commands[Name]>
    } catch (thrown) {
      if (isDamage(thrown) && !this.#isClosed) await this.#heal(ref)
      throw thrown
    } finally {
      for (const listener of this.#writeListeners) listener(ref, name)
    }
  }

  async backUp(ref: Exclude<DatabaseRef, { readonly kind: 'archive' }>): Promise<number> {
    this.#refuse(ref)
    return (await this.#writerOf(ref).send({ op: 'backUp', ref })) as number
  }

  async closeOrganization(id: OrganizationId): Promise<void> {
    const refs: readonly DatabaseRef[] = [
      { kind: 'org', organizationId: id },
      { kind: 'archive', organizationId: id }
    ]
    for (const ref of refs) {
      this.#prepared.delete(refKey(ref))
      // readers first: the last handle to close is then one that may tidy up the write-ahead log
      await Promise.all(this.#readers.map((reader) => reader.sendIfRunning({ op: 'close', ref })))
      await this.#writerOf(ref).sendIfRunning({ op: 'close', ref })
    }
  }

  async deleteOrganizationFiles(id: OrganizationId): Promise<void> {
    this.#removed.add(id)
    await this.closeOrganization(id)
    await deleteFolder(this.#options, id)
  }

  onWritten(listener: WriteListener): () => void {
    this.#writeListeners.add(listener)
    return () => this.#writeListeners.delete(listener)
  }

  onRecovered(listener: (recovery: DatabaseRecovery) => void): () => void {
    for (const recovery of this.#recoveries) listener(recovery)
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  async close(): Promise<void> {
    this.#isClosed = true
    await this.#background
    await Promise.all([this.#keeper, ...this.#readers].map((link) => link.stop(patienceMs)))
    await Promise.all([this.#writer.stop(patienceMs), this.#archiveWriter.stop(patienceMs)])
  }

  /** Ends removals that were asked for in an earlier run and did not come to their end. */
  finishRemovals(): void {
    this.#background = this.#removeLeftovers().catch((thrown: unknown) => {
      if (!this.#isClosed)
        this.#logger.warn('interrupted removals could not be finished', {
          code: thrown instanceof AppError ? thrown.code : 'internal'
        })
    })
  }

  async #removeLeftovers(): Promise<void> {
    await deleteLeftovers(this.#options.organizationsFolder)
    for (const id of await this.query({ kind: 'registry' }, 'listRemovals')) {
      await this.deleteOrganizationFiles(id)
      await this.command({ kind: 'registry' }, 'finishRemoval', { id })
    }
  }

  async #read(ref: DatabaseRef, request: WorkerRequest, isRepeated = false): Promise<unknown> {
    this.#refuse(ref)
    // threads take a while to start: the reader's start runs beside the writer's work
    this.#readerOf(ref).start()
    await this.#prepare(ref)
    try {
      return await this.#readerOf(ref).send(request)
    } catch (thrown) {
      if (isRepeated || this.#isClosed) throw thrown
      const isDamaged = isDamage(thrown)
      if (!isDamaged && !wasLostWithThread(thrown)) throw thrown
      if (isDamaged) await this.#heal(ref)
      return this.#read(ref, request, true)
    }
  }

  async #write(ref: DatabaseRef, request: WorkerRequest): Promise<unknown> {
    this.#refuse(ref)
    try {
      return await this.#writerOf(ref).send(request)
    } catch (thrown) {
      if (!isDamage(thrown) || this.#isClosed) throw thrown
      // nothing of the transaction was kept, so that it can be done again on the recovered file
      await this.#heal(ref)
      return this.#writerOf(ref).send(request)
    }
  }

  /** A reader opens a file only after the writer has made, checked and migrated it. */
  #prepare(ref: DatabaseRef, isSuspect = false): Promise<unknown> {
    const key = refKey(ref)
    const known = this.#prepared.get(key)
    if (known !== undefined) return known
    const preparing = this.#writerOf(ref).send({ op: 'prepare', ref, isSuspect })
    this.#prepared.set(key, preparing)
    preparing.catch(() => {
      if (this.#prepared.get(key) === preparing) this.#prepared.delete(key)
    })
    return preparing
  }

  /** A file turned out to be damaged while it was open: all let go of it, and the writer checks all of it. */
  async #heal(ref: DatabaseRef): Promise<void> {
    await Promise.all(this.#readers.map((reader) => reader.sendIfRunning({ op: 'close', ref })))
    this.#prepared.delete(refKey(ref))
    await this.#prepare(ref, true)
  }

  #readerOf(ref: DatabaseRef): WorkerLink {
    return chooseReader(this.#readers, refKey(ref))
  }

  #writerOf(ref: DatabaseRef): WorkerLink {
    return ref.kind === 'archive' ? this.#archiveWriter : this.#writer
  }

  #refuse(ref: DatabaseRef): void {
    if (this.#isClosed) throw new AppError('cancelled')
    if (ref.kind !== 'registry' && this.#removed.has(ref.organizationId))
      throw new AppError('not-found', { what: 'organization' })
  }

  #link(name: string, role: 'writer' | 'reader' | 'keeper', kinds: readonly DatabaseKind[]): WorkerLink {
    const { workerUrl, registryFile, organizationsFolder } = this.#options
    const settings = { role, kinds, registryFile, organizationsFolder }
    return new WorkerLink({ name, workerUrl, settings, logger: this.#logger, onNews: (news) => this.#hear(news) })
  }

  #hear(news: WorkerNews): void {
    switch (news.type) {
      case 'slow':
        this.#logger.warn('slow database request', { request: news.name, kind: news.kind, tookMs: news.tookMs })
        return
      case 'copied':
        this.#copyListeners.get(news.ref.organizationId)?.(news.done, news.total)
        return
      case 'backup-failed':
        this.#logger.warn('backup failed', { kind: news.kind, ...news.error })
        return
      case 'recovered':
        this.#logger.error('database recovered', { ...news.recovery })
        this.#recoveries.push(news.recovery)
        for (const listener of this.#listeners) listener(news.recovery)
    }
  }
}

function isDamage(thrown: unknown): boolean {
  return thrown instanceof AppError && thrown.code === 'database-damaged'
}
