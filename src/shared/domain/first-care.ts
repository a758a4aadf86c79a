import { fractionOf } from '../kit/fraction-of.ts'
import { dayMs } from '../kit/time.ts'

/**
 * When an archive is backed up and verified by itself for the first time: between one and two days after its first rows,
 * at another moment for each organization. Until then their source still has them, and what is done once a week stays
 * spread over a day where two hundred organizations were added at once.
 * @param begunAtMs when its first rows were archived, UTC ms; undefined while there are none
 * @param nowMs a beginning after it is one of a clock that was put back, and counts as now
 * @returns UTC ms; undefined while there are no rows
 */
export function firstCareAtMs(
  begunAtMs: number | undefined,
  organizationId: string,
  nowMs: number
): number | undefined {
  if (begunAtMs === undefined) return undefined
  return Math.min(begunAtMs, nowMs) + Math.round(dayMs * (1 + fractionOf(organizationId)))
}
