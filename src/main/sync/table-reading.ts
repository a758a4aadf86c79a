import { deliveryDelayMs, sigmaKeepsMs, type Span } from '../../shared/domain/coverage.ts'
import { windowsToRead } from '../../shared/domain/coverage-status.ts'
import type { TableSync } from '../../shared/contract/archive.ts'
import { toAppError } from '../../shared/kit/app-error.ts'
import type { OrganizationId } from '../../shared/kit/ids.ts'
import { dayMs, hourMs } from '../../shared/kit/time.ts'
import type { ParserPool } from '../archive/parse/source-types.ts'
import type { Clock } from '../ports/clock.port.ts'
import type { SigmaClient } from '../sigma/sigma-client.ts'
import type { ExportWorkbook } from '../sources/find-export-workbook.ts'
import { type AskedSlice, exportLines } from '../sources/workbook-export-source.ts'
import type { LedgerStore, ReadingState, StartedExport, StoredReading } from '../stores/ledger-store.ts'
import { type EndSession, ingestExport, type KeepPart } from './archive-ingest.ts'
import { columnsOfElement, type KnownColumn, namesInLines, sourceRoles } from './table-columns.ts'

/** How far the newest window reaches into the future, for clocks that differ. */
const aheadMs = dayMs
/** Sigma keeps an export's result for an hour; what is older by its last minutes is asked for anew. */
const queryLivesMs = 55 * 60_000
/** Rows of a window at most, as far as can be told from what was read: half of what Sigma puts into an export. */
const rowsPerWindow = 500_000

export type Progress = NonNullable<TableSync['progress']>

export interface EventReadingOptions {
  readonly id: OrganizationId
  readonly path: readonly string[]
  readonly client: SigmaClient
  readonly workbook: Pick<ExportWorkbook, 'workbookId'>
  readonly element: ExportWorkbook['elements'][number]
  readonly ledger: LedgerStore
  readonly parser: Pick<ParserPool, 'parseJsonlChunk'>
  readonly keep: KeepPart
  readonly endSession: EndSession
  readonly clock: Clock
  readonly signal: AbortSignal
  /** Since when audit logging is on, as far as is known. */
  readonly enabledSinceMs: number | undefined
  /** Columns of the table at the connection, with their types. */
  readonly knownColumns: readonly KnownColumn[]
  /** Everything that Sigma has is to be read once more. */
  readonly isDailyDue: boolean
  readonly onProgress: (progress: Progress) => void
  /** A window's rows are in, and the ledger says so. */
  readonly onWindow: () => void
  /** Columns came, went or go by another name. */
  readonly onColumns: () => void
  readonly rowLimit?: number
}

export interface EventReadingResult {
  readonly rowsAdded: number
  /** When the newest of what was read was asked for. */
  readonly askedAtMs: number
  /** All that Sigma has was read, whether or not it had been read before. */
  readonly wasWhole: boolean
}

/**
 * Reads what Sigma has of a table of events and was not read completely yet, window by window, the newest first. The
 * ledger is told of each window when its rows are in, so that whatever ends the reading, the next one goes on with the
 * first window that is missing. An export that Sigma still has from a reading that was ended is fetched first.
 * @throws AppError as `exportLines`, parser and archive; `cancelled`
 */
