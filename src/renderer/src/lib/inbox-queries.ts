import {
  type UseMutationResult,
  type UseQueryResult,
  useMutation,
  useQuery,
  useQueryClient
} from '@tanstack/react-query'
import type { InboxEntry } from '../../../shared/contract/inbox.ts'
import type { InboxEntryId } from '../../../shared/kit/ids.ts'
import { api } from './api.ts'
import { queryKeys } from './query-keys.ts'

/** Entries, newest first. */
export function useInbox(): UseQueryResult<InboxEntry[]> {
  return useQuery({ queryKey: queryKeys.inbox, queryFn: () => api.inbox.listInbox({}) })
}

/** How many entries were not read yet. */
export function useUnreadCount(): number {
  return useInbox().data?.filter((entry) => !entry.isRead).length ?? 0
}

/** Changes the list on screen at once, asks the main process, then reads the list again. */
function useInboxMutation<Input>(
  run: (input: Input) => Promise<unknown>,
  apply: (entries: InboxEntry[], input: Input) => InboxEntry[]
): UseMutationResult<unknown, Error, Input> {
  const client = useQueryClient()
  return useMutation({
    mutationFn: run,
    onMutate: async (input) => {
      await client.cancelQueries({ queryKey: queryKeys.inbox })
      client.setQueryData<InboxEntry[]>(queryKeys.inbox, (before) => before && apply(before, input))
    },
    onSettled: () => client.invalidateQueries({ queryKey: queryKeys.inbox })
  })
}

export const useMarkRead = (): UseMutationResult<unknown, Error, InboxEntryId> =>
  useInboxMutation(
    (entryId: InboxEntryId) => api.inbox.markRead({ entryId }),
    (entries, entryId) => entries.map((entry) => (entry.id === entryId ? { ...entry, isRead: true } : entry))
  )

export const useMarkAllRead = (): UseMutationResult<unknown, Error, void> =>
  useInboxMutation(
    () => api.inbox.markAllRead({}),
    (entries) => entries.map((entry) => ({ ...entry, isRead: true }))
  )

export const useRemoveEntry = (): UseMutationResult<unknown, Error, InboxEntryId> =>
  useInboxMutation(
    (entryId: InboxEntryId) => api.inbox.removeEntry({ entryId }),
    (entries, entryId) => entries.filter((entry) => entry.id !== entryId)
  )
