import { describe, expect, it } from 'vitest'
import {
  type AuditLoggingState,
  hasAuditConnection,
  requestAuditLogging,
  settleAuditLogging
} from '../../../../src/main/sandbox/state/audit-logging.ts'

const timings = { activationMs: 90_000, disablingMs: 20_000 }
const at = (phase: AuditLoggingState['phase'], sinceMs = 1_000): AuditLoggingState => ({ phase, sinceMs })

describe('audit logging of the sandbox by itself', () => {
  it.each([
    [at('off'), 10_000_000, at('off')],
    [at('pending'), 1_000, at('pending')],
    [at('pending'), 90_999, at('pending')],
    [at('pending'), 91_000, at('on', 91_000)],
    [at('pending'), 10_000_000, at('on', 91_000)],
    [at('on'), 10_000_000, at('on')],
    [at('disabling'), 20_999, at('disabling')],
    [at('disabling'), 10_000_000, at('off', 21_000)]
  ])('takes %o at %i ms to %o', (state, nowMs, expected) => {
    expect(settleAuditLogging(state, nowMs, timings)).toEqual(expected)
  })

  it('stays where it is when the clock is set back', () => {
    expect(settleAuditLogging(at('pending', 5_000), 0, timings)).toEqual(at('pending', 5_000))
  })
})

describe('a request to change audit logging', () => {
  it.each([
    ['off', true, { kind: 'changed', state: at('pending', 7) }],
    ['off', false, { kind: 'unchanged' }],
    ['pending', true, { kind: 'unchanged' }],
    ['pending', false, { kind: 'changed', state: at('off', 7) }],
    ['on', true, { kind: 'unchanged' }],
    ['on', false, { kind: 'changed', state: at('disabling', 7) }],
    ['disabling', true, { kind: 'refused' }],
    ['disabling', false, { kind: 'unchanged' }]
  ] as const)('in phase %s with enabled %s ends as %o', (phase, enabled, expected) => {
    expect(requestAuditLogging(at(phase), enabled, 7)).toEqual(expected)
  })

  it('shows the audit connection only when logging is on or being disabled', () => {
    const phases = ['off', 'pending', 'on', 'disabling'] as const
    expect(phases.filter((phase) => hasAuditConnection(at(phase)))).toEqual(['on', 'disabling'])
  })
})
