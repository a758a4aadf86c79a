import {
  type UseMutationResult,
  type UseQueryResult,
  useMutation,
  useQuery,
  useQueryClient
} from '@tanstack/react-query'
import type { CallInput } from '../../../shared/contract/api-types.ts'
import type { GeneralSettings } from '../../../shared/contract/settings.ts'
import type { OrganizationId } from '../../../shared/kit/ids.ts'
import { api } from './api.ts'
import { patchOrganizations } from './organization-cache.ts'
import { queryKeys } from './query-keys.ts'

/** General Settings as known locally, with pending changes. */
export function useGeneralSettings(organizationId: OrganizationId): UseQueryResult<GeneralSettings> {
  return useQuery({
    queryKey: queryKeys.settings(organizationId),
    queryFn: () => api.settings.getGeneralSettings({ organizationId })
  })
}

type SettingsMutation<Input> = UseMutationResult<GeneralSettings, Error, Input>

/** Every settings call answers with the whole of General Settings, which goes into the cache as it is. */
function useSettingsMutation<Input extends { readonly organizationId: OrganizationId }>(
  run: (input: Input) => Promise<GeneralSettings>
): SettingsMutation<Input> {
  const client = useQueryClient()
  return useMutation({
    mutationFn: run,
    onSuccess: (settings, { organizationId }) => {
      client.setQueryData(queryKeys.settings(organizationId), settings)
    },
    onError: (_error, { organizationId }) => client.invalidateQueries({ queryKey: queryKeys.settings(organizationId) }),
    onSettled: (_settings, _error, { organizationId }) => {
      patchOrganizations(client, [organizationId])
      return client.invalidateQueries({ queryKey: queryKeys.changes })
    }
  })
}

interface OfOrganization {
  readonly organizationId: OrganizationId
}

/** Reads the settings from Sigma now. */
export const useRefreshSettings = (): SettingsMutation<OfOrganization> =>
  useSettingsMutation(api.settings.refreshSettings)
export const useChangeSetting = (): SettingsMutation<CallInput<'settings', 'changeSetting'>> =>
  useSettingsMutation(api.settings.changeSetting)
export const useRetryPendingChange = (): SettingsMutation<CallInput<'settings', 'retryPendingChange'>> =>
  useSettingsMutation(api.settings.retryPendingChange)
export const useDiscardPendingChange = (): SettingsMutation<CallInput<'settings', 'discardPendingChange'>> =>
  useSettingsMutation(api.settings.discardPendingChange)
/** Ends a conflict: `mine` is sent over Sigma's value, `theirs` drops the change. */
export const useResolveConflict = (): SettingsMutation<CallInput<'changes', 'resolveConflict'>> =>
  useSettingsMutation(api.changes.resolveConflict)
export const useEnableAuditLogging = (): SettingsMutation<OfOrganization> =>
  useSettingsMutation(api.settings.enableAuditLogging)
export const useDisableAuditLogging = (): SettingsMutation<OfOrganization> =>
  useSettingsMutation(api.settings.disableAuditLogging)
/** Takes back a request that was not sent yet. */
export const useWithdrawAuditLoggingRequest = (): SettingsMutation<OfOrganization> =>
  useSettingsMutation(api.settings.withdrawAuditLoggingRequest)
export const useDismissAuditLoggingRefusal = (): SettingsMutation<OfOrganization> =>
  useSettingsMutation(api.settings.dismissAuditLoggingRefusal)

/** Opens a page of the organization in the person's browser. */
export function useOpenInSigma(): UseMutationResult<unknown, Error, CallInput<'settings', 'openInSigma'>> {
  return useMutation({ mutationFn: (input) => api.settings.openInSigma(input) })
}
