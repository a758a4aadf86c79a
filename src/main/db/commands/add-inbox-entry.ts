import type { InboxEntry } from '../../../shared/contract/inbox.ts'
import { toJson } from '../json-column.ts'
import { command } from '../operation.ts'

/** Adds an entry unless its key was told before, even when that entry was removed since. @returns whether it was added */
export const addInboxEntry = command(
  'registry',
  (db, params: { readonly entry: InboxEntry; readonly key: string }): boolean => {
    const { entry, key } = params
    const isNew = db.run('INSERT INTO inbox_keys (key, first_at_ms) VALUES (:key, :atMs) ON CONFLICT DO NOTHING', {
      key,
      atMs: entry.atMs
    })
    if (isNew.changes === 0) return false
    db.run(
      `INSERT INTO inbox_entries (id, organization_id, organization_name, kind, at_ms, is_read, facts, notification)
       VALUES (:id, :organizationId, :organizationName, :kind, :atMs, :isRead, :facts, :notification)`,
      { ...entry, organizationId: entry.organizationId, facts: toJson(entry.facts) }
    )
    return true
  }
)
