import type { CommitResult, CommitSource } from '../archive/commit-input.ts'
import type { ParsedPart, QuarantinedLine } from '../archive/event-batch.ts'
import type { ParserPool, SourceRoles } from '../archive/parse/source-types.ts'
import { AppError } from '../../shared/kit/app-error.ts'
import type { QuarantineReason } from '../../shared/domain/quarantine.ts'
import type { AskedSlice, ExportPiece } from '../sources/workbook-export-source.ts'

/** Rows of a part of a source, ready to be kept. */
export interface PartToKeep {
  readonly part: Pick<ParsedPart, 'batch' | 'quarantined'>
  readonly source: CommitSource
  /** The same for all parts of one export or file: identical rows are counted over all of them. */
  readonly sessionId: string
  readonly roles: SourceRoles
}

export type KeepPart = (part: PartToKeep) => Promise<CommitResult>
/** Nothing more comes of an export or file: what is remembered to count identical rows can go. */
export type EndSession = (sessionId: string) => Promise<void>

export interface IngestTotals {
  rowsAdded: number
  rowsKnown: number
  rowsQuarantined: number
  quarantined: Partial<Record<QuarantineReason, number>>
  oldestAtMs: number | undefined
  newestAtMs: number | undefined
}

export interface IngestExportOptions {
  readonly parser: Pick<ParserPool, 'parseJsonlChunk'>
  readonly keep: KeepPart
  readonly endSession: EndSession
  /** Asked for with the first rows. */
  readonly rolesOf: (firstLines: Uint8Array) => SourceRoles
  readonly signal: AbortSignal
  readonly onKept?: (totals: Readonly<IngestTotals>) => void
  /** A part of what was asked for is read to its end, and all of its rows are in. */
  readonly onEnd: (end: Extract<ExportPiece, { kind: 'end' }>, rowsAdded: number) => Promise<void>
}

/** Chunks on their way at most: some being parsed, one being kept. More would only hold memory. */
const mostUnderway = 4

/** Nothing was read yet. */
export function noTotals(): IngestTotals {
  return {
    rowsAdded: 0,
    rowsKnown: 0,
    rowsQuarantined: 0,
    quarantined: {},
    oldestAtMs: undefined,
    newestAtMs: undefined
  }
}

/**
 * Takes the lines of exports into the archive: chunks are parsed beside each other and kept in their order, and the
 * download waits while four are underway. Rows that are in when it fails stay in.
 * @throws AppError `cancelled`, `unreachable` for an export that broke off within a line, `contract-breach` for a web
 * page, and what parser, archive and source throw
 */
export async function ingestExport(
  pieces: AsyncIterable<ExportPiece>,
  options: IngestExportOptions
): Promise<IngestTotals> {
  const totals = noTotals()
  let roles: SourceRoles | undefined
  let addedBySlice = 0
  const flow: { underway: number; wake?: () => void } = { underway: 0 }
  let tail: Promise<void> = Promise.resolve()
  let openSession: string | undefined

  const keepInOrder = (parsing: Promise<readonly ParsedPart[]>, slice: AskedSlice, chunk: ChunkFacts): void => {
    flow.underway += 1
    // Whoever waits for the tail hears of a failure; nobody else has to.
    parsing.catch(() => undefined)
    tail = tail
      .then(async () => {
        const parts = await parsing
        if (!chunk.isEnded && parts.some((part) => part.quarantined.length > 0))
          throw new AppError('unreachable', { reason: 'truncated', line: chunk.firstLine })
        for (const part of withLines(parts, chunk.tooLong)) {
          options.signal.throwIfAborted()
          const kept = await options.keep({
            part,
            source: sourceOf(slice),
            sessionId: slice.sessionId,
            roles: roles ?? {}
          })
          addedBySlice += kept.rowsAdded
          addTo(totals, part.quarantined, kept)
          options.onKept?.(totals)
        }
      })
      .finally(() => {
        flow.underway -= 1
        flow.wake?.()
      })
    tail.catch(() => undefined)
  }

  try {
    for await (const piece of pieces) {
      options.signal.throwIfAborted()
      if (piece.kind === 'lines') {
        roles ??= options.rolesOf(piece.chunk.bytes)
        openSession = piece.slice.sessionId
        const { bytes, firstLine } = piece.chunk
        const parsing =
          bytes.byteLength === 0 ? Promise.resolve([]) : options.parser.parseJsonlChunk({ bytes, firstLine, roles })
        keepInOrder(parsing, piece.slice, piece.chunk)
        while (flow.underway >= mostUnderway) {
          // A failure of what is underway ends the reading at once.
          await Promise.race([tail, new Promise<void>((resolve) => (flow.wake = resolve))])
        }
      } else {
        await tail
        await options.onEnd(piece, addedBySlice)
        addedBySlice = 0
        if (openSession !== undefined) await options.endSession(openSession)
        openSession = undefined
      }
    }
    await tail
    return totals
  } catch (thrown) {
    // What is being kept at this moment is let finish: nothing of this reading may come after its end.
    await tail.catch(() => undefined)
    if (openSession !== undefined) await options.endSession(openSession).catch(() => undefined)
    throw options.signal.aborted ? new AppError('cancelled', {}, { cause: thrown }) : thrown
  }
}

