import { dayMs, hourMs, minuteMs } from '../../../shared/kit/time.ts'
import { ApiError } from '../http/api-error.ts'

/** A stretch of time, both ends included; an absent end is open. */
export interface TimeRange {
  readonly fromMs: number | undefined
  readonly toMs: number | undefined
}

const isoDate = /^\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?)?(?:Z|[+-]\d{2}:?\d{2})?$/
const unitMs = { minute: minuteMs, hour: hourMs, day: dayMs, week: 7 * dayMs } as const

/** Dates in parameters are UTC unless they carry a zone. */
function parseDate(text: string, name: string): number {
  const trimmed = text.trim()
  if (!isoDate.test(trimmed))
    throw new ApiError(400, 'invalid_request', `parameters.${name}: ${trimmed} is not an ISO date`)
  const hasZone = /(?:Z|[+-]\d{2}:?\d{2})$/.test(trimmed.slice(10))
  const iso = trimmed.length === 10 ? `${trimmed}T00:00:00Z` : `${trimmed.replace(' ', 'T')}${hasZone ? '' : 'Z'}`
  const atMs = Date.parse(iso)
  if (Number.isNaN(atMs)) throw new ApiError(400, 'invalid_request', `parameters.${name}: ${trimmed} is not a date`)
  return atMs
}

/**
 * The value of a date-range control as the export endpoint takes it: `min:…,max:…` (either may be missing), or the
 * relative form `prior-<unit>-<count>`: that many whole units before the present one.
 * @param name the control id, for the error
 * @param nowMs what the relative form counts from
 * @throws ApiError 400 when it is neither
 */
export function parseDateRange(name: string, value: string, nowMs: number): TimeRange {
  let text = value
  // Values with commas may arrive URL-encoded, as Sigma asks for.
  if (text.includes('%')) {
    try {
      text = decodeURIComponent(text)
    } catch {
      throw new ApiError(400, 'invalid_request', `parameters.${name}: broken URL encoding`)
    }
  }
  const relative = /^prior-(minute|hour|day|week)-(\d{1,4})$/.exec(text.trim())
  if (relative !== null) {
    const unit = unitMs[relative[1] as keyof typeof unitMs]
    const toMs = Math.floor(nowMs / unit) * unit
    return { fromMs: toMs - Number(relative[2]) * unit, toMs: toMs - 1 }
  }
  let fromMs: number | undefined
  let toMs: number | undefined
  for (const part of text.split(',')) {
    const match = /^\s*(min|max):(.*)$/s.exec(part)
    if (match?.[2] === undefined)
      throw new ApiError(400, 'invalid_request', `parameters.${name}: expected min:…,max:… or prior-day-3`)
    if (match[2].trim() === '') continue
    if (match[1] === 'min') fromMs = parseDate(match[2], name)
    else toMs = parseDate(match[2], name)
  }
  return { fromMs, toMs }
}
