import { minuteMs, secondMs } from '../../shared/kit/time.ts'

/**
 * How long to wait before the next try after `failures` failures in a row: 2 s doubling to 5 min, with up to a quarter
 * of jitter so that many organizations do not come back at the same instant.
 * @param random a number from 0 to below 1
 * @returns ms
 */
export function retryDelayMs(failures: number, random: number): number {
  const base = Math.min(5 * minuteMs, 2 * secondMs * 2 ** Math.min(Math.max(0, failures - 1), 20))
  return Math.round(base * (1 + random / 4))
}

/**
 * How long to wait before the next look at an activation. Sigma says "usually a few minutes": looks are close together
 * while that is likely, then spread out. Where nobody looks, a minute more or less is not felt in what takes minutes.
 * @param sinceRequestMs time since the request
 * @returns ms
 */
export function watchDelayMs(sinceRequestMs: number, isOnScreen: boolean): number {
  // From the future, since the clock was set back: how long it takes cannot be said.
  if (sinceRequestMs < -minuteMs) return isOnScreen ? 15 * secondMs : minuteMs
  if (sinceRequestMs >= 120 * minuteMs) return 10 * minuteMs
  if (sinceRequestMs >= 15 * minuteMs) return minuteMs
  if (!isOnScreen) return sinceRequestMs < 2 * minuteMs ? 15 * secondMs : minuteMs
  if (sinceRequestMs < 20 * secondMs) return 2 * secondMs
  return sinceRequestMs < 2 * minuteMs ? 5 * secondMs : 15 * secondMs
}
