import { cleanup, fireEvent, screen, waitFor, within } from '@testing-library/react'
import { afterEach, describe, expect, it } from 'vitest'
import { ChangesPage } from '../../../../src/renderer/src/features/changes/changes-page.tsx'
import { GeneralSettingsPage } from '../../../../src/renderer/src/features/general-settings/general-settings-page.tsx'
import { ToastRegion } from '../../../../src/renderer/src/ui/toast.tsx'
import type { PendingChange } from '../../../../src/shared/contract/settings.ts'
import type { OrganizationId } from '../../../../src/shared/kit/ids.ts'
import {
  createFakeApi,
  type FakeApi,
  fakeChange,
  fakeConflict,
  fakeIds,
  standardState,
  withWaitingChanges
} from '../../../support/fake-api.ts'
import { renderPage } from '../../../support/render-page.tsx'
import { openApp } from '../render-app.tsx'

afterEach(cleanup)

type Waiting = readonly (readonly [OrganizationId, PendingChange])[]

async function show(changes: Waiting, prepare?: (fake: FakeApi) => void) {
  const fake = createFakeApi(withWaitingChanges(standardState(), changes))
  prepare?.(fake)
  const page = renderPage(
    fake,
    <>
      <ChangesPage />
      <ToastRegion />
    </>
  )
  await screen.findByRole('heading', { level: 1, name: 'Pending changes' })
  return { fake, ...page }
}

const refused = fakeChange('comments', { state: 'refused', lastError: { code: 'not-permitted', params: {} } })
const offline = fakeChange('csvUpload', {
  value: true,
  baseValue: false,
  attempts: 3,
  lastError: { code: 'offline', params: {} },
  nextAttemptAtMs: Date.now() + 4 * 60_000
})
const conflict = fakeConflict('timezone', {
  value: 'Europe/Berlin',
  baseValue: 'America/New_York',
  conflict: { theirs: 'UTC', seenAtMs: Date.now() - 60_000 }
})
const acme = fakeIds.acme
const northwind = fakeIds.northwind

const list = (name: string) => screen.findByRole('list', { name })

