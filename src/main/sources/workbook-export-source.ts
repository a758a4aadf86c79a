import type { SourceRow } from '../../shared/domain/audit-schema.ts'
import { AppError } from '../../shared/kit/app-error.ts'
import { minuteMs, secondMs } from '../../shared/kit/time.ts'
import type { SigmaClient } from '../sigma/sigma-client.ts'
import { readJsonlRows } from './jsonl-rows.ts'
import { type LineChunk, lineChunks } from './line-chunks.ts'

/** A stretch of time, epoch ms UTC, both ends within it. */
export interface TimeWindow {
  readonly fromMs: number
  readonly toMs: number
}

export interface ExportProgress {
  readonly rowsRead: number
  readonly bytesRead: number
  readonly step: 'preparing' | 'waiting' | 'reading'
}

export interface ExportTableOptions {
  readonly client: Pick<SigmaClient, 'workbooks' | 'queries'>
  readonly workbookId: string
  readonly elementId: string
  /** ID of a date-range control on the table's time column. Without it the whole table is read. */
  readonly timeControlId?: string
  readonly window?: TimeWindow
  readonly signal?: AbortSignal
  readonly onProgress?: (progress: ExportProgress) => void
  readonly onQueryStarted?: (slice: AskedSlice) => void
  /** An export that was started before, by its window: its file is fetched while Sigma has it, else it is asked for anew. */
  readonly resume?: { readonly queryId: string; readonly startedAtMs: number }
  /** Now, epoch ms. */
  readonly nowMs?: () => number
  /** Rows in an export, 1,000,000 at Sigma. Smaller for tests. */
  readonly rowLimit?: number
}

/** What was read so far; final when the loop over the export has ended without an error. */
export interface ExportCounts {
  /** Rows handed out, those that came twice included: a window read again in halves repeats its rows. */
  readonly rowsRead: number
  readonly bytesRead: number
  readonly unparseableLines: number
  /** Exports that were started. */
  readonly exportsStarted: number
}

export interface TableExport extends AsyncIterable<readonly SourceRow[]> {
  readonly counts: ExportCounts
}

/** Sigma's limit for one export. */
export const exportRowLimit = 1_000_000
const batchSize = 2_000
/** A window this short is not halved further: what does not fit is paged. */
const shortestWindowMs = minuteMs

interface Slice {
  readonly window: TimeWindow | undefined
  readonly offset: number
}

/** A part of what is read, as it was asked for in one export. */
export interface AskedSlice extends Slice {
  readonly queryId: string
  readonly askedAtMs: number
  /** Another one for each time that the export's file is read from its start. */
  readonly sessionId: string
}

/** A chunk of an export's lines; or, behind the last one, that the export was read to its end. */
export type ExportPiece =
  | { readonly kind: 'lines'; readonly slice: AskedSlice; readonly chunk: LineChunk }
  | {
      readonly kind: 'end'
      readonly slice: AskedSlice
      readonly rows: number
      /** Nothing of the slice can be missing: it was not cut at the limit, and is no page of a table without a window. */
      readonly isWhole: boolean
    }

type Counts = { -readonly [Name in keyof ExportCounts]: ExportCounts[Name] }

type Step<Piece> =
  | { readonly kind: 'piece'; readonly slice: AskedSlice; readonly piece: Piece }
  | Extract<ExportPiece, { kind: 'end' }>

/**
 * Reads the rows of a workbook's table through an export, in batches of at most 2,000, without holding the file in
 * memory. Nothing is sent before the first pull. Rows may come more than once; whoever keeps them tells them apart.
 *
 * An export that comes back full has probably been cut: its window is read again in halves, or, where there is no
 * window, from the next row on. A result that Sigma no longer knows is asked for once more.
 * @throws AppError from the requests; `export-expired | export-failed | timed-out | contract-breach | unreachable |
 * cancelled`. Rows handed out before are good.
 */
export function exportTable(options: ExportTableOptions): TableExport {
  const counts = { rowsRead: 0, bytesRead: 0, unparseableLines: 0, exportsStarted: 0 }
  return { counts, [Symbol.asyncIterator]: () => batchesOf(options, counts) }
}

async function* batchesOf(
  options: ExportTableOptions,
  counts: Counts
): AsyncGenerator<readonly SourceRow[], void, undefined> {
  const read = (body: AsyncIterable<Uint8Array>) => readJsonlRows(body, { batchSize, counts })
  for await (const step of readSlices(options, counts, read)) if (step.kind === 'piece') yield step.piece
}

/**
 * Like `exportTable`, with the lines as they came, for parsers elsewhere, and with the end of each export: what is said
 * to be whole was answered to its end.
 */
