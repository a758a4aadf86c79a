import type { Clock } from '../../src/main/ports/clock.port.ts'
import { AppError } from '../../src/shared/kit/app-error.ts'

interface Sleeper {
  readonly dueMs: number
  readonly wake: () => void
}

/** A clock that moves only when it is told to, or, when automatic, by exactly what is slept. */
export interface ManualClock extends Clock {
  /** Moves both clocks on and wakes whoever is due, in order; lets their code run before the next one. */
  advance(durationMs: number): Promise<void>
  /** Sets the wall clock as a user would: the monotonic clock goes on. */
  setNowMs(nowMs: number): void
  /** Every duration that was slept or is being slept. */
  readonly sleeps: readonly number[]
  /** How many sleep now. */
  readonly sleeping: number
}

/** @param options `isAutomatic`: a sleep ends at once and moves the clock by its duration */
export function createManualClock(
  options: { readonly startMs?: number; readonly isAutomatic?: boolean } = {}
): ManualClock {
  let monotonicMs = 1_000_000
  let offsetMs = (options.startMs ?? Date.UTC(2026, 9, 1, 12)) - monotonicMs
  const sleeps: number[] = []
  const sleepers = new Set<Sleeper>()

  function nextUntil(targetMs: number): Sleeper | undefined {
    let next: Sleeper | undefined
    for (const one of sleepers) if (one.dueMs <= targetMs && (next === undefined || one.dueMs < next.dueMs)) next = one
    return next
  }

  return {
    sleeps,
    get sleeping() {
      return sleepers.size
    },
    nowMs: () => monotonicMs + offsetMs,
    monotonicMs: () => monotonicMs,
    setNowMs(nowMs) {
      offsetMs = nowMs - monotonicMs
    },
    async sleep(durationMs, signal) {
      sleeps.push(durationMs)
      throwIfAborted(signal)
      if (options.isAutomatic === true) {
        monotonicMs += durationMs
        await settle()
        throwIfAborted(signal)
        return
      }
      await new Promise<void>((resolve, reject) => {
        const sleeper: Sleeper = {
          dueMs: monotonicMs + durationMs,
          wake: () => {
            signal?.removeEventListener('abort', leave)
            resolve()
          }
        }
        const leave = (): void => {
          sleepers.delete(sleeper)
          reject(new AppError('cancelled'))
        }
        sleepers.add(sleeper)
        signal?.addEventListener('abort', leave, { once: true })
      })
    },
    async advance(durationMs) {
      const targetMs = monotonicMs + durationMs
      await settle()
      for (;;) {
        const next = nextUntil(targetMs)
        if (next === undefined) break
        monotonicMs = Math.max(monotonicMs, next.dueMs)
        sleepers.delete(next)
        next.wake()
        await settle()
      }
      monotonicMs = targetMs
      await settle()
    }
  }
}

function throwIfAborted(signal: AbortSignal | undefined): void {
  if (signal?.aborted === true) throw new AppError('cancelled')
}

/** Lets everything that is ready run. */
export async function settle(): Promise<void> {
  for (let turn = 0; turn < 3; turn += 1) await new Promise<void>((resolve) => setImmediate(resolve))
}
