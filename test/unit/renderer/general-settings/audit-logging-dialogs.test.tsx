import { cleanup, fireEvent, screen, waitFor, within } from '@testing-library/react'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { FakeApi } from '../../../support/fake-api.ts'
import { ago, controls, nowMs, offline, organizationId, pending, show } from './audit-logging-page.tsx'

beforeEach(() => {
  vi.useFakeTimers({ now: nowMs, toFake: ['Date'] })
})
afterEach(() => {
  cleanup()
  vi.useRealTimers()
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
