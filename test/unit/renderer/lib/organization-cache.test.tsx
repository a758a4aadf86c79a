import { act, fireEvent, screen, waitFor, within } from '@testing-library/react'
import { describe, expect, it } from 'vitest'
import { fakeFleet, fleetId } from '../../../support/fake-api-fleet.ts'
import { fakeIds } from '../../../support/fake-api.ts'
import { giveElementsSize } from '../../../support/render-page.tsx'
import { openApp } from '../render-app.tsx'

const acme = `/organizations/${fakeIds.acme}/overview`
const questions = (app: Awaited<ReturnType<typeof openApp>>) => app.fake.inputsOf('organizations', 'listOrganizations')

describe('the cached list', () => {
  it('reads only the organizations that changed, all of a burst in two questions', async () => {
    const app = await openApp('/about', { organizations: fakeFleet(20) })
    await screen.findByRole('link', { name: /Hooli/ })
    app.fake.state.organizations = app.fake.state.organizations.map((one) => ({ ...one, name: `${one.name} renamed` }))
    act(() => {
      for (let index = 0; index < 9; index += 1)
        app.fake.emit('organizationsChanged', { organizationIds: [fleetId(index)] })
      app.fake.emit('settingsChanged', { organizationId: fleetId(9) })
    })
    await screen.findByRole('link', { name: /Hooli renamed/ })
    expect(screen.queryByRole('link', { name: /Vandelay Imports renamed/ })).toBeNull()
    const asked = questions(app).slice(1) as { organizationIds: string[] }[]
    expect(asked.length).toBeLessThanOrEqual(2)
    expect(asked.flatMap((one) => one.organizationIds).toSorted()).toEqual(
      Array.from({ length: 10 }, (_nothing, index) => fleetId(index)).toSorted()
    )
  })

  it('drops an organization that is gone, and reads all when one is new or the list itself changed', async () => {
    const app = await openApp('/about')
    await screen.findByRole('link', { name: /Sandbox/ })
    const [first, ...others] = app.fake.state.organizations
    app.fake.state.organizations = others
    act(() => app.fake.emit('organizationsChanged', { organizationIds: [fakeIds.acme] }))
    await waitFor(() => expect(screen.queryByRole('link', { name: /Acme/ })).toBeNull())
    expect(questions(app)).toHaveLength(2)
    app.fake.state.organizations = first === undefined ? others : [first, ...others]
    act(() => app.fake.emit('organizationsChanged', { organizationIds: [fakeIds.acme] }))
    expect(await screen.findByRole('link', { name: /Acme/ })).toBeTruthy()
    expect(questions(app).at(-1)).toEqual({})
  })
})

describe('the open organization', () => {
  it('is told to the main process, and paints at once what was prefetched', async () => {
    const app = await openApp(acme)
    const link = await screen.findByRole('link', { name: /Northwind/ })
    fireEvent.focus(link)
    await waitFor(() =>
      expect(app.fake.inputsOf('settings', 'getGeneralSettings')).toContainEqual({ organizationId: fakeIds.northwind })
    )
    app.fake.hold('settings', 'getGeneralSettings')
    fireEvent.click(link)
    await screen.findByRole('navigation', { name: 'Pages of Northwind Traders' })
    fireEvent.click(screen.getByRole('link', { name: 'Administration' }))
    expect(await screen.findByRole('heading', { name: 'Features' })).toBeTruthy()
    expect(app.path()).toContain(fakeIds.northwind)
    fireEvent.click(screen.getByRole('link', { name: 'All organizations' }))
    await waitFor(() =>
      // The first page is announced twice here, since strict mode runs each effect twice at first.
      expect(app.fake.inputsOf('organizations', 'setOnScreen').slice(1)).toEqual([
        { organizationId: fakeIds.acme },
        { organizationId: fakeIds.northwind },
        {}
      ])
    )
  })

  it('says on its pages that it is paused, and is resumed there', async () => {
    const app = await openApp(acme)
    fireEvent.click(await screen.findByRole('button', { name: 'Pause' }))
    const banner = (await screen.findByText(/nothing is read or sent\.$/)).closest('[role=status]') as HTMLElement
    expect(banner.textContent).toContain('the audit log')
    expect(screen.getByRole('button', { name: 'Read from Sigma now' }).hasAttribute('disabled')).toBe(true)
    expect(screen.getByRole('link', { name: /Acme Corporation.*Paused/ })).toBeTruthy()
    fireEvent.click(within(banner).getByRole('button', { name: 'Resume' }))
    await waitFor(() => expect(app.fake.state.organizations[0]?.pausedAtMs).toBeUndefined())
    expect(await screen.findByRole('button', { name: 'Pause' })).toBeTruthy()
  })

  it('gets the color that is chosen, and leaves it to the label otherwise', async () => {
    const app = await openApp(acme)
    fireEvent.click(await screen.findByRole('button', { name: /Color/ }))
    fireEvent.click(await screen.findByRole('option', { name: 'Teal' }))
    fireEvent.click(screen.getByRole('button', { name: 'Save' }))
    await waitFor(() => expect(app.fake.state.organizations[0]?.color).toBe('teal'))
    fireEvent.change(await screen.findByLabelText('Name'), { target: { value: 'Acme Two' } })
    fireEvent.click(screen.getByRole('button', { name: 'Save' }))
    await waitFor(() => expect(app.fake.state.organizations[0]?.name).toBe('Acme Two'))
    expect(app.fake.inputsOf('organizations', 'updateOrganization').at(-1)).not.toHaveProperty('color')
  })
})

