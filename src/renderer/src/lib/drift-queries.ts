import { type UseQueryResult, useQuery } from '@tanstack/react-query'
import type { ComparedKey, SettingsMatrix, SettingValueSeen } from '../../../shared/contract/drift.ts'
import type { OrganizationId } from '../../../shared/kit/ids.ts'
import { api } from './api.ts'
import { queryKeys } from './query-keys.ts'

/** The settings of all organizations as known locally. */
export function useSettingsMatrix(): UseQueryResult<SettingsMatrix> {
  return useQuery({ queryKey: queryKeys.settingsMatrix, queryFn: () => api.drift.getSettingsMatrix({}) })
}

/** Every value that Vigil has seen of a setting, newest first. */
export function useSettingHistory(
  organizationId: OrganizationId,
  key: ComparedKey
): UseQueryResult<SettingValueSeen[]> {
  return useQuery({
    queryKey: queryKeys.settingHistory(organizationId, key),
    queryFn: () => api.drift.getSettingHistory({ organizationId, key })
  })
}
