import type { SourceRow } from '../../shared/domain/audit-schema.ts'
import { AppError } from '../../shared/kit/app-error.ts'
import { minuteMs, secondMs } from '../../shared/kit/time.ts'
import type { SigmaClient } from '../sigma/sigma-client.ts'
import { type JsonlCounts, readJsonlRows } from './jsonl-rows.ts'

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
  readonly onQueryStarted?: (queryId: string) => void
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
  return { counts, [Symbol.asyncIterator]: () => readSlices(options, counts) }
}

async function* readSlices(
  options: ExportTableOptions,
  counts: JsonlCounts & { exportsStarted: number }
): AsyncGenerator<readonly SourceRow[], void, undefined> {
  const { timeControlId, window, rowLimit = exportRowLimit } = options
  const todo: Slice[] = [{ window: timeControlId === undefined ? undefined : window, offset: 0 }]
  for (let slice = todo.pop(); slice !== undefined; slice = todo.pop()) {
    const before = counts.rowsRead
    yield* readSlice(options, slice, counts)
    const rows = counts.rowsRead - before
    if (rows < rowLimit) continue
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

async function* readSlice(
  options: ExportTableOptions,
  slice: Slice,
  counts: JsonlCounts & { exportsStarted: number }
): AsyncGenerator<readonly SourceRow[], void, undefined> {
  const { client, signal } = options
  const report = (step: ExportProgress['step']): void => {
    options.onProgress?.({ rowsRead: counts.rowsRead, bytesRead: counts.bytesRead, step })
  }
  for (let isSecondTry = false; ; isSecondTry = true) {
    report('preparing')
    const queryId = await startExport(options, slice)
    counts.exportsStarted += 1
    options.onQueryStarted?.(queryId)
    report('waiting')
    try {
      const body = client.queries.download(queryId, { signal, onWaiting: () => report('waiting') })
      for await (const rows of readJsonlRows(body, { batchSize, counts })) {
        report('reading')
        yield rows
      }
      report('reading')
      return
    } catch (thrown) {
      if (!(thrown instanceof AppError) || thrown.code !== 'export-expired' || isSecondTry) throw thrown
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
