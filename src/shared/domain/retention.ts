import { dayMs } from '../kit/time.ts'

/** How long archived events are kept; see the contract of the same name. */
export type KeepRule =
  | { readonly keep: 'forever' }
  | { readonly keep: 'days'; readonly days: number }
  | { readonly keep: 'bytes'; readonly bytes: number }

/** A day of a table of events that is in the archive. */
export interface DayOfEvents {
  /** UTC day counted from 1970-01-01; below 0: rows without a time. */
  readonly day: number
  readonly rows: number
}

export interface RetentionFacts {
  readonly rule: KeepRule
  /** A legal hold wins over every rule. */
  readonly isHeld: boolean
  readonly nowMs: number
  /** Bytes of the archive that hold something; room within the file that is free does not count. */
  readonly usedBytes: number
}

/** Bytes that a number of rows takes, as their share of all. */
export function shareOfBytes(rows: number, allRows: number, usedBytes: number): number {
  return allRows <= 0 ? 0 : Math.round(usedBytes * Math.min(1, rows / allRows))
}

/**
 * Which days are over, oldest first; several tables may have rows of one day, and it leaves all of them at once. Whole UTC
 * days of the events' own times: a day leaves when its last millisecond is older than the rule allows, or until what is
 * left fits. Rows without a time have no age and stay. A budget never takes the newest day, however small it is.
 */
export function daysOver<Day extends DayOfEvents>(all: readonly Day[], facts: RetentionFacts): Day[] {
  const { rule, isHeld, nowMs, usedBytes } = facts
  if (isHeld || rule.keep === 'forever') return []
  const timed = all.filter(({ day }) => day >= 0).sort((one, other) => one.day - other.day)
  if (rule.keep === 'days') {
    const endMs = nowMs - rule.days * dayMs
    return timed.filter(({ day }) => (day + 1) * dayMs <= endMs)
  }
  const allRows = all.reduce((sum, { rows }) => sum + rows, 0)
  const newest = timed.at(-1)?.day
  const over: Day[] = []
  let rowsOver = 0
  for (let from = 0; from < timed.length; ) {
    const { day } = timed[from] as Day
    if (day === newest || usedBytes - shareOfBytes(rowsOver, allRows, usedBytes) <= rule.bytes) break
    for (; timed[from]?.day === day; from += 1) {
      over.push(timed[from] as Day)
      rowsOver += (timed[from] as Day).rows
    }
  }
  return over
}

/** What would leave and what would stay, in numbers. */
export interface RetentionSums {
  /** Different UTC days. */
  readonly days: number
  readonly rows: number
  readonly bytes: number
  /** Epoch ms: beginning of the oldest day that leaves, last ms of the newest. */
  readonly oldestAtMs?: number
  readonly newestAtMs?: number
  readonly rowsKept: number
  readonly bytesKept: number
}

/** @param over days of `all` that leave, as `daysOver` names them */
export function sumsOf(all: readonly DayOfEvents[], over: readonly DayOfEvents[], usedBytes: number): RetentionSums {
  const allRows = all.reduce((sum, { rows }) => sum + rows, 0)
  const rows = over.reduce((sum, one) => sum + one.rows, 0)
  const bytes = shareOfBytes(rows, allRows, usedBytes)
  const first = over[0]
  const last = over.at(-1)
  return {
    days: new Set(over.map(({ day }) => day)).size,
    rows,
    bytes,
    ...(first === undefined ? {} : { oldestAtMs: first.day * dayMs }),
    ...(last === undefined ? {} : { newestAtMs: (last.day + 1) * dayMs - 1 }),
    rowsKept: allRows - rows,
    bytesKept: usedBytes - bytes
  }
}

/** The first of the days, as many as one transaction takes: at least one, no more rows than `maxRows`, `maxDays` at most. */
export function nextDays<Day extends DayOfEvents>(
  over: readonly Day[],
  most: { readonly maxRows: number; readonly maxDays: number }
): Day[] {
  const taken: Day[] = []
  let rows = 0
  for (const day of over) {
    if (taken.length > 0 && (rows + day.rows > most.maxRows || taken.length >= most.maxDays)) break
    taken.push(day)
    rows += day.rows
  }
  return taken
}
