import { configure, fireEvent, screen, waitFor, within } from '@testing-library/react'
import { afterEach, describe, expect, it } from 'vitest'
import { setBulkDraft } from '../../../../src/renderer/src/lib/bulk-draft.ts'
import { setFleetSelection } from '../../../../src/renderer/src/lib/fleet-selection.ts'
import type { Organization } from '../../../../src/shared/contract/organizations.ts'
import type { OrganizationId } from '../../../../src/shared/kit/ids.ts'
import { type FakeApi, fakeIds, fakeOrganization, standardState } from '../../../support/fake-api.ts'
import { openApp } from '../render-app.tsx'

// the whole window is drawn, and a run takes its time
configure({ asyncUtilTimeout: 5_000 })

afterEach(() => {
  setFleetSelection([])
  setBulkDraft(undefined)
})

const { acme, northwind, sandbox } = fakeIds
const quick = (fake: FakeApi): void => {
  fake.state.bulk.stepMs = 20
}

const choose = (name: string) => fireEvent.click(screen.getByRole('radio', { name: new RegExp(`^${name}`) }))
const press = async (name: string | RegExp) => fireEvent.click(await screen.findByRole('button', { name }))
const rows = (name: string) =>
  within(screen.getByRole('region', { name }))
    .getAllByRole('row')
    .slice(1)
    .map((row) => within(row).getAllByRole('cell'))
    .map((cells) => cells.map((cell) => cell.textContent))

const customers = (count: number, facts: (index: number) => Partial<Organization> = () => ({})): Organization[] =>
  Array.from({ length: count }, (_nothing, index) =>
    fakeOrganization({
      id: `00000000-0000-4000-8000-${String(index + 1000).padStart(12, '0')}` as OrganizationId,
      name: `Customer ${index + 1}`,
      position: index,
      auditLogging: { kind: 'disabled' },
      ...facts(index)
    })
  )

describe('Choosing', () => {
  it('begins with what is selected among all organizations', async () => {
    setFleetSelection([acme, sandbox])
    await openApp('/bulk')
    choose('Sync')
    expect(await screen.findByText('2 of 3 organizations chosen')).toBeTruthy()
    const options = within(screen.getByRole('listbox', { name: 'Organizations' })).getAllByRole('option')
    expect(options.map((option) => option.getAttribute('aria-selected'))).toEqual(['true', 'false', 'true'])
    expect(screen.getByText('Sync, 2 organizations.')).toBeTruthy()
  })

  it('begins with the act that another page has prepared, once', async () => {
    setBulkDraft({ action: { kind: 'apply-settings', values: { comments: false } }, organizationIds: [northwind] })
    const { fake } = await openApp('/bulk')
    expect(screen.getByRole<HTMLInputElement>('radio', { name: /^Change settings/ }).checked).toBe(true)
    await press('Dry run')
    await waitFor(() =>
      expect(fake.inputsOf('bulk', 'planBulk')).toEqual([
        { action: { kind: 'apply-settings', values: { comments: false } }, organizationIds: [northwind] }
      ])
    )
  })

  it('narrows the list by search and label, and chooses all that is listed', async () => {
    const labels = ['production', 'staging'] as const
    await openApp('/bulk', { organizations: customers(20, (index) => ({ label: labels[index % 2] ?? 'none' })) })
    choose('Pause')
    expect(screen.getByText('Choose the organizations.')).toBeTruthy()
    fireEvent.change(screen.getByRole('searchbox', { name: 'Search organizations' }), {
      target: { value: 'customer 1' }
    })
    await press('Choose these 11')
    expect(screen.getByText('11 of 20 organizations chosen')).toBeTruthy()
    fireEvent.change(screen.getByRole('searchbox', { name: 'Search organizations' }), { target: { value: '' } })
    await press(/^Label|All labels/)
    fireEvent.click(await screen.findByRole('option', { name: 'Staging' }))
    await press('Choose these 10')
    expect(screen.getByText('16 of 20 organizations chosen')).toBeTruthy()
    await press('Choose none')
    expect(screen.getByText('0 of 20 organizations chosen')).toBeTruthy()
    const dryRun = screen.getByRole<HTMLButtonElement>('button', { name: 'Dry run' })
    expect(dryRun.disabled).toBe(true)
  })

  it('keeps what was chosen before when the list is narrowed and one more is chosen', async () => {
    setFleetSelection([acme])
    await openApp('/bulk')
    choose('Sync')
    await screen.findByText('1 of 3 organizations chosen')
    fireEvent.change(screen.getByRole('searchbox', { name: 'Search organizations' }), { target: { value: 'north' } })
    await waitFor(() => expect(screen.getAllByRole('option')).toHaveLength(1))
    fireEvent.click(screen.getByRole('option', { name: /Northwind/ }))
    expect(await screen.findByText('2 of 3 organizations chosen')).toBeTruthy()
  })
})