describe('finding an organization', () => {
  it('begins with Ctrl+K, ranks beginnings first, and goes there with Enter', async () => {
    const app = await openApp('/about', { organizations: fakeFleet(40) })
    await screen.findAllByRole('link', { name: /^Contoso/ })
    fireEvent.keyDown(window, { key: 'k', ctrlKey: true })
    const field = await screen.findByRole('combobox', { name: 'Find organization' })
    fireEvent.change(field, { target: { value: 'con' } })
    const options = screen.getAllByRole('option').map((option) => option.textContent)
    expect(options.slice(0, 3)).toEqual([
      expect.stringMatching(/^ContosoCustomer/),
      expect.stringMatching(/^Contoso Europe/),
      expect.stringMatching(/^Contoso Canada/)
    ])
    fireEvent.keyDown(field, { key: 'ArrowDown' })
    const active = document.getElementById(field.getAttribute('aria-activedescendant') ?? '')
    expect(active?.textContent).toMatch(/^Contoso Europe/)
    expect(active?.getAttribute('aria-selected')).toBe('true')
    fireEvent.keyDown(field, { key: 'Enter' })
    await waitFor(() => expect(app.path()).toBe(`/organizations/${fleetId(18)}/overview`))
    expect(screen.queryByRole('combobox', { name: 'Find organization' })).toBeNull()
  })

  it('says that nothing was found, and closes with Escape', async () => {
    await openApp('/about', { organizations: fakeFleet(12) })
    fireEvent.keyDown(window, { key: 'k', ctrlKey: true })
    const field = await screen.findByRole('combobox', { name: 'Find organization' })
    fireEvent.change(field, { target: { value: 'zzz' } })
    expect(screen.getByText('Nothing found.')).toBeTruthy()
    fireEvent.keyDown(field, { key: 'Escape' })
    await waitFor(() => expect(screen.queryByRole('combobox', { name: 'Find organization' })).toBeNull())
  })

  it('works in the list itself: Enter opens the first that fits', async () => {
    const app = await openApp('/about', { organizations: fakeFleet(12) })
    const field = await screen.findByRole('searchbox', { name: 'Find organization' })
    fireEvent.change(field, { target: { value: 'hooli' } })
    fireEvent.keyDown(field, { key: 'Enter' })
    await waitFor(() => expect(app.path()).toBe(`/organizations/${fleetId(9)}/overview`))
  })
})

it('draws of a long list what is in view, and moves an organization there too', async () => {
  const restore = giveElementsSize(248, 45)
  try {
    const app = await openApp('/about', { organizations: fakeFleet(200) })
    const list = await screen.findByRole('navigation', { name: 'Organizations' })
    const second = await within(list).findByRole('link', { name: /^Northwind Traders/ })
    const items = within(list).getAllByRole('listitem')
    expect(items.length).toBeLessThan(40)
    expect(items[0]?.getAttribute('aria-setsize')).toBe('200')
    fireEvent.keyDown(second, { key: 'ArrowUp', altKey: true })
    await screen.findByText('Northwind Traders moved to position 1 of 200')
    expect(app.fake.inputsOf('organizations', 'reorderOrganizations')).toHaveLength(1)
  } finally {
    restore()
  }
})