export async function readEvents(options: EventReadingOptions): Promise<EventReadingResult> {
  const { id, path, ledger, clock, signal, element } = options
  const startedAtMs = clock.nowMs()
  const [state, columns, chosen, readings, before] = await Promise.all([
    ledger.state(id, path),
    columnsOfElement(options.client, options.workbook.workbookId, element.elementId, options.knownColumns, signal),
    ledger.chosenRoles(id, path),
    ledger.readingsSince(id, path, startedAtMs - sigmaKeepsMs),
    ledger.columns(id, path)
  ])
  // Until all that Sigma has was read once, however often that was cut off.
  const isBacklog = state.dailyReadAtMs === undefined
  const dailySinceMs = isBacklog ? undefined : dailyStart(state, options.isDailyDue, startedAtMs)
  if (dailySinceMs !== state.dailyStartedAtMs)
    await ledger.saveState(id, path, { dailyStartedAtMs: dailySinceMs ?? null })
  const purpose: Progress['purpose'] = isBacklog ? 'backlog' : dailySinceMs === undefined ? 'new-rows' : 'daily'
  const longestMs = isBacklog ? dayMs : longestWindowMs(readings)
  const known = [...readings]
  const facts = () =>
    dailySinceMs === undefined
      ? { readings: known, offSpans: [], enabledSinceMs: options.enabledSinceMs }
      : // What the setting seemed to be does not matter once a day: everything is asked for.
        { readings: known.filter((one) => one.askedAtMs >= dailySinceMs), offSpans: [] }
  const windows = (): (Span | undefined)[] =>
    element.timeControlId === undefined ? [undefined] : windowsToRead(facts(), startedAtMs, { longestMs, aheadMs })

  const counts = { rowsRead: 0, bytesRead: 0, unparseableLines: 0, exportsStarted: 0 }
  const total = { rowsAdded: 0, askedAtMs: startedAtMs, windowsDone: 0 }
  let left = windows()
  const windowsTotal = left.length
  const spanMs = left.reduce((sum, window) => sum + lengthOf(window, startedAtMs), 0)
  const beganMs = clock.monotonicMs()
  let doneMs = 0

  const readWindow = async (window: Span | undefined, resume: StartedExport | undefined): Promise<void> => {
    const report = (step: Progress['step']): void => {
      const tookMs = clock.monotonicMs() - beganMs
      options.onProgress({
        rowsRead: counts.rowsRead,
        bytesRead: counts.bytesRead,
        step,
        ...(window === undefined ? {} : { window: wholeMs(window) }),
        ...(element.timeControlId === undefined ? {} : { windowsDone: total.windowsDone, windowsTotal }),
        ...(doneMs > 0 ? { msLeft: Math.max(0, Math.round((tookMs * (spanMs - doneMs)) / doneMs)) } : {}),
        ...(purpose === undefined ? {} : { purpose })
      })
    }
    const pieces = exportLines(
      {
        client: options.client,
        workbookId: options.workbook.workbookId,
        elementId: element.elementId,
        ...(element.timeControlId === undefined || window === undefined
          ? {}
          : { timeControlId: element.timeControlId, window }),
        ...(resume === undefined ? {} : { resume }),
        ...(options.rowLimit === undefined ? {} : { rowLimit: options.rowLimit }),
        signal,
        nowMs: () => clock.nowMs(),
        onProgress: ({ step }) => report(step),
        onQueryStarted: (slice) => void remember(options, slice).catch(() => undefined)
      },
      counts
    )
    await ingestExport(pieces, {
      parser: options.parser,
      keep: options.keep,
      endSession: options.endSession,
      rolesOf: (bytes) =>
        sourceRoles(columns.length > 0 ? columns : namesInLines(bytes).map((name) => ({ name })), chosen),
      signal,
      onKept: () => report('storing'),
      onEnd: async ({ slice, rows, isWhole }, rowsAdded) => {
        total.rowsAdded += rowsAdded
        await ledger.saveState(id, path, { exportQuery: null })
        if (!isWhole) return
        const reading = readingOf(slice, clock.nowMs(), rows, rowsAdded)
        await ledger.addReading(id, path, reading)
        known.push({ ...reading, readingId: 0 })
        options.onWindow()
      }
    })
    total.windowsDone += 1
    doneMs += lengthOf(window, startedAtMs)
  }

  const unfinished = resumable(state.exportQuery, options, startedAtMs)
  if (unfinished !== undefined) {
    await readWindow(unfinished.window, unfinished).catch(async (thrown: unknown) => {
      // An export that cannot be read would stand in the way of every later reading.
      const { code } = toAppError(thrown)
      if (!['cancelled', 'offline', 'unreachable', 'paused'].includes(code))
        await ledger.saveState(id, path, { exportQuery: null })
      throw thrown
    })
    left = windows()
  }
  for (const window of left) await readWindow(window, undefined)
  const names = columns.map((column) => column.name)
  const earlierNames = before.columns.map((column) => column.name)
  const noted = names.length > 0 ? await ledger.noteColumns(id, path, names, earlierNames, clock.nowMs()) : []
  if (noted.length > 0) options.onColumns()
  return {
    rowsAdded: total.rowsAdded,
    askedAtMs: total.askedAtMs,
    wasWhole: isBacklog || dailySinceMs !== undefined || element.timeControlId === undefined
  }
}

