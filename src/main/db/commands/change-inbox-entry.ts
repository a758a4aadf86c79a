import type { InboxEntry } from '../../../shared/contract/inbox.ts'
import { command } from '../operation.ts'

interface OfEntry {
  readonly id: InboxEntry['id']
}

/** What became of the desktop notification. */
export const setInboxNotification = command(
  'registry',
  (db, params: OfEntry & { readonly outcome: InboxEntry['notification'] }): void => {
    db.run('UPDATE inbox_entries SET notification = :outcome WHERE id = :id', { ...params })
  }
)

export const markInboxEntryRead = command('registry', (db, params: OfEntry): void => {
  db.run('UPDATE inbox_entries SET is_read = 1 WHERE id = :id', { ...params })
})

export const markAllInboxEntriesRead = command('registry', (db): void => {
  db.run('UPDATE inbox_entries SET is_read = 1 WHERE is_read = 0')
})

export const removeInboxEntry = command('registry', (db, params: OfEntry): void => {
  db.run('DELETE FROM inbox_entries WHERE id = :id', { ...params })
})
