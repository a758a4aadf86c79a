import type { DaySet } from './day-set.ts'
import type { RowMarks } from './row-marks.ts'

/**
 * Matches a row without an event id with one of the archive that is identical and that the session has not met yet. A
 * row that occurs k times in a session so meets k rows, and the first that finds none left is new: what is there a times
 * and is seen c times is kept max(a, c) times. The caller marks the row that is returned, so that of identical rows the
 * ones met are always the first.
 * @param met the rows of the day that the session has met
 * @returns the archived row, or -1 where the row is new
 */
export function matchByContent(day: DaySet, met: RowMarks, leaves: Uint32Array, index: number): number {
  const first = day.findLeaf(leaves, index)
  if (first < 0 || !met.has(first)) return first
  const twins = day.twinsOf(first)
  if (twins === undefined) return -1
  let low = 0
  let high = twins.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if (met.has(twins[middle] as number)) low = middle + 1
    else high = middle
  }
  return twins[low] ?? -1
}

export type IdMatch = 'new' | 'known' | 'other-content'

/**
 * Looks for a row with an event id. Equal keys prove nothing: rows with the same leaf are the same, and of others the
 * ids themselves are compared, so that a forged collision hides no event.
 * @param key the two words of the id's key
 * @param hasSameId whether that row of the day has the same id
 */
export function matchById(
  day: DaySet,
  key: Uint32Array,
  leaves: Uint32Array,
  index: number,
  hasSameId: (row: number) => boolean
): IdMatch {
  const low = key[0] as number
  const high = key[1] as number
  let isOther = false
  for (let slot = day.nextWithKey(low, high, -1); slot >= 0; slot = day.nextWithKey(low, high, slot)) {
    const row = day.rowAtSlot(slot)
    if (day.hasLeaf(row, leaves, index)) return 'known'
    if (!isOther && hasSameId(row)) isOther = true
  }
  return isOther ? 'other-content' : 'new'
}
