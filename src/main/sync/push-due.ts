import { minuteMs } from '../../shared/kit/time.ts'
import type { EnginePlan } from './engine-plan.ts'
import { hasChangesToPush, pushChanges } from './push.ts'
import type { EngineContext } from './sync-context.ts'

/** How far ahead a waiting change's next try can be; a clock that was set back makes it look further. */
const longestPushDelayMs = 10 * minuteMs

/**
 * Sends what waits, where that is due, and plans the next try.
 * @param began called before anything is sent
 * @returns whether the organization has answered
 * @throws AppError as `pushChanges`
 */
export async function pushDue(
  context: EngineContext,
  plan: EnginePlan,
  isForced: boolean,
  signal: AbortSignal,
  began: () => void
): Promise<boolean> {
  if (!isForced && plan.agenda.pushAtMs !== undefined) return false
  if (!(await hasChangesToPush(context))) {
    plan.pushAfter(undefined)
    return false
  }
  // Due until it went well.
  plan.pushAfter(0)
  began()
  const { againAtMs, hasContact } = await pushChanges(context, signal, isForced)
  const delayMs = (againAtMs ?? 0) - context.clock.nowMs()
  plan.pushAfter(againAtMs === undefined ? undefined : Math.min(longestPushDelayMs, Math.max(0, delayMs)))
  return hasContact
}
