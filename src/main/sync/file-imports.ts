import path from 'node:path'
import type { ImportRecord } from '../../shared/contract/imports.ts'
import { toAppError } from '../../shared/kit/app-error.ts'
import type { OrganizationId } from '../../shared/kit/ids.ts'
import { secondMs } from '../../shared/kit/time.ts'
import { discoverFile } from '../archive/parse/parse-file.ts'
import type { ParserPool } from '../archive/parse/source-types.ts'
import type { Announce } from '../ports/announcer.port.ts'
import type { Clock } from '../ports/clock.port.ts'
import type { Logger } from '../ports/logger.port.ts'
import type { ArchiveStore } from '../stores/archive-store.ts'
import type { ImportStore, NewImport, StoredImport } from '../stores/import-store.ts'
import type { LedgerStore } from '../stores/ledger-store.ts'
import type { SettingsStore } from '../stores/settings-store.ts'
import { ingestFile, type IngestTotals } from './archive-ingest.ts'
import { toFileError } from './file-identity.ts'
import { RateMeter } from './rate-meter.ts'
import { sourceRoles } from './table-columns.ts'

/** Progress is told this often and no more, ms. */
const tellEveryMs = secondMs / 4
/** A file whose state cannot be written down, as on a full disk, is looked at again after this, ms. */
const againAfterMs = 30 * secondMs

export interface FileImportsOptions {
  readonly imports: ImportStore
  readonly ledger: LedgerStore
  readonly archive: Pick<ArchiveStore, 'commitEvents' | 'endSession'>
  readonly settings: Pick<SettingsStore, 'appendJournal'>
  readonly parser: Pick<ParserPool, 'parseFile'>
  readonly clock: Clock
  readonly logger: Logger
  readonly announce: Announce
}

type Progress = NonNullable<ImportRecord['progress']>

interface Waiting {
  readonly id: OrganizationId
  readonly importId: number
}

/**
 * Reads export files into archives, one after the other: a file is limited by the parser's and the writer's threads, and
 * two at once would only be slower each. A file that was cut off is read again from its start; what is in does not come
 * in twice.
 */
export class FileImports {
  readonly #options: FileImportsOptions
  readonly #waiting: Waiting[] = []
  readonly #later = new Set<Waiting>()
  readonly #ended = new AbortController()
  #running: (Waiting & { readonly controller: AbortController; progress: Progress; toldAtMs: number }) | undefined
  #done: Promise<void> = Promise.resolve()
  #isStopped = false

  constructor(options: FileImportsOptions) {
    this.#options = options
  }

  /** Writes files down and reads them in their turn. @returns their ids, in the same order */
  async add(id: OrganizationId, files: readonly NewImport[]): Promise<readonly number[]> {
    const ids = await this.#options.imports.add(id, files, this.#options.clock.nowMs())
    for (const importId of ids) this.#enqueue({ id, importId })
    return ids
  }

