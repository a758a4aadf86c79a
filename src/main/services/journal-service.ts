import { createWriteStream } from 'node:fs'
import { rename, rm } from 'node:fs/promises'
import { basename } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { JournalExport, JournalPage } from '../../shared/contract/journal.ts'
import { csvLine } from '../../shared/domain/csv.ts'
import type { JournalSearch } from '../../shared/domain/journal.ts'
import { AppError } from '../../shared/kit/app-error.ts'
import type { OrganizationId } from '../../shared/kit/ids.ts'
import type { Clock } from '../ports/clock.port.ts'
import type { FileDialogs } from '../ports/file-dialogs.port.ts'
import type { ActivityEntry, JournalStore } from '../stores/journal-store.ts'

export interface JournalServiceOptions {
  readonly journal: JournalStore
  readonly fileDialogs: FileDialogs
  readonly clock: Clock
}

/** Which entries are meant. */
export interface JournalSelection {
  readonly search?: JournalSearch | undefined
  readonly organizationId?: OrganizationId | undefined
}

/** Entries read at once while exporting. */
const exportPage = 1_000

const csvHeader = ['time', 'organization', 'organization_id', 'action', 'outcome', 'detail', 'machine_user']

/** Everything that was done in Vigil: to be read, searched and taken along. */
export class JournalService {
  readonly #options: JournalServiceOptions

  constructor(options: JournalServiceOptions) {
    this.#options = options
  }

  /** A page, newest first. Local: answers offline. @throws AppError `invalid-input` for a cursor that is none */
  async page(
    request: JournalSelection & { readonly cursor?: string | undefined; readonly limit: number }
  ): Promise<JournalPage> {
    const { journal } = this.#options
    const [page, removed] = await Promise.all([
      journal.page({
        ...selected(request),
        ...(request.cursor ? { cursor: request.cursor } : {}),
        limit: request.limit
      }),
      journal.removedOrganizations()
    ])
    return {
      entries: [...page.entries],
      nextCursor: page.nextCursor,
      unreadable: [...page.unreadable],
      removedOrganizations: [...removed]
    }
  }

  /**
   * Writes the selected entries into a file of the person's choice, newest first. The file appears whole or not at all.
   * @throws AppError `file-not-writable`
   */
  async export(selection: JournalSelection, format: 'csv' | 'ndjson'): Promise<JournalExport> {
    const { journal, fileDialogs, clock } = this.#options
    const day = new Date(clock.nowMs()).toISOString().slice(0, 10)
    const file = await fileDialogs.chooseSaveFile({
      title: 'Export activity',
      suggestedName: `vigil-activity-${day}.${format}`,
      extension: format,
      kind: format === 'csv' ? 'CSV' : 'NDJSON'
    })
    if (file === undefined) return { outcome: 'cancelled' }
    const count = { entries: 0 }
    const detail = () => ({ format, file: basename(file), entries: count.entries })
    try {
      await writeWhole(file, this.#lines(selection, format, count))
    } catch (thrown) {
      const error = toFileError(thrown, basename(file))
      await journal.append({
        action: 'journal-exported',
        outcome: 'failed',
        detail: { ...detail(), code: error.code },
        atMs: clock.nowMs()
      })
      throw error
    }
    await journal.append({ action: 'journal-exported', outcome: 'done', detail: detail(), atMs: clock.nowMs() })
    return { outcome: 'saved', fileName: basename(file), entries: count.entries }
  }

  async *#lines(
    selection: JournalSelection,
    format: 'csv' | 'ndjson',
    count: { entries: number }
  ): AsyncGenerator<string> {
    // Without the mark, spreadsheets on Windows read the file in another character set.
    if (format === 'csv') yield `\uFEFF${csvLine(csvHeader)}`
    let cursor: string | undefined
    do {
      const page = await this.#options.journal.page({
        ...selected(selection),
        ...(cursor === undefined ? {} : { cursor }),
        limit: exportPage
      })
      count.entries += page.entries.length
      yield page.entries.map(format === 'csv' ? asCsv : asJson).join('')
      cursor = page.nextCursor
    } while (cursor !== undefined)
  }
}

function selected({ search, organizationId }: JournalSelection): {
  search?: JournalSearch
  organizationId?: OrganizationId
} {
  return { ...(search ? { search } : {}), ...(organizationId ? { organizationId } : {}) }
}

function asCsv(entry: ActivityEntry): string {
  const detail = Object.entries(entry.detail).map(([name, value]) => `${name}: ${value}`)
  return csvLine([
    new Date(entry.atMs).toISOString(),
    entry.organizationName,
    entry.organizationId,
    entry.action,
    entry.outcome,
    detail.join('; '),
    entry.machineUser
  ])
}

function asJson({ atMs, ...entry }: ActivityEntry): string {
  return `${JSON.stringify({ time: new Date(atMs).toISOString(), ...entry })}\n`
}

/** Beside the chosen file first, so that what was there stays until the new one is whole. */
async function writeWhole(file: string, lines: AsyncGenerator<string>): Promise<void> {
  const partial = `${file}.${crypto.randomUUID().slice(0, 8)}.part`
  try {
    await pipeline(Readable.from(lines), createWriteStream(partial, { flags: 'wx' }))
    await rename(partial, file)
  } catch (thrown) {
    await rm(partial, { force: true }).catch(() => undefined)
    throw thrown
  }
}

function toFileError(thrown: unknown, file: string): AppError {
  if (thrown instanceof AppError) return thrown
  const code = thrown instanceof Error && 'code' in thrown ? thrown.code : undefined
  const reason = code === 'ENOSPC' || code === 'EDQUOT' ? 'disk-full' : 'no-access'
  return new AppError('file-not-writable', { file, reason }, { cause: thrown })
}
