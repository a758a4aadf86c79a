import { act, fireEvent, screen, waitFor, within } from '@testing-library/react'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { initialFleetSession, setFleetSession } from '../../../../src/renderer/src/features/fleet/fleet-session.ts'
import { fleetSelection, setFleetSelection } from '../../../../src/renderer/src/lib/fleet-selection.ts'
import type { FleetView } from '../../../../src/shared/contract/preferences.ts'
import { type FakeApi, type FakeState, standardState } from '../../../support/fake-api.ts'
import { fakeFleet, fleetId } from '../../../support/fake-api-fleet.ts'
import { giveElementsSize } from '../../../support/render-page.tsx'
import { type OpenedApp, openApp } from '../render-app.tsx'

let restoreSizes: () => void
beforeEach(() => {
  restoreSizes = giveElementsSize(2_400, 600)
  setFleetSession(initialFleetSession)
  setFleetSelection([])
})
afterEach(() => restoreSizes())

async function open(
  overrides: Partial<FakeState> = {},
  prepare?: (fake: FakeApi) => void
): Promise<OpenedApp & { readonly grid: HTMLElement }> {
  const app = await openApp('/fleet', { organizations: fakeFleet(16), settings: new Map(), ...overrides }, prepare)
  const isGrouped = (app.fake.state.preferences.fleetView?.groupBy ?? 'none') !== 'none'
  return { ...app, grid: await screen.findByRole(isGrouped ? 'treegrid' : 'grid') }
}

const withView = (fleetView: Partial<FleetView>): Partial<FakeState> => ({
  preferences: {
    ...standardState().preferences,
    fleetView: { columns: ['name', 'health', 'pending'], widths: {}, groupBy: 'none', ...fleetView }
  }
})
const rowNames = (grid: HTMLElement): (string | null)[] =>
  within(grid)
    .getAllByRole('row')
    .slice(1)
    .map((row) => row.querySelector('[data-open-row]')?.textContent ?? row.textContent)
const key = (grid: HTMLElement, name: string, more: object = {}) => fireEvent.keyDown(grid, { key: name, ...more })
const header = (name: string): HTMLElement => screen.getByRole('columnheader', { name })
const filter = (text: string): void => {
  fireEvent.change(screen.getByRole('searchbox', { name: 'Filter organizations' }), { target: { value: text } })
}

