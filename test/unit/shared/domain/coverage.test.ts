import { describe, expect, it } from 'vitest'
import {
  type CoverageFacts,
  type CoverageKind,
  type CoverageReading,
  coverageOf,
  type Span
} from '../../../../src/shared/domain/coverage.ts'
import {
  coverageWarning,
  expiryClock,
  unreadAtSigma,
  windowsToRead
} from '../../../../src/shared/domain/coverage-status.ts'
import { unarchivedSinceMs } from '../../../../src/shared/domain/audit-freshness.ts'
import { dayMs, hourMs, minuteMs } from '../../../../src/shared/kit/time.ts'

const now = Date.UTC(2026, 10, 20, 12, 30)
const none: CoverageFacts = { readings: [], offSpans: [] }

function reading(fromMs: number, toMs: number, askedAtMs: number): CoverageReading {
  return { source: 'workbook-export', fromMs, toMs, askedAtMs }
}

function kinds(facts: CoverageFacts, fromMs: number, toMs = now): CoverageKind[] {
  return coverageOf(facts, { fromMs, toMs }, now).map((one) => one.kind)
}

/** What is known of one time, each rule on its own. */
function naiveKind(facts: CoverageFacts, atMs: number, nowMs: number): CoverageKind {
  const isIn = (span: Span) => span.fromMs <= atMs && atMs < span.toMs
  const asked = facts.readings.filter((one) => one.source === 'workbook-export' && isIn(one))
  const isInFile = facts.readings.some((one) => one.source === 'file' && isIn(one))
  if (facts.offSpans.some(isIn)) return 'audit-logging-off'
  if (facts.enabledSinceMs !== undefined && atMs < facts.enabledSinceMs && !isInFile) return 'before-enablement'
  const isSettled = (one: CoverageReading) => atMs < one.askedAtMs - 2 * hourMs && atMs >= one.askedAtMs - 30 * dayMs
  if (asked.some(isSettled)) return 'complete'
  if (atMs >= nowMs - 2 * hourMs) return 'still-arriving'
  const wasEarly = asked.some((one) => atMs < one.askedAtMs && atMs >= one.askedAtMs - 2 * hourMs)
  if (wasEarly && atMs >= nowMs - 30 * dayMs) return 'still-arriving'
  if (isInFile) return 'from-files'
  return atMs >= nowMs - 30 * dayMs ? 'gap' : 'expired-at-sigma'
}

/** Numbers from 0 to below `below`, the same for the same seed. */
function random(seed: number): (below: number) => number {
  let state = seed
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return Math.floor((state / 2 ** 32) * below)
  }
}

function someFacts(next: (below: number) => number): CoverageFacts {
  // In minutes, so that edges fall on those that the naive model looks at.
  const span = (longest: number): Span => {
    const fromMs = now - next(40 * 24 * 60) * minuteMs
    return { fromMs, toMs: fromMs + next(longest) * minuteMs }
  }
  return {
    readings: Array.from({ length: next(12) }, (): CoverageReading => {
      const asked = span(next(2) === 0 ? 5 * 60 : 20 * 24 * 60)
      const askedAtMs = Math.min(
        now,
        next(3) === 0 ? asked.toMs - next(4 * 60) * minuteMs : now - next(60_000) * minuteMs
      )
      return { source: next(4) === 0 ? 'file' : 'workbook-export', ...asked, askedAtMs }
    }),
    offSpans: Array.from({ length: next(3) }, () => span(3 * 24 * 60)),
    ...(next(2) === 0 ? {} : { enabledSinceMs: now - next(45 * 24 * 60) * minuteMs })
  }
}

describe('coverage', () => {
  it('agrees with a model that looks at every minute', () => {
    for (let seed = 1; seed <= 60; seed += 1) {
      const facts = someFacts(random(seed))
      const range = { fromMs: now - 41 * dayMs, toMs: now + 3 * hourMs }
      const stretches = coverageOf(facts, range, now)
      expect(stretches[0]?.fromMs).toBe(range.fromMs)
      expect(stretches.at(-1)?.toMs).toBe(now)
      let index = 0
      for (let atMs = range.fromMs; atMs < now; atMs += minuteMs) {
        while ((stretches[index]?.toMs ?? Number.POSITIVE_INFINITY) <= atMs) {
          expect(stretches[index + 1]?.fromMs).toBe(stretches[index]?.toMs)
          expect(stretches[index + 1]?.kind).not.toBe(stretches[index]?.kind)
          index += 1
        }
        if (stretches[index]?.kind !== naiveKind(facts, atMs, now))
          expect.fail(`seed ${seed}, ${atMs}: ${stretches[index]?.kind} for ${naiveKind(facts, atMs, now)}`)
      }
    }
  })

  it('calls a time complete only when it was read two hours after it or later', () => {
    const facts = { ...none, readings: [reading(now - 5 * hourMs, now, now - hourMs)] }
    expect(coverageOf(facts, { fromMs: now - 6 * hourMs, toMs: now }, now)).toEqual([
      { kind: 'gap', fromMs: now - 6 * hourMs, toMs: now - 5 * hourMs },
      { kind: 'complete', fromMs: now - 5 * hourMs, toMs: now - 3 * hourMs },
      { kind: 'still-arriving', fromMs: now - 3 * hourMs, toMs: now }
    ])
  })

  it('calls what was read early and never again expired once Sigma has deleted it', () => {
    const facts = {
      ...none,
      readings: [reading(now - 31 * dayMs, now - 31 * dayMs + hourMs, now - 31 * dayMs + hourMs)]
    }
    expect(kinds(facts, now - 31 * dayMs, now - 31 * dayMs + hourMs)).toEqual(['expired-at-sigma'])
  })

  it('does not take rows that Sigma had deleted when it was asked for read', () => {
    const facts = { ...none, readings: [reading(now - 60 * dayMs, now, now)] }
    expect(kinds(facts, now - 60 * dayMs)).toEqual(['expired-at-sigma', 'complete', 'still-arriving'])
  })

  it('says nothing of the future and of an empty range', () => {
    expect(coverageOf(none, { fromMs: now, toMs: now + dayMs }, now)).toEqual([])
    expect(coverageOf(none, { fromMs: now - 1, toMs: now - 1 }, now)).toEqual([])
  })

  it('believes a file only where it has rows around a time, and never that it has them all', () => {
    const facts: CoverageFacts = {
      readings: [{ source: 'file', fromMs: now - 50 * dayMs, toMs: now - 40 * dayMs, askedAtMs: now }],
      offSpans: [],
      enabledSinceMs: now - 45 * dayMs
    }
    expect(kinds(facts, now - 60 * dayMs, now - 32 * dayMs)).toEqual([
      'before-enablement',
      'from-files',
      'expired-at-sigma'
    ])
  })
})

