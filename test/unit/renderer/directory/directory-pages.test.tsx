import { configure, fireEvent, screen, waitFor, within } from '@testing-library/react'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
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

const administration = `/organizations/${fakeIds.acme}/administration`
const grid = (name: string) => screen.findByRole('grid', { name })
const firstCells = (of: HTMLElement) =>
  within(of)
    .getAllByRole('row')
    .slice(1)
    .flatMap((row) => within(row).queryAllByRole('gridcell')[0]?.textContent ?? [])

/** The standard organizations, the first with another directory. */
function withAcme(change: (directory: FakeDirectory) => Partial<FakeDirectory>) {
  const { organizations } = standardState()
  return {
    directories: new Map(
      organizations.map((one, index) => {
        const directory = fakeDirectory(one, index)
        return [one.id, index === 0 ? { ...directory, ...change(directory) } : directory]
      })
    )
  }
}

describe('the pages of Administration', () => {
  it('stand in Sigma’s words and order, and Administration stays marked on each', async () => {
    await openApp(`${administration}/tenants`)
    const nav = await screen.findByRole('navigation', { name: 'Administration' })
    expect(
      within(nav)
        .getAllByRole('link')
        .map((link) => link.textContent)
    ).toEqual(['Account', 'Users', 'Teams', 'Account Types', 'Tenants'])
    expect(within(nav).getByRole('link', { name: 'Tenants' }).getAttribute('aria-current')).toBe('page')
    const pages = screen.getByRole('navigation', { name: /^Pages of/ })
    expect(within(pages).getByRole('link', { name: 'Administration' }).getAttribute('aria-current')).toBe('page')
    expect(within(pages).getByRole('link', { name: 'Overview' }).getAttribute('aria-current')).toBeNull()
  })
})

describe('Users', () => {
  it('lists members with status and age, reads them anew, and opens one', async () => {
    const app = await openApp(`${administration}/users`)
    const users = await grid('Users')
    expect(screen.getByText('12 minutes ago')).toBeTruthy()
    fireEvent.click(screen.getByRole('button', { name: 'Sync now' }))
    expect(await screen.findByText('just now')).toBeTruthy()
    expect(app.fake.inputsOf('directory', 'refreshDirectory')).toEqual([{ organizationId: fakeIds.acme }])
    const name = firstCells(users)[0] ?? ''
    users.focus()
    fireEvent.keyDown(users, { key: 'Enter' })
    const panel = await screen.findByRole('complementary', { name })
    fireEvent.click(within(panel).getByRole('link', { name: 'In all organizations' }))
    await waitFor(() => expect(app.path()).toBe('/people'))
  })

  it('filters by status and text, and clears both', async () => {
    await openApp(`${administration}/users`)
    const all = firstCells(await grid('Users')).length
    fireEvent.click(screen.getByRole('radio', { name: /Guests/ }))
    await waitFor(async () => expect(firstCells(await grid('Users')).length).toBeLessThan(all))
    fireEvent.change(screen.getByRole('searchbox', { name: 'Search users' }), { target: { value: 'nobody at all' } })
    expect(await screen.findByText('Nobody found')).toBeTruthy()
    fireEvent.click(screen.getByRole('button', { name: 'Clear search and filters' }))
    await waitFor(async () => expect(firstCells(await grid('Users'))).toHaveLength(all))
  })

  it('says that the credentials may not see them, and leads to the credentials', async () => {
    await openApp(
      `${administration}/users`,
      withAcme(() => ({
        members: [],
        freshness: { isReading: false, lastError: { code: 'not-permitted', params: {} } }
      }))
    )
    expect(await screen.findByText('These credentials may not see the users of this organization.')).toBeTruthy()
    expect(screen.getByRole('link', { name: 'Credentials on Overview' }).getAttribute('href')).toBe(
      `#/organizations/${fakeIds.acme}/overview`
    )
    expect(screen.queryByRole('searchbox', { name: 'Search users' })).toBeNull()
  })

  it('goes on showing what was read before they were hidden', async () => {
    await openApp(
      `${administration}/users`,
      withAcme(({ freshness }) => ({
        freshness: { ...freshness, lastError: { code: 'not-permitted', params: {} } }
      }))
    )
    await grid('Users')
    expect(screen.getByText(/What was read before is still shown/)).toBeTruthy()
  })

  it('says why nothing was read yet, and that reading failed', async () => {
    const app = await openApp(
      `${administration}/users`,
      withAcme(() => ({ members: [], freshness: { isReading: false, lastError: { code: 'offline', params: {} } } }))
    )
    expect(await screen.findByText('Not read yet', { selector: 'p' })).toBeTruthy()
    expect(screen.getAllByText(/This computer is offline/).length).toBeGreaterThan(0)
    app.fake.failWith('directory', 'refreshDirectory', 'unreachable', { host: 'api.example.com' })
    fireEvent.click(screen.getByRole('button', { name: 'Sync now' }))
    expect(await screen.findByText('Reading from Sigma: Nothing answers at api.example.com.')).toBeTruthy()
  })

  it('tries again after the members could not be read from disk', async () => {
    const app = await openApp(`${administration}/users`, {}, (fake) =>
      fake.failWith('directory', 'listMembers', 'database-damaged', { file: 'org.sqlite' })
    )
    const again = await screen.findByRole('button', { name: 'Try again' })
    app.fake.succeed('directory', 'listMembers')
    fireEvent.click(again)
    expect(firstCells(await grid('Users')).length).toBeGreaterThan(0)
  })
})