describe('the table of all organizations', () => {
  it('tells what all come to, and counts what the quick filters show', async () => {
    const { grid } = await open()
    const totals = screen.getByText('Need attention').closest('dl')
    expect(totals?.textContent).toContain('Organizations16')
    fireEvent.click(screen.getByRole('radio', { name: /Needs attention 2/ }))
    await waitFor(() => expect(rowNames(grid)).toEqual(['Fabrikam', 'Stark Industries']))
    expect(screen.getByText('2 of 16 organizations')).toBeTruthy()
  })

  it('sorts by a header, with the mouse and with the keyboard, and says which way', async () => {
    const { grid } = await open(withView({}))
    expect(header('Organization').getAttribute('aria-sort')).toBe('none')
    fireEvent.click(within(header('Organization')).getByText('Organization'))
    expect(header('Organization').getAttribute('aria-sort')).toBe('ascending')
    expect(rowNames(grid)[0]).toBe('Acme Corporation')
    key(grid, 'Enter')
    expect(header('Organization').getAttribute('aria-sort')).toBe('descending')
    expect(rowNames(grid)[0]).toBe('Wonka Confectionery')
    key(grid, ' ')
    expect(header('Organization').getAttribute('aria-sort')).toBe('none')
    expect(rowNames(grid).slice(0, 3)).toEqual(['Acme Corporation', 'Northwind Traders', 'Contoso'])
  })

  it('filters by words, and leads out of a filter that hides all', async () => {
    const { grid } = await open()
    filter('feature pending')
    await waitFor(() => expect(rowNames(grid)).toEqual(['Globex']))
    filter('no such thing')
    fireEvent.click(await screen.findByRole('button', { name: 'Clear filters' }))
    expect(rowNames(await screen.findByRole('grid'))).toHaveLength(16)
  })

  it('opens an organization with Enter or a click on its name, and keeps the filter for the way back', async () => {
    const app = await open()
    filter('hooli')
    await waitFor(() => expect(rowNames(app.grid)).toEqual(['Hooli']))
    key(app.grid, 'Enter')
    await waitFor(() => expect(app.path()).toBe(`/organizations/${fleetId(9)}/overview`))
    fireEvent.keyDown(window, { key: 'A', ctrlKey: true, shiftKey: true })
    const grid = await screen.findByRole('grid')
    expect(rowNames(grid)).toEqual(['Hooli'])
    fireEvent.click(within(grid).getByText('Hooli'))
    await waitFor(() => expect(app.path()).toBe(`/organizations/${fleetId(9)}/overview`))
  })

  it('groups by label with counts, and a group hides its rows', async () => {
    const { grid } = await open(withView({ groupBy: 'label' }))
    expect(grid.getAttribute('role')).toBe('treegrid')
    const group = within(grid).getByText('Staging').closest('[role=row]') as HTMLElement
    expect(group.textContent).toBe('Staging2')
    expect([group.getAttribute('aria-level'), group.getAttribute('aria-expanded')]).toEqual(['1', 'true'])
    fireEvent.click(within(grid).getByText('Staging'))
    expect(within(grid).queryByText('Fabrikam')).toBeNull()
    fireEvent.click(group)
    expect(within(grid).getByText('Fabrikam'), 'all of its row is its title').toBeTruthy()
    fireEvent.click(within(grid).getByText('Staging'))
    key(grid, 'ArrowRight')
    expect(within(grid).getByText('Fabrikam')).toBeTruthy()
    key(grid, ' ')
    expect([...fleetSelection()]).toEqual([fleetId(3), fleetId(11)])
  })

  it('keeps columns, widths and order in the preferences', async () => {
    const { fake, grid } = await open(withView({}))
    fireEvent.click(screen.getByRole('button', { name: 'Columns 3/18' }))
    fireEvent.click(await screen.findByRole('checkbox', { name: 'Sync' }))
    fireEvent.keyDown(screen.getByRole('dialog', { name: /^Columns/ }), { key: 'Escape' })
    key(grid, 'ArrowUp')
    key(grid, 'ArrowRight', { shiftKey: true })
    key(grid, 'ArrowRight', { altKey: true })
    await waitFor(() =>
      expect(fake.state.preferences.fleetView?.columns).toEqual(['health', 'name', 'pending', 'sync'])
    )
    expect(fake.state.preferences.fleetView?.widths).toMatchObject({ name: 276 })
    expect(fake.inputsOf('preferences', 'setPreferences').length).toBeLessThan(3)
  })

  it('keeps what was changed last when the window closes the moment after', async () => {
    const { fake, grid } = await open(withView({}))
    key(grid, 'ArrowUp')
    for (let step = 0; step < 3; step += 1) key(grid, 'ArrowRight', { shiftKey: true })
    fireEvent(window, new Event('pagehide'))
    const inputs = () => fake.inputsOf('preferences', 'setPreferences')
    await waitFor(() => expect(inputs().at(-1)).toMatchObject({ fleetView: { widths: { name: 308 } } }), {
      timeout: 200
    })
    expect(inputs()).toHaveLength(2)
  })

  it('exports what is on screen, in its order, with times in full', async () => {
    const { fake, grid } = await open(
      withView({ columns: ['name', 'lastSync'], sort: { column: 'name', isDescending: true } })
    )
    filter('wayne')
    await waitFor(() => expect(rowNames(grid)).toHaveLength(1))
    fireEvent.click(screen.getByRole('button', { name: 'Export CSV' }))
    expect(await screen.findByText('1 organization in vigil-organizations.csv')).toBeTruthy()
    const at = fake.state.organizations[8]?.lastReadAtMs ?? 0
    expect(fake.inputsOf('organizations', 'exportFleet')).toEqual([
      {
        columns: ['Organization', 'Label', 'Last sync'],
        rows: [['Wayne Enterprises', 'Production', new Date(at).toISOString()]]
      }
    ])
  })

  it('says why the list cannot be read, and reads it again', async () => {
    const app = await openApp('/fleet', {}, (fake) =>
      fake.failWith('organizations', 'listOrganizations', 'database-damaged', { file: 'registry.sqlite' })
    )
    await screen.findByText(/Reading the organizations: A local database file is damaged/)
    app.fake.succeed('organizations', 'listOrganizations')
    fireEvent.click(screen.getAllByRole('button', { name: 'Try again' }).at(-1) as HTMLElement)
    expect(await screen.findByRole('grid')).toBeTruthy()
  })
})

