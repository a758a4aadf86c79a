import { type UseQueryResult, useQuery } from '@tanstack/react-query'
import type { WaitingChanges } from '../../../shared/contract/changes.ts'
import { api } from './api.ts'
import { useOrganizations } from './organization-queries.ts'
import { queryKeys } from './query-keys.ts'

/** Every change that Sigma does not have yet, over all organizations. */
export function useChanges(): UseQueryResult<WaitingChanges> {
  return useQuery({ queryKey: queryKeys.changes, queryFn: () => api.changes.listChanges({}) })
}

/** How many changes wait, and how many of them for a person; from the list of organizations, which is at hand anyway. */
export function useChangeCounts(): { readonly all: number; readonly forPerson: number } {
  const organizations = useOrganizations().data ?? []
  return {
    all: organizations.reduce((sum, one) => sum + one.pendingChanges, 0),
    forPerson: organizations.reduce((sum, one) => sum + one.refusedChanges, 0)
  }
}
