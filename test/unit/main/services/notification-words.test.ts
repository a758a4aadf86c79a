import { expect, test } from 'vitest'
import { notificationFor } from '../../../../src/main/services/notification-words.ts'
import type { InboxEntry } from '../../../../src/shared/contract/inbox.ts'
import type { InboxEntryId, OrganizationId } from '../../../../src/shared/kit/ids.ts'

const entry = (change: Partial<InboxEntry>): InboxEntry => ({
  id: '00000000-0000-4000-8000-000000000001' as InboxEntryId,
  organizationId: '00000000-0000-4000-8000-000000000002' as OrganizationId,
  organizationName: 'Acme',
  kind: 'audit-logging-activated',
  atMs: 0,
  isRead: false,
  facts: {},
  notification: 'none',
  ...change
})

test('an activation names the organization, says how long it took, and offers Sigma', () => {
  const notification = notificationFor(entry({ facts: { tookMs: 240_000, organizationKind: 'sigma' } }))
  expect(notification.title).toBe('Sigma Audit Logs is active')
  expect(notification.body).toBe('Acme: ready to browse after 4 min.')
  expect(notification.actions).toEqual([{ id: 'open-in-sigma', label: 'Open in Sigma' }])
})

test('a sandbox organization has no portal to open', () => {
  expect(notificationFor(entry({ facts: { organizationKind: 'sandbox' } })).actions).toEqual([])
})

test('seconds are said as seconds', () => {
  expect(notificationFor(entry({ facts: { tookMs: 31_400 } })).body).toContain('after 31 s')
})

test('news of one kind in two organizations are two notifications', () => {
  const other = entry({ organizationId: '00000000-0000-4000-8000-000000000003' as OrganizationId })
  expect(notificationFor(entry({})).key).not.toBe(notificationFor(other).key)
})
