import type { Clock } from '../../src/main/ports/clock.port.ts'
import { systemClock } from '../../src/main/platform/system-clock.ts'

/** The machine's own time, which a test can move forward by hours; waiting takes as long as it takes. */
export interface ShiftedClock extends Clock {
  shift(durationMs: number): void
}

export function createShiftedClock(): ShiftedClock {
  let offsetMs = 0
  return {
    nowMs: () => systemClock.nowMs() + offsetMs,
    monotonicMs: () => systemClock.monotonicMs() + offsetMs,
    sleep: (durationMs, signal) => systemClock.sleep(durationMs, signal),
    shift(durationMs) {
      offsetMs += durationMs
    }
  }
}
