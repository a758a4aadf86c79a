import { dayMs } from '../../../shared/kit/time.ts'

/** The day of rows that have no time. */
export const untimedDay = -1

/** Greatest day that a date can name: 275760-09-13. */
const lastDay = 100_000_000

/**
 * The UTC day of a time, counted from 1970-01-01; `untimedDay` for what is no time that an event can have (NaN, before
 * 1970, beyond what a date can name), so that no day before 1970 is ever mistaken for it.
 */
export function dayOf(atMs: number): number {
  const day = Math.floor(atMs / dayMs)
  return day >= 0 && day < lastDay ? day : untimedDay
}

/** A day's name in the chain: `YYYY-MM-DD`, with six digits and a sign after the year 9999, or `untimed`. */
export function dayName(day: number): string {
  if (day === untimedDay) return 'untimed'
  const text = new Date(day * dayMs).toISOString()
  return text.slice(0, text.indexOf('T'))
}
