import {
  keepPreviousData,
  type InfiniteData,
  type UseInfiniteQueryResult,
  type UseMutationResult,
  type UseQueryResult,
  useInfiniteQuery,
  useMutation,
  useQuery,
  useQueryClient
} from '@tanstack/react-query'
import type { CallOutput } from '../../../shared/contract/api-types.ts'
import type { MemberStatus } from '../../../shared/contract/directory.ts'
import type { OrganizationId } from '../../../shared/kit/ids.ts'
import { api } from './api.ts'
import { queryKeys } from './query-keys.ts'

const membersPerPage = 200

/** Which members of one organization are looked at. */
export interface MemberFilter {
  readonly text: string
  readonly status: MemberStatus
}

/** Members of one organization as last read, page by page. */
export function useMembers(
  organizationId: OrganizationId,
  { text, status }: MemberFilter
): UseInfiniteQueryResult<InfiniteData<CallOutput<'directory', 'listMembers'>>> {
  const search = text.trim()
  return useInfiniteQuery({
    queryKey: [...queryKeys.directory(organizationId), 'members', search, status],
    queryFn: ({ pageParam }) =>
      api.directory.listMembers({
        organizationId,
        ...(search === '' ? {} : { search }),
        status,
        ...(pageParam === undefined ? {} : { cursor: pageParam }),
        limit: membersPerPage
      }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.nextCursor,
    placeholderData: keepPreviousData
  })
}

/** Teams of one organization as last read. */
export function useTeams(organizationId: OrganizationId): UseQueryResult<CallOutput<'directory', 'listTeams'>> {
  return useQuery({
    queryKey: [...queryKeys.directory(organizationId), 'teams'],
    queryFn: () => api.directory.listTeams({ organizationId })
  })
}

/** Who is in a team. */
export function useTeamMembers(
  organizationId: OrganizationId,
  teamId: string
): UseQueryResult<CallOutput<'directory', 'listTeamMembers'>> {
  return useQuery({
    queryKey: [...queryKeys.directory(organizationId), 'teams', teamId, 'members'],
    queryFn: () => api.directory.listTeamMembers({ organizationId, teamId })
  })
}

/** Account types of one organization, with their permissions, as last read. */
export function useAccountTypes(
  organizationId: OrganizationId
): UseQueryResult<CallOutput<'directory', 'listAccountTypes'>> {
  return useQuery({
    queryKey: [...queryKeys.directory(organizationId), 'account-types'],
    queryFn: () => api.directory.listAccountTypes({ organizationId })
  })
}

/** Tenants of one organization as last read. */
export function useTenants(organizationId: OrganizationId): UseQueryResult<CallOutput<'directory', 'listTenants'>> {
  return useQuery({
    queryKey: [...queryKeys.directory(organizationId), 'tenants'],
    queryFn: () => api.directory.listTenants({ organizationId })
  })
}

/** Reads members, teams, account types and tenants from Sigma now. */
export function useRefreshDirectory(): UseMutationResult<unknown, Error, OrganizationId> {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (organizationId) => api.directory.refreshDirectory({ organizationId }),
    onSettled: (_nothing, _error, organizationId) =>
      Promise.all([
        client.invalidateQueries({ queryKey: queryKeys.directory(organizationId) }),
        client.invalidateQueries({ queryKey: queryKeys.people })
      ])
  })
}
