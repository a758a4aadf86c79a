import {
  keepPreviousData,
  type InfiniteData,
  type UseInfiniteQueryResult,
  type UseMutationResult,
  useInfiniteQuery,
  useMutation,
  useQueryClient
} from '@tanstack/react-query'
import type { JournalExport, JournalPage } from '../../../shared/contract/journal.ts'
import type { OrganizationId } from '../../../shared/kit/ids.ts'
import { api } from './api.ts'
import { namesFoundBy } from './journal-words.ts'
import { queryKeys } from './query-keys.ts'

/** Which entries are looked at. */
export interface JournalFilter {
  readonly text: string
  readonly organizationId: OrganizationId | undefined
}

const entriesPerPage = 100
/** Whoever reads on in older entries is not disturbed by new ones. */
const lookAgainMs = 10_000

function selectionOf({ text, organizationId }: JournalFilter): {
  search?: { text: string; names: string[] }
  organizationId?: OrganizationId
} {
  const searched = text.trim()
  return {
    ...(searched === '' ? {} : { search: { text: searched, names: namesFoundBy(searched) } }),
    ...(organizationId === undefined ? {} : { organizationId })
  }
}

/** What was done in Vigil, newest first, page by page; while the first page is on screen, kept up to date. */
export function useJournal(filter: JournalFilter): UseInfiniteQueryResult<InfiniteData<JournalPage>> {
  return useInfiniteQuery({
    queryKey: [...queryKeys.journal, filter],
    queryFn: ({ pageParam }) =>
      api.journal.listEntries({
        ...selectionOf(filter),
        ...(pageParam === undefined ? {} : { cursor: pageParam }),
        limit: entriesPerPage
      }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.nextCursor,
    placeholderData: keepPreviousData,
    refetchOnMount: 'always',
    refetchInterval: (query) => ((query.state.data?.pages.length ?? 0) > 1 ? false : lookAgainMs)
  })
}

/** Writes the entries of a filter into a file that the person chooses. */
export function useExportJournal(): UseMutationResult<
  JournalExport,
  Error,
  { readonly filter: JournalFilter; readonly format: 'csv' | 'ndjson' }
> {
  const client = useQueryClient()
  return useMutation({
    mutationFn: ({ filter, format }) => api.journal.exportEntries({ ...selectionOf(filter), format }),
    onSettled: () => client.invalidateQueries({ queryKey: queryKeys.journal })
  })
}