describe('Enabling audit logging in many organizations', () => {
  it('says in a dry run what would happen in each, asks with the number, runs, and retries what failed', async () => {
    setFleetSelection([acme, northwind, sandbox])
    const { fake, path } = await openApp('/bulk', {}, quick)
    fake.state.bulk.failures.set(sandbox, { code: 'server-fault', params: { status: 503 } })
    choose('Enable audit logging')
    await press('Dry run')
    expect(await screen.findByRole('heading', { level: 1, name: 'Dry run: Enable audit logging' })).toBeTruthy()
    expect(document.activeElement?.textContent).toBe('Dry run: Enable audit logging')
    expect(rows('What would happen')).toEqual([
      ['Acme Corporation', 'Nothing to do', 'Audit logging is on already.'],
      ['Northwind Traders', 'Not possible', 'Sigma does not offer audit logging in this region.'],
      ['Sandbox', 'Will be enabled', '']
    ])
    expect(fake.inputsOf('bulk', 'startBulk')).toEqual([])

    await press('Enable in 1 organization')
    const dialog = await screen.findByRole('alertdialog', { name: 'Enable audit logging in 1 organization?' })
    expect(dialog.textContent).toMatch(
      /Nothing is retroactive.*30 days.*2 hours.*may not be part of every organization’s plan/
    )
    fireEvent.click(within(dialog).getByRole('button', { name: 'Enable in 1 organization' }))
    expect(
      await screen.findByText(/^Audit logging was requested in 0 of 1 organization(, in \d+ s)?: 1 failed\.$/)
    ).toBeTruthy()
    expect(fake.inputsOf('bulk', 'startBulk')).toEqual([
      { action: { kind: 'enable-audit-logging' }, organizationIds: [sandbox] }
    ])
    expect(path()).toMatch(/^\/bulk\/[0-9a-f-]{36}$/)
    const [failed] = rows('Organizations')
    expect(failed?.slice(0, 3)).toEqual(['Sandbox', 'Failed', 'under 1 s'])
    expect(failed?.[3]).toMatch(/Sigma answered with a fault of its own \(503\)/)

    fake.state.bulk.failures.clear()
    const before = path()
    await press('Retry failed (1)')
    expect(await screen.findByText(/^Audit logging was requested in 1 organization(, in \d+ s)?\.$/)).toBeTruthy()
    expect(path()).not.toBe(before)
    expect(screen.queryByRole('button', { name: /^Retry/ })).toBeNull()
  })

  it('shows progress on its page and in the sidebar, goes on when the page is left, and can be cancelled', async () => {
    const organizations = customers(6)
    setFleetSelection(organizations.map(({ id }) => id))
    const { fake } = await openApp('/bulk', { organizations }, (api) => {
      api.state.bulk.stepMs = 60
      api.state.bulk.atOnce = 1
    })
    choose('Sync')
    await press('Dry run')
    await press('Sync 6 organizations')
    const bar = await screen.findByRole('progressbar', { name: 'Sync' })
    await waitFor(() => expect(bar.getAttribute('aria-valuetext')).toMatch(/^[1-5] done, [1-5] left$/))
    const sidebar = within(screen.getByRole('complementary', { name: 'Sidebar' }))
    const link = sidebar.getByRole('link', { name: /^Sync\s*\d\/6$/ })
    fireEvent.click(sidebar.getByRole('link', { name: 'Activity' }))
    await screen.findByRole('heading', { level: 1, name: 'Activity' })
    fireEvent.click(link)
    await press('Cancel')
    expect(
      await screen.findByText(/^The sync is done in \d of 6 organizations(, in \d+ s)?: \d cancelled\.$/)
    ).toBeTruthy()
    expect(fake.inputsOf('bulk', 'cancelBulk')).toHaveLength(1)
    expect(screen.getByRole('button', { name: /^Retry failed and cancelled/ })).toBeTruthy()
    expect(sidebar.getByRole('link', { name: 'Bulk actions' })).toBeTruthy()
    expect(
      within(screen.getByRole('region', { name: 'Organizations' })).getAllByText('Cancelled').length
    ).toBeGreaterThan(0)
  })

  it('shows the failed alone, and links changes that were kept to where they wait', async () => {
    const organizations = customers(4, (index) => (index === 1 ? { health: 'offline' } : {}))
    setFleetSelection(organizations.map(({ id }) => id))
    const { fake } = await openApp('/bulk', { organizations }, quick)
    fake.state.bulk.failures.set(organizations[0]?.id as OrganizationId, { code: 'credential-refused', params: {} })
    choose('Enable audit logging')
    await press('Dry run')
    expect(await screen.findByText(/Sigma cannot be reached now: the change is kept and sent later\./)).toBeTruthy()
    await press('Enable in 4 organizations')
    fireEvent.click(within(await screen.findByRole('alertdialog')).getByRole('button', { name: /^Enable in/ }))
    await screen.findByText(
      /^Audit logging was requested in 3 of 4 organizations(, in \d+ s)?: 1 of them waits to be sent, 1 failed\.$/
    )
    expect(rows('Organizations').map(([name, state]) => [name, state])).toContainEqual([
      'Customer 2',
      'Waiting to send'
    ])
    fireEvent.click(screen.getByRole('radio', { name: 'Failed (1)' }))
    expect(rows('Organizations')).toHaveLength(1)
    expect(within(screen.getByRole('main')).getByRole('link', { name: 'Pending changes' }).getAttribute('href')).toBe(
      '#/changes'
    )
  })
})

