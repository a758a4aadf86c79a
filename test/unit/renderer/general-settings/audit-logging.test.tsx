import { act, cleanup, fireEvent, waitFor, within } from '@testing-library/react'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { GeneralSettings } from '../../../../src/shared/contract/settings.ts'
import type { AuditLoggingState } from '../../../../src/shared/domain/audit-logging.ts'
import { minuteMs } from '../../../../src/shared/kit/time.ts'
import {
  type AuditLogging,
  ago,
  controls,
  nowMs,
  offline,
  organizationId,
  pending,
  show
} from './audit-logging-page.tsx'

beforeEach(() => {
  vi.useFakeTimers({ now: nowMs, toFake: ['Date'] })
})
afterEach(() => {
  cleanup()
  vi.useRealTimers()
})

describe('Sigma Audit Logs in each state', () => {
  const table: readonly {
    readonly title: string
    readonly state: AuditLoggingState
    readonly facts?: Partial<Omit<AuditLogging, 'state'>>
    readonly settings?: Partial<GeneralSettings>
    readonly tag: string
    readonly says: RegExp
    readonly controls: readonly string[]
  }[] = [
    {
      title: 'off',
      state: { kind: 'disabled' },
      tag: 'Off',
      says: /Nothing is being recorded/,
      controls: ['Enable']
    },
    {
      title: 'pending',
      state: { kind: 'pending', requestedAtMs: ago(2) },
      facts: { nextCheckAtMs: nowMs + 20_000 },
      tag: 'Feature Pending',
      says: /usually takes a few minutes.*Next check in 20 s/s,
      controls: ['Check now']
    },
    {
      title: 'pending where earlier activations are known',
      state: { kind: 'pending', requestedAtMs: ago(2) },
      facts: { earlierActivationsMs: [3 * minuteMs, 5 * minuteMs] },
      tag: 'Feature Pending',
      says: /Earlier activations usually took 3–5 min\./,
      controls: ['Check now']
    },
    {
      title: 'on',
      state: { kind: 'enabled', connectionId: 'c1', activatedAtMs: ago(60), tookMs: 4 * minuteMs },
      tag: 'On',
      says: /Active since 30 Sept 2026.*activation took 4 min/,
      controls: ['Browse Connection', 'Disable']
    },
    {
      title: 'disabling',
      state: { kind: 'disabling', requestedAtMs: ago(1) },
      tag: 'Disabling',
      says: /kept in Sigma for 30 days/,
      controls: ['Check now']
    },
    {
      title: 'waiting to be sent while offline',
      state: { kind: 'enable-waiting', requestedAtMs: ago(5) },
      facts: { pending: pending({ attempts: 3, ...offline, nextAttemptAtMs: nowMs + 30_000 }) },
      tag: 'Waiting to send',
      says: /You asked to enable audit logging 5 minutes ago\. This computer is offline\..*Next try in 30 seconds/,
      controls: ['Send now', 'Withdraw']
    },
    {
      title: 'being sent',
      state: { kind: 'enable-waiting', requestedAtMs: ago(0) },
      facts: { pending: pending({ state: 'sending' }) },
      tag: 'Sending',
      says: /Vigil is sending the request/,
      controls: ['Withdraw']
    },
    {
      title: 'waiting to be switched off',
      state: { kind: 'disable-waiting', requestedAtMs: ago(5), connectionId: 'c1' },
      facts: { pending: pending({ value: false, attempts: 1, ...offline }) },
      tag: 'Waiting to send',
      says: /You asked to disable audit logging/,
      controls: ['Browse Connection', 'Send now', 'Withdraw']
    },
    {
      title: 'refused for want of permission',
      state: { kind: 'refused', request: 'enable', reason: 'not-permitted', refusedAtMs: ago(3) },
      facts: { isAdmin: false, accountType: 'Viewer' },
      tag: 'Refused',
      says: /refused the request to enable.*Vigil acts as Ada Lovelace \(ada@example\.com\), whose account type is Viewer.*still off/s,
      controls: ['Dismiss', 'Try again']
    },
    {
      title: 'refused to switch off',
      state: { kind: 'refused', request: 'disable', reason: 'server-fault', refusedAtMs: ago(3), connectionId: 'c1' },
      tag: 'Refused',
      says: /refused the request to disable.*still on/s,
      controls: ['Browse Connection', 'Dismiss', 'Try again']
    },
    {
      title: 'timed out',
      state: { kind: 'timed-out', requestedAtMs: ago(180) },
      tag: 'Taking long',
      says: /3 hours ago, and audit logging is still not active.*contact Sigma Support/s,
      controls: ['Check now', 'Open in Sigma', 'Stop waiting']
    },
    {
      title: 'not provisioned',
      state: { kind: 'not-provisioned' },
      tag: 'Not available',
      says: /contact Sigma Support or your Sigma Account Executive/,
      controls: ['Check now']
    },
    {
      title: 'region not supported',
      state: { kind: 'region-not-supported' },
      tag: 'Not supported',
      says: /does not offer audit logging in this region/,
      controls: ['Open in Sigma']
    },
    {
      title: 'off, and the acting member is no admin',
      state: { kind: 'disabled' },
      facts: { isAdmin: false, accountType: 'Viewer' },
      tag: 'Off',
      says: /Only the Admin account type.*Vigil acts as Ada Lovelace/s,
      controls: ['Open in Sigma']
    },
    {
      title: 'on, and the acting member is no admin',
      state: { kind: 'enabled', connectionId: 'c1' },
      facts: { isAdmin: false, accountType: 'Viewer' },
      tag: 'On',
      says: /Only the Admin account type/,
      controls: ['Browse Connection']
    },
    {
      title: 'not to be seen by a member who is no admin',
      state: { kind: 'unknown' },
      facts: { isAdmin: false, accountType: 'Viewer' },
      tag: 'Not visible',
      says: /may not see whether audit logging is on.*Only the Admin account type/s,
      controls: ['Check now', 'Open in Sigma']
    },
    {
      title: 'never read and being read',
      state: { kind: 'unknown' },
      settings: { freshness: { isReading: true } },
      tag: 'Reading',
      says: /reading this setting/,
      controls: []
    },
    {
      title: 'never read and unreachable',
      state: { kind: 'unknown' },
      settings: { freshness: { isReading: false, ...offline, lastErrorAtMs: ago(1) } },
      tag: 'Not known',
      says: /This computer is offline\. \(1 minute ago\)/,
      controls: ['Check now']
    },
    {
      title: 'off as read before the network was cut',
      state: { kind: 'disabled' },
      settings: { freshness: { isReading: false, readAtMs: ago(30), ...offline } },
      tag: 'Off',
      says: /This is what Sigma said 30 minutes ago\. This computer is offline\. A request made now is kept/,
      controls: ['Enable']
    }
  ]

  it.each(table)('$title: its tag, its words, its controls and no others', async (row) => {
    const { section } = await show(row.state, row.facts, row.settings)
    expect(within(section).getByText(row.tag, { exact: true })).toBeTruthy()
    expect(section.textContent?.replaceAll('\n', ' ')).toMatch(row.says)
    expect(controls(section)).toEqual(row.controls)
  })

  it('announces a change of state politely', async () => {
    const { fake, section } = await show({ kind: 'pending', requestedAtMs: ago(2) })
    const live = within(section).getByText('Sigma Audit Logs: Feature Pending')
    expect(live.getAttribute('aria-live')).toBe('polite')
    const before = fake.state.settings.get(organizationId) as GeneralSettings
    fake.state.settings.set(organizationId, {
      ...before,
      auditLogging: { ...before.auditLogging, state: { kind: 'enabled', connectionId: 'c1' } }
    })
    act(() => fake.emit('settingsChanged', { organizationId }))
    await waitFor(() => expect(live.textContent).toBe('Sigma Audit Logs: On'))
  })

  it('offers the storage integration in Sigma alone', async () => {
    const { fake, section } = await show({ kind: 'disabled' })
    expect(within(section).getByText('Create an Audit Logs Storage Integration')).toBeTruthy()
    fireEvent.click(within(section).getByRole('button', { name: /Open in Sigma: Create an Audit Logs/ }))
    await waitFor(() =>
      expect(fake.inputsOf('settings', 'openInSigma')).toEqual([{ organizationId, page: 'general-settings' }])
    )
  })
})
