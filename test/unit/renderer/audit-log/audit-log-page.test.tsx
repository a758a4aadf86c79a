import { cleanup, screen } from '@testing-library/react'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { AuditLogPage } from '../../../../src/renderer/src/features/audit-log/audit-log-page.tsx'
import type { AuditLoggingState } from '../../../../src/shared/domain/audit-logging.ts'
import { createFakeApi, fakeIds, fakeOrganization, fakeSettings } from '../../../support/fake-api.ts'
import { giveElementsSize, renderPage } from '../../../support/render-page.tsx'

const organizationId = fakeIds.acme
let restoreSizes: () => void
beforeEach(() => {
  restoreSizes = giveElementsSize(1000, 320)
})
afterEach(() => {
  cleanup()
  restoreSizes()
})

function show(state: AuditLoggingState, { hasConnection, hasRows }: { hasConnection: boolean; hasRows: boolean }) {
  const organization = fakeOrganization({ id: organizationId, auditLogging: state })
  const fake = createFakeApi({ organizations: [organization] })
  fake.state.settings.set(organizationId, fakeSettings(organization))
  if (!hasConnection) fake.state.connections = fake.state.connections.filter((one) => !one.isAuditLog)
  if (!hasRows) {
    fake.state.rows = []
    fake.state.sync = { ...fake.state.sync, rowsKept: 0 }
  }
  renderPage(fake, <AuditLogPage organizationId={organizationId} />)
}

describe('the audit log', () => {
  it('shows the rows of AUDIT_LOGS straight away', async () => {
    show({ kind: 'enabled', connectionId: 'audit-connection-1' }, { hasConnection: true, hasRows: true })
    expect((await screen.findByRole('grid', { name: 'Rows of AUDIT_LOGS' })).getAttribute('aria-rowcount')).toBe('1201')
  })

  it('leads to General Settings where audit logging is off', async () => {
    show({ kind: 'disabled' }, { hasConnection: false, hasRows: false })
    expect(await screen.findByText('Audit logging is off')).toBeTruthy()
    const link = screen.getByRole('link', { name: 'Enable in General Settings' })
    expect(link.getAttribute('href')).toContain('/administration/general-settings')
  })

  it('says that rows come after activation while Feature Pending', async () => {
    show({ kind: 'pending', requestedAtMs: Date.now() }, { hasConnection: false, hasRows: false })
    expect(await screen.findByText('Audit logging is not active yet')).toBeTruthy()
  })

  it('says how late rows are where it is on and nothing was read yet', async () => {
    show({ kind: 'enabled', connectionId: 'audit-connection-1' }, { hasConnection: true, hasRows: false })
    expect(await screen.findByText('No events yet')).toBeTruthy()
    expect(screen.getByText(/up to 2 hours/)).toBeTruthy()
    expect(screen.getByRole('button', { name: 'Sync now' })).toBeTruthy()
  })

  it('shows what was kept where Sigma lists no audit connection any more', async () => {
    show({ kind: 'disabled' }, { hasConnection: false, hasRows: true })
    expect((await screen.findByRole('grid', { name: 'Rows of AUDIT_LOGS' })).getAttribute('aria-rowcount')).toBe('1201')
    expect(screen.getByText(/Sigma lists no audit connection to read more from/)).toBeTruthy()
    expect(screen.queryByRole('link', { name: 'Browse Connection' })).toBeNull()
  })

  it('keeps the rows on screen after audit logging was switched off', async () => {
    show({ kind: 'disabled' }, { hasConnection: true, hasRows: true })
    expect(await screen.findByRole('grid')).toBeTruthy()
  })
})
