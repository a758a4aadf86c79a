import type { JournalExport, JournalPage } from '../../shared/contract/journal.ts'
import { csvLine } from '../../shared/domain/csv.ts'
import type { JournalSearch } from '../../shared/domain/journal.ts'
import type { OrganizationId } from '../../shared/kit/ids.ts'
import type { Clock } from '../ports/clock.port.ts'
import type { FileDialogs } from '../ports/file-dialogs.port.ts'
import type { ActivityEntry, JournalStore } from '../stores/journal-store.ts'
import { type FilePiece, saveFile } from './save-file.ts'

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
  export(selection: JournalSelection, format: 'csv' | 'ndjson'): Promise<JournalExport> {
    return saveFile(this.#options, {
      title: 'Export activity',
      name: 'vigil-activity',
      format,
      action: 'journal-exported',
      pieces: this.#pieces(selection, format)
    })
  }

  async *#pieces(selection: JournalSelection, format: 'csv' | 'ndjson'): AsyncGenerator<FilePiece> {
    if (format === 'csv') yield { text: csvLine(csvHeader), entries: 0 }
    let cursor: string | undefined
    do {
      const page = await this.#options.journal.page({
        ...selected(selection),
        ...(cursor === undefined ? {} : { cursor }),
        limit: exportPage
      })
      yield { text: page.entries.map(format === 'csv' ? asCsv : asJson).join(''), entries: page.entries.length }
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