describe('Pending changes', () => {
  it('puts what waits for a person first, with the reason in words, and the rest with its next try', async () => {
    await show([
      [acme, offline],
      [northwind, refused]
    ])
    const forPerson = await list('Waiting for you')
    expect(forPerson.textContent).toMatch(/Comments.*On.*Off.*Refused.*Northwind Traders.*Tried 2 times/)
    expect(forPerson.textContent).toMatch(/Sigma did not accept it; the value before still holds.*Admin account type/)
    const rest = await list('Waiting to be sent')
    expect(rest.textContent).toMatch(/CSV Upload.*Off.*On.*Waiting to send.*Acme Corporation.*12 minutes ago/)
    expect(rest.textContent).toMatch(/Tried 3 times.*Next try in \d minutes.*This computer is offline/)
    expect(forPerson.compareDocumentPosition(rest) & Node.DOCUMENT_POSITION_FOLLOWING).toBeTruthy()
    expect(screen.getByText('2 changes, 1 of them waits for you')).toBeTruthy()
  })

  it('tries a refused change again, which then waits to be sent', async () => {
    const { fake } = await show([[northwind, refused]])
    fireEvent.click(await screen.findByRole('button', { name: 'Try again: Comments, Northwind Traders' }))
    expect(await screen.findByText('The change is on its way')).toBeTruthy()
    expect(within(await list('Waiting to be sent')).getByText('Waiting to send')).toBeTruthy()
    expect(screen.queryByRole('list', { name: 'Waiting for you' })).toBeNull()
    expect(fake.inputsOf('settings', 'retryPendingChange')).toEqual([
      { organizationId: northwind, changeId: refused.id }
    ])
  })

  it('leads to the setting itself to edit the change, which is marked there', async () => {
    const app = await openApp('/changes', withWaitingChanges(standardState(), [[northwind, refused]]))
    const sidebar = within(screen.getByRole('complementary', { name: 'Sidebar' }))
    expect(await sidebar.findByRole('link', { name: /^Pending changes\s*1\s*, 1 waiting for you$/ })).toBeTruthy()
    const edit = await screen.findByRole('link', { name: 'Edit: Comments, Northwind Traders' })
    expect(edit.getAttribute('href')).toBe(
      `#/organizations/${northwind}/administration/general-settings?setting=comments`
    )
    fireEvent.click(edit)
    await screen.findByRole('heading', { level: 1, name: 'Account' })
    const row = (await screen.findByText('Refused')).closest('[data-marked]')
    expect(within(row as HTMLElement).getByRole('heading', { name: 'Comments' })).toBeTruthy()
    expect(document.querySelectorAll('[data-marked]')).toHaveLength(1)
    expect(app.path()).toBe(`/organizations/${northwind}/administration/general-settings`)
  })

  it('discards a change only after asking, and keeps it when the answer is no', async () => {
    const { fake } = await show([[northwind, refused]])
    fireEvent.click(await screen.findByRole('button', { name: 'Discard: Comments, Northwind Traders' }))
    const dialog = await screen.findByRole('alertdialog', { name: 'Discard this change?' })
    expect(dialog.textContent).toMatch(/Comments in Northwind Traders is not changed to Off/)
    fireEvent.click(within(dialog).getByRole('button', { name: 'Cancel' }))
    await waitFor(() => expect(screen.queryByRole('alertdialog')).toBeNull())
    expect(fake.inputsOf('settings', 'discardPendingChange')).toEqual([])
    fireEvent.click(screen.getByRole('button', { name: 'Discard: Comments, Northwind Traders' }))
    fireEvent.click(await screen.findByRole('button', { name: 'Discard change' }))
    expect(await screen.findByText('Nothing is waiting')).toBeTruthy()
    expect(screen.getByText('The change was discarded')).toBeTruthy()
    expect(fake.inputsOf('settings', 'discardPendingChange')).toHaveLength(1)
  })

  it('says in the dialog why a change cannot be discarded now', async () => {
    await show([[northwind, refused]], (fake) => fake.failWith('settings', 'discardPendingChange', 'busy'))
    fireEvent.click(await screen.findByRole('button', { name: 'Discard: Comments, Northwind Traders' }))
    fireEvent.click(await screen.findByRole('button', { name: 'Discard change' }))
    const dialog = await screen.findByRole('alertdialog')
    expect(await within(dialog).findByText('Vigil is still busy with this.')).toBeTruthy()
    expect(screen.getByText('Refused')).toBeTruthy()
  })

  it('does not let a change be taken back while it is being sent', async () => {
    await show([[acme, fakeChange('comments', { state: 'sending' })]])
    const of = 'Comments, Acme Corporation'
    const discard = await screen.findByRole<HTMLButtonElement>('button', { name: `Discard: ${of}` })
    expect(discard.disabled).toBe(true)
    expect(screen.getByRole<HTMLButtonElement>('button', { name: `Send now: ${of}` }).disabled).toBe(true)
  })

  it('shows one organization alone, and all again when its last change has gone', async () => {
    const { fake } = await show([
      [acme, offline],
      [northwind, refused]
    ])
    fireEvent.click(await screen.findByRole('button', { name: /Organization/ }))
    fireEvent.click(await screen.findByRole('option', { name: 'Northwind Traders (1)' }))
    await waitFor(() => expect(screen.queryByText('CSV Upload')).toBeNull())
    expect(screen.getByText('Comments')).toBeTruthy()
    fake.state.settings = withWaitingChanges(standardState(), [[acme, offline]]).settings
    fake.emit('changesChanged', {})
    expect(await screen.findByText('CSV Upload')).toBeTruthy()
  })

  it('says that an organization is paused instead of a next try', async () => {
    await show([[acme, offline]], (fake) => {
      fake.state.organizations = fake.state.organizations.map((one) =>
        one.id === acme ? { ...one, pausedAtMs: Date.now() } : one
      )
    })
    expect(await screen.findByText(/is paused: sent after it is resumed/)).toBeTruthy()
    expect(screen.queryByText(/Next try/)).toBeNull()
  })

  it('draws a hundred of many, and more when asked', async () => {
    const many = Array.from({ length: 130 }, (_nothing, index) => ({
      id: `00000000-0000-4000-8000-${String(index + 1000).padStart(12, '0')}` as OrganizationId,
      name: `Customer ${index + 1}`
    }))
    const { organizations, settings } = standardState()
    const [first] = organizations
    const general = settings.get(acme)
    if (first === undefined || general === undefined) throw new Error('the standard state has no organization')
    const state = withWaitingChanges(
      {
        ...standardState(),
        organizations: many.map((one) => ({ ...first, ...one })),
        settings: new Map(many.map(({ id }) => [id, { ...general, organizationId: id }]))
      },
      many.map(({ id }) => [id, fakeChange('comments')])
    )
    renderPage(createFakeApi(state), <ChangesPage />)
    const rest = await list('Waiting to be sent')
    expect(rest.querySelectorAll('li')).toHaveLength(100)
    fireEvent.click(screen.getByText('Show 30 more'))
    expect(rest.querySelectorAll('li')).toHaveLength(130)
    expect(screen.queryByText(/^Show \d+ more/)).toBeNull()
  })

  it('says what cannot be read: some organizations, or everything', async () => {
    const { fake } = await show([[acme, offline]], (api) => void (api.state.unreadable = [northwind]))
    expect(await screen.findByText(/changes of 1 organization could not be read/)).toBeTruthy()
    expect(await screen.findByText(/^Northwind Traders\./)).toBeTruthy()
    fake.failWith('changes', 'listChanges', 'database-damaged', { file: 'org.sqlite' })
    fireEvent.click(screen.getByRole('button', { name: 'Try again' }))
    expect(await screen.findByText(/Reading the pending changes: A local database file is damaged/)).toBeTruthy()
  })
})

