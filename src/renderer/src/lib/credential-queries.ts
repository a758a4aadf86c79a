import {
  type UseMutationResult,
  type UseQueryResult,
  useMutation,
  useQuery,
  useQueryClient
} from '@tanstack/react-query'
import type { CallInput } from '../../../shared/contract/api-types.ts'
import type { KeychainStatus, VaultStatus } from '../../../shared/contract/credentials.ts'
import type { OrganizationId } from '../../../shared/kit/ids.ts'
import { api } from './api.ts'
import { patchOrganizations } from './organization-cache.ts'
import { queryKeys } from './query-keys.ts'

/** What the keychain of this machine can do now. */
export function useKeychainStatus(): UseQueryResult<KeychainStatus> {
  return useQuery({ queryKey: queryKeys.keychain, queryFn: () => api.credentials.keychainStatus({}) })
}

/** Asks the keychain again; the system may show its unlock prompt. */
export function useRetryKeychain(): UseMutationResult<KeychainStatus, Error, void> {
  const client = useQueryClient()
  return useMutation({
    mutationFn: () => api.credentials.retryKeychain({}),
    onSuccess: (status) => {
      client.setQueryData(queryKeys.keychain, status)
    },
    onSettled: () => client.invalidateQueries({ queryKey: queryKeys.organizations })
  })
}

/** Replaces the credentials of an organization. */
export function useSetCredentials(): UseMutationResult<VaultStatus, Error, CallInput<'credentials', 'setCredentials'>> {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (input) => api.credentials.setCredentials(input),
    // The variables hold the client secret: they must not stay in the mutation cache after the call.
    gcTime: 0,
    onSettled: (_status, _error, { organizationId }) => patchOrganizations(client, [organizationId])
  })
}

/** Forgets the credentials of an organization. */
export function useClearCredentials(): UseMutationResult<VaultStatus, Error, OrganizationId> {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (organizationId) => api.credentials.clearCredentials({ organizationId }),
    onSettled: (_status, _error, organizationId) => patchOrganizations(client, [organizationId])
  })
}