  /** Takes up what did not come to its end before. */
  async takeUp(id: OrganizationId): Promise<void> {
    for (const { importId } of await this.#options.imports.open(id)) this.#enqueue({ id, importId })
  }

  /** Reads a cancelled or failed file again. */
  async retry(id: OrganizationId, importId: number): Promise<void> {
    // One that has just ended may still be writing its last words.
    if (this.#isRunning(id, importId)) await this.#done
    await this.#options.imports.save(id, importId, { state: 'waiting', error: null, finishedAtMs: null })
    this.#enqueue({ id, importId })
  }

  /** Ends an import, whether it waits or runs; the rows that are in stay. */
  async cancel(id: OrganizationId, importId: number): Promise<void> {
    if (this.#isRunning(id, importId)) {
      this.#running?.controller.abort()
      await this.#done
      return
    }
    const index = this.#waiting.findIndex((one) => one.id === id && one.importId === importId)
    if (index >= 0) this.#waiting.splice(index, 1)
    const { clock, imports, announce } = this.#options
    await imports.save(id, importId, { state: 'cancelled', finishedAtMs: clock.nowMs() })
    announce('importsChanged', { organizationId: id })
  }

  progressOf(id: OrganizationId, importId: number): Progress | undefined {
    return this.#isRunning(id, importId) ? this.#running?.progress : undefined
  }

  /** Lets go of an organization's files; they are taken up again at the next start. */
  async stop(id: OrganizationId): Promise<void> {
    for (let index = this.#waiting.length - 1; index >= 0; index -= 1)
      if (this.#waiting[index]?.id === id) this.#waiting.splice(index, 1)
    for (const one of this.#later) if (one.id === id) this.#later.delete(one)
    if (this.#running?.id !== id) return
    this.#running.controller.abort('stopped')
    await this.#done
  }

  async stopAll(): Promise<void> {
    this.#isStopped = true
    this.#ended.abort()
    this.#waiting.length = 0
    this.#running?.controller.abort('stopped')
    await this.#done
  }

  #isRunning(id: OrganizationId, importId: number): boolean {
    return this.#running?.id === id && this.#running.importId === importId
  }

  #enqueue(one: Waiting): void {
    if (this.#isStopped || this.#isRunning(one.id, one.importId)) return
    if (this.#waiting.some((other) => other.id === one.id && other.importId === one.importId)) return
    this.#waiting.push(one)
    this.#options.announce('importsChanged', { organizationId: one.id })
    this.#next()
  }

  #next(): void {
    if (this.#running !== undefined || this.#isStopped) return
    const one = this.#waiting.shift()
    if (one === undefined) return
    this.#running = {
      ...one,
      controller: new AbortController(),
      progress: { bytesRead: 0, rowsRead: 0 },
      toldAtMs: 0
    }
    this.#done = this.#read(one, this.#running.controller.signal)
      .catch((error: unknown) => {
        this.#options.logger.error('import was not written down', { error })
        void this.#again(one)
      })
      .finally(() => {
        this.#running = undefined
        this.#options.announce('importsChanged', { organizationId: one.id })
        this.#next()
      })
  }

  async #again(one: Waiting): Promise<void> {
    this.#later.add(one)
    await this.#options.clock.sleep(againAfterMs, this.#ended.signal).catch(() => undefined)
    if (this.#later.delete(one)) this.#enqueue(one)
  }

  async #read({ id, importId }: Waiting, signal: AbortSignal): Promise<void> {
    const { imports, clock, logger, announce } = this.#options
    const one = await imports.get(id, importId)
    if (one === undefined || (one.state !== 'waiting' && one.state !== 'reading')) return
    const startedAtMs = clock.nowMs()
    await imports.save(id, importId, { state: 'reading', startedAtMs, error: null, finishedAtMs: null })
    announce('importsChanged', { organizationId: id })
    try {
      const totals = await this.#ingest(id, one, signal).catch((thrown: unknown) => {
        // The archive has been recovered, or its thread began anew: the file can be read again.
        if (!['database-damaged', 'internal'].includes(toAppError(thrown).code) || signal.aborted) throw thrown
        return this.#ingest(id, one, signal)
      })
      const { oldestAtMs, newestAtMs } = totals
      const rows = totals.rowsAdded + totals.rowsKnown
      await imports.save(
        id,
        importId,
        { state: 'complete', finishedAtMs: clock.nowMs(), ...changeOf(totals) },
        oldestAtMs === undefined || newestAtMs === undefined
          ? undefined
          : {
              source: 'file',
              fromMs: Math.floor(oldestAtMs),
              toMs: Math.floor(newestAtMs) + 1,
              askedAtMs: startedAtMs,
              answeredAtMs: clock.nowMs(),
              rows,
              rowsAdded: totals.rowsAdded,
              fileName: one.fileName
            }
      )
      announce('coverageChanged', { organizationId: id })
      await this.#note(id, one, 'done', { added: totals.rowsAdded, known: totals.rowsKnown })
    } catch (thrown) {
      const error = toAppError(thrown)
      // Quitting is no end: the file is taken up again at the next start.
      if (signal.aborted && signal.reason === 'stopped') return
      if (error.code === 'cancelled') {
        await imports.save(id, importId, { state: 'cancelled', finishedAtMs: clock.nowMs() })
        return
      }
      logger.warn('file could not be imported', { organizationId: id, code: error.code, params: error.params })
      await imports.save(id, importId, { state: 'failed', finishedAtMs: clock.nowMs(), error: error.toData() })
      await this.#note(id, one, 'failed', { code: error.code })
    }
  }

  async #ingest(id: OrganizationId, one: StoredImport, signal: AbortSignal): Promise<IngestTotals> {
    const { ledger, archive, parser, clock } = this.#options
    const { file, fileName, fileBytes } = one
    const [outline, chosen] = await Promise.all([
      discoverFile(file).catch((thrown: unknown) => Promise.reject(toFileError(thrown, fileName))),
      ledger.chosenRoles(id, one.path)
    ])
    const roles = sourceRoles(
      outline.columns.map((name) => ({ name })),
      chosen
    )
    const rate = new RateMeter()
    return ingestFile({
      parser,
      file,
      roles,
      signal,
      source: { kind: 'file', name: path.basename(file), sizeBytes: fileBytes },
      keep: ({ part, ...facts }) =>
        archive.commitEvents(id, {
          path: one.path,
          batch: part.batch,
          quarantined: part.quarantined,
          ...facts,
          atMs: clock.nowMs()
        }),
      endSession: (sessionId) => archive.endSession(id, one.path, sessionId),
      onKept: (_totals, bytesRead, rowsRead) => {
        const nowMs = clock.monotonicMs()
        rate.mark(nowMs, bytesRead)
        const running = this.#running
        if (running === undefined || running.id !== id || running.importId !== one.importId) return
        const bytesPerSecond = rate.perSecond
        running.progress = {
          bytesRead,
          rowsRead,
          ...(bytesPerSecond === undefined || bytesPerSecond <= 0
            ? {}
            : {
                rowsPerSecond: (bytesPerSecond * rowsRead) / Math.max(1, bytesRead),
                msLeft: Math.max(0, Math.round(((fileBytes - bytesRead) / bytesPerSecond) * secondMs))
              })
        }
        if (nowMs - running.toldAtMs < tellEveryMs) return
        running.toldAtMs = nowMs
        this.#options.announce('importsChanged', { organizationId: id })
      }
    })
  }

  async #note(
    id: OrganizationId,
    one: StoredImport,
    outcome: 'done' | 'failed',
    facts: Readonly<Record<string, string | number>>
  ): Promise<void> {
    const { settings, clock } = this.#options
    const detail = { file: one.fileName, table: one.path.join('.'), ...facts }
    await settings.appendJournal(id, { action: 'file-import-ended', outcome, detail, atMs: clock.nowMs() })
  }
}

function changeOf(totals: IngestTotals) {
  return {
    rowsAdded: totals.rowsAdded,
    rowsKnown: totals.rowsKnown,
    rowsQuarantined: totals.rowsQuarantined,
    quarantined: totals.quarantined,
    oldestEventAtMs: totals.oldestAtMs === undefined ? null : Math.floor(totals.oldestAtMs),
    newestEventAtMs: totals.newestAtMs === undefined ? null : Math.floor(totals.newestAtMs)
  }
}
