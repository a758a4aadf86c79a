import { expect, test } from 'vitest'
import { organizationHealth } from '../../../../src/main/services/organization-health.ts'
import { emptySummary } from '../../../../src/main/services/organization-summary.ts'
import type { AppErrorCode } from '../../../../src/shared/kit/app-error.ts'

const record = { lastContactAtMs: 1 }
const vault = { state: 'keychain', isRefused: false } as const
const summary = { ...emptySummary, auditLogging: { kind: 'disabled' } } as const
const facts = { record, vault, summary, phase: 'idle' } as const
const failed = (code: AppErrorCode) => ({ ...summary, lastError: { code, params: {} } })

test('an organization that answered and waits for nothing is good', () => {
  expect(organizationHealth(facts)).toBe('good')
})

test('what needs a person comes before everything else', () => {
  const offline = { ...facts, summary: failed('offline') }
  const locked = { state: 'locked', isRefused: false } as const
  expect(organizationHealth({ ...offline, vault: locked })).toBe('attention')
  expect(organizationHealth({ ...offline, vault: { ...vault, isRefused: true } })).toBe('attention')
  expect(organizationHealth({ ...facts, summary: { ...summary, isReadable: false } })).toBe('attention')
  expect(organizationHealth({ ...facts, summary: { ...summary, pendingChanges: 1, refusedChanges: 1 } })).toBe(
    'attention'
  )
})

test('one that a person paused asks for nothing, whatever else is so', () => {
  const paused = { ...facts, record: { ...record, pausedAtMs: 5 } }
  expect(organizationHealth(paused)).toBe('paused')
  expect(organizationHealth({ ...paused, summary: failed('offline') })).toBe('paused')
  expect(organizationHealth({ ...paused, vault: { state: 'missing', isRefused: true } })).toBe('paused')
})

test('out of reach comes before working', () => {
  const auditLogging = { kind: 'pending', requestedAtMs: 0 } as const
  expect(organizationHealth({ ...facts, summary: { ...failed('timed-out'), auditLogging } })).toBe('offline')
  expect(organizationHealth({ ...facts, summary: { ...summary, auditLogging } })).toBe('working')
  expect(organizationHealth({ ...facts, summary: { ...summary, pendingChanges: 1 } })).toBe('working')
  expect(organizationHealth({ ...facts, phase: 'pulling' })).toBe('working')
})

test('an organization that never answered, or of which nothing is known yet, is not called good', () => {
  expect(organizationHealth({ ...facts, record: {} })).toBe('never-read')
  expect(organizationHealth({ ...facts, summary: undefined })).toBe('working')
})

test('what does not pass by itself needs a person and is not called offline', () => {
  const after = (code: AppErrorCode) => organizationHealth({ ...facts, summary: failed(code) })
  expect((['offline', 'timed-out', 'server-fault', 'rate-limited'] as const).map(after)).toEqual(
    Array(4).fill('offline')
  )
  expect((['contract-breach', 'wrong-host', 'tls-failed', 'disk-full'] as const).map(after)).toEqual(
    Array(4).fill('attention')
  )
})