describe('Teams and Account Types', () => {
  it('opens a team with its members and who leads it', async () => {
    await openApp(`${administration}/teams`)
    const teams = await grid('Teams')
    expect(firstCells(teams)).toContain('Data Platform')
    fireEvent.change(screen.getByRole('searchbox', { name: 'Search teams' }), { target: { value: 'data' } })
    await waitFor(() => expect(firstCells(teams)).toEqual(['Data Platform']))
    teams.focus()
    fireEvent.keyDown(teams, { key: 'Enter' })
    const panel = await screen.findByRole('complementary', { name: 'Data Platform' })
    expect(within(panel).getByText('Owns the warehouse connections and the shared data models.')).toBeTruthy()
    const members = await within(panel).findAllByRole('listitem')
    expect(members.length).toBeGreaterThan(1)
    expect(members[0]?.textContent).toContain('Team admin')
    expect(members[1]?.textContent).not.toContain('Team admin')
  })

  it('opens an account type with its permissions, finds one by a permission, and shows its members', async () => {
    const app = await openApp(`${administration}/account-types`)
    const types = await grid('Account types')
    expect(firstCells(types)).toEqual(['Admin', 'Build', 'Analyze', 'View', 'Finance Reader'])
    fireEvent.change(screen.getByRole('searchbox', { name: /Search account types/ }), {
      target: { value: 'explore workbooks' }
    })
    await waitFor(() => expect(firstCells(types)).toEqual(['Analyze']))
    types.focus()
    fireEvent.keyDown(types, { key: 'Enter' })
    const panel = await screen.findByRole('complementary', { name: 'Analyze' })
    expect(within(panel).getByText('workbooks.explore')).toBeTruthy()
    expect(within(panel).getByText('Explore workbooks and save copies.')).toBeTruthy()
    fireEvent.click(within(panel).getByRole('link', { name: 'Show in Users' }))
    await waitFor(() => expect(app.path()).toBe(`${administration}/users`))
    expect(app.fake.inputsOf('directory', 'listMembers').at(-1)).toMatchObject({ search: 'Analyze' })
  })
})

describe('Tenants', () => {
  it('leads to the form that adds one, filled with all that is known and no secret', async () => {
    const app = await openApp(`${administration}/tenants`)
    fireEvent.click(await screen.findByRole('link', { name: 'Add to Vigil (Litware Health)' }))
    await screen.findByRole('heading', { level: 1, name: 'Connect a Sigma organization' })
    expect(screen.getByLabelText<HTMLInputElement>('Name').value).toBe('Litware Health')
    expect(screen.getByLabelText<HTMLInputElement>(/Organization URL slug/).value).toBe('litware-health')
    expect(screen.getByRole('button', { name: /Cloud and region/ }).textContent).toContain('Azure UK (London)')
    expect(screen.getByText('“Litware Health” is a tenant.')).toBeTruthy()
    fireEvent.change(screen.getByLabelText('Client ID'), { target: { value: 'tenant-client' } })
    fireEvent.change(screen.getByLabelText('Client secret'), { target: { value: 'tenant-secret' } })
    fireEvent.click(screen.getByRole('button', { name: 'Save organization' }))
    await waitFor(() => expect(app.fake.inputsOf('organizations', 'addOrganization')).toHaveLength(1))
    expect(app.fake.inputsOf('organizations', 'addOrganization')[0]).toMatchObject({
      draft: {
        name: 'Litware Health',
        slug: 'litware-health',
        endpoint: { kind: 'region', regionId: 'azure-uk' },
        parentSigmaOrganizationId: app.fake.state.directories.get(fakeIds.acme)?.tenants[1]?.parentSigmaOrganizationId
      }
    })
  })

  it('links to a tenant that was added, and says that Sigma offers none', async () => {
    const app = await openApp(
      `${administration}/tenants`,
      withAcme(({ tenants }) => ({
        tenants: tenants.map((tenant, index) =>
          index === 0 ? { ...tenant, organizationId: fakeIds.northwind } : tenant
        )
      }))
    )
    const table = await screen.findByRole('table')
    expect(within(table).queryByRole('link', { name: /Contoso Retail/ })).toBeNull()
    fireEvent.click(within(table).getByRole('link', { name: 'Northwind Traders' }))
    await waitFor(() => expect(app.path()).toBe(`/organizations/${fakeIds.northwind}/overview`))
    fireEvent.click(screen.getByRole('link', { name: 'Administration' }))
    fireEvent.click(await screen.findByRole('link', { name: 'Tenants' }))
    expect(await screen.findByText('Sigma offers no tenants in this organization.')).toBeTruthy()
  })
})