const keep = (name = 'Acme Corporation') => `Keep Sigma’s value: Account Timezone, ${name}`
const send = (name = 'Acme Corporation') => `Send mine: Account Timezone, ${name}`

describe('A conflict', () => {
  it('shows theirs, mine and the value before beside each other', async () => {
    await show([[acme, conflict]])
    const values = await screen.findByLabelText('Values of Account Timezone, Acme Corporation')
    expect([...values.querySelectorAll('dd')].map((cell) => cell.textContent)).toEqual([
      'UTC',
      'Keep Sigma’s value',
      'Europe/Berlin',
      'Send mine',
      'America/New_York'
    ])
    expect(within(await list('Waiting for you')).getByText('Conflict')).toBeTruthy()
    expect(screen.queryByRole('button', { name: /^Discard/ })).toBeNull()
  })

  it('ends with Sigma’s value', async () => {
    const { fake } = await show([[acme, conflict]])
    fireEvent.click(await screen.findByRole('button', { name: keep() }))
    expect(await screen.findByText('Sigma’s value was kept')).toBeTruthy()
    expect(await screen.findByText('Nothing is waiting')).toBeTruthy()
    expect(fake.inputsOf('changes', 'resolveConflict')).toEqual([
      { organizationId: acme, changeId: conflict.id, choice: 'theirs' }
    ])
  })

  it('ends with mine, which is then sent', async () => {
    const { fake } = await show([[acme, conflict]])
    fireEvent.click(await screen.findByRole('button', { name: send() }))
    expect((await list('Waiting to be sent')).textContent).toMatch(/Account TimezoneUTC.*Europe\/Berlin/)
    expect(fake.inputsOf('changes', 'resolveConflict')).toMatchObject([{ choice: 'mine' }])
  })

  it('shows the newer value, and sends nothing, when Sigma’s value has changed once more', async () => {
    const { fake } = await show([[acme, conflict]], (api) => {
      api.state.newerValues = new Map([[conflict.id, 'Asia/Tokyo']])
    })
    fireEvent.click(await screen.findByRole('button', { name: send() }))
    expect(await screen.findByText('Sigma’s value has changed once more.')).toBeTruthy()
    expect(
      await screen.findByText(/Nothing was sent or dropped. Sigma has Asia\/Tokyo now: choose again./)
    ).toBeTruthy()
    expect(screen.getByText('Asia/Tokyo')).toBeTruthy()
    fireEvent.click(screen.getByRole('button', { name: send() }))
    expect(await list('Waiting to be sent')).toBeTruthy()
    expect(fake.inputsOf('changes', 'resolveConflict')).toHaveLength(2)
  })

  it('is put at the setting itself too, which the way to edit marks', async () => {
    const fake = createFakeApi(withWaitingChanges(standardState(), [[acme, conflict]]))
    renderPage(fake, <GeneralSettingsPage organizationId={acme} startsAtSetting="timezone" />)
    const row = (await screen.findByText('Conflict')).closest('[data-marked]')
    expect(row?.textContent).toMatch(/Account Timezone.*Theirs.*UTC.*Mine.*Europe\/Berlin.*Before.*America\/New_York/)
    fireEvent.click(await screen.findByRole('button', { name: keep() }))
    await waitFor(() => expect(screen.queryByText('Conflict')).toBeNull())
    expect(row?.textContent).toMatch(/UTC/)
  })
})
