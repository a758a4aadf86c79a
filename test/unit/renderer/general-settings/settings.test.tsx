import { act, cleanup, fireEvent, screen, waitFor, within } from '@testing-library/react'
import { afterEach, describe, expect, it } from 'vitest'
import { GeneralSettingsPage } from '../../../../src/renderer/src/features/general-settings/general-settings-page.tsx'
import { zoneOptions } from '../../../../src/renderer/src/lib/time-zones.ts'
import type { GeneralSettings, PendingChange, Setting, SettingKey } from '../../../../src/shared/contract/settings.ts'
import type { PendingChangeId } from '../../../../src/shared/kit/ids.ts'
import { minuteMs } from '../../../../src/shared/kit/time.ts'
import { createFakeApi, fakeIds } from '../../../support/fake-api.ts'
import { renderPage } from '../../../support/render-page.tsx'

const organizationId = fakeIds.acme
const changeId = '00000000-0000-4000-8000-0000000000ab' as PendingChangeId

afterEach(cleanup)

async function show(changed: Partial<Record<SettingKey, Partial<Setting>>> = {}, facts: Partial<GeneralSettings> = {}) {
  const fake = createFakeApi()
  const before = fake.state.settings.get(organizationId) as GeneralSettings
  fake.state.settings.set(organizationId, {
    ...before,
    settings: before.settings.map((setting) => ({ ...setting, ...changed[setting.key] })),
    ...facts
  })
  renderPage(fake, <GeneralSettingsPage organizationId={organizationId} />)
  await screen.findByRole('region', { name: 'Features' })
  return fake
}

const change = (key: SettingKey, facts: Partial<PendingChange>): PendingChange => ({
  id: changeId,
  key,
  value: false,
  madeAtMs: Date.now() - 5 * minuteMs,
  attempts: 1,
  state: 'waiting',
  ...facts
})

describe('General Settings', () => {
  it('has Sigma’s sections in Sigma’s order', async () => {
    await show()
    const names = screen.getAllByRole('heading', { level: 2 }).map((heading) => heading.textContent)
    expect(names).toEqual([
      'Site',
      'Custom Home Pages',
      'Time',
      'Localization',
      'Features',
      'Integrations',
      'Audit Logging',
      'Storage Integrations',
      'Custom Plugins',
      'Custom Functions'
    ])
    expect(screen.getAllByRole('tab').map((tab) => tab.textContent)).toEqual(['General Settings', 'Branding Settings'])
  })

  it('leads to Sigma for branding', async () => {
    const fake = await show()
    fireEvent.click(screen.getByRole('tab', { name: 'Branding Settings' }))
    fireEvent.click(await screen.findByRole('button', { name: 'Open in Sigma: Branding Settings' }))
    await waitFor(() => expect(fake.inputsOf('settings', 'openInSigma')).toHaveLength(1))
  })

  it('switches a setting without consequences at once and shows it as waiting', async () => {
    const fake = await show()
    fireEvent.click(screen.getByRole('switch', { name: 'CSV Upload' }))
    expect(await screen.findByText('Waiting to send')).toBeTruthy()
    expect(fake.inputsOf('settings', 'changeSetting')).toEqual([{ organizationId, key: 'csvUpload', value: true }])
    expect(screen.getByRole<HTMLInputElement>('switch', { name: 'CSV Upload' }).checked).toBe(true)
  })

  it.each([
    ['Public embeds', 'Turn off public embeds', /Existing public embeds stop working/, 'publicEmbeds'],
    ['Comments', 'Turn off comments', /Annotations.*switched off too/, 'comments'],
    ['Bulk copy from tables', 'Turn off bulk copy', /only one cell at a time/, 'bulkCopy']
  ] as const)('asks before switching off %s, with the consequences in words', async (name, confirm, words, key) => {
    const fake = await show()
    fireEvent.click(screen.getByRole('switch', { name }))
    const dialog = await screen.findByRole('alertdialog')
    expect(dialog.textContent).toMatch(words)
    expect(fake.inputsOf('settings', 'changeSetting')).toEqual([])
    fireEvent.click(within(dialog).getByRole('button', { name: confirm }))
    await waitFor(() =>
      expect(fake.inputsOf('settings', 'changeSetting')).toEqual([{ organizationId, key, value: false }])
    )
  })

  it('does not ask before switching on', async () => {
    const fake = await show({ publicEmbeds: { value: false } })
    fireEvent.click(screen.getByRole('switch', { name: 'Public embeds' }))
    await waitFor(() =>
      expect(fake.inputsOf('settings', 'changeSetting')).toEqual([{ organizationId, key: 'publicEmbeds', value: true }])
    )
  })

  it('shows a refused change with its reason, keeps the old value, and can retry and discard', async () => {
    const refused = change('comments', { state: 'refused', lastError: { code: 'not-permitted', params: {} } })
    const fake = await show({ comments: { value: true, pending: refused } })
    expect(screen.getByText('Refused')).toBeTruthy()
    expect(screen.getByText(/Changed to Off/).textContent).toMatch(/Sigma did not accept it.*does not permit/)
    expect(screen.getByRole<HTMLInputElement>('switch', { name: 'Comments' }).checked).toBe(true)
    fireEvent.click(screen.getByRole('button', { name: 'Try again' }))
    await waitFor(() => expect(fake.inputsOf('settings', 'retryPendingChange')).toEqual([{ organizationId, changeId }]))
    fireEvent.click(await screen.findByRole('button', { name: 'Discard' }))
    await waitFor(() => expect(screen.queryByText('Refused')).toBeNull())
    expect(fake.inputsOf('settings', 'discardPendingChange')).toEqual([{ organizationId, changeId }])
  })

  it('says since when a change waits and why', async () => {
    await show({ comments: { pending: change('comments', { lastError: { code: 'offline', params: {} } }) } })
    expect(screen.getByText(/Changed to Off/).textContent).toMatch(/5 minutes ago.*This computer is offline/)
    expect(screen.getByRole<HTMLInputElement>('switch', { name: 'Comments' }).checked).toBe(false)
  })

  it('says why a setting is not available, and offers no switch', async () => {
    await show({ bulkCopy: { value: undefined, unavailable: { code: 'not-permitted', params: {} } } })
    expect(screen.queryByRole('switch', { name: 'Bulk copy from tables' })).toBeNull()
    expect(screen.getByText('Not available')).toBeTruthy()
    expect(screen.getByText(/does not permit this/)).toBeTruthy()
  })

  it('shows what was read before with its age while offline', async () => {
    await show(
      {},
      {
        freshness: {
          readAtMs: Date.now() - 30 * minuteMs,
          isReading: false,
          lastError: { code: 'offline', params: {} }
        }
      }
    )
    const banner = screen.getByText('This computer is offline.', { selector: 'strong' }).closest('[role=status]')
    expect(banner?.textContent).toMatch(/read 30 minutes ago.*kept and sent to Sigma when it can be reached/)
  })
})

