import {
  type UseMutationResult,
  type UseQueryResult,
  useMutation,
  useQuery,
  useQueryClient
} from '@tanstack/react-query'
import type { Preferences } from '../../../shared/contract/preferences.ts'
import { api } from './api.ts'
import { queryKeys } from './query-keys.ts'

/** Theme, width of the sidebar, the organization that was open last. */
export function usePreferences(): UseQueryResult<Preferences> {
  return useQuery({ queryKey: queryKeys.preferences, queryFn: () => api.preferences.getPreferences({}) })
}

/** Stores some preferences; on screen at once. */
export function useSetPreferences(): UseMutationResult<Preferences, Error, Partial<Preferences>> {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (change) => api.preferences.setPreferences(change),
    onMutate: (change) => {
      client.setQueryData<Preferences>(queryKeys.preferences, (before) => before && { ...before, ...change })
    },
    onSuccess: (preferences) => {
      client.setQueryData(queryKeys.preferences, preferences)
    },
    onError: () => client.invalidateQueries({ queryKey: queryKeys.preferences })
  })
}
