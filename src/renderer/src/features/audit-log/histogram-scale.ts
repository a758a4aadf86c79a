import { dayMs, hourMs, minuteMs } from '../../../../shared/kit/time.ts'
import type { TimeZoneChoice } from '../../ui/archived-rows/cell-values.ts'

export type HistogramUnit = 'minute' | 'quarter-hour' | 'hour' | 'day' | 'week' | 'month'

/** The longest range that is drawn in bars of a unit: more bars than these are thinner than a pixel or two. */
const longest: readonly (readonly [HistogramUnit, number])[] = [
  ['minute', 3 * hourMs],
  ['quarter-hour', 2 * dayMs],
  ['hour', 8 * dayMs],
  ['day', 400 * dayMs],
  ['week', 5 * 366 * dayMs]
]

/** The unit of the bars that a range is drawn in. */
export function unitOf(rangeMs: number): HistogramUnit {
  return longest.find(([, longestMs]) => rangeMs <= longestMs)?.[0] ?? 'month'
}

export const unitWords: Readonly<Record<HistogramUnit, string>> = {
  minute: 'minute',
  'quarter-hour': 'quarter of an hour',
  hour: 'hour',
  day: 'day',
  week: 'week',
  month: 'month'
}

/** How times are written along the bars: without what goes without saying at this range. */
export function timeWriter(rangeMs: number, timeZone: string): (atMs: number) => string {
  const isShort = rangeMs <= 3 * dayMs
  const hasSeconds = rangeMs <= 10 * minuteMs
  const isLong = rangeMs > 400 * dayMs
  const form = new Intl.DateTimeFormat('en-GB', {
    timeZone,
    ...(isLong ? {} : { day: 'numeric' }),
    month: 'short',
    ...(isLong ? { year: 'numeric' } : {}),
    ...(isShort ? { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' } : {}),
    ...(hasSeconds ? { second: '2-digit' } : {})
  })
  return (atMs) => form.format(atMs)
}

/** When a bar begins, in full. */
export function barWriter(unit: HistogramUnit, timeZone: string): (atMs: number) => string {
  const hasHours = unit === 'minute' || unit === 'quarter-hour' || unit === 'hour'
  const form = new Intl.DateTimeFormat('en-GB', {
    timeZone,
    ...(unit === 'month' ? {} : { day: 'numeric', weekday: 'short' }),
    month: 'short',
    year: 'numeric',
    ...(hasHours ? { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' } : {})
  })
  return (atMs) => form.format(atMs)
}

/** The IANA zone of a choice. */
export function zoneOf(choice: TimeZoneChoice, local: string): string {
  return choice === 'utc' ? 'UTC' : local
}

/** Shortest time that is drawn where all of it is: the events of one moment would have none. */
export const shortestMs = 30 * minuteMs
