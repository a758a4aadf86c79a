import { dayMs, hourMs, minuteMs, secondMs } from '../../../shared/kit/time.ts'
import { localZone } from './local-zone.ts'

/** The words of the window are English; numbers and dates beside them are too. */
const locale = 'en-GB'

const relative = new Intl.RelativeTimeFormat('en', { numeric: 'auto' })
const counts = new Intl.NumberFormat('en')
const oneDecimal = new Intl.NumberFormat('en', { maximumFractionDigits: 1 })
const justNowMs = 10 * secondMs

const day = { day: 'numeric', month: 'short', year: 'numeric' } as const
const dateForms = {
  day,
  absolute: { ...day, hour: '2-digit', minute: '2-digit', second: '2-digit', timeZoneName: 'short' }
} as const satisfies Record<string, Intl.DateTimeFormatOptions>

/** Making a formatter costs a hundred times what formatting costs: a table would spend most of its time on it. */
const formatters = new Map<string, Intl.DateTimeFormat>()

/** The formatter for a zone. The one of the machine's own zone is made anew when the machine has another one. */
function formatterOf(form: keyof typeof dateForms, timeZone: string | undefined): Intl.DateTimeFormat {
  const key = `${form} ${timeZone ?? `local ${localZone()}`}`
  const known = formatters.get(key)
  if (known !== undefined) return known
  const made = new Intl.DateTimeFormat(locale, { ...dateForms[form], ...(timeZone === undefined ? {} : { timeZone }) })
  formatters.set(key, made)
  return made
}

/** "just now", "2 minutes ago", "in 3 minutes", "yesterday". */
export function formatRelative(atMs: number, nowMs: number): string {
  const distance = atMs - nowMs
  const size = Math.abs(distance)
  if (size < justNowMs) return 'just now'
  if (size < minuteMs) return relative.format(Math.round(distance / secondMs), 'second')
  if (size < hourMs) return relative.format(Math.round(distance / minuteMs), 'minute')
  if (size < dayMs) return relative.format(Math.round(distance / hourMs), 'hour')
  if (size < 30 * dayMs) return relative.format(Math.round(distance / dayMs), 'day')
  if (size < 365 * dayMs) return relative.format(Math.round(distance / (30 * dayMs)), 'month')
  return relative.format(Math.round(distance / (365 * dayMs)), 'year')
}

/**
 * "30 Sept 2026, 14:03:22 CEST": always with its zone.
 * @param timeZone an IANA zone; the machine's own when undefined
 */
export function formatAbsolute(atMs: number, timeZone?: string): string {
  return formatterOf('absolute', timeZone).format(atMs)
}

/** "30 Sept 2026": for dates where the hour says nothing. */
export function formatDay(atMs: number, timeZone?: string): string {
  return formatterOf('day', timeZone).format(atMs)
}

/** "450 ms", "12 s", "2 min 5 s", "1 h 5 min", "3 d 4 h". */
export function formatDuration(durationMs: number): string {
  const ms = Math.max(0, durationMs)
  if (ms < secondMs) return `${Math.round(ms)} ms`
  const seconds = Math.round(ms / secondMs)
  if (seconds < 60) return `${seconds} s`
  if (ms < hourMs) return joinUnits(Math.floor(seconds / 60), 'min', seconds % 60, 's')
  const minutes = Math.round(ms / minuteMs)
  if (ms < dayMs) return joinUnits(Math.floor(minutes / 60), 'h', minutes % 60, 'min')
  const hours = Math.round(ms / hourMs)
  return joinUnits(Math.floor(hours / 24), 'd', hours % 24, 'h')
}

function joinUnits(large: number, largeUnit: string, small: number, smallUnit: string): string {
  return small === 0 ? `${large} ${largeUnit}` : `${large} ${largeUnit} ${small} ${smallUnit}`
}

/**
 * What to expect from how long it took before: "usually 2–4 min"; undefined when it never happened.
 * The middle half of the durations counts when there are four or more, so that one odd night does not widen the span.
 */
export function formatUsually(earlierMs: readonly number[]): string | undefined {
  if (earlierMs.length === 0) return undefined
  const sorted = earlierMs.toSorted((left, right) => left - right)
  const trim = sorted.length >= 4 ? Math.floor(sorted.length / 4) : 0
  const low = sorted[trim] ?? 0
  const high = sorted[sorted.length - 1 - trim] ?? low
  const isShort = high < 90 * secondMs
  const unitMs = isShort ? secondMs : minuteMs
  const from = Math.max(1, Math.floor(low / unitMs))
  const to = Math.max(from, Math.ceil(high / unitMs))
  const span = from === to ? `${from}` : `${from}–${to}`
  return `usually ${span} ${isShort ? 's' : 'min'}`
}

/** "0 B", "812 B", "1.2 kB", "3.4 MB" (decimal units). */
export function formatBytes(sizeBytes: number): string {
  const units = ['B', 'kB', 'MB', 'GB', 'TB']
  let value = sizeBytes
  let unit = 0
  while (value >= 1_000 && unit < units.length - 1) {
    value /= 1_000
    unit += 1
  }
  return `${unit === 0 ? counts.format(value) : oneDecimal.format(value)} ${units[unit] ?? 'B'}`
}

/** "12,345". */
export function formatCount(count: number): string {
  return counts.format(count)
}

/** "1 row", "12,345 rows". */
export function formatCountOf(count: number, one: string, many = `${one}s`): string {
  return `${counts.format(count)} ${count === 1 ? one : many}`
}
