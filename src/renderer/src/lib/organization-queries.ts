import {
  type UseMutationResult,
  type UseQueryResult,
  useMutation,
  useQuery,
  useQueryClient
} from '@tanstack/react-query'
import { useCallback, useEffect } from 'react'
import type { CallInput } from '../../../shared/contract/api-types.ts'
import type { Organization } from '../../../shared/contract/organizations.ts'
import type { SavedFile } from '../../../shared/contract/primitives.ts'
import type { OrganizationId } from '../../../shared/kit/ids.ts'
import { api } from './api.ts'
import { patchOrganizations, putOrganizations } from './organization-cache.ts'
import { queryKeys } from './query-keys.ts'

/** All organizations in the person's order. */
export function useOrganizations(): UseQueryResult<Organization[]> {
  return useQuery({ queryKey: queryKeys.organizations, queryFn: () => api.organizations.listOrganizations({}) })
}

/** One organization of the list; undefined while the list is being read or when it is not in it. */
export function useOrganization(organizationId: OrganizationId): Organization | undefined {
  return useQuery({
    queryKey: queryKeys.organizations,
    queryFn: () => api.organizations.listOrganizations({}),
    // Rendered again only when this one has changed, not with each of the others.
    select: (organizations) => organizations.find((organization) => organization.id === organizationId)
  }).data
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

/** Calls that answer with the organization as it is then, which goes into the list. */
function useOrganizationMutation<Input>(
  run: (input: Input) => Promise<Organization>,
  idOf: (input: Input) => OrganizationId
): UseMutationResult<Organization, Error, Input> {
  const client = useQueryClient()
  return useMutation({
    mutationFn: run,
    onSuccess: (organization) => putOrganizations(client, [organization]),
    onError: (_error, input) => patchOrganizations(client, [idOf(input)])
  })
}

/** Changes the name, label, color or slug of an organization. */
export const useUpdateOrganization = (): UseMutationResult<
  Organization,
  Error,
  CallInput<'organizations', 'updateOrganization'>
> => useOrganizationMutation(api.organizations.updateOrganization, (input) => input.organizationId)

/** Ends what runs for an organization and lets nothing new run. */
export const usePauseOrganization = (): UseMutationResult<Organization, Error, OrganizationId> =>
  useOrganizationMutation(
    (organizationId) => api.organizations.pauseOrganization({ organizationId }),
    (organizationId) => organizationId
  )

/** Lets things run again. */
export const useResumeOrganization = (): UseMutationResult<Organization, Error, OrganizationId> =>
  useOrganizationMutation(
    (organizationId) => api.organizations.resumeOrganization({ organizationId }),
    (organizationId) => organizationId
  )

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
    onSettled: (_nothing, _error, organizationId) => {
      patchOrganizations(client, [organizationId])
      return client.invalidateQueries({ queryKey: queryKeys.organization(organizationId) })
    }
  })
}

/** Tells the main process which organization is on screen, so that it is read more often than the others. */
export function useAnnounceOnScreen(organizationId: OrganizationId | undefined): void {
  useEffect(() => {
    api.organizations.setOnScreen(organizationId === undefined ? {} : { organizationId }).catch(() => undefined)
  }, [organizationId])
}

/** Reads what the first page of an organization shows, before it is opened; what is there already is left. */
export function usePrefetchOrganization(): (organizationId: OrganizationId) => void {
  const client = useQueryClient()
  return useCallback(
    (organizationId) => {
      void client.prefetchQuery({
        queryKey: queryKeys.settings(organizationId),
        queryFn: () => api.settings.getGeneralSettings({ organizationId })
      })
    },
    [client]
  )
}

/** Writes a table of organizations into a CSV file that the person chooses. */
export function useExportFleet(): UseMutationResult<SavedFile, Error, CallInput<'organizations', 'exportFleet'>> {
  return useMutation({ mutationFn: (input) => api.organizations.exportFleet(input) })
}
