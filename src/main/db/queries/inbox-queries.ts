import type { InboxEntry } from '../../../shared/contract/inbox.ts'
import { fromJson } from '../json-column.ts'
import { query } from '../operation.ts'

interface InboxRow {
  readonly id: InboxEntry['id']
  readonly organizationId: NonNullable<InboxEntry['organizationId']> | null
  readonly organizationName: string
  readonly kind: InboxEntry['kind']
  readonly atMs: number
  readonly isRead: 0 | 1
  readonly facts: string
  readonly notification: InboxEntry['notification']
}

export const listInbox = query('registry', (db, params: { readonly limit: number }): readonly InboxEntry[] =>
  db
    .all<InboxRow>(
      `SELECT id, organization_id AS organizationId, organization_name AS organizationName, kind, at_ms AS atMs,
         is_read AS isRead, facts, notification
       FROM inbox_entries ORDER BY at_ms DESC, sequence DESC LIMIT :limit`,
      params
    )
    .map(({ organizationId, isRead, facts, ...row }) => ({
      ...row,
      ...(organizationId === null ? {} : { organizationId }),
      isRead: isRead === 1,
      facts: fromJson<InboxEntry['facts']>(facts)
    }))
)

export const countUnread = query(
  'registry',
  (db): number =>
    db.get<{ unread: number }>('SELECT count(*) AS unread FROM inbox_entries WHERE is_read = 0')?.unread ?? 0
)
