import { hourMs } from '../../src/shared/kit/time.ts'

// Share of a day's events by hour, UTC, of an organization with people from Lisbon to Helsinki and some in America.
const byHour = [
  0.4, 0.3, 0.25, 0.3, 0.5, 1, 2.4, 5, 7.6, 8.8, 8.6, 7.4, 7, 8.4, 8.8, 8, 6.6, 5, 3.8, 3, 2.4, 1.9, 1.4, 0.8
]
// Monday first; schedules and other continents keep weekends from being empty
const byWeekday = [1, 1.06, 1.05, 1.02, 0.86, 0.16, 0.13]
/** How much more happens at the end than in the beginning: more people use it. */
const growth = 0.5

/** Events of one hour. */
export interface HourOfEvents {
  readonly startMs: number
  readonly count: number
}

/**
 * Deals `events` out over the hours from `fromMs` on: office hours, weekdays, two quiet weeks at the end of December, and
 * growth. The counts add up to `events` exactly.
 * @param fromMs a whole hour, epoch ms UTC
 */
export function* hoursOfEvents(events: number, fromMs: number, days: number): Generator<HourOfEvents> {
  const hours = days * 24
  const weights = Float64Array.from({ length: hours }, (_, hour) => weightAt(fromMs + hour * hourMs, hour / hours))
  const sum = weights.reduce((total, one) => total + one, 0)
  let soFar = 0
  let dealt = 0
  for (let hour = 0; hour < hours; hour++) {
    soFar += weights[hour] ?? 0
    const upTo = hour === hours - 1 ? events : Math.min(events, Math.round((events * soFar) / sum))
    if (upTo > dealt) yield { startMs: fromMs + hour * hourMs, count: upTo - dealt }
    dealt = upTo
  }
}

function weightAt(atMs: number, progress: number): number {
  const at = new Date(atMs)
  const isHoliday = at.getUTCMonth() === 11 && at.getUTCDate() > 21
  const weekday = byWeekday[(at.getUTCDay() + 6) % 7] ?? 1
  return (byHour[at.getUTCHours()] ?? 1) * weekday * (isHoliday ? 0.25 : 1) * (1 + growth * progress)
}
