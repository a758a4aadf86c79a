import { dayMs } from '../kit/time.ts'

/** How long an archive that a restore replaced is kept at least, ms. */
export const setAsideKeptMs = 7 * dayMs

export interface KnownBackup {
  readonly backupId: string
  readonly takenAtMs: number
  readonly check: 'passed' | 'failed' | 'not-checked'
  readonly reason: 'daily' | 'asked' | 'before-restore' | 'before-prune' | 'set-aside'
}

/**
 * Which backups of an archive may go. Only those that passed their check count: the newest `keep` of them stay. One that
 * failed, or was never checked, goes as soon as a newer one has passed. An archive that a restore replaced stays until a
 * backup of a week later has passed, so that the restore can be undone.
 */
export function backupsToDrop(all: readonly KnownBackup[], keep: number): string[] {
  const passed = all
    .filter(({ check, reason }) => check === 'passed' && reason !== 'set-aside')
    .sort((one, other) => other.takenAtMs - one.takenAtMs)
  const kept = new Set(passed.slice(0, Math.max(1, keep)).map(({ backupId }) => backupId))
  const newestMs = passed[0]?.takenAtMs ?? Number.NEGATIVE_INFINITY
  return all
    .filter(({ backupId, takenAtMs, check, reason }) => {
      if (reason === 'set-aside') return newestMs - takenAtMs >= setAsideKeptMs
      return check === 'passed' ? !kept.has(backupId) : takenAtMs < newestMs
    })
    .map(({ backupId }) => backupId)
}

/**
 * When the next backup is due; in the past when it is overdue.
 * @param firstAtMs when the first one is; undefined while there is nothing to back up
 * @returns undefined when none is wanted
 */
export function nextBackupAtMs(
  all: readonly KnownBackup[],
  interval: 'off' | 'daily' | 'weekly',
  nowMs: number,
  firstAtMs: number | undefined
): number | undefined {
  if (interval === 'off') return undefined
  const taken = all
    .filter(({ check, reason }) => check === 'passed' && reason !== 'set-aside')
    // a backup "from tomorrow" is one of a clock that was put back
    .map(({ takenAtMs }) => Math.min(takenAtMs, nowMs))
  if (taken.length === 0) return firstAtMs
  return Math.max(...taken) + (interval === 'daily' ? dayMs : 7 * dayMs)
}
