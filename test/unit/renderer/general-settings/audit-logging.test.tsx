import { act, cleanup, fireEvent, screen, waitFor, within } from '@testing-library/react'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { GeneralSettingsPage } from '../../../../src/renderer/src/features/general-settings/general-settings-page.tsx'
import type { GeneralSettings, PendingChange } from '../../../../src/shared/contract/settings.ts'
import type { AuditLoggingState } from '../../../../src/shared/domain/audit-logging.ts'
import type { PendingChangeId } from '../../../../src/shared/kit/ids.ts'
import { minuteMs } from '../../../../src/shared/kit/time.ts'
import { createFakeApi, type FakeApi, fakeIds, fakeOrganization, fakeSettings } from '../../../support/fake-api.ts'
import { renderPage } from '../../../support/render-page.tsx'

const nowMs = Date.UTC(2026, 8, 30, 14, 0, 0)
const organizationId = fakeIds.acme

beforeEach(() => {
  vi.useFakeTimers({ now: nowMs, toFake: ['Date'] })
})
afterEach(() => {
  cleanup()
  vi.useRealTimers()
})

type AuditLogging = GeneralSettings['auditLogging']

/** The page with audit logging in the given state. */
async function show(
  state: AuditLoggingState,
  facts: Partial<Omit<AuditLogging, 'state'>> = {},
  settings: Partial<GeneralSettings> = {}
) {
  const organization = fakeOrganization({ id: organizationId, auditLogging: state })
  const base = fakeSettings(organization)
  const fake = createFakeApi({ organizations: [organization] })
  fake.state.settings.set(organizationId, {
    ...base,
    ...settings,
    auditLogging: { ...base.auditLogging, earlierActivationsMs: [], ...facts, state }
  })
  const page = renderPage(fake, <GeneralSettingsPage organizationId={organizationId} />)
  const section = await screen.findByRole('region', { name: 'Audit Logging' })
  return { fake, section, page }
}

/** The words of the buttons and links of Sigma Audit Logs, without those of the storage integration. */
function controls(section: HTMLElement): string[] {
  const all = [...within(section).queryAllByRole('button'), ...within(section).queryAllByRole('link')]
  return all
    .filter((one) => !(one.getAttribute('aria-label') ?? '').includes('Storage Integration'))
    .map((one) => one.textContent ?? '')
    .toSorted()
}

const pending = (facts: Partial<PendingChange>): PendingChange => ({
  id: '00000000-0000-4000-8000-0000000000aa' as PendingChangeId,
  key: 'auditLogging',
  value: true,
  madeAtMs: nowMs - 5 * minuteMs,
  attempts: 0,
  state: 'waiting',
  ...facts
})
const offline = { lastError: { code: 'offline' as const, params: {} } }
const ago = (minutes: number) => nowMs - minutes * minuteMs

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
      tag: 'Not read yet',
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

function press(name: string | RegExp, within_: HTMLElement = document.body): void {
  fireEvent.click(within(within_).getByRole('button', { name }))
}

async function twice(
  fake: FakeApi,
  call: 'enableAuditLogging' | 'disableAuditLogging',
  opener: string,
  confirm: string
) {
  press(opener)
  const dialog = await screen.findByRole('alertdialog')
  const button = within(dialog).getByRole('button', { name: confirm })
  fireEvent.click(button)
  fireEvent.click(button)
  await waitFor(() => expect(fake.inputsOf('settings', call).length).toBeGreaterThan(0))
  await waitFor(() => expect(screen.queryByRole('alertdialog')).toBeNull())
}

describe('asking before Enable and Disable', () => {
  it('says before Enable that nothing is retroactive, that Sigma keeps 30 days, and how late rows are', async () => {
    const { fake } = await show({ kind: 'disabled' })
    press('Enable')
    const dialog = await screen.findByRole('alertdialog', { name: 'Enable Sigma Audit Logs?' })
    expect(dialog.textContent).toMatch(/Nothing is retroactive/)
    expect(dialog.textContent).toMatch(/keeps events for 30 days/)
    expect(dialog.textContent).toMatch(/up to 2 hours/)
    press('Cancel', dialog)
    await waitFor(() => expect(screen.queryByRole('alertdialog')).toBeNull())
    expect(fake.inputsOf('settings', 'enableAuditLogging')).toEqual([])
  })

  it('sends one request for a double click on Enable', async () => {
    const { fake } = await show({ kind: 'disabled' })
    const release = fake.hold('settings', 'enableAuditLogging')
    await twice(fake, 'enableAuditLogging', 'Enable', 'Enable')
    release()
    expect(await screen.findByText('Feature Pending', { exact: true })).toBeTruthy()
    expect(fake.inputsOf('settings', 'enableAuditLogging')).toHaveLength(1)
  })

  it('shows what Disable does, with view exports and view elements, and sends one request', async () => {
    const { fake } = await show({ kind: 'enabled', connectionId: 'c1' })
    press('Disable')
    const dialog = await screen.findByRole('alertdialog', { name: 'Disable Sigma Audit Logs?' })
    expect(dialog.textContent).toMatch(/storage integrations are deleted and scheduled exports/)
    expect(dialog.textContent).toMatch(/30 days/)
    expect(dialog.textContent).toMatch(/which user disabled/)
    press('view exports', dialog)
    press('view elements', dialog)
    await waitFor(() =>
      expect(fake.inputsOf('settings', 'openInSigma')).toEqual([
        { organizationId, page: 'scheduled-exports' },
        { organizationId, page: 'audit-connection-lineage' }
      ])
    )
    press('Cancel', dialog)
    await waitFor(() => expect(screen.queryByRole('alertdialog')).toBeNull())
    await twice(fake, 'disableAuditLogging', 'Disable', 'Disable audit logging')
    expect(await screen.findByText('Disabling', { exact: true })).toBeTruthy()
    expect(fake.inputsOf('settings', 'disableAuditLogging')).toHaveLength(1)
  })

  it('shows a failed call with its words and keeps Enable', async () => {
    const { fake, section } = await show({ kind: 'disabled' })
    fake.failWith('settings', 'enableAuditLogging', 'disk-full')
    press('Enable')
    press('Enable', await screen.findByRole('alertdialog'))
    expect(await within(section).findByText(/The disk is full/)).toBeTruthy()
    expect(controls(section)).toContain('Enable')
  })

  it('withdraws a request that waits, and dismisses a refusal', async () => {
    const waiting = await show(
      { kind: 'enable-waiting', requestedAtMs: ago(5) },
      { pending: pending({ attempts: 1, ...offline }) }
    )
    press('Withdraw')
    await waitFor(() => expect(waiting.fake.inputsOf('settings', 'withdrawAuditLoggingRequest')).toHaveLength(1))
    expect(await within(waiting.section).findByRole('button', { name: 'Enable' })).toBeTruthy()
    cleanup()
    const refused = await show({ kind: 'refused', request: 'enable', reason: 'server-fault', refusedAtMs: ago(3) })
    press('Dismiss')
    expect(await within(refused.section).findByRole('button', { name: 'Enable' })).toBeTruthy()
  })
})
