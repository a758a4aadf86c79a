import { cleanup, configure, fireEvent, screen, waitFor, within } from '@testing-library/react'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { AuditLogPage } from '../../../../src/renderer/src/features/audit-log/audit-log-page.tsx'
import { createFakeApi, type FakeApi, fakeIds } from '../../../support/fake-api.ts'
import { giveElementsSize, renderPage } from '../../../support/render-page.tsx'
import type { OrganizationId } from '../../../../src/shared/kit/ids.ts'

let restoreSizes: () => void
let fake: FakeApi
let organizationId: OrganizationId

beforeEach(async () => {
  configure({ asyncUtilTimeout: 5_000 })
  restoreSizes = giveElementsSize(1000, 320)
  fake = createFakeApi()
  // A view lives as long as the window: each test has an organization of its own.
  organizationId = crypto.randomUUID() as OrganizationId
  const [first] = fake.state.organizations
  if (first === undefined) throw new Error('no organization')
  const settings = fake.state.settings.get(fakeIds.acme)
  fake.state.organizations.push({ ...first, id: organizationId })
  if (settings !== undefined) fake.state.settings.set(organizationId, { ...settings, organizationId })
  renderPage(fake, <AuditLogPage organizationId={organizationId} />)
  await screen.findByRole('grid')
})
afterEach(() => {
  configure({ asyncUtilTimeout: 1_000 })
  cleanup()
  restoreSizes()
})

const search = (): HTMLElement => screen.getByRole('searchbox', { name: 'Search every column' })
const rowCount = (): number => Number(screen.getByRole('grid').getAttribute('aria-rowcount')) - 1

describe('the events of the audit log', { timeout: 60_000 }, () => {
  it('answers while one types, and says how many of all events fit', async () => {
    fireEvent.change(search(), { target: { value: 'quarterly' } })
    expect(await screen.findByText('400 of 1,200 events')).toBeTruthy()
    expect(rowCount()).toBe(400)
  })

  it('keeps the rows of before on screen until the answer is there', async () => {
    const letGo = fake.hold('auditEvents', 'page')
    fireEvent.change(search(), { target: { value: 'no such thing' } })
    await waitFor(() => expect(fake.inputsOf('auditEvents', 'page').length).toBeGreaterThan(1))
    expect(screen.getByRole('grid')).toBeTruthy()
    letGo()
    expect(await screen.findByText('No event fits')).toBeTruthy()
    fireEvent.click(screen.getByRole('button', { name: 'Show all events' }))
    expect(await screen.findByRole('grid')).toBeTruthy()
  })

  it('shows rows though the count never comes', async () => {
    fake.hold('auditEvents', 'count')
    fireEvent.change(search(), { target: { value: 'FAILURE' } })
    await waitFor(() => expect(screen.getByRole('grid').textContent).not.toContain('SUCCESS'))
  })

  it('wants and leaves out a value of the row that is open', async () => {
    fireEvent.keyDown(screen.getByRole('grid'), { key: 'Enter' })
    const panel = await screen.findByRole('complementary', { name: 'Row details' })
    fireEvent.click(within(panel).getByRole('button', { name: 'Only rows with this Event Type' }))
    const chips = await screen.findByRole('list', { name: /Values that rows must have/ })
    expect(chips.textContent).toContain('Event Type')
    await waitFor(() => expect(rowCount()).toBeLessThan(1_200))
    const wanted = rowCount()
    fireEvent.click(within(chips).getByRole('button', { name: /Turn round/ }))
    await waitFor(() => expect(rowCount()).toBe(1_200 - wanted))
    fireEvent.click(within(chips).getByRole('button', { name: /^Remove/ }))
    await waitFor(() => expect(rowCount()).toBe(1_200))
  })

  it('narrows to a bar by keyboard and widens again', async () => {
    const plot = await screen.findByRole('group', { name: 'Events over time' })
    fireEvent.keyDown(plot, { key: 'Home' })
    fireEvent.keyDown(plot, { key: 'ArrowRight' })
    fireEvent.keyDown(plot, { key: 'ArrowRight', shiftKey: true })
    fireEvent.keyDown(plot, { key: 'Enter' })
    await waitFor(() => expect(rowCount()).toBeLessThan(30))
    expect(rowCount()).toBeGreaterThan(0)
    fireEvent.click(screen.getByRole('button', { name: 'Widen' }))
    await waitFor(() => expect(rowCount()).toBe(1_200))
  })

  it('shows the bars as a table with the same numbers', async () => {
    fireEvent.click(await screen.findByRole('button', { name: 'Show as table' }))
    const table = screen.getByRole('region', { name: 'Events over time, as a table' })
    const counts = within(table)
      .getAllByRole('row')
      .slice(1)
      .map((row) => Number(within(row).getAllByRole('cell')[1]?.textContent))
    expect(counts.reduce((sum, one) => sum + one, 0)).toBe(1_200)
  })

  it('reads from the other end', async () => {
    fireEvent.click(screen.getByRole('button', { name: /Newest first/ }))
    fireEvent.click(await screen.findByRole('option', { name: 'Oldest first' }))
    await waitFor(() =>
      expect(fake.inputsOf('auditEvents', 'page').at(-1)).toMatchObject({
        order: 'oldest',
        filter: { kind: 'everything' }
      })
    )
  })

  it('says how complete the times on screen are', async () => {
    const legend = await screen.findByRole('list', { name: 'Coverage' })
    await waitFor(() => expect(legend.textContent).toContain('Still arriving'))
    expect(screen.getByRole('img', { name: /^Coverage\. Still arriving: .* Complete: / })).toBeTruthy()
  })

  it('counts the values of a column and leaves one out', async () => {
    fireEvent.click(screen.getByRole('button', { name: 'Values' }))
    const panel = await screen.findByRole('complementary', { name: 'Values' })
    fireEvent.click(await within(panel).findByRole('button', { name: 'Leave out LOGIN' }))
    await waitFor(() => expect(screen.getByRole('grid').textContent).not.toContain('LOGIN'))
    expect(rowCount()).toBeLessThan(1_200)
  })
})
