import { setTimeout as wait } from 'node:timers/promises'
import { AppError } from '../../shared/kit/app-error.ts'
import type { Clock } from '../ports/clock.port.ts'

/** The machine's own time. */
export const systemClock: Clock = {
  nowMs: () => Date.now(),
  monotonicMs: () => performance.now(),
  async sleep(durationMs, signal) {
    if (signal?.aborted) throw new AppError('cancelled')
    try {
      await wait(durationMs, undefined, signal ? { signal } : {})
    } catch (error) {
      throw new AppError('cancelled', {}, { cause: error })
    }
  }
}
