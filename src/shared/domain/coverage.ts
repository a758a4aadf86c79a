import { dayMs } from '../kit/time.ts'
import { auditRetentionMs, promisedLatenessMs } from './audit-freshness.ts'

/** How late an event may appear in AUDIT_LOGS, as Sigma documents it. */
export const deliveryDelayMs = promisedLatenessMs
/** How long Sigma keeps a row of AUDIT_LOGS. */
export const sigmaKeepsMs = auditRetentionMs
/** From this age of the last complete reading on, a person is warned. */
export const warnAfterMs = 25 * dayMs

/**
 * What is known of a stretch of time.
 * - `complete`: read to the end, at a time when Sigma had everything.
 * - `still-arriving`: younger than the delivery delay, or read only while it was; Sigma still has it.
 * - `gap`: Sigma has it, and it was not read.
 * - `before-enablement`: from before audit logging was switched on for the first time.
 * - `audit-logging-off`: audit logging was seen to be off.
 * - `expired-at-sigma`: Sigma deleted it before it was read completely.
 * - `from-files`: within the rows of an export file; nobody says whether the file had them all.
 */
export const coverageKinds = [
  'complete',
  'still-arriving',
  'gap',
  'before-enablement',
  'audit-logging-off',
  'expired-at-sigma',
  'from-files'
] as const
export type CoverageKind = (typeof coverageKinds)[number]

export const readingSources = ['workbook-export', 'file'] as const
export type ReadingSource = (typeof readingSources)[number]

/** A stretch of time, epoch ms UTC: `fromMs <= time < toMs`. */
export interface Span {
  readonly fromMs: number
  readonly toMs: number
}

export interface Stretch extends Span {
  readonly kind: CoverageKind
}

/** A window that was asked for and answered to its end. */
export interface CoverageReading extends Span {
  readonly source: ReadingSource
  /**
   * When it was asked for. What Sigma received after that may be missing from the answer, however late the answer came;
   * so this, and not the time of the answer, decides what is complete.
   */
  readonly askedAtMs: number
}

/** All that coverage is derived from: what was asked and answered, and what was seen of the setting. Never row counts. */
export interface CoverageFacts {
  readonly readings: readonly CoverageReading[]
  /** When audit logging was switched on for the first time, as far as is known. */
  readonly enabledSinceMs?: number | undefined
  /** When audit logging was seen to be off. */
  readonly offSpans: readonly Span[]
}

/**
 * What is known of the times in a range at `nowMs`, oldest first, without holes, neighbours always of different kinds.
 * The future is no part of it. Where several things hold for a time, the first of these is said: logging was off; it is
 * complete; it is from before enablement, and no file has rows around it; it is still arriving; it is within a file;
 * it expired; it is a gap.
 */
export function coverageOf(facts: CoverageFacts, range: Span, nowMs: number): Stretch[] {
  const from = range.fromMs
  const to = Math.min(range.toMs, nowMs)
  if (!(from < to)) return []
  const sets = setsOf(facts)
  const edges = new Set<number>([from, to])
  const add = (atMs: number): void => {
    if (atMs > from && atMs < to) edges.add(atMs)
  }
  for (const spans of [sets.complete, sets.early, sets.files, sets.off])
    for (const { fromMs, toMs } of spans) {
      add(fromMs)
      add(toMs)
    }
  add(facts.enabledSinceMs ?? from)
  // A time of exactly the delay's or Sigma's age belongs to the older side.
  add(nowMs - deliveryDelayMs)
  add(nowMs - sigmaKeepsMs)
  const sorted = [...edges].sort((one, other) => one - other)
  const cursors = {
    complete: cursorOver(sets.complete),
    early: cursorOver(sets.early),
    files: cursorOver(sets.files),
    off: cursorOver(sets.off)
  }
  const stretches: Stretch[] = []
  for (let index = 0; index + 1 < sorted.length; index += 1) {
    const fromMs = sorted[index] as number
    const toMs = sorted[index + 1] as number
    const kind = kindAt(
      {
        isOff: cursors.off(fromMs),
        isComplete: cursors.complete(fromMs),
        isEarly: cursors.early(fromMs),
        isInFile: cursors.files(fromMs),
        isBefore: facts.enabledSinceMs !== undefined && fromMs < facts.enabledSinceMs
      },
      fromMs,
      nowMs
    )
    const last = stretches.at(-1)
    if (last?.kind === kind) stretches[stretches.length - 1] = { ...last, toMs }
    else stretches.push({ kind, fromMs, toMs })
  }
  return stretches
}

function kindAt(
  at: {
    readonly isOff: boolean
    readonly isComplete: boolean
    readonly isEarly: boolean
    readonly isInFile: boolean
    readonly isBefore: boolean
  },
  atMs: number,
  nowMs: number
): CoverageKind {
  if (at.isOff) return 'audit-logging-off'
  // Nothing was written then: a reading of that time proves only that.
  if (at.isBefore && !at.isInFile) return 'before-enablement'
  if (at.isComplete) return 'complete'
  const isAtSigma = atMs >= nowMs - sigmaKeepsMs
  if (atMs >= nowMs - deliveryDelayMs || (at.isEarly && isAtSigma)) return 'still-arriving'
  if (at.isInFile) return 'from-files'
  return isAtSigma ? 'gap' : 'expired-at-sigma'
}

interface Sets {
  readonly complete: readonly Span[]
  readonly early: readonly Span[]
  readonly files: readonly Span[]
  readonly off: readonly Span[]
}

function setsOf(facts: CoverageFacts): Sets {
  const exports = facts.readings.filter((reading) => reading.source === 'workbook-export')
  return {
    complete: unionOf(exports.map(completePart)),
    early: unionOf(
      exports.map(({ fromMs, toMs, askedAtMs }) => ({
        fromMs: Math.max(fromMs, askedAtMs - deliveryDelayMs),
        toMs: Math.min(toMs, askedAtMs)
      }))
    ),
    files: unionOf(facts.readings.filter((reading) => reading.source === 'file')),
    off: unionOf(facts.offSpans)
  }
}

/** The part of a reading's window of which Sigma had everything when it was asked, and had not begun to delete. */
export function completePart({ fromMs, toMs, askedAtMs }: Omit<CoverageReading, 'source'>): Span {
  return {
    fromMs: Math.max(fromMs, askedAtMs - sigmaKeepsMs),
    toMs: Math.min(toMs, askedAtMs - deliveryDelayMs)
  }
}

/** The same times as non-empty spans in order that neither overlap nor touch. */
export function unionOf(spans: readonly Span[]): Span[] {
  const sorted = spans.filter(({ fromMs, toMs }) => fromMs < toMs).sort((one, other) => one.fromMs - other.fromMs)
  const union: Span[] = []
  for (const span of sorted) {
    const last = union.at(-1)
    if (last !== undefined && span.fromMs <= last.toMs)
      union[union.length - 1] = { fromMs: last.fromMs, toMs: Math.max(last.toMs, span.toMs) }
    else union.push({ fromMs: span.fromMs, toMs: span.toMs })
  }
  return union
}

/** Whether times that only grow lie within spans in order. */
function cursorOver(spans: readonly Span[]): (atMs: number) => boolean {
  let index = 0
  return (atMs) => {
    while (index < spans.length && (spans[index] as Span).toMs <= atMs) index += 1
    const span = spans[index]
    return span !== undefined && span.fromMs <= atMs
  }
}
