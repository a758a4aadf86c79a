import { configure, fireEvent, screen, waitFor, within } from '@testing-library/react'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Member } from '../../../../src/shared/contract/directory.ts'
import { type FakeDirectory, fakeDirectory } from '../../../support/fake-api-directory.ts'
import { fakeIds, standardState } from '../../../support/fake-api.ts'
import { giveElementsSize } from '../../../support/render-page.tsx'
import { openApp } from '../render-app.tsx'

// by default a second, which a busy machine can need for one look at a grid
configure({ asyncUtilTimeout: 5_000 })
let takeSizeAway = (): void => undefined
beforeAll(() => {
  takeSizeAway = giveElementsSize(1400, 900)
})
afterAll(() => takeSizeAway())

const grid = () => screen.getByRole('grid', { name: 'People' })
const rows = () => within(grid()).getAllByRole('row').slice(1, -1)
const press = (key: string, modifiers: Record<string, boolean> = {}) => fireEvent.keyDown(grid(), { key, ...modifiers })
const shown = async (): Promise<void> => void (await screen.findByRole('grid', { name: 'People' }))

/** Ada in two organizations with different rights, Grace as a guest, Alan who cannot sign in, and Edsger who left. */
function directories(): Map<string, FakeDirectory> {
  const { organizations } = standardState()
  const member = (facts: Partial<Member> & { readonly memberId: string }): Member => ({
    name: 'Ada Lovelace',
    email: 'ada@example.com',
    accountType: 'View',
    isAdmin: false,
    userKind: 'internal',
    isDeactivated: false,
    isInactive: false,
    teams: [],
    ...facts
  })
  const lists = [
    [
      member({
        memberId: 'a1',
        accountType: 'Admin',
        isAdmin: true,
        teams: ['Data', 'Finance'],
        createdAtMs: 1_700_000_000_000
      }),
      member({ memberId: 'a2', name: 'Grace Hopper', email: 'grace@example.com', userKind: 'guest' }),
      member({ memberId: 'a3', name: 'Alan Turing', email: 'alan@example.com', isDeactivated: true })
    ],
    [
      member({ memberId: 'b1', email: 'ADA@example.com' }),
      member({ memberId: 'b2', name: 'Edsger Dijkstra', email: 'edsger@example.com', removedAtMs: 1_790_000_000_000 })
    ],
    []
  ]
  return new Map(
    organizations.map((one, index) => [one.id, { ...fakeDirectory(one, index), members: lists[index] ?? [] }])
  )
}

const open = (path = '/people') => openApp(path, { directories: directories() as never })

