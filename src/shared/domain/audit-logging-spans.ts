import type { Span } from './coverage.ts'

/** A value of the setting Sigma Audit Logs, and when it was seen; absent where it could not be seen. */
export interface SeenAuditLogging {
  readonly value?: unknown
  readonly firstSeenAtMs: number
  readonly lastSeenAtMs: number
}

/**
 * When audit logging was on and off, as far as it was seen. Sigma makes an audit connection when audit logging is switched
 * on, so that the oldest one's time is the enablement; a value that was seen as off holds from when it was first seen
 * until it was last seen, or until the next audit connection was made. What lies between two sights is not guessed.
 * @param madeAtMs when each audit connection was made that was ever listed
 * @param seen in any order
 */
export function auditLoggingSpans(
  madeAtMs: readonly number[],
  seen: readonly SeenAuditLogging[]
): { readonly enabledSinceMs: number | undefined; readonly offSpans: readonly Span[] } {
  const made = [...madeAtMs].sort((one, other) => one - other)
  const values = [...seen].sort((one, other) => one.firstSeenAtMs - other.firstSeenAtMs)
  const offSpans = values.flatMap(({ value, firstSeenAtMs, lastSeenAtMs }, index): Span[] => {
    if (value !== false) return []
    const nextSeenMs = values[index + 1]?.firstSeenAtMs ?? Number.POSITIVE_INFINITY
    const nextMadeMs = made.find((atMs) => atMs > firstSeenAtMs && atMs <= nextSeenMs)
    const toMs = nextMadeMs ?? lastSeenAtMs
    return firstSeenAtMs < toMs ? [{ fromMs: firstSeenAtMs, toMs }] : []
  })
  return { enabledSinceMs: made[0], offSpans }
}
