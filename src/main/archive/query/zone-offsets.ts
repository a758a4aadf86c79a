import { AppError } from '../../../shared/kit/app-error.ts'
import { dayMs, minuteMs } from '../../../shared/kit/time.ts'

/** A stretch of time in which a zone's clock stays as far from UTC; local time = UTC + `offsetMs`. */
export interface OffsetPeriod {
  readonly fromMs: number
  readonly toMs: number
  readonly offsetMs: number
}

/** No zone has changed its clock twice within so short a time. */
const stepMs = 7 * dayMs
const keptZones = 16
const formats = new Map<string, Intl.DateTimeFormat>()

/**
 * The offsets of an IANA zone over a stretch of time, without gaps.
 * @throws AppError `invalid-input` for a zone that there is not
 */
export function offsetPeriods(zone: string, fromMs: number, toMs: number): OffsetPeriod[] {
  const periods: OffsetPeriod[] = []
  let startMs = fromMs
  let offsetMs = offsetAt(zone, fromMs)
  for (let atMs = fromMs; atMs < toMs; ) {
    const nextMs = Math.min(atMs + stepMs, toMs)
    const nextOffsetMs = offsetAt(zone, nextMs)
    if (nextOffsetMs !== offsetMs) {
      const changeMs = changeBetween(zone, atMs, nextMs, offsetMs)
      periods.push({ fromMs: startMs, toMs: changeMs, offsetMs })
      startMs = changeMs
      offsetMs = nextOffsetMs
    }
    atMs = nextMs
  }
  periods.push({ fromMs: startMs, toMs, offsetMs })
  return periods
}

/** The first whole minute at which the clock is no longer `offsetMs` from UTC. */
function changeBetween(zone: string, fromMs: number, toMs: number, offsetMs: number): number {
  let low = Math.floor(fromMs / minuteMs)
  let high = Math.ceil(toMs / minuteMs)
  while (high - low > 1) {
    const middle = (low + high) >> 1
    if (offsetAt(zone, middle * minuteMs) === offsetMs) low = middle
    else high = middle
  }
  return high * minuteMs
}

function offsetAt(zone: string, atMs: number): number {
  const parts: Record<string, number> = {}
  for (const { type, value } of formatOf(zone).formatToParts(atMs)) parts[type] = Number(value)
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = parts
  const local = new Date(0)
  local.setUTCFullYear(year, month - 1, day)
  local.setUTCHours(hour, minute, second)
  return local.getTime() - Math.floor(atMs / 1000) * 1000
}

function formatOf(zone: string): Intl.DateTimeFormat {
  const known = formats.get(zone)
  if (known !== undefined) return known
  const fresh = newFormat(zone)
  if (formats.size >= keptZones) formats.clear()
  formats.set(zone, fresh)
  return fresh
}

function newFormat(zone: string): Intl.DateTimeFormat {
  try {
    return new Intl.DateTimeFormat('en-US', {
      timeZone: zone,
      calendar: 'gregory',
      numberingSystem: 'latn',
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric'
    })
  } catch (thrown) {
    throw new AppError('invalid-input', { field: 'zone' }, { cause: thrown })
  }
}
