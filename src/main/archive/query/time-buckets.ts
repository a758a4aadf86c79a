import { assertNever } from '../../../shared/kit/assert-never.ts'
import { dayMs, hourMs, minuteMs } from '../../../shared/kit/time.ts'
import { type OffsetPeriod, offsetPeriods } from './zone-offsets.ts'

/** Lengths of a histogram's buckets, shortest first. */
export const bucketUnits = ['minute', 'quarter-hour', 'hour', 'day', 'week', 'month', 'year'] as const
export type BucketUnit = (typeof bucketUnits)[number]

/** More buckets than a chart has pixels are made coarser. */
export const mostBuckets = 2_000

const lengthMs: Readonly<Record<BucketUnit, number>> = {
  minute: minuteMs,
  'quarter-hour': 15 * minuteMs,
  hour: hourMs,
  day: dayMs,
  week: 7 * dayMs,
  month: 28 * dayMs,
  year: 365 * dayMs
}

export interface TimeBuckets {
  readonly unit: BucketUnit
  /** Bucket i is `edges[i] <= time < edges[i + 1]`, epoch ms UTC. */
  readonly edges: Float64Array
}

/**
 * Buckets of a calendar unit in a zone, from the one that holds `fromMs` to the one that holds the last moment before
 * `toMs`. A day begins at local midnight, or at the first moment of the date where midnight is skipped; a week on Monday.
 * A day of a clock change has 23 or 25 hours. A unit too fine for the stretch is made coarser.
 * @throws AppError `invalid-input` for a zone that there is not
 */
export function timeBuckets(range: {
  readonly unit: BucketUnit
  readonly zone: string
  readonly fromMs: number
  readonly toMs: number
}): TimeBuckets {
  const { fromMs, toMs } = range
  if (!(toMs > fromMs)) return { unit: range.unit, edges: new Float64Array(0) }
  const unit = affordableUnit(range.unit, toMs - fromMs)
  const marginMs = lengthMs[unit] * 2 + 2 * dayMs
  const periods = offsetPeriods(range.zone, fromMs - marginMs, toMs + marginMs)
  const edges: number[] = []
  let local = floorLocal(fromMs - lengthMs[unit] + localOffset(periods, fromMs), unit)
  for (;;) {
    const edge = firstMomentOf(periods, local)
    // an hour that a clock change skips has no moment of its own
    if (edge !== edges.at(-1)) edges.push(edge)
    if (edge >= toMs) break
    for (const repeated of isWithinDay(unit) ? repeatedMoments(periods, local, edge) : []) edges.push(repeated)
    local = nextLocal(local, unit)
  }
  edges.sort((one, other) => one - other)
  const first = edges.findLastIndex((edge) => edge <= fromMs)
  const last = edges.findIndex((edge) => edge >= toMs)
  return { unit, edges: Float64Array.from(edges.slice(Math.max(0, first), last + 1)) }
}

function affordableUnit(unit: BucketUnit, spanMs: number): BucketUnit {
  const from = bucketUnits.indexOf(unit)
  return bucketUnits.slice(from).find((one) => spanMs / lengthMs[one] <= mostBuckets) ?? 'year'
}

function isWithinDay(unit: BucketUnit): boolean {
  return lengthMs[unit] < dayMs
}

function localOffset(periods: readonly OffsetPeriod[], atMs: number): number {
  return periods.find((period) => atMs < period.toMs)?.offsetMs ?? periods.at(-1)?.offsetMs ?? 0
}

/** The first moment at which the local clock shows `local` (ms as if UTC) or later. */
function firstMomentOf(periods: readonly OffsetPeriod[], local: number): number {
  for (const period of periods) {
    const atMs = Math.max(period.fromMs, local - period.offsetMs)
    if (atMs < period.toMs) return atMs
  }
  const last = periods.at(-1)
  return local - (last?.offsetMs ?? 0)
}

/** Later moments at which the clock, put back, shows `local` again. */
function repeatedMoments(periods: readonly OffsetPeriod[], local: number, firstAtMs: number): number[] {
  const moments: number[] = []
  for (const period of periods) {
    const atMs = local - period.offsetMs
    if (atMs > firstAtMs && atMs >= period.fromMs && atMs < period.toMs) moments.push(atMs)
  }
  return moments
}

/** The beginning of the unit that holds a local time; both in ms as if UTC. */
function floorLocal(local: number, unit: BucketUnit): number {
  switch (unit) {
    case 'minute':
    case 'quarter-hour':
    case 'hour':
    case 'day':
      return Math.floor(local / lengthMs[unit]) * lengthMs[unit]
    case 'week':
      // the epoch was a Thursday
      return Math.floor((local + 3 * dayMs) / (7 * dayMs)) * 7 * dayMs - 3 * dayMs
    case 'month':
      return localMonth(new Date(local).getUTCFullYear(), new Date(local).getUTCMonth())
    case 'year':
      return localMonth(new Date(local).getUTCFullYear(), 0)
    default:
      return assertNever(unit)
  }
}

function nextLocal(local: number, unit: BucketUnit): number {
  const date = new Date(local)
  if (unit === 'month') return localMonth(date.getUTCFullYear(), date.getUTCMonth() + 1)
  if (unit === 'year') return localMonth(date.getUTCFullYear() + 1, 0)
  return local + lengthMs[unit]
}

function localMonth(year: number, month: number): number {
  // Date.UTC takes years below 100 for the twentieth century's
  return new Date(0).setUTCFullYear(year, month, 1)
}