export async function* exportLines(
  options: ExportTableOptions,
  counts: Counts = { rowsRead: 0, bytesRead: 0, unparseableLines: 0, exportsStarted: 0 }
): AsyncGenerator<ExportPiece, void, undefined> {
  for await (const step of readSlices(options, counts, (body) => lineChunks(body, counts)))
    yield step.kind === 'piece' ? { kind: 'lines', slice: step.slice, chunk: step.piece } : step
}

async function* readSlices<Piece>(
  options: ExportTableOptions,
  counts: Counts,
  read: (body: AsyncIterable<Uint8Array>) => AsyncIterable<Piece>
): AsyncGenerator<Step<Piece>, void, undefined> {
  const { timeControlId, window, rowLimit = exportRowLimit } = options
  const todo: Slice[] = [{ window: timeControlId === undefined ? undefined : window, offset: 0 }]
  let resume = options.resume
  for (let slice = todo.pop(); slice !== undefined; slice = todo.pop()) {
    const before = counts.rowsRead
    const asked = yield* readSlice(options, slice, counts, read, resume)
    resume = undefined
    const rows = counts.rowsRead - before
    const isFull = rows >= rowLimit
    yield { kind: 'end', slice: asked, rows, isWhole: !isFull && slice.offset === 0 }
    if (!isFull) continue
    if (
      slice.window !== undefined &&
      slice.offset === 0 &&
      slice.window.toMs - slice.window.fromMs > shortestWindowMs
    ) {
      const { fromMs, toMs } = slice.window
      const middleMs = Math.floor((fromMs + toMs) / 2 / secondMs) * secondMs
      // The newer half first: it is what a person looks at.
      todo.push({ window: { fromMs, toMs: middleMs }, offset: 0 }, { window: { fromMs: middleMs, toMs }, offset: 0 })
    } else {
      // Sigma's guide counts from one (2,501 after 2,500 rows), its schema does not say. Counting from zero loses
      // nothing either way: at worst one row comes twice.
      todo.push({ window: slice.window, offset: slice.offset + rows })
    }
  }
}

async function* readSlice<Piece>(
  options: ExportTableOptions,
  slice: Slice,
  counts: Counts,
  read: (body: AsyncIterable<Uint8Array>) => AsyncIterable<Piece>,
  resume: ExportTableOptions['resume']
): AsyncGenerator<Step<Piece>, AskedSlice, undefined> {
  const { client, signal, nowMs = Date.now } = options
  const report = (step: ExportProgress['step']): void => {
    options.onProgress?.({ rowsRead: counts.rowsRead, bytesRead: counts.bytesRead, step })
  }
  let known = resume
  // One that was started before may be gone; one that was started here is asked for once more.
  for (let triesLeft = known === undefined ? 1 : 2; ; triesLeft -= 1) {
    report('preparing')
    const askedAtMs = known?.startedAtMs ?? nowMs()
    const queryId = known?.queryId ?? (await startExport(options, slice))
    const asked: AskedSlice = { ...slice, queryId, askedAtMs, sessionId: crypto.randomUUID() }
    if (known === undefined) {
      counts.exportsStarted += 1
      options.onQueryStarted?.(asked)
    }
    known = undefined
    report('waiting')
    const before = counts.rowsRead
    try {
      const body = client.queries.download(queryId, { signal, onWaiting: () => report('waiting') })
      for await (const piece of read(body)) {
        report('reading')
        yield { kind: 'piece', slice: asked, piece }
      }
      report('reading')
      return asked
    } catch (thrown) {
      if (!(thrown instanceof AppError) || thrown.code !== 'export-expired' || triesLeft === 0) throw thrown
      counts.rowsRead = before
    }
  }
}

async function startExport(options: ExportTableOptions, slice: Slice): Promise<string> {
  const { client, workbookId, elementId, timeControlId, rowLimit = exportRowLimit, signal } = options
  const started = await client.workbooks.export(
    workbookId,
    {
      elementId,
      format: 'jsonl',
      rowLimit,
      ...(slice.offset > 0 ? { offset: slice.offset } : {}),
      ...(timeControlId !== undefined && slice.window !== undefined
        ? { parameters: { [timeControlId]: printWindow(slice.window) } }
        : {})
    },
    signal
  )
  return started.queryId
}

/**
 * A window as Sigma's export parameters write it: UTC, whole seconds, both ends within. Widened to whole seconds, so
 * that no event is left between two windows.
 */
export function printWindow(window: TimeWindow): string {
  const print = (atMs: number): string => new Date(atMs).toISOString().slice(0, 19)
  return `min:${print(Math.floor(window.fromMs / secondMs) * secondMs)},max:${print(Math.ceil(window.toMs / secondMs) * secondMs)}`
}
