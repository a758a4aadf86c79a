import { dayMs } from '../kit/time.ts'
import {
  type CoverageFacts,
  coverageOf,
  deliveryDelayMs,
  sigmaKeepsMs,
  type Span,
  type Stretch,
  unionOf,
  warnAfterMs
} from './coverage.ts'

export interface CoverageWarning {
  readonly lastCompleteAtMs?: number
  /** Whole days until rows begin to leave Sigma unread, rounded down; 0 when they may be leaving now. */
  readonly daysLeft: number
  readonly leavesSigmaAtMs: number
}

/** When the newest reading of Sigma was asked for that came to its end. */
export function lastCompleteAtMs(facts: CoverageFacts): number | undefined {
  let newest: number | undefined
  for (const { source, askedAtMs } of facts.readings)
    if (source === 'workbook-export' && (newest === undefined || askedAtMs > newest)) newest = askedAtMs
  return newest
}

/** Times that Sigma has and that are not read completely, from its oldest to those that are all delivered by now. */
export function unreadAtSigma(facts: CoverageFacts, nowMs: number): Stretch[] {
  const all = coverageOf(facts, { fromMs: nowMs - sigmaKeepsMs, toMs: nowMs }, nowMs)
  return all.filter(({ kind }) => kind === 'gap' || kind === 'still-arriving' || kind === 'from-files')
}

/**
 * The oldest time that Sigma has and that was not read completely, and when its rows leave Sigma; undefined where audit
 * logging is off, since nothing new is written then and nothing can be read any more.
 */
export function expiryClock(
  facts: CoverageFacts,
  nowMs: number
): { readonly oldestUnreadMs: number; readonly leavesSigmaAtMs: number } | undefined {
  const oldest = unreadAtSigma(facts, nowMs)[0]
  return oldest === undefined
    ? undefined
    : { oldestUnreadMs: oldest.fromMs, leavesSigmaAtMs: oldest.fromMs + sigmaKeepsMs }
}

/**
 * A warning where the last complete reading is 25 days old or older, or where there was none since audit logging was
 * switched on 25 days ago or earlier.
 */
export function coverageWarning(facts: CoverageFacts, nowMs: number): CoverageWarning | undefined {
  const last = lastCompleteAtMs(facts)
  const sinceMs = last ?? facts.enabledSinceMs
  if (sinceMs === undefined || nowMs - sinceMs < warnAfterMs) return undefined
  const clock = expiryClock(facts, nowMs)
  if (clock === undefined) return undefined
  return {
    ...(last === undefined ? {} : { lastCompleteAtMs: last }),
    daysLeft: Math.max(0, Math.floor((clock.leavesSigmaAtMs - nowMs) / dayMs)),
    leavesSigmaAtMs: clock.leavesSigmaAtMs
  }
}

/** Until when everything is here, from the first known time on without a hole; undefined where nothing is complete. */
export function completeToMs(stretches: readonly Stretch[]): number | undefined {
  let end: number | undefined
  for (const { kind, toMs } of stretches) {
    if (kind === 'complete') end = toMs
    else if (kind !== 'before-enablement' && kind !== 'audit-logging-off') break
    else if (end !== undefined) end = toMs
  }
  return end
}

/**
 * The windows to ask for so that everything that Sigma has is read: what was never read completely, and what was read
 * while it was still arriving. That goes back over at least the delivery delay before the last reading.
 * @param options `longestMs`: longest window, whole days; `aheadMs`: how far the newest one reaches into the future, for
 * clocks that differ
 * @returns newest first
 */
export function windowsToRead(
  facts: CoverageFacts,
  nowMs: number,
  options: { readonly longestMs: number; readonly aheadMs: number }
): Span[] {
  // The newest times are asked for even when a reading of this very moment is there.
  const newest = { fromMs: nowMs - deliveryDelayMs, toMs: nowMs + options.aheadMs }
  const spans = unionOf([...unreadAtSigma(facts, nowMs), newest])
  return spans.flatMap((span) => cut(span, options.longestMs, nowMs)).toReversed()
}

/** Cut where UTC days begin, so that a restart finds the same windows; what is ahead of now stays with the newest. */
function cut({ fromMs, toMs }: Span, longestMs: number, nowMs: number): Span[] {
  const pieces: Span[] = []
  let startMs = fromMs
  for (;;) {
    const endMs = (Math.floor(startMs / longestMs) + 1) * longestMs
    if (endMs >= toMs || endMs >= nowMs) return [...pieces, { fromMs: startMs, toMs }]
    pieces.push({ fromMs: startMs, toMs: endMs })
    startMs = endMs
  }
}