/** Since when the daily reading goes on: one that was cut off goes on where it was, unless a day has passed since. */
function dailyStart(state: ReadingState, isDue: boolean, nowMs: number): number | undefined {
  const since = state.dailyStartedAtMs
  if (since !== undefined && since <= nowMs && nowMs - since < dayMs) return since
  return isDue ? nowMs : undefined
}

/** The window that was asked for, as the ledger keeps it. A table that came whole has all that Sigma keeps. */
function readingOf(slice: AskedSlice, answeredAtMs: number, rows: number, rowsAdded: number) {
  const { askedAtMs, window = { fromMs: askedAtMs - sigmaKeepsMs, toMs: askedAtMs } } = slice
  return { source: 'workbook-export' as const, ...wholeMs(window), askedAtMs, answeredAtMs, rows, rowsAdded }
}

function wholeMs({ fromMs, toMs }: Span): Span {
  return { fromMs: Math.ceil(fromMs), toMs: Math.floor(toMs) }
}

/** The id of an export that was started lives an hour, so that a restart within it has only the file to fetch. */
function remember({ ledger, id, path, workbook, element }: EventReadingOptions, slice: AskedSlice): Promise<void> {
  // A page of a table without a window means nothing without those before it.
  if (slice.offset > 0) return Promise.resolve()
  return ledger.saveState(id, path, {
    exportQuery: {
      queryId: slice.queryId,
      startedAtMs: slice.askedAtMs,
      workbookId: workbook.workbookId,
      elementId: element.elementId,
      ...(slice.window === undefined ? {} : { window: slice.window })
    }
  })
}

function resumable(
  query: StartedExport | undefined,
  { workbook, element }: EventReadingOptions,
  nowMs: number
): StartedExport | undefined {
  if (query === undefined || query.workbookId !== workbook.workbookId || query.elementId !== element.elementId)
    return undefined
  if ((query.window === undefined) !== (element.timeControlId === undefined)) return undefined
  const ageMs = nowMs - query.startedAtMs
  return ageMs >= 0 && ageMs < queryLivesMs ? query : undefined
}

/** Whole days whose rows fit into one export, judged by the densest reading that is known. */
function longestWindowMs(readings: readonly StoredReading[]): number {
  let perDay = 0
  for (const { source, fromMs, toMs, askedAtMs, rows } of readings) {
    const lengthMs = Math.min(toMs, askedAtMs) - fromMs
    if (source === 'workbook-export' && lengthMs >= hourMs) perDay = Math.max(perDay, (rows * dayMs) / lengthMs)
  }
  const days = perDay === 0 ? 30 : Math.floor(rowsPerWindow / perDay)
  return Math.min(30, Math.max(1, days)) * dayMs
}

/** The time of a window that has passed; of a table that is read whole, all that Sigma keeps. */
function lengthOf(window: Span | undefined, nowMs: number): number {
  return window === undefined ? sigmaKeepsMs : Math.max(deliveryDelayMs, Math.min(window.toMs, nowMs) - window.fromMs)
}