describe('Account Timezone', () => {
  it('is edited with Save and Cancel', async () => {
    const fake = await show()
    fireEvent.click(screen.getByRole('button', { name: 'Edit Account Timezone' }))
    const save = await screen.findByRole('button', { name: 'Save' })
    expect(save.hasAttribute('disabled') || save.getAttribute('aria-disabled') === 'true').toBe(true)
    const box = screen.getByRole('combobox', { name: 'Account Timezone' })
    fireEvent.change(box, { target: { value: 'kolk' } })
    fireEvent.click(await screen.findByRole('option', { name: /Kolkata/ }))
    fireEvent.click(screen.getByRole('button', { name: 'Save' }))
    await waitFor(() => expect(fake.inputsOf('settings', 'changeSetting')).toHaveLength(1))
    expect(fake.inputsOf('settings', 'changeSetting')[0]).toMatchObject({
      key: 'timezone',
      value: 'Asia/Kolkata'
    })
    expect(await screen.findByText('Waiting to send')).toBeTruthy()
  })

  it('keeps the zone when the edit is cancelled', async () => {
    const fake = await show()
    fireEvent.click(screen.getByRole('button', { name: 'Edit Account Timezone' }))
    fireEvent.click(await screen.findByRole('button', { name: 'Cancel' }))
    expect(await screen.findByText('America/New_York')).toBeTruthy()
    expect(fake.inputsOf('settings', 'changeSetting')).toEqual([])
  })

  it('begins with the focus in its field and the zone selected, and gives the focus back to Edit', async () => {
    await show()
    fireEvent.click(screen.getByRole('button', { name: 'Edit Account Timezone' }))
    const box = await screen.findByRole<HTMLInputElement>('combobox', { name: 'Account Timezone' })
    await waitFor(() => expect(document.activeElement).toBe(box))
    await waitFor(() => expect([box.selectionStart, box.selectionEnd]).toEqual([0, 'America/New_York'.length]))
    expect(screen.queryByRole('listbox'), 'a list that nobody asked for').toBeNull()
    const cancel = screen.getByRole('button', { name: 'Cancel' })
    act(() => cancel.focus())
    fireEvent.click(cancel)
    const edit = await screen.findByRole('button', { name: 'Edit Account Timezone' })
    await waitFor(() => expect(document.activeElement).toBe(edit))
  })

  it('offers UTC first and keeps a zone that this computer does not know', () => {
    expect(zoneOptions('UTC', 0)[0]).toEqual({ value: 'UTC', label: 'UTC', description: 'UTC+00:00' })
    expect(zoneOptions('Mars/Olympus', 0)[0]).toMatchObject({
      value: 'Mars/Olympus',
      description: 'Not known to this computer'
    })
    expect(zoneOptions('UTC', 0).length).toBeGreaterThan(300)
  })
})
