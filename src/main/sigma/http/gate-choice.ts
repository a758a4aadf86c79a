/** Requests at once over all organizations. */
export const allSlots = 8
/** How many of them may be taken by what nobody waits for. */
export const backgroundSlots = 6
/** How many of them slow organizations may hold together. */
export const slowSlots = 2

export interface Waiting {
  readonly begin: (isUrgent: boolean) => void
}

/** One organization at the gate. */
export interface Lane {
  readonly key: string
  /** Oldest first. */
  readonly waiting: Waiting[]
  running: number
  /** Until when it counts as slow, monotonic ms; 0 for not. */
  slowUntilMs: number
}

/** A request that is on its way. */
export interface Slot {
  readonly lane: Lane
  readonly isUrgent: boolean
  /** It may be given up while it is unanswered. */
  readonly canStepBack: boolean
  readonly abort: AbortController
  hasSteppedBack: boolean
  isAnswered: boolean
  /** It was noted as unanswered for too long. */
  isOverdue: boolean
  readonly startedMs: number
  activeMs: number
}

/**
 * Who begins next: the organization with the fewest requests on their way, of those the one whose turn was longest ago;
 * first among those that a person waits for.
 * @param lanes in the order of turns
 * @returns undefined when nobody may begin
 */
export function chooseNext(
  lanes: ReadonlyMap<string, Lane>,
  slots: ReadonlySet<Slot>,
  isUrgent: (key: string) => boolean,
  nowMs: number
): { readonly lane: Lane; readonly isUrgent: boolean } | undefined {
  if (slots.size >= allSlots) return undefined
  let slow = 0
  let background = 0
  for (const slot of slots) {
    if (slot.lane.slowUntilMs > nowMs) slow += 1
    if (!slot.isUrgent) background += 1
  }
  let urgent: Lane | undefined
  let next: Lane | undefined
  for (const lane of lanes.values()) {
    if (lane.waiting.length === 0 || (lane.slowUntilMs > nowMs && slow >= slowSlots)) continue
    if (isUrgent(lane.key)) urgent = fewer(urgent, lane)
    else next = fewer(next, lane)
  }
  if (urgent !== undefined) return { lane: urgent, isUrgent: true }
  return next === undefined || background >= backgroundSlots ? undefined : { lane: next, isUrgent: false }
}

function fewer(best: Lane | undefined, lane: Lane): Lane {
  return best === undefined || lane.running < best.running ? lane : best
}
