import { existsSync } from 'node:fs'
import { basename, join } from 'node:path'
import type { EvidencePack, PackVerdict } from '../../shared/contract/evidence.ts'
import type { EventFilter } from '../../shared/domain/event-filter.ts'
import { AppError, toAppError } from '../../shared/kit/app-error.ts'
import type { OrganizationId } from '../../shared/kit/ids.ts'
import { createPackWriter } from '../archive/evidence/pack-writer.ts'
import type { Announce } from '../ports/announcer.port.ts'
import type { Clock } from '../ports/clock.port.ts'
import type { FileDialogs } from '../ports/file-dialogs.port.ts'
import type { EvidenceStore } from '../stores/evidence-store.ts'
import type { JournalStore } from '../stores/journal-store.ts'
import type { OrganizationStore } from '../stores/organization-store.ts'
import type { SettingsStore } from '../stores/settings-store.ts'
import { type ManifestSources, manifestOf } from './evidence-manifest.ts'
import { writePack } from './evidence-writing.ts'
import { type KeysOfArchives, packKey } from './pack-key.ts'
import { toFileError } from './save-file.ts'

/** Counting the rows of a pack must come to its end; a common filter takes some ms of this. */
const countBudgetMs = 30_000
/** How often progress is told, ms. */
const tellEveryMs = 250
/** Packs that are listed. */
const mostListed = 50

export interface PackRequest {
  readonly path: readonly string[]
  readonly filter: EventFilter
  readonly fromMs?: number | undefined
  readonly toMs?: number | undefined
  readonly timeZone: string
  readonly format: 'zip' | 'folder'
  readonly columns?: readonly string[] | undefined
  readonly isSpreadsheetSafe: boolean
}

export interface EvidenceServiceOptions extends ManifestSources {
  readonly evidence: EvidenceStore
  readonly organizations: Pick<OrganizationStore, 'get'>
  readonly settings: Pick<SettingsStore, 'appendJournal'>
  readonly journal: Pick<JournalStore, 'append'>
  readonly keys: KeysOfArchives
  /** Checks the pack in a thread of its own. @throws AppError `file-not-readable` */
  readonly verifyPack: (file: string) => Promise<PackVerdict>
  readonly fileDialogs: FileDialogs
  readonly clock: Clock
  readonly announce: Announce
}

interface Making {
  pack: EvidencePack
  readonly controller: AbortController
  done: Promise<void>
}

/** Makes packs of events that prove themselves, and checks such packs. */
export class EvidenceService {
  readonly #options: EvidenceServiceOptions
  readonly #makings = new Map<OrganizationId, Making[]>()

  constructor(options: EvidenceServiceOptions) {
    this.#options = options
  }

  /** Asks where to save, and begins. How it ends is told by `list` and a journal entry. */
  async make(
    id: OrganizationId,
    request: PackRequest
  ): Promise<{ outcome: 'cancelled' } | { outcome: 'started'; pack: EvidencePack }> {
    const record = await this.#options.organizations.get(id)
    if (record === undefined) throw new AppError('not-found', { what: 'organization' })
    const file = await this.#choosePlace(record.name, request.format)
    if (file === undefined) return { outcome: 'cancelled' }
    const making: Making = {
      controller: new AbortController(),
      done: Promise.resolve(),
      pack: {
        packId: crypto.randomUUID(),
        state: 'writing',
        fileName: basename(file),
        format: request.format,
        startedAtMs: this.#options.clock.nowMs(),
        rowsWritten: 0,
        bytesWritten: 0
      }
    }
    this.#makings.set(id, [making, ...(this.#makings.get(id) ?? [])].slice(0, mostListed))
    making.done = this.#run(id, making, file, request)
    this.#tell(id)
    return { outcome: 'started', pack: making.pack }
  }

  /** @throws AppError `not-found` */
  async cancel(id: OrganizationId, packId: string): Promise<EvidencePack> {
    const making = this.#makings.get(id)?.find(({ pack }) => pack.packId === packId)
    if (making === undefined) throw new AppError('not-found', { what: 'pack' })
    making.controller.abort()
    await making.done
    return making.pack
  }

