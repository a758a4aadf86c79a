import { describe, expect, it } from 'vitest'
import {
  backupsToDrop,
  type KnownBackup,
  nextBackupAtMs,
  setAsideKeptMs
} from '../../../../src/shared/domain/backup-rotation.ts'
import { dayMs } from '../../../../src/shared/kit/time.ts'

const backup = (day: number, more: Partial<KnownBackup> = {}): KnownBackup => ({
  backupId: `b${day}`,
  takenAtMs: day * dayMs,
  check: 'passed',
  reason: 'daily',
  ...more
})

describe('which backups may go', () => {
  it('the newest that passed stay, as many as are wanted, and one in any case', () => {
    const all = [backup(1), backup(4), backup(2), backup(3)]
    expect(backupsToDrop(all, 2).sort()).toEqual(['b1', 'b2'])
    expect(backupsToDrop(all, 9)).toEqual([])
    expect(backupsToDrop(all, 0).sort()).toEqual(['b1', 'b2', 'b3'])
  })

  it('one that did not pass never takes the place of one that did', () => {
    const all = [backup(1), backup(2, { check: 'failed' }), backup(3, { check: 'not-checked' })]
    expect(backupsToDrop(all, 1)).toEqual([])
    expect(backupsToDrop([...all, backup(4)], 1).sort()).toEqual(['b1', 'b2', 'b3'])
  })

  it('an archive that a restore replaced stays until a backup of a week later has passed', () => {
    const aside = backup(10, { reason: 'set-aside', check: 'passed' })
    expect(backupsToDrop([aside, backup(1), backup(2)], 1)).toEqual(['b1'])
    const week = setAsideKeptMs / dayMs
    expect(backupsToDrop([aside, backup(10 + week - 1)], 1)).toEqual([])
    expect(backupsToDrop([aside, backup(10 + week)], 1)).toEqual(['b10'])
    expect(backupsToDrop([aside, backup(10 + week, { check: 'failed' })], 1)).toEqual([])
  })
})

describe('when the next backup is due', () => {
  it('is an interval after the last that passed, and where there is none, at the time of the first', () => {
    const all = [backup(1), backup(3), backup(5, { check: 'failed' }), backup(6, { reason: 'set-aside' })]
    expect(nextBackupAtMs(all, 'daily', 7 * dayMs, 2 * dayMs)).toBe(4 * dayMs)
    expect(nextBackupAtMs(all, 'weekly', 7 * dayMs, 2 * dayMs)).toBe(10 * dayMs)
    expect(nextBackupAtMs(all, 'off', 7 * dayMs, 2 * dayMs)).toBeUndefined()
    expect(nextBackupAtMs([], 'weekly', 7 * dayMs, 2 * dayMs)).toBe(2 * dayMs)
    expect(nextBackupAtMs([], 'weekly', 7 * dayMs, undefined)).toBeUndefined()
  })

  it('does not wait for the time of a clock that was put back', () => {
    expect(nextBackupAtMs([backup(500)], 'daily', 7 * dayMs, undefined)).toBe(8 * dayMs)
  })
})
