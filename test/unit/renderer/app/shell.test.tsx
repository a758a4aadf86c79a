import { act, fireEvent, screen, waitFor, within } from '@testing-library/react'
import { describe, expect, it } from 'vitest'
import { fakeIds } from '../../../support/fake-api.ts'
import { fakeOrganization } from '../../../support/fake-api-data.ts'
import { openApp } from '../render-app.tsx'

const acme = `/organizations/${fakeIds.acme}/overview`

it('opens at the welcome when there is no organization, and a sandbox leads to its General Settings', async () => {
  const app = await openApp('/', { organizations: [], settings: new Map(), inbox: [] })
  fireEvent.click(await screen.findByRole('button', { name: 'Start with a sandbox organization' }))
  await waitFor(() => expect(app.path()).toMatch(/\/administration\/general-settings$/))
  expect(app.fake.inputsOf('organizations', 'addSandboxOrganization')).toEqual([{ storage: 'keychain' }])
})

it('opens the organization that was open last', async () => {
  const app = await openApp('/', {
    preferences: { theme: 'dark', sidebarWidth: 300, organizationOrder: [], lastOrganizationId: fakeIds.sandbox }
  })
  await waitFor(() => expect(app.path()).toBe(`/organizations/${fakeIds.sandbox}/overview`))
  expect(document.documentElement.dataset.theme).toBe('dark')
  await waitFor(() => expect(app.fake.inputsOf('diagnostics', 'rendererReady')).toHaveLength(1))
})

describe('where no organization was open before', () => {
  const nothingOpened = { theme: 'system' as const, sidebarWidth: 300, organizationOrder: [] }

  it('opens all of them', async () => {
    const app = await openApp('/', { preferences: nothingOpened })
    await waitFor(() => expect(app.path()).toBe('/fleet'))
  })

  it('opens the only one', async () => {
    const only = fakeOrganization({ id: fakeIds.acme })
    const app = await openApp('/', { preferences: nothingOpened, organizations: [only] })
    await waitFor(() => expect(app.path()).toBe(acme))
  })
})

it('lists organizations with health in words, and Feature Pending when it is announced', async () => {
  const app = await openApp(acme)
  const list = await screen.findByRole('navigation', { name: 'Organizations' })
  expect(within(list).getByRole('link', { name: /Northwind Traders.*Needs attention/ })).toBeTruthy()
  app.fake.state.organizations = app.fake.state.organizations.map((one) =>
    one.id === fakeIds.sandbox ? { ...one, auditLogging: { kind: 'pending', requestedAtMs: Date.now() } } : one
  )
  act(() => app.fake.emit('organizationsChanged', {}))
  expect(await within(list).findByRole('link', { name: /Sandbox.*Feature Pending/ })).toBeTruthy()
})

it('follows shortcuts and moves the focus to the heading of the page', async () => {
  const app = await openApp(acme)
  await screen.findByRole('heading', { level: 1, name: 'Overview' })
  fireEvent.keyDown(window, { key: '2', ctrlKey: true })
  await waitFor(() => expect(app.path()).toBe(`/organizations/${fakeIds.northwind}/overview`))
  fireEvent.keyDown(window, { key: ',', ctrlKey: true })
  await waitFor(() => expect(document.activeElement?.textContent).toBe('Preferences'))
  expect(document.title).toBe('Preferences – Vigil')
})

it('goes where a notification asks it to go', async () => {
  const app = await openApp(acme)
  await screen.findByRole('heading', { level: 1 })
  act(() => app.fake.emit('destinationRequested', { to: 'general-settings', organizationId: fakeIds.sandbox }))
  await waitFor(() => expect(app.path()).toBe(`/organizations/${fakeIds.sandbox}/administration/general-settings`))
})

it('moves an organization with Alt and an arrow key, and says so', async () => {
  const app = await openApp(acme)
  const link = await screen.findByRole('link', { name: /Northwind Traders/ })
  fireEvent.keyDown(link, { key: 'ArrowUp', altKey: true })
  await screen.findByText('Northwind Traders moved to position 1 of 3')
  expect(app.fake.inputsOf('organizations', 'reorderOrganizations')).toEqual([
    { organizationIds: [fakeIds.northwind, fakeIds.acme, fakeIds.sandbox] }
  ])
})

it('offers to unlock a locked keychain on the pages of the organization', async () => {
  const organizations = (await openApp('/about')).fake.state.organizations.map((one) =>
    one.id === fakeIds.acme
      ? { ...one, vault: { state: 'locked' as const, storeName: 'GNOME Keyring', isRefused: false } }
      : one
  )
  document.body.innerHTML = ''
  const app = await openApp(acme, { organizations })
  fireEvent.click(await screen.findByRole('button', { name: 'Unlock' }))
  await waitFor(() => expect(app.fake.inputsOf('credentials', 'retryKeychain')).toHaveLength(1))
})

it('says that an organization is not in the list instead of showing another', async () => {
  await openApp('/organizations/00000000-0000-4000-8000-0000000000ff/overview')
  expect(await screen.findByText('This organization is not in the list')).toBeTruthy()
})

it('shows why the list cannot be read, and reads it again on request', async () => {
  const app = await openApp('/inbox', {}, (fake) =>
    fake.failWith('organizations', 'listOrganizations', 'database-damaged', { file: 'registry.sqlite' })
  )
  await screen.findByText('A local database file is damaged: registry.sqlite.')
  app.fake.succeed('organizations', 'listOrganizations')
  fireEvent.click(screen.getByRole('button', { name: 'Try again' }))
  expect(await screen.findByRole('link', { name: /Acme Corporation/ })).toBeTruthy()
})
