import { dayMs } from '../../shared/kit/time.ts'

/** Backups kept of the present day (UTC); of an earlier day only the newest is kept. */
export const keptOfToday = 3
/** Backups kept in all. */
export const keptInAll = 10

/**
 * Which of the backups may go.
 * @param takenAtMs times of all backups of one file, in any order
 * @returns the times of those to delete
 */
export function backupsToDelete(takenAtMs: readonly number[], nowMs: number): readonly number[] {
  const newestFirst = [...takenAtMs].sort((a, b) => b - a)
  const keptByDay = new Map<number, number>()
  let kept = 0
  return newestFirst.filter((atMs) => {
    const day = dayOf(atMs)
    const keptOfDay = keptByDay.get(day) ?? 0
    // a backup "from tomorrow" is one of a clock that was put back: treated like today's
    const isWanted = kept < keptInAll && keptOfDay < (day >= dayOf(nowMs) ? keptOfToday : 1)
    if (!isWanted) return true
    kept += 1
    keptByDay.set(day, keptOfDay + 1)
    return false
  })
}

/** Whether a daily backup is due. */
export function isBackupDue(takenAtMs: readonly number[], nowMs: number): boolean {
  return !takenAtMs.some((atMs) => dayOf(atMs) === dayOf(nowMs))
}

function dayOf(atMs: number): number {
  return Math.floor(atMs / dayMs)
}
