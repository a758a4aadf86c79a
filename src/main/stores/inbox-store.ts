import type { DatabaseClient } from '../db/client.ts'
import type { InboxEntry } from '../../shared/contract/inbox.ts'
import type { InboxEntryId } from '../../shared/kit/ids.ts'

/** Inbox entries, in the registry. */
export interface InboxStore {
  list(limit: number): Promise<readonly InboxEntry[]>
  unread(): Promise<number>
  /**
   * Adds an entry unless one with this key is there already.
   * @param key what makes it the same event, e.g. one activation of one organization, so that it is told once
   * @returns whether it was added
   */
  add(entry: InboxEntry, key: string): Promise<boolean>
  setNotification(id: InboxEntryId, outcome: InboxEntry['notification']): Promise<void>
  markRead(id: InboxEntryId): Promise<void>
  markAllRead(): Promise<void>
  remove(id: InboxEntryId): Promise<void>
}

const registry = { kind: 'registry' } as const

/** Inbox entries, in the registry. */
export function createInboxStore(client: DatabaseClient): InboxStore {
  return {
    list: (limit) => client.query(registry, 'listInbox', { limit }),
    unread: () => client.query(registry, 'countUnread'),
    add: (entry, key) => client.command(registry, 'addInboxEntry', { entry, key }),
    setNotification: (id, outcome) => client.command(registry, 'setInboxNotification', { id, outcome }),
    markRead: (id) => client.command(registry, 'markInboxEntryRead', { id }),
    markAllRead: () => client.command(registry, 'markAllInboxEntriesRead'),
    remove: (id) => client.command(registry, 'removeInboxEntry', { id })
  }
}