  list(id: OrganizationId): EvidencePack[] {
    return (this.#makings.get(id) ?? []).map(({ pack }) => pack)
  }

  /** Asks for a pack of whatever origin and checks it. @throws AppError `file-not-readable` */
  async verify(
    kind: 'file' | 'folder'
  ): Promise<{ outcome: 'cancelled' } | { outcome: 'checked'; verdict: PackVerdict }> {
    const { fileDialogs, journal, clock, verifyPack } = this.#options
    const title = 'Choose an evidence pack'
    const file =
      kind === 'folder'
        ? await fileDialogs.chooseFolder({ title })
        : await fileDialogs.chooseOpenFile({ title, extensions: ['zip'], kind: 'Evidence packs' })
    if (file === undefined) return { outcome: 'cancelled' }
    const verdict = await verifyPack(file)
    const { isIntact, rows, findings } = verdict
    await journal.append({
      action: 'evidence-checked',
      outcome: isIntact ? 'done' : 'failed',
      detail: { file: verdict.fileName, rows, findings: findings.length },
      atMs: clock.nowMs()
    })
    return { outcome: 'checked', verdict }
  }

  /** Ends what is being written for an organization. */
  async stop(id: OrganizationId): Promise<void> {
    const makings = this.#makings.get(id) ?? []
    for (const { controller } of makings) controller.abort()
    await Promise.all(makings.map(({ done }) => done))
  }

  async stopAll(): Promise<void> {
    await Promise.all([...this.#makings.keys()].map((id) => this.stop(id)))
  }

  async #choosePlace(name: string, format: 'zip' | 'folder'): Promise<string | undefined> {
    const { fileDialogs, clock } = this.#options
    const day = new Date(clock.nowMs()).toISOString().slice(0, 10)
    const suggested = `vigil-evidence-${fileNameOf(name)}-${day}`
    if (format === 'zip')
      return fileDialogs.chooseSaveFile({
        title: 'Save evidence pack',
        suggestedName: `${suggested}.zip`,
        extension: 'zip',
        kind: 'Evidence packs'
      })
    const folder = await fileDialogs.chooseFolder({ title: 'Choose where the folder of the evidence pack is made' })
    if (folder === undefined) return undefined
    for (let number = 1; ; number += 1) {
      const file = join(folder, number === 1 ? suggested : `${suggested}-${number}`)
      if (!existsSync(file)) return file
    }
  }

  async #run(id: OrganizationId, making: Making, file: string, request: PackRequest): Promise<void> {
    const { clock, settings } = this.#options
    try {
      const isSigned = await this.#write(id, making, file, request)
      this.#change(making, { state: 'complete', isSigned })
    } catch (thrown) {
      const error = toFileError(thrown, basename(file))
      const isCancelled = error.code === 'cancelled'
      this.#change(making, isCancelled ? { state: 'cancelled' } : { state: 'failed', error: error.toData() })
    }
    const { pack } = making
    this.#change(making, { finishedAtMs: clock.nowMs(), msLeft: undefined })
    await settings
      .appendJournal(id, {
        action: 'evidence-exported',
        outcome: pack.state === 'complete' ? 'done' : 'failed',
        detail: {
          file: pack.fileName,
          table: request.path.join('.'),
          rows: pack.rowsWritten,
          ...(pack.state === 'cancelled' ? { code: 'cancelled' } : {}),
          ...(pack.error === undefined ? {} : { code: pack.error.code })
        },
        atMs: clock.nowMs()
      })
      // An organization that is being removed has no journal any more; the pack says itself when and by whom it was made.
      .catch((thrown: unknown) => toAppError(thrown))
    this.#tell(id)
  }

  /** @returns whether it is signed */
  async #write(id: OrganizationId, making: Making, file: string, request: PackRequest): Promise<boolean> {
    const { evidence, keys, clock } = this.#options
    const filter = withRange(request)
    const { path } = request
    const state = await evidence.state(id, { path, filter, budgetMs: countBudgetMs })
    if (state === undefined) throw new AppError('not-found', { what: 'events' })
    const { rowCount } = state
    if (rowCount === undefined) throw new AppError('evidence-incomplete', { detail: 'counting the rows took too long' })
    this.#change(making, { rowsTotal: rowCount })
    const { manifest, csv } = await manifestOf(this.#options, id, request, state)
    const key = await packKey(keys, id)
    const writer = await createPackWriter(file, request.format, clock.nowMs())
    const startedAt = clock.monotonicMs()
    let toldAt = startedAt
    try {
      await writePack(evidence, writer, {
        organizationId: id,
        path,
        filter,
        csv,
        state: { ...state, rowCount },
        manifest,
        key,
        signal: making.controller.signal,
        onProgress: ({ rows, bytes }) => {
          const now = clock.monotonicMs()
          const msLeft = rows === 0 ? undefined : Math.round(((now - startedAt) / rows) * Math.max(0, rowCount - rows))
          this.#change(making, { rowsWritten: rows, bytesWritten: bytes, msLeft })
          if (now - toldAt < tellEveryMs) return
          toldAt = now
          this.#tell(id)
        }
      })
      if (making.controller.signal.aborted) throw new AppError('cancelled')
      await writer.finish()
    } catch (thrown) {
      await writer.abandon()
      throw thrown
    }
    return !('reason' in key)
  }

  #change(making: Making, change: { readonly [Name in keyof EvidencePack]?: EvidencePack[Name] | undefined }): void {
    const { msLeft: _msLeft, ...pack } = { ...making.pack, ...change }
    making.pack = { ...pack, ...(change.msLeft === undefined ? {} : { msLeft: change.msLeft }) }
  }

  #tell(id: OrganizationId): void {
    this.#options.announce('evidenceChanged', { organizationId: id })
  }
}

function withRange({ filter, fromMs, toMs }: PackRequest): EventFilter {
  if (fromMs === undefined && toMs === undefined) return filter
  const time: EventFilter = {
    kind: 'time',
    ...(fromMs === undefined ? {} : { fromMs }),
    ...(toMs === undefined ? {} : { toMs })
  }
  return { kind: 'and', filters: [time, filter] }
}

/** A name that every file system takes. */
function fileNameOf(name: string): string {
  const plain = name
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .replace(/[^\w]+/g, '-')
    .replace(/^-+|-+$/g, '')
  return plain === '' ? 'organization' : plain.slice(0, 60).toLowerCase()
}