describe('the selection', () => {
  it('grows with Shift and the arrows, toggles with space, takes all with Ctrl+A and ends with Escape', async () => {
    const { grid } = await open()
    key(grid, ' ')
    key(grid, 'ArrowDown', { shiftKey: true })
    key(grid, 'ArrowDown', { shiftKey: true })
    expect([...fleetSelection()]).toEqual([0, 1, 2].map(fleetId))
    key(grid, 'ArrowUp', { shiftKey: true })
    expect([...fleetSelection()]).toEqual([0, 1].map(fleetId))
    expect(grid.querySelectorAll('[role=row][aria-selected=true]')).toHaveLength(2)
    key(grid, ' ')
    expect([...fleetSelection()]).toEqual([fleetId(0)])
    key(grid, 'a', { ctrlKey: true })
    expect(screen.getByText('16 selected')).toBeTruthy()
    key(grid, 'Escape')
    expect(fleetSelection().size).toBe(0)
  })

  it('takes clicks on boxes, ranges with Shift, and says what of it the filter hides', async () => {
    const { grid } = await open()
    const box = (index: number) => grid.querySelectorAll('[data-select]')[index + 1] as HTMLElement
    fireEvent.click(box(1))
    fireEvent.click(box(4), { shiftKey: true })
    expect([...fleetSelection()]).toEqual([1, 2, 3, 4].map(fleetId))
    filter('globex')
    expect(await screen.findByText('4 selected, 3 of them not shown')).toBeTruthy()
  })

  it('is paused where it is not paused already, and one that fails is named', async () => {
    const { fake, grid } = await open()
    key(grid, 'a', { ctrlKey: true })
    fireEvent.click(screen.getByRole('button', { name: 'Pause' }))
    expect(await screen.findByText('15 organizations paused')).toBeTruthy()
    expect(fake.state.organizations.every((one) => one.pausedAtMs !== undefined)).toBe(true)
    fake.failWith('organizations', 'resumeOrganization', 'busy')
    fireEvent.click(screen.getByRole('button', { name: 'Resume' }))
    expect(await screen.findByText('16 of 16 organizations could not be resumed')).toBeTruthy()
  })

  it('goes along to the bulk actions, without what was removed meanwhile', async () => {
    const { fake, grid, path } = await open()
    key(grid, ' ')
    key(grid, 'ArrowDown', { shiftKey: true })
    fake.state.organizations = fake.state.organizations.slice(1)
    act(() => fake.emit('organizationsChanged', {}))
    await waitFor(() => expect([...fleetSelection()]).toEqual([fleetId(1)]))
    fireEvent.click(screen.getByRole('link', { name: 'Bulk actions…' }))
    await waitFor(() => expect(path()).toBe('/bulk'))
    expect([...fleetSelection()]).toEqual([fleetId(1)])
  })
})
