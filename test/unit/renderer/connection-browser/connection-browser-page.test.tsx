import { cleanup, fireEvent, screen, waitFor, within } from '@testing-library/react'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { ConnectionBrowserPage } from '../../../../src/renderer/src/features/connection-browser/connection-browser-page.tsx'
import { auditConnectionId, auditLogsPath, createFakeApi, fakeIds } from '../../../support/fake-api.ts'
import { giveElementsSize, renderPage } from '../../../support/render-page.tsx'

const organizationId = fakeIds.acme
let restoreSizes: () => void
beforeEach(() => {
  restoreSizes = giveElementsSize(1000, 600)
})
afterEach(() => {
  cleanup()
  restoreSizes()
})

describe('the connection browser', () => {
  it('has the audit connection first and marked', async () => {
    renderPage(createFakeApi(), <ConnectionBrowserPage organizationId={organizationId} />)
    const tree = await screen.findByRole('treegrid', { name: 'Connections' })
    await waitFor(() => expect(within(tree).getAllByRole('row')[0]?.textContent).toMatch(/^Sigma Audit Logs.*audit$/))
    expect(screen.getByText('Choose a connection or a table')).toBeTruthy()
  })

  it('tests a connection and says the outcome in words', async () => {
    const fake = createFakeApi()
    renderPage(fake, <ConnectionBrowserPage organizationId={organizationId} connectionId="warehouse-1" />)
    fireEvent.click(await screen.findByRole('button', { name: 'Test connection' }))
    await waitFor(() => expect(screen.getAllByText('Works')).toHaveLength(2))
    expect(fake.inputsOf('connections', 'testConnection')).toEqual([{ organizationId, connectionId: 'warehouse-1' }])
  })

  it('shows the rows of a table of the audit connection', async () => {
    renderPage(
      createFakeApi(),
      <ConnectionBrowserPage organizationId={organizationId} connectionId={auditConnectionId} path={auditLogsPath} />
    )
    expect(await screen.findByRole('grid', { name: 'Rows of AUDIT_LOGS' })).toBeTruthy()
  })

  it('shows columns of other tables, and says that it does not read their rows', async () => {
    const path = ['SALES', 'PUBLIC', 'ORDERS']
    const fake = createFakeApi()
    renderPage(fake, <ConnectionBrowserPage organizationId={organizationId} connectionId="warehouse-1" path={path} />)
    expect(await screen.findByRole('rowheader', { name: 'REQUEST_TIME' })).toBeTruthy()
    fireEvent.change(screen.getByRole('searchbox', { name: 'Filter columns' }), { target: { value: 'number' } })
    expect(
      screen
        .getAllByRole('rowheader')
        .filter((cell) => cell.tagName === 'TH')
        .map((cell) => cell.textContent)
    ).toEqual(['AFFECTED_ROWS'])
    fireEvent.click(screen.getByRole('tab', { name: 'Data' }))
    expect(await screen.findByText(/rows of the audit connection only/)).toBeTruthy()
    expect(fake.inputsOf('archive', 'listRows')).toEqual([])
  })
})