describe('what is read next', () => {
  const options = { longestMs: dayMs, aheadMs: dayMs }

  it('is all of thirty days by UTC days from the newest on, where nothing was read', () => {
    const windows = windowsToRead(none, now, options)
    expect(windows).toHaveLength(31)
    expect(windows[0]).toEqual({ fromMs: Date.UTC(2026, 10, 20), toMs: now + dayMs })
    expect(windows[1]).toEqual({ fromMs: Date.UTC(2026, 10, 19), toMs: Date.UTC(2026, 10, 20) })
    expect(windows.at(-1)?.fromMs).toBe(now - 30 * dayMs)
  })

  it('goes on after a restart with the first window that was not read', () => {
    const [first, second] = windowsToRead(none, now, options) as [Span, Span]
    const facts = { ...none, readings: [first, second].map(({ fromMs, toMs }) => reading(fromMs, toMs, now)) }
    const windows = windowsToRead(facts, now + minuteMs, options)
    expect(windows.map((one) => one.fromMs).slice(0, 2)).toEqual([now - 2 * hourMs, Date.UTC(2026, 10, 18)])
  })

  it('goes back over two hours before the last reading', () => {
    const facts = { ...none, readings: [reading(now - 30 * dayMs, now + dayMs, now)] }
    const later = now + 40 * minuteMs
    expect(windowsToRead(facts, later, options)).toEqual([{ fromMs: now - 2 * hourMs, toMs: later + dayMs }])
  })

  it('leaves out what is from before enablement', () => {
    const facts = { ...none, enabledSinceMs: now - 3 * hourMs }
    expect(windowsToRead(facts, now, options)).toEqual([{ fromMs: now - 3 * hourMs, toMs: now + dayMs }])
  })

  it('covers every unread time, whatever was read', () => {
    for (let seed = 100; seed < 160; seed += 1) {
      const facts = someFacts(random(seed))
      const windows = windowsToRead(facts, now, options)
      const after = {
        ...facts,
        readings: [...facts.readings, ...windows.map((one) => reading(one.fromMs, one.toMs, now))]
      }
      const left = unreadAtSigma(after, now)
      expect(left.every((one) => one.fromMs >= now - 2 * hourMs)).toBe(true)
      for (const [index, window] of windows.entries())
        expect(window.toMs).toBeLessThanOrEqual(windows[index - 1]?.fromMs ?? Number.POSITIVE_INFINITY)
    }
  })
})

describe('the warning before rows leave Sigma', () => {
  const lastRead = (days: number): CoverageFacts => ({
    ...none,
    readings: [reading(now - days * dayMs - 30 * dayMs, now - days * dayMs + hourMs, now - days * dayMs)]
  })

  it('comes when the last complete reading is 25 days old, and counts whole days', () => {
    expect(coverageWarning(lastRead(24), now)).toBeUndefined()
    expect(coverageWarning(lastRead(25), now)).toEqual({
      lastCompleteAtMs: now - 25 * dayMs,
      // The two hours before the reading were not all there, so that rows leave two hours before five days have passed.
      daysLeft: 4,
      leavesSigmaAtMs: now + 5 * dayMs - 2 * hourMs
    })
    expect(coverageWarning(lastRead(31), now)).toMatchObject({ daysLeft: 0, leavesSigmaAtMs: now })
  })

  it('comes without any reading 25 days after audit logging was switched on', () => {
    expect(coverageWarning({ ...none, enabledSinceMs: now - 24 * dayMs }, now)).toBeUndefined()
    expect(coverageWarning({ ...none, enabledSinceMs: now - 26 * dayMs }, now)).toMatchObject({ daysLeft: 4 })
    expect(coverageWarning(none, now)).toBeUndefined()
  })

  it('does not come for times at which audit logging was off', () => {
    const last = lastRead(26)
    const facts = { ...last, offSpans: [{ fromMs: now - 26 * dayMs - 2 * hourMs, toMs: now }] }
    expect(coverageWarning(facts, now)).toBeUndefined()
  })

  it('is in step with the clock of the list of organizations', () => {
    for (const days of [0, 1, 10, 29])
      expect(expiryClock(lastRead(days), now)?.oldestUnreadMs).toBe(
        unarchivedSinceMs({ isEnabled: true, auditLogReadAtMs: now - days * dayMs })
      )
    const enabledSinceMs = now - 12 * dayMs
    expect(expiryClock({ ...none, enabledSinceMs }, now)?.oldestUnreadMs).toBe(
      unarchivedSinceMs({ isEnabled: true, enabledSinceMs })
    )
  })
})
