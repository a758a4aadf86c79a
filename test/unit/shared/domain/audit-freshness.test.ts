import { describe, expect, it } from 'vitest'
import {
  auditFreshness,
  auditRetentionMs,
  leavesSigmaInMs,
  unarchivedSinceMs
} from '../../../../src/shared/domain/audit-freshness.ts'
import { dayMs, hourMs } from '../../../../src/shared/kit/time.ts'

const nowMs = Date.UTC(2026, 9, 1, 12)

describe('freshness of the audit log', () => {
  const readBefore = (ageMs: number) => auditFreshness({ isEnabled: true, auditLogReadAtMs: nowMs - ageMs }, nowMs)

  it('is current as long as Sigma itself may be late', () => {
    expect(readBefore(0)).toBe('current')
    expect(readBefore(2 * hourMs)).toBe('current')
    expect(readBefore(2 * hourMs + 1)).toBe('late')
  })

  it('is stale after a day', () => {
    expect(readBefore(dayMs)).toBe('late')
    expect(readBefore(dayMs + 1)).toBe('stale')
  })

  it('says never and off, whatever was kept before', () => {
    expect(auditFreshness({ isEnabled: true }, nowMs)).toBe('never')
    expect(auditFreshness({ isEnabled: false }, nowMs)).toBe('off')
    expect(auditFreshness({ isEnabled: false, auditLogReadAtMs: nowMs }, nowMs)).toBe('off')
  })

  it('does not call a reading late because the clock was set back', () => {
    expect(readBefore(-5 * dayMs)).toBe('current')
  })
})

describe('rows that only Sigma has', () => {
  it('begin two hours before the last complete reading', () => {
    expect(unarchivedSinceMs({ isEnabled: true, enabledSinceMs: 0, auditLogReadAtMs: nowMs })).toBe(nowMs - 2 * hourMs)
    expect(unarchivedSinceMs({ isEnabled: true, auditLogReadAtMs: nowMs })).toBe(nowMs - 2 * hourMs)
  })

  it('never begin before audit logging was on', () => {
    const enabledSinceMs = nowMs - hourMs
    expect(unarchivedSinceMs({ isEnabled: true, enabledSinceMs, auditLogReadAtMs: nowMs })).toBe(enabledSinceMs)
    expect(unarchivedSinceMs({ isEnabled: true, enabledSinceMs })).toBe(enabledSinceMs)
  })

  it('are unknown where audit logging is off or nothing tells since when it is on', () => {
    expect(unarchivedSinceMs({ isEnabled: false, enabledSinceMs: 1, auditLogReadAtMs: 2 })).toBeUndefined()
    expect(unarchivedSinceMs({ isEnabled: true })).toBeUndefined()
  })

  it('leave Sigma after thirty days, and never take less than no time', () => {
    expect(leavesSigmaInMs(nowMs - 29 * dayMs, nowMs)).toBe(dayMs)
    expect(leavesSigmaInMs(nowMs - 31 * dayMs, nowMs)).toBe(0)
    expect(leavesSigmaInMs(nowMs + 5 * dayMs, nowMs)).toBe(auditRetentionMs)
    expect(leavesSigmaInMs(undefined, nowMs)).toBeUndefined()
  })
})
