import type { InboxEntry } from '../../src/shared/contract/inbox.ts'
import type { InboxEntryId } from '../../src/shared/kit/ids.ts'
import { dayMs, hourMs, minuteMs } from '../../src/shared/kit/time.ts'
import { auditConnectionId, fakeIds } from './fake-api-ids.ts'

/** What has happened: an activation, refused credentials, preferences that were set aside. */
export function fakeInbox(nowMs: number): InboxEntry[] {
  const entryId = (tail: number): InboxEntryId => `00000000-0000-4000-9000-00000000000${tail}` as InboxEntryId
  return [
    {
      id: entryId(1),
      organizationId: fakeIds.acme,
      organizationName: 'Acme Corporation',
      kind: 'audit-logging-activated',
      atMs: nowMs - 12 * minuteMs,
      isRead: false,
      facts: { tookMs: 4 * minuteMs, connectionId: auditConnectionId },
      notification: 'shown'
    },
    {
      id: entryId(2),
      organizationId: fakeIds.northwind,
      organizationName: 'Northwind Traders',
      kind: 'credential-refused',
      atMs: nowMs - 5 * hourMs,
      isRead: false,
      facts: {},
      notification: 'failed'
    },
    {
      id: entryId(3),
      organizationName: 'Vigil',
      kind: 'preferences-set-aside',
      atMs: nowMs - 2 * dayMs,
      isRead: true,
      facts: { file: 'preferences.damaged-2026-09-30.json' },
      notification: 'none'
    }
  ]
}