interface ChunkFacts {
  readonly isEnded: boolean
  readonly firstLine: number
  readonly tooLong: readonly QuarantinedLine[]
}

export interface IngestFileOptions {
  readonly parser: Pick<ParserPool, 'parseFile'>
  readonly keep: KeepPart
  readonly endSession: EndSession
  readonly file: string
  readonly source: Extract<CommitSource, { kind: 'file' }>
  readonly roles: SourceRoles
  readonly signal: AbortSignal
  /** After each part. `bytesRead`: of the file as it is stored; `rowsRead`: lines so far. */
  readonly onKept: (totals: Readonly<IngestTotals>, bytesRead: number, rowsRead: number) => void
}

/**
 * Takes the rows of a file into the archive; bad lines go to quarantine and nothing stops half-way because of them.
 * @throws AppError `cancelled`, and what parser and archive throw
 */
export async function ingestFile(options: IngestFileOptions): Promise<IngestTotals> {
  const { parser, keep, file, source, roles, signal } = options
  const totals = noTotals()
  const sessionId = crypto.randomUUID()
  let bytesRead = 0
  let rowsRead = 0
  try {
    for await (const part of parser.parseFile({ file, roles, signal })) {
      signal.throwIfAborted()
      // Before the batch's buffers go to another thread.
      const span = spanOf(part.batch.atMs)
      addTo(totals, part.quarantined, await keep({ part, source, sessionId, roles }), span)
      bytesRead += part.byteCount
      rowsRead += part.lineCount
      options.onKept(totals, bytesRead, rowsRead)
    }
    await options.endSession(sessionId)
    return totals
  } catch (thrown) {
    await options.endSession(sessionId).catch(() => undefined)
    throw signal.aborted ? new AppError('cancelled', {}, { cause: thrown }) : thrown
  }
}

/** Lines that were left out before the parser saw them go with the first part, or alone where there is none. */
function withLines(
  parts: readonly ParsedPart[],
  lines: readonly QuarantinedLine[]
): readonly Pick<ParsedPart, 'batch' | 'quarantined'>[] {
  const [first, ...others] = parts
  if (lines.length === 0) return parts
  if (first !== undefined) return [{ ...first, quarantined: [...lines, ...first.quarantined] }, ...others]
  return [
    { batch: { rowCount: 0, columns: [], atMs: new Float64Array(), leaves: new Uint8Array() }, quarantined: lines }
  ]
}

function sourceOf({ queryId, window }: AskedSlice): CommitSource {
  return {
    kind: 'export',
    queryId,
    ...(window === undefined ? {} : { fromMs: Math.floor(window.fromMs), toMs: Math.ceil(window.toMs) })
  }
}

function addTo(
  totals: IngestTotals,
  lines: readonly QuarantinedLine[],
  kept: CommitResult,
  { oldestAtMs, newestAtMs }: Pick<CommitResult, 'oldestAtMs' | 'newestAtMs'> = kept
): void {
  // The archive counts lines that are new in quarantine, rows with a known event id and other content among them.
  const conflicts = Math.max(0, kept.rowsQuarantined - lines.length)
  totals.rowsAdded += kept.rowsAdded
  totals.rowsKnown += kept.rowsKnown
  totals.rowsQuarantined += lines.length + conflicts
  const reasons: QuarantineReason[] = lines.map((line) => line.reason)
  for (let count = 0; count < conflicts; count += 1) reasons.push('same-event-id-other-content')
  for (const reason of reasons) totals.quarantined[reason] = (totals.quarantined[reason] ?? 0) + 1
  if (oldestAtMs !== undefined) totals.oldestAtMs = Math.min(totals.oldestAtMs ?? oldestAtMs, oldestAtMs)
  if (newestAtMs !== undefined) totals.newestAtMs = Math.max(totals.newestAtMs ?? newestAtMs, newestAtMs)
}

function spanOf(times: Float64Array): Pick<CommitResult, 'oldestAtMs' | 'newestAtMs'> {
  let oldestAtMs = Number.POSITIVE_INFINITY
  let newestAtMs = Number.NEGATIVE_INFINITY
  for (const atMs of times) {
    if (atMs < oldestAtMs) oldestAtMs = atMs
    if (atMs > newestAtMs) newestAtMs = atMs
  }
  return oldestAtMs <= newestAtMs ? { oldestAtMs, newestAtMs } : {}
}
