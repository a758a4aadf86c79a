import {
  type UseMutationResult,
  type UseQueryResult,
  useMutation,
  useQuery,
  useQueryClient
} from '@tanstack/react-query'
import type { CallInput } from '../../../shared/contract/api-types.ts'
import type { BulkPlan, BulkRun, CredentialList } from '../../../shared/contract/bulk.ts'
import { api } from './api.ts'
import { storeBulkRun } from './bulk-runs.ts'
import { queryKeys } from './query-keys.ts'

/** Runs since Vigil started, newest first. */
export function useBulkRuns(): UseQueryResult<BulkRun[]> {
  return useQuery({ queryKey: queryKeys.bulkRuns, queryFn: () => api.bulk.listBulk({}) })
}

/** One run with what became of each organization. */
export function useBulkRun(runId: string): UseQueryResult<BulkRun> {
  return useQuery({ queryKey: queryKeys.bulkRun(runId), queryFn: () => api.bulk.getBulk({ runId }) })
}

/** The run that is going on; there is never more than one. */
export function useRunningBulk(): BulkRun | undefined {
  return useBulkRuns().data?.find((run) => run.state !== 'ended')
}

/** Asks what would happen, and does nothing. */
export function usePlanBulk(): UseMutationResult<BulkPlan, Error, CallInput<'bulk', 'planBulk'>> {
  return useMutation({ mutationFn: (input) => api.bulk.planBulk(input) })
}

function useRunMutation<Input>(run: (input: Input) => Promise<BulkRun>): UseMutationResult<BulkRun, Error, Input> {
  const client = useQueryClient()
  return useMutation({ mutationFn: run, onSuccess: (answer) => storeBulkRun(client, answer) })
}

export const useStartBulk = (): UseMutationResult<BulkRun, Error, CallInput<'bulk', 'startBulk'>> =>
  useRunMutation(api.bulk.startBulk)
export const useCancelBulk = (): UseMutationResult<BulkRun, Error, CallInput<'bulk', 'cancelBulk'>> =>
  useRunMutation(api.bulk.cancelBulk)
/** Does again what failed or was cancelled, as a run of its own. */
export const useRetryBulk = (): UseMutationResult<BulkRun, Error, CallInput<'bulk', 'retryBulk'>> =>
  useRunMutation(api.bulk.retryBulk)

/** Asks for a CSV file with new credentials; null when none was chosen. */
export function useChooseCredentialFile(): UseMutationResult<CredentialList | null, Error, void> {
  return useMutation({ mutationFn: () => api.bulk.chooseCredentialFile({}) })
}

/** Hands typed credentials to the main process. */
export function useKeepCredentials(): UseMutationResult<CredentialList, Error, CallInput<'bulk', 'keepCredentials'>> {
  return useMutation({
    mutationFn: (input) => api.bulk.keepCredentials(input),
    // The variables hold client secrets: they must not stay in the mutation cache after the call.
    gcTime: 0
  })
}

/** Forgets a list of credentials and its secrets; one that is forgotten already is no error. */
export function dropCredentials(listId: string): void {
  void api.bulk.dropCredentials({ listId }).catch(() => undefined)
}
