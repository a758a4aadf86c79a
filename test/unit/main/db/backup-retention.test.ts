import { describe, expect, it } from 'vitest'
import { backupsToDelete, isBackupDue, keptInAll } from '../../../../src/main/db/backup-retention.ts'
import { dayMs, hourMs } from '../../../../src/shared/kit/time.ts'

const noon = Date.UTC(2026, 9, 3, 12)

describe('retention of backups', () => {
  it('keeps three of today and the newest of each earlier day', () => {
    const today = [0, 1, 2, 3, 4].map((n) => noon - n * hourMs)
    const yesterday = [0, 1].map((n) => noon - dayMs - n * hourMs)
    expect(new Set(backupsToDelete([...yesterday, ...today], noon))).toEqual(
      new Set([noon - dayMs - hourMs, noon - 4 * hourMs, noon - 3 * hourMs])
    )
  })

  it('keeps ten in all, the newest', () => {
    const days = Array.from({ length: 30 }, (_, n) => noon - n * dayMs)
    expect(backupsToDelete(days, noon)).toEqual(days.slice(keptInAll))
  })

  it('deletes nothing while there are few, and not those of a clock that was put back', () => {
    expect(backupsToDelete([noon, noon - dayMs, noon + 5 * dayMs], noon)).toEqual([])
    expect(backupsToDelete([], noon)).toEqual([])
  })
})

describe('a daily backup', () => {
  it('is due when there is none of the day, in UTC', () => {
    const midnight = Date.UTC(2026, 9, 3)
    expect(isBackupDue([], noon)).toBe(true)
    expect(isBackupDue([midnight - 1], midnight)).toBe(true)
    expect(isBackupDue([midnight], midnight + dayMs - 1)).toBe(false)
  })
})
