import {
  type UseMutationResult,
  type UseQueryResult,
  useMutation,
  useQuery,
  useQueryClient
} from '@tanstack/react-query'
import type { CallInput } from '../../../shared/contract/api-types.ts'
import type { Organization } from '../../../shared/contract/organizations.ts'
import type { OrganizationId } from '../../../shared/kit/ids.ts'
import { api } from './api.ts'
import { queryKeys } from './query-keys.ts'

/** All organizations in the person's order. */
export function useOrganizations(): UseQueryResult<Organization[]> {
  return useQuery({ queryKey: queryKeys.organizations, queryFn: () => api.organizations.listOrganizations({}) })
}

/** One organization of the list; undefined while the list is being read or when it is not in it. */
export function useOrganization(organizationId: OrganizationId): Organization | undefined {
  return useOrganizations().data?.find((organization) => organization.id === organizationId)
}

/** Adds a Sigma organization. */
export function useAddOrganization(): UseMutationResult<
  Organization,
  Error,
  CallInput<'organizations', 'addOrganization'>
> {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (input) => api.organizations.addOrganization(input),
    // The variables hold the client secret: they must not stay in the mutation cache after the call.
    gcTime: 0,
    onSettled: () => client.invalidateQueries({ queryKey: queryKeys.organizations })
  })
}

/** Adds a sandbox organization. */
export function useAddSandboxOrganization(): UseMutationResult<
  Organization,
  Error,
  CallInput<'organizations', 'addSandboxOrganization'>
> {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (input) => api.organizations.addSandboxOrganization(input),
    onSettled: () => client.invalidateQueries({ queryKey: queryKeys.organizations })
  })
}

/** Changes the name, label or slug of an organization. */
export function useUpdateOrganization(): UseMutationResult<
  Organization,
  Error,
  CallInput<'organizations', 'updateOrganization'>
> {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (input) => api.organizations.updateOrganization(input),
    onSettled: () => client.invalidateQueries({ queryKey: queryKeys.organizations })
  })
}

/** Puts the list in a new order, on screen at once; the order comes back when it cannot be stored. */
export function useReorderOrganizations(): UseMutationResult<unknown, Error, readonly OrganizationId[]> {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (organizationIds) => api.organizations.reorderOrganizations({ organizationIds: [...organizationIds] }),
    onMutate: async (organizationIds) => {
      await client.cancelQueries({ queryKey: queryKeys.organizations })
      client.setQueryData<Organization[]>(queryKeys.organizations, (before) =>
        before?.toSorted((left, right) => organizationIds.indexOf(left.id) - organizationIds.indexOf(right.id))
      )
    },
    onSettled: () => client.invalidateQueries({ queryKey: queryKeys.organizations })
  })
}

/** Removes an organization with all that is kept of it. */
export function useRemoveOrganization(): UseMutationResult<
  unknown,
  Error,
  CallInput<'organizations', 'removeOrganization'>
> {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (input) => api.organizations.removeOrganization(input),
    onSuccess: async (_nothing, { organizationId }) => {
      await client.cancelQueries({ queryKey: queryKeys.organization(organizationId) })
      client.setQueryData<Organization[]>(queryKeys.organizations, (before) =>
        before?.filter((one) => one.id !== organizationId)
      )
      client.removeQueries({ queryKey: queryKeys.organization(organizationId) })
      await client.invalidateQueries({ queryKey: queryKeys.inbox })
    },
    onSettled: () => client.invalidateQueries({ queryKey: queryKeys.organizations })
  })
}

/** Reads everything of the organization from Sigma now. */
export function useRefreshOrganization(): UseMutationResult<unknown, Error, OrganizationId> {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (organizationId) => api.organizations.refreshOrganization({ organizationId }),
    onSettled: (_nothing, _error, organizationId) =>
      Promise.all([
        client.invalidateQueries({ queryKey: queryKeys.organizations }),
        client.invalidateQueries({ queryKey: queryKeys.organization(organizationId) })
      ])
  })
}
