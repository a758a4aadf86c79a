import { AppError } from '../../shared/kit/app-error.ts'
import { type CopyControl, copyArchive } from './archive/copy-archive.ts'
import { carryOver, hasEarlierEvents } from './archive/carry-over.ts'
import { listBackups, takeBackup } from './backup.ts'
import { isBackupDue } from './backup-retention.ts'
import { commands } from './commands/commands.ts'
import { databaseFile, refKey } from './database-files.ts'
import type { DatabaseHandle } from './handle.ts'
import { handleLimits, HandlePool } from './handle-pool.ts'
import type { WorkerNews, WorkerRequest, WorkerSettings } from './messages.ts'
import { isBackedUp, openWriter } from './open.ts'
import type { Command } from './operation.ts'
import type { DatabaseKind, DatabaseRef } from './protocol.ts'
import { replaceArchive } from './replace-archive.ts'
import { findOperation, Later, type RequestHandler } from './serve-requests.ts'
import { isDamage, toDatabaseError } from './sqlite-errors.ts'

/** A command that takes longer than this is told by name, ms. A batch of 5,000 rows may take its time. */
const slowCommandMs = 500

/** How often the progress of a copy is told, ms. */
const tellCopiedEveryMs = 200

/** What a writer thread does: opens, migrates, changes and backs up the files of its kinds. */
export class WriterThread implements RequestHandler {
  readonly #settings: WorkerSettings
  readonly #tell: (news: WorkerNews) => void
  readonly #pool = new HandlePool<DatabaseHandle>(handleLimits.writer)
  readonly #copies = new Map<string, CopyControl>()

  constructor(settings: WorkerSettings, tell: (news: WorkerNews) => void) {
    this.#settings = settings
    this.#tell = tell
  }

  async handle(request: WorkerRequest): Promise<unknown> {
    switch (request.op) {
      case 'prepare':
        if (request.isSuspect) this.#pool.close(request.ref)
        await this.#handle(request.ref, request.isSuspect)
        return undefined
      case 'command':
        return this.#command(request.ref, request.name, request.params)
      case 'backUp': {
        const handle = await this.#handle(request.ref)
        const backup = await guarded(handle, () => takeBackup(handle.raw, handle.file, Date.now()))
        return backup.takenAtMs
      }
      case 'close':
        this.#pool.close(request.ref)
        return undefined
      case 'copyArchive':
        return this.#copy(request.ref, request.target)
      case 'cancelCopy': {
        const copy = this.#copies.get(refKey(request.ref))
        if (copy !== undefined) copy.isCancelled = true
        return undefined
      }
      case 'replaceArchive':
        this.#pool.close(request.ref)
        return replaceArchive(databaseFile(this.#settings, request.ref), request.file, request.setAside)
      case 'query':
      case 'checkArchive':
      case 'salvage':
      case 'shutDown':
        throw new AppError('invalid-input', { field: 'op' })
    }
  }

  /** Goes on beside other requests, a few pages at a time. */
  async #copy(ref: DatabaseRef, target: string): Promise<Later> {
    const handle = await this.#handle(ref)
    const control = { isCancelled: false }
    this.#copies.set(refKey(ref), control)
    let toldAt = 0
    const copying = copyArchive(handle.raw, target, control, (done, total) => {
      if (performance.now() - toldAt < tellCopiedEveryMs || ref.kind !== 'archive') return
      toldAt = performance.now()
      this.#tell({ type: 'copied', ref, done, total })
    })
    return new Later(
      copying
        .catch((thrown: unknown) => {
          throw toDatabaseError(thrown, handle.file)
        })
        .finally(() => this.#copies.delete(refKey(ref)))
    )
  }

  closeAll(): void {
    this.#pool.closeAll()
  }

  /** Takes the daily backup of every open file that has none of today. A failure is told and tried again next round. */
  async backUpWhereDue(): Promise<void> {
    for (const ref of this.#pool.refs()) await this.#backUpIfDue(ref)
  }

  async #command(ref: DatabaseRef, name: string, params: unknown): Promise<unknown> {
    const operations: Readonly<Record<string, Command<DatabaseKind, never, unknown>>> = commands
    const operation = findOperation(operations, name, ref.kind)
    const handle = await this.#handle(ref)
    const startedAt = performance.now()
    try {
      return handle.transaction('immediate', () => operation.run(handle, params as never))
    } catch (thrown) {
      // a damaged file is opened anew, and so checked and recovered, by the next request
      if (isDamage(thrown)) this.#pool.close(ref)
      throw toDatabaseError(thrown, handle.file)
    } finally {
      const tookMs = performance.now() - startedAt
      if (tookMs > slowCommandMs) this.#tell({ type: 'slow', name, kind: ref.kind, tookMs: Math.round(tookMs) })
    }
  }

  async #handle(ref: DatabaseRef, isSuspect = false): Promise<DatabaseHandle> {
    const open = this.#pool.get(ref)
    if (open !== undefined) return open
    if (!this.#settings.kinds.includes(ref.kind)) throw new AppError('invalid-input', { field: 'ref' })
    const handle = await openWriter({
      ref,
      file: databaseFile(this.#settings, ref),
      isSuspect,
      nowMs: Date.now,
      onRecovered: (recovery) => this.#tell({ type: 'recovered', recovery })
    })
    if (ref.kind === 'archive') await this.#carryOver(handle, ref.organizationId)
    this.#pool.add(ref, handle)
    // what was there before this start is worth keeping before anything changes it; a new file waits for the next round
    if (listBackups(handle.file).length > 0) await this.#backUpIfDue(ref)
    return handle
  }

  /** Rows of before there were blocks go into blocks before anything else is done with the file; a cut goes on next time. */
  async #carryOver(handle: DatabaseHandle, organizationId: string): Promise<void> {
    try {
      while (hasEarlierEvents(handle)) {
        handle.transaction('immediate', () => carryOver(handle, organizationId, Date.now()))
        // lets the thread hear that it shall end
        await new Promise((resolve) => setImmediate(resolve))
      }
    } catch (thrown) {
      handle.close()
      throw toDatabaseError(thrown, handle.file)
    }
  }

  async #backUpIfDue(ref: DatabaseRef): Promise<void> {
    const handle = this.#pool.get(ref)
    if (handle === undefined || !isBackedUp(ref)) return
    try {
      const taken = listBackups(handle.file).map((backup) => backup.takenAtMs)
      if (isBackupDue(taken, Date.now())) await takeBackup(handle.raw, handle.file, Date.now())
    } catch (thrown) {
      this.#tell({ type: 'backup-failed', kind: ref.kind, error: toDatabaseError(thrown, handle.file).toData() })
    }
  }
}

async function guarded<Value>(handle: DatabaseHandle, work: () => Promise<Value>): Promise<Value> {
  try {
    return await work()
  } catch (thrown) {
    throw toDatabaseError(thrown, handle.file)
  }
}
