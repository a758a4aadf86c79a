import type { AppError } from '../../../shared/kit/app-error.ts'
import { secondMs } from '../../../shared/kit/time.ts'

const baseDelayMs = 500
const longestDelayMs = 30 * secondMs
/** Sigma sends 429 without `Retry-After` at times; less than a second only prolongs the block. */
const shortestRateLimitDelayMs = secondMs
/** Faults of what is in front of Sigma: gateways, and Cloudflare's own words for an origin that it cannot reach. */
const passingFaults: ReadonlySet<number> = new Set([502, 503, 504, 520, 521, 522, 523, 524])
/** A server that asks for more than this is not waited for in the call: whoever made the call decides. */
export const longestWaitForServerMs = 60 * secondMs

/**
 * How long to wait before the request is sent again, or undefined when it must not be.
 * Exponential with full jitter, so that many clients do not come back at the same instant.
 * @param attempt number of the attempt that just failed, from 1
 * @param random 0 ≤ x < 1
 */
export function retryDelayMs(
  error: AppError,
  options: { readonly attempt: number; readonly isIdempotent: boolean; readonly random: () => number }
): number | undefined {
  const { attempt, isIdempotent, random } = options
  if (!mayRepeat(error, isIdempotent)) return undefined
  const jitterMs = Math.floor(random() * Math.min(longestDelayMs, baseDelayMs * 2 ** attempt))
  const askedMs = error.params.retryAfterMs
  if (typeof askedMs === 'number')
    return askedMs > longestWaitForServerMs ? undefined : askedMs + Math.min(jitterMs, secondMs)
  return error.code === 'rate-limited' ? shortestRateLimitDelayMs + jitterMs : jitterMs
}

function mayRepeat(error: AppError, isIdempotent: boolean): boolean {
  switch (error.code) {
    // Refused before anything was done, so that even a POST may be sent again.
    case 'rate-limited':
      return true
    // Where no connection came about in all its time, the next one does not either.
    case 'unreachable':
      return isIdempotent && error.params.reason !== 'no-connection'
    case 'server-fault': {
      const status = error.params.status
      return isIdempotent && typeof status === 'number' && passingFaults.has(status)
    }
    default:
      return false
  }
}

/**
 * Reads a `Retry-After` header: seconds or a date (RFC 9110, 10.2.3).
 * @returns ms to wait, at least a second, or undefined for an absent or unreadable header
 */
export function retryAfterMs(header: string | undefined, nowMs: number): number | undefined {
  const text = header?.trim() ?? ''
  // A header that came twice is joined by a comma; the longest wait satisfies both.
  if (/^\d+(\.\d+)?(\s*,\s*\d+(\.\d+)?)*$/.test(text)) {
    const longest = Math.max(...text.split(',').map(Number))
    return Math.max(shortestRateLimitDelayMs, Math.ceil(longest * secondMs))
  }
  // JavaScript makes dates of nearly anything; each of HTTP's three forms begins with a day. All of them are in GMT.
  if (!/^(mon|tue|wed|thu|fri|sat|sun)/i.test(text)) return undefined
  const atMs = Date.parse(/\bGMT$/.test(text) ? text : `${text} GMT`)
  return Number.isNaN(atMs) ? undefined : Math.max(shortestRateLimitDelayMs, atMs - nowMs)
}