describe('People', () => {
  it('lists a person of several organizations once, with rights and teams at a glance', async () => {
    await open('/inbox')
    fireEvent.click(await screen.findByRole('link', { name: 'People' }))
    await shown()
    expect(rows().map((row) => within(row).getAllByRole('gridcell')[0]?.textContent)).toEqual([
      'Ada Lovelace',
      'Alan Turing',
      'Grace Hopper'
    ])
    const cells = within(rows()[0] as HTMLElement).getAllByRole('gridcell')
    expect(cells.map((cell) => cell.textContent)).toEqual([
      'Ada Lovelace',
      'ada@example.com',
      'Admin in 1',
      '2Acme Corporation, Northwind Traders',
      'AdminView',
      'DataFinance'
    ])
    expect(rows()[1]?.textContent).toContain('Deactivated')
    expect(rows()[2]?.textContent).toContain('Guest')
  })

  it('counts each status and shows one of them', async () => {
    const app = await open()
    await shown()
    const status = screen.getByRole('radiogroup', { name: 'Status' })
    await waitFor(() =>
      expect(
        within(status)
          .getAllByRole('radio')
          .map((one) => one.textContent)
      ).toEqual(['All3', 'Admins1', 'Inactive1', 'Guests1', 'No longer listed1'])
    )
    fireEvent.click(within(status).getByRole('radio', { name: /No longer listed/ }))
    await waitFor(() => expect(rows()).toHaveLength(1))
    expect(rows()[0]?.textContent).toContain('Edsger Dijkstra')
    expect(rows()[0]?.textContent).toContain('No longer listed')
    expect(app.fake.inputsOf('directory', 'listPeople').at(-1)).toMatchObject({ status: 'removed' })
  })

  it('searches once typing has paused, and says that nobody was found', async () => {
    const app = await open()
    await shown()
    const search = screen.getByRole('searchbox', { name: 'Search people' })
    fireEvent.change(search, { target: { value: 'fin' } })
    fireEvent.change(search, { target: { value: 'finance' } })
    await waitFor(() => expect(rows()).toHaveLength(1))
    expect(app.fake.inputsOf('directory', 'listPeople').map((input) => (input as { search?: string }).search)).toEqual([
      undefined,
      'finance'
    ])
    fireEvent.change(search, { target: { value: 'nobody at all' } })
    expect(await screen.findByText('Nobody found')).toBeTruthy()
    fireEvent.click(screen.getByRole('button', { name: 'Clear search and filters' }))
    await waitFor(() => expect(rows()).toHaveLength(3))
  })

  it('shows the members of one organization alone', async () => {
    await open()
    await shown()
    fireEvent.focus(screen.getByRole('combobox', { name: 'Organization' }))
    fireEvent.click(screen.getByRole('button', { name: /Organization/ }))
    fireEvent.click(await screen.findByRole('option', { name: 'Northwind Traders' }))
    await waitFor(() => expect(rows()).toHaveLength(1))
    expect(rows()[0]?.textContent).toContain('Ada Lovelace')
  })

  it('opens a person with Enter: all memberships, each leading to its organization; Esc goes back to the list', async () => {
    const app = await open()
    await shown()
    grid().focus()
    press('Enter')
    const panel = await screen.findByRole('complementary', { name: 'Ada Lovelace' })
    const acme = within(panel).getByRole('group', { name: 'Acme Corporation' })
    expect(acme.textContent).toContain('Admin')
    expect(acme.textContent).toContain('Member since')
    expect(within(panel).getByRole('group', { name: 'Northwind Traders' }).textContent).toContain('View')
    expect(document.activeElement).toBe(panel)
    fireEvent.keyDown(panel, { key: 'ArrowDown', altKey: true })
    expect(await screen.findByRole('complementary', { name: 'Alan Turing' })).toBeTruthy()
    fireEvent.keyDown(screen.getByRole('complementary', { name: 'Alan Turing' }), { key: 'Escape' })
    await waitFor(() => expect(document.activeElement).toBe(grid()))
    fireEvent.doubleClick(within(rows()[0] as HTMLElement).getAllByRole('gridcell')[0] as HTMLElement)
    fireEvent.click(await screen.findByRole('link', { name: 'Northwind Traders' }))
    await waitFor(() => expect(app.path()).toBe(`/organizations/${fakeIds.northwind}/administration/users`))
    expect((await screen.findByRole<HTMLInputElement>('searchbox', { name: 'Search users' })).value).toBe(
      'ADA@example.com'
    )
  })

  it('reads on page by page while one scrolls', async () => {
    const { organizations } = standardState()
    const [acme] = organizations
    if (acme === undefined) throw new Error('there is an organization')
    const directory = fakeDirectory(acme, 0)
    const [first] = directory.members
    if (first === undefined) throw new Error('there is a member')
    const members = Array.from({ length: 450 }, (_nothing, index) => ({
      ...first,
      memberId: `m${index}`,
      email: `p${String(index).padStart(4, '0')}@example.com`
    }))
    const app = await openApp('/people', {
      organizations: [acme],
      directories: new Map([[acme.id, { ...directory, members }]])
    })
    await shown()
    grid().focus()
    press('End', { ctrlKey: true })
    await waitFor(() => expect(app.fake.inputsOf('directory', 'listPeople').length).toBeGreaterThan(1))
    expect(app.fake.inputsOf('directory', 'listPeople').at(-1)).toMatchObject({ cursor: '200', limit: 200 })
    expect(grid().getAttribute('aria-rowcount')).toBe('451')
  })

  it('exports what the filter shows, and says where it went or why not', async () => {
    const app = await open()
    await shown()
    fireEvent.click(within(screen.getByRole('radiogroup', { name: 'Status' })).getByRole('radio', { name: /Admins/ }))
    await waitFor(() => expect(rows()).toHaveLength(1))
    fireEvent.click(screen.getByRole('button', { name: 'Export' }))
    fireEvent.click(await screen.findByRole('menuitem', { name: /^CSV/ }))
    expect(await screen.findByText('2 memberships in vigil-people.csv')).toBeTruthy()
    expect(app.fake.inputsOf('directory', 'exportPeople')).toEqual([{ status: 'admins', format: 'csv' }])
    app.fake.failWith('directory', 'exportPeople', 'file-not-writable', { file: 'a.csv' })
    fireEvent.click(screen.getByRole('button', { name: 'Export' }))
    fireEvent.click(await screen.findByRole('menuitem', { name: /^NDJSON/ }))
    expect(await screen.findByText('Exporting the people: The file could not be written: a.csv.')).toBeTruthy()
  })

  it('says which organizations are missing and which are shown as last read', async () => {
    const { organizations } = standardState()
    await openApp('/people', {
      unreadable: [fakeIds.sandbox],
      organizations: organizations.map((one) => (one.id === fakeIds.acme ? { ...one, health: 'offline' } : one))
    })
    await shown()
    expect(screen.getByText('The people of 1 organization could not be read and are missing here.')).toBeTruthy()
    expect(screen.getByText(/Sigma cannot be reached for 1 organization \(Acme Corporation\)/)).toBeTruthy()
  })

  it('says that the people could not be read, and tries again', async () => {
    const app = await openApp('/people', {}, (fake) => fake.failWith('directory', 'listPeople', 'internal'))
    const again = await screen.findByRole('button', { name: 'Try again' })
    app.fake.succeed('directory', 'listPeople')
    fireEvent.click(again)
    await shown()
    expect(rows().length).toBeGreaterThan(0)
  })

  it('leads to adding an organization where there is none', async () => {
    await openApp('/people', { organizations: [], settings: new Map() })
    expect(await screen.findByText('No people yet')).toBeTruthy()
    expect(within(screen.getByRole('main')).getByRole('link', { name: 'Add organization' })).toBeTruthy()
  })
})
