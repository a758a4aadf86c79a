import { createWriteStream } from 'node:fs'
import { rename, rm } from 'node:fs/promises'
import { basename } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { SavedFile } from '../../shared/contract/primitives.ts'
import { csvLine } from '../../shared/domain/csv.ts'
import type { JournalAction, JournalDetail } from '../../shared/domain/journal.ts'
import { AppError } from '../../shared/kit/app-error.ts'
import type { Clock } from '../ports/clock.port.ts'
import type { FileDialogs } from '../ports/file-dialogs.port.ts'
import type { JournalStore } from '../stores/journal-store.ts'

export interface SaveFileParts {
  readonly journal: Pick<JournalStore, 'append'>
  readonly fileDialogs: FileDialogs
  readonly clock: Clock
}

/** A piece of a file, and how many of the things that the file lists are in it. */
export interface FilePiece {
  readonly text: string
  readonly entries: number
}

/** What files of each kind are called. */
const kinds = { csv: 'CSV', ndjson: 'NDJSON', json: 'JSON' } as const

export interface FileToSave {
  /** Of the dialog. */
  readonly title: string
  /** The suggested name, to which the day and the extension are added. */
  readonly name: string
  readonly format: keyof typeof kinds
  /** What the journal calls this. */
  readonly action: JournalAction
  readonly detail?: JournalDetail
  /** Read once, as the file is written. */
  readonly pieces: Iterable<FilePiece> | AsyncIterable<FilePiece>
}

/**
 * Asks where to save, writes the file and notes in the journal how that ended. The file appears whole or not at all: what
 * was there under its name stays until then.
 * @throws AppError `file-not-writable`; whatever `pieces` throws as an AppError
 */
export async function saveFile(
  { journal, fileDialogs, clock }: SaveFileParts,
  { title, name, format, action, detail, pieces }: FileToSave
): Promise<SavedFile> {
  const day = new Date(clock.nowMs()).toISOString().slice(0, 10)
  const file = await fileDialogs.chooseSaveFile({
    title,
    suggestedName: `${name}-${day}.${format}`,
    extension: format,
    kind: kinds[format]
  })
  if (file === undefined) return { outcome: 'cancelled' }
  const fileName = basename(file)
  const count = { entries: 0 }
  const facts = () => ({ ...detail, format, file: fileName, entries: count.entries })
  try {
    await writeWhole(file, counted(pieces, format, count))
  } catch (thrown) {
    const error = toFileError(thrown, fileName)
    const failure = { ...facts(), code: error.code }
    await journal.append({ action, outcome: 'failed', detail: failure, atMs: clock.nowMs() })
    throw error
  }
  await journal.append({ action, outcome: 'done', detail: facts(), atMs: clock.nowMs() })
  return { outcome: 'saved', fileName, entries: count.entries }
}

/** A table as pieces of a CSV file, safe for a spreadsheet. */
export function* csvPieces(
  header: readonly string[],
  rows: Iterable<readonly (string | number | boolean | undefined)[]>
): Generator<FilePiece> {
  yield { text: csvLine(header), entries: 0 }
  for (const row of rows) yield { text: csvLine(row), entries: 1 }
}

async function* counted(
  pieces: FileToSave['pieces'],
  format: FileToSave['format'],
  count: { entries: number }
): AsyncGenerator<string> {
  // Without the mark, spreadsheets on Windows read the file in another character set.
  if (format === 'csv') yield '\uFEFF'
  for await (const { text, entries } of pieces) {
    count.entries += entries
    yield text
  }
}

/** Beside the chosen file first, so that what was there stays until the new one is whole. */
async function writeWhole(file: string, texts: AsyncGenerator<string>): Promise<void> {
  const partial = `${file}.${crypto.randomUUID().slice(0, 8)}.part`
  try {
    await pipeline(Readable.from(texts), createWriteStream(partial, { flags: 'wx' }))
    await rename(partial, file)
  } catch (thrown) {
    await rm(partial, { force: true }).catch(() => undefined)
    throw thrown
  }
}

/** What a person is told when a file cannot be written: an AppError stays what it is. */
export function toFileError(thrown: unknown, file: string): AppError {
  if (thrown instanceof AppError) return thrown
  const code = thrown instanceof Error && 'code' in thrown ? thrown.code : undefined
  const reason = code === 'ENOSPC' || code === 'EDQUOT' ? 'disk-full' : 'no-access'
  return new AppError('file-not-writable', { file, reason }, { cause: thrown })
}
