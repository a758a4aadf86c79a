import { AppError } from '../../../shared/kit/app-error.ts'
import { minuteMs } from '../../../shared/kit/time.ts'
import type { Clock } from '../../ports/clock.port.ts'

/** Calls that Sigma counts by the minute. */
export type LimitName = 'export' | 'download'

/** Sigma's published limits, calls a minute. */
const callsPerMinute: Readonly<Record<LimitName, number>> = { export: 400, download: 400 }
/** Requests at a time to one organization. Sigma publishes no number; four keep a person's clicks quick beside a sync. */
const concurrency = 4

export interface Limits {
  /**
   * Waits for a slot, and for room in the minute where the call is counted.
   * @returns gives the slot back; calling it twice does no harm
   * @throws AppError `cancelled`
   */
  acquire(limit: LimitName | undefined, signal: AbortSignal | undefined): Promise<() => void>
  /** Lets no new request start for a while: the server asked for it. */
  pauseFor(durationMs: number): void
}

/** Limits of one organization. */
export function createLimits(clock: Clock): Limits {
  let running = 0
  let pausedUntilMs = 0
  const waiting: (() => void)[] = []
  const calls: Record<LimitName, number[]> = { export: [], download: [] }

  function release(): void {
    running -= 1
    waiting.shift()?.()
  }

  async function slot(signal: AbortSignal | undefined): Promise<void> {
    if (running < concurrency) {
      running += 1
      return
    }
    await new Promise<void>((resolve, reject) => {
      const start = (): void => {
        signal?.removeEventListener('abort', leave)
        running += 1
        resolve()
      }
      const leave = (): void => {
        waiting.splice(waiting.indexOf(start), 1)
        reject(new AppError('cancelled'))
      }
      waiting.push(start)
      signal?.addEventListener('abort', leave, { once: true })
    })
  }

  /** How long until a request may start, by the pause and by the minute; 0 or less for now. */
  function waitMsOf(limit: LimitName | undefined): number {
    const nowMs = clock.monotonicMs()
    const pauseMs = pausedUntilMs - nowMs
    if (limit === undefined) return pauseMs
    const recent = calls[limit].filter((atMs) => nowMs - atMs < minuteMs)
    calls[limit] = recent
    const oldest = recent.at(-callsPerMinute[limit])
    return oldest === undefined ? pauseMs : Math.max(pauseMs, oldest + minuteMs - nowMs)
  }

  return {
    async acquire(limit, signal) {
      if (signal?.aborted === true) throw new AppError('cancelled')
      for (;;) {
        // Before a slot is taken, so that those who wait hold up nobody.
        const waitMs = waitMsOf(limit)
        if (waitMs > 0) {
          await clock.sleep(waitMs, signal)
          continue
        }
        await slot(signal)
        // The slot may have come free because of an answer that asks for a pause.
        if (waitMsOf(limit) <= 0) break
        release()
      }
      if (limit !== undefined) calls[limit].push(clock.monotonicMs())
      let isHeld = true
      return () => {
        if (isHeld) release()
        isHeld = false
      }
    },
    pauseFor(durationMs) {
      pausedUntilMs = Math.max(pausedUntilMs, clock.monotonicMs() + durationMs)
    }
  }
}
