import type { Handlers } from '../../shared/contract/api-types.ts'
import type { InboxService } from '../services/inbox-service.ts'

/** Answers the calls of the group `inbox`. */
export function inboxHandlers(service: InboxService): Handlers<'inbox'> {
  return {
    listInbox: async () => [...(await service.list())],
    markRead: async ({ entryId }) => {
      await service.markRead(entryId)
      return {}
    },
    markAllRead: async () => {
      await service.markAllRead()
      return {}
    },
    removeEntry: async ({ entryId }) => {
      await service.remove(entryId)
      return {}
    }
  }
}
