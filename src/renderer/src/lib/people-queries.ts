import {
  keepPreviousData,
  type InfiniteData,
  type UseInfiniteQueryResult,
  type UseMutationResult,
  type UseQueryResult,
  useInfiniteQuery,
  useMutation,
  useQuery
} from '@tanstack/react-query'
import type { CallOutput } from '../../../shared/contract/api-types.ts'
import type { MemberStatus } from '../../../shared/contract/directory.ts'
import type { SavedFile } from '../../../shared/contract/primitives.ts'
import type { OrganizationId } from '../../../shared/kit/ids.ts'
import { api } from './api.ts'
import { queryKeys } from './query-keys.ts'

/** Whom one looks for over all organizations. */
export interface PeopleFilter {
  readonly text: string
  readonly status: MemberStatus
  /** Undefined: all organizations. */
  readonly organizationId: OrganizationId | undefined
}

export type PeoplePage = CallOutput<'directory', 'listPeople'>
export type PeopleCounts = CallOutput<'directory', 'countPeople'>

const peoplePerPage = 200

function wherePeopleAre({ text, organizationId }: Omit<PeopleFilter, 'status'>) {
  const search = text.trim()
  return {
    ...(search === '' ? {} : { search }),
    ...(organizationId === undefined ? {} : { organizationIds: [organizationId] })
  }
}

/** People over all organizations, page by page. What the filter before found stays until the answer is there. */
export function usePeople(filter: PeopleFilter): UseInfiniteQueryResult<InfiniteData<PeoplePage>> {
  return useInfiniteQuery({
    queryKey: [...queryKeys.people, 'list', filter],
    queryFn: ({ pageParam }) =>
      api.directory.listPeople({
        ...wherePeopleAre(filter),
        status: filter.status,
        ...(pageParam === undefined ? {} : { cursor: pageParam }),
        limit: peoplePerPage
      }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.nextCursor,
    placeholderData: keepPreviousData
  })
}

/** How many people each status finds. */
export function usePeopleCounts({ text, organizationId }: PeopleFilter): UseQueryResult<PeopleCounts> {
  return useQuery({
    queryKey: [...queryKeys.people, 'counts', text.trim(), organizationId],
    queryFn: () => api.directory.countPeople(wherePeopleAre({ text, organizationId })),
    placeholderData: keepPreviousData
  })
}

/** Writes a line for each membership of the people found into a file that the person chooses. */
export function useExportPeople(): UseMutationResult<
  SavedFile,
  Error,
  { readonly filter: PeopleFilter; readonly format: 'csv' | 'ndjson' }
> {
  return useMutation({
    mutationFn: ({ filter, format }) =>
      api.directory.exportPeople({ ...wherePeopleAre(filter), status: filter.status, format })
  })
}