describe('Changing settings', () => {
  it('shows what differs, and names what is lost before it is switched off', async () => {
    setFleetSelection([acme, northwind])
    const { fake } = await openApp('/bulk', {}, quick)
    choose('Change settings')
    expect(screen.getByText('Choose a value for at least one setting.')).toBeTruthy()
    fireEvent.click(
      within(screen.getByRole('region', { name: 'Settings' })).getByRole('button', { name: /Public embeds/ })
    )
    fireEvent.click(await screen.findByRole('option', { name: 'Off' }))
    await press('Dry run')
    await screen.findByRole('heading', { level: 1, name: 'Dry run: Change settings' })
    expect(rows('What would happen')[0]).toEqual(['Acme Corporation', 'Will be changed', 'Public embeds: Onto Off'])
    await press('Change settings in 2 organizations')
    const dialog = await screen.findByRole('alertdialog')
    expect(dialog.textContent).toMatch(/Public embeds: Off.*Existing public embeds stop working/)
    fireEvent.click(within(dialog).getByRole('button', { name: 'Change settings in 2 organizations' }))
    await screen.findByText(/^The settings were changed in 2 organizations(, in \d+ s)?\.$/)
    expect(fake.inputsOf('bulk', 'startBulk')).toMatchObject([
      { action: { kind: 'apply-settings', values: { publicEmbeds: false } } }
    ])
  })
})

describe('Runs', () => {
  it('are listed with their outcome, the newest first', async () => {
    const run = (kind: 'sync' | 'test', agoMs: number, state: 'done' | 'failed') => ({
      runId: crypto.randomUUID(),
      action: { kind },
      state: 'ended' as const,
      startedAtMs: Date.now() - agoMs,
      endedAtMs: Date.now() - agoMs + 4_000,
      items: [{ organizationId: acme, name: 'Acme Corporation', state }]
    })
    const { bulk } = standardState()
    await openApp('/bulk', { bulk: { ...bulk, runs: [run('test', 60_000, 'failed'), run('sync', 7_200_000, 'done')] } })
    const section = await screen.findByRole('region', { name: 'Runs' })
    expect(
      within(section)
        .getAllByRole('link')
        .map((link) => link.textContent)
    ).toEqual(['Test connections', 'Sync'])
    expect(section.textContent).toMatch(
      /Ended with failures.*The test passed in 0 of 1 organization, in 4 s: 1 failed\..*2 hours ago/
    )
  })

  it('that are gone are said to be gone', async () => {
    await openApp('/bulk/00000000-0000-4000-8000-0000000000aa')
    expect(await screen.findByText(/Reading the run: This does not exist/)).toBeTruthy()
    expect(screen.getByText(/Runs are remembered until Vigil quits/)).toBeTruthy()
  })

  it('cannot begin beside another, and the plan says why', async () => {
    setFleetSelection([acme])
    const { fake } = await openApp('/bulk', {}, (api) => api.failWith('bulk', 'startBulk', 'busy'))
    choose('Sync')
    await press('Dry run')
    await press('Sync 1 organization')
    expect(await screen.findByText('Sync: Vigil is still busy with this.')).toBeTruthy()
    fake.succeed('bulk', 'startBulk')
    await press('Change')
    expect(await screen.findByRole('heading', { level: 1, name: 'Bulk actions' })).toBeTruthy()
    expect(screen.getByRole<HTMLInputElement>('radio', { name: /^Sync/ }).checked).toBe(true)
  })
})
