import { expect, test } from 'vitest'
import { emptySummary, isSameSummary, summaryOf } from '../../../../src/main/services/organization-summary.ts'
import type { SummarySource } from '../../../../src/main/stores/summary-store.ts'
import { dayMs, hourMs } from '../../../../src/shared/kit/time.ts'

const nowMs = Date.UTC(2026, 9, 1, 12)
const off: SummarySource = { auditLogging: { kind: 'disabled' }, pendingChanges: 0, refusedChanges: 0 }
const on: SummarySource = { ...off, auditLogging: { kind: 'enabled', connectionId: 'c' } }

test('audit logging that is off leaves nothing at Sigma that counts', () => {
  const summary = summaryOf({ ...off, auditLogReadAtMs: nowMs }, undefined, nowMs)
  expect(summary).not.toHaveProperty('unarchivedSinceMs')
  expect(summary).not.toHaveProperty('enabledSinceMs')
  expect(summary).toMatchObject({ isReadable: true, auditLogReadAtMs: nowMs })
})

test('rows that only Sigma has begin with the activation, the audit connection, or the first sight of it', () => {
  const activated = { ...on, auditLogging: { kind: 'enabled', connectionId: 'c', activatedAtMs: 30 } } as const
  expect(summaryOf({ ...activated, auditConnectionMadeAtMs: 20 }, undefined, nowMs).unarchivedSinceMs).toBe(30)
  expect(summaryOf({ ...on, auditConnectionMadeAtMs: 20 }, undefined, nowMs).unarchivedSinceMs).toBe(20)
  const first = summaryOf(on, undefined, nowMs)
  expect(first.unarchivedSinceMs).toBe(nowMs)
  expect(summaryOf(on, first, nowMs + dayMs).unarchivedSinceMs).toBe(nowMs)
})

test('a complete reading moves their beginning to two hours before it', () => {
  const source = { ...on, auditConnectionMadeAtMs: 20, auditLogReadAtMs: nowMs }
  expect(summaryOf(source, undefined, nowMs).unarchivedSinceMs).toBe(nowMs - 2 * hourMs)
})

test('switched off and on again, the first sight of it is a new one', () => {
  const first = summaryOf(on, undefined, nowMs)
  const away = summaryOf(off, first, nowMs + hourMs)
  expect(summaryOf(on, away, nowMs + dayMs).enabledSinceMs).toBe(nowMs + dayMs)
})

test('summaries are the same whatever the order of their parts', () => {
  const error = { code: 'offline', params: { host: 'x', port: 1 } } as const
  const one = { ...emptySummary, lastError: error }
  const other = { lastError: { params: { port: 1, host: 'x' }, code: 'offline' } as const, ...emptySummary }
  expect(isSameSummary(one, other)).toBe(true)
  expect(isSameSummary(one, { ...other, pendingChanges: 1 })).toBe(false)
  expect(isSameSummary(undefined, one)).toBe(false)
})
