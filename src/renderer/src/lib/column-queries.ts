import {
  type UseMutationResult,
  type UseQueryResult,
  useInfiniteQuery,
  useMutation,
  useQuery,
  useQueryClient
} from '@tanstack/react-query'
import type { CallInput, CallOutput } from '../../../shared/contract/api-types.ts'
import type { TableColumns } from '../../../shared/contract/columns.ts'
import type { OrganizationId } from '../../../shared/kit/ids.ts'
import { api } from './api.ts'
import { queryKeys } from './query-keys.ts'

const changesPerPage = 50

/** The columns of an archived table and what they mean. */
export function useColumns(organizationId: OrganizationId, path: readonly string[]): UseQueryResult<TableColumns> {
  return useQuery({
    queryKey: [...queryKeys.columns(organizationId), 'all', path],
    queryFn: () => api.columns.getColumns({ organizationId, path: [...path] })
  })
}

/** New, vanished, returned and renamed columns, newest first. */
export function useColumnChanges(organizationId: OrganizationId, path: readonly string[]) {
  return useInfiniteQuery({
    queryKey: [...queryKeys.columns(organizationId), 'changes', path],
    queryFn: ({ pageParam }) =>
      api.columns.listColumnChanges({
        organizationId,
        path: [...path],
        limit: changesPerPage,
        ...(pageParam === undefined ? {} : { before: pageParam })
      }),
    initialPageParam: undefined as number | undefined,
    getNextPageParam: (page) => page.nextBefore
  })
}

/** Says which column has a role. */
export function useSetRole(): UseMutationResult<
  CallOutput<'columns', 'setRole'>,
  Error,
  CallInput<'columns', 'setRole'>
> {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (input) => api.columns.setRole(input),
    onSuccess: ({ columns, roles, hasRows }, { organizationId, path }) => {
      client.setQueryData([...queryKeys.columns(organizationId), 'all', path], { columns, roles, hasRows })
    }
  })
}
