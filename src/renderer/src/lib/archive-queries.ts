import {
  type UseMutationResult,
  type UseQueryResult,
  useMutation,
  useQuery,
  useQueryClient
} from '@tanstack/react-query'
import type { CallInput, CallOutput } from '../../../shared/contract/api-types.ts'
import type { EventTable, ExportWorkbook, TableSync } from '../../../shared/contract/archive.ts'
import type { OrganizationId } from '../../../shared/kit/ids.ts'
import { api } from './api.ts'
import { queryKeys } from './query-keys.ts'

const lookAgainMs = 5_000

/** Tables of which events are kept, most events first: also those that Sigma does not list any more. */
export function useEventTables(organizationId: OrganizationId, isWanted: boolean): UseQueryResult<EventTable[]> {
  return useQuery({
    queryKey: queryKeys.eventTables(organizationId),
    queryFn: () => api.archive.listEventTables({ organizationId }),
    enabled: isWanted
  })
}

/** How reading a table stands; `path` undefined while no table is chosen. */
export function useTableSync(organizationId: OrganizationId, path: string[] | undefined): UseQueryResult<TableSync> {
  return useQuery({
    queryKey: queryKeys.tableSync(organizationId, path ?? []),
    queryFn: () => api.archive.getTableSync({ organizationId, path: path ?? [] }),
    enabled: path !== undefined,
    // A table on view is kept fresh: the main process decides at each question whether its rows are due.
    refetchInterval: lookAgainMs
  })
}

function useSyncMutation<Input extends { organizationId: OrganizationId; path: string[] }>(
  run: (input: Input) => Promise<TableSync>
): UseMutationResult<TableSync, Error, Input> {
  const client = useQueryClient()
  return useMutation({
    mutationFn: run,
    onSuccess: (sync, { organizationId, path }) => {
      client.setQueryData(queryKeys.tableSync(organizationId, path), sync)
    },
    onError: (_error, { organizationId, path }) =>
      client.invalidateQueries({ queryKey: queryKeys.tableSync(organizationId, path) })
  })
}

/** Starts reading new rows; progress arrives in `useTableSync`. */
export const useSyncTable = (): UseMutationResult<TableSync, Error, CallInput<'archive', 'syncTable'>> =>
  useSyncMutation(api.archive.syncTable)
export const useCancelTableSync = (): UseMutationResult<TableSync, Error, CallInput<'archive', 'cancelTableSync'>> =>
  useSyncMutation(api.archive.cancelTableSync)
/** Keeps a table from being read, by itself too, until it is resumed. */
export const usePauseTableSync = (): UseMutationResult<TableSync, Error, CallInput<'archive', 'pauseTableSync'>> =>
  useSyncMutation(api.archive.pauseTableSync)
export const useResumeTableSync = (): UseMutationResult<TableSync, Error, CallInput<'archive', 'resumeTableSync'>> =>
  useSyncMutation(api.archive.resumeTableSync)

/** Workbooks to choose from; asks Sigma, so only while the choice is on screen. */
export function useExportWorkbooks(
  organizationId: OrganizationId,
  { isEnabled }: { readonly isEnabled: boolean }
): UseQueryResult<CallOutput<'archive', 'listExportWorkbooks'>> {
  return useQuery({
    queryKey: queryKeys.exportWorkbooks(organizationId),
    queryFn: () => api.archive.listExportWorkbooks({ organizationId }),
    enabled: isEnabled,
    staleTime: 0
  })
}

function useWorkbookMutation<Input extends { organizationId: OrganizationId }>(
  run: (input: Input) => Promise<ExportWorkbook>
): UseMutationResult<ExportWorkbook, Error, Input> {
  const client = useQueryClient()
  return useMutation({
    mutationFn: run,
    onSuccess: (_workbook, { organizationId }) => {
      void client.invalidateQueries({ queryKey: queryKeys.archive(organizationId) })
    }
  })
}

export const useSetExportWorkbook = (): UseMutationResult<
  ExportWorkbook,
  Error,
  CallInput<'archive', 'setExportWorkbook'>
> => useWorkbookMutation(api.archive.setExportWorkbook)
export const useCreateExportWorkbook = (): UseMutationResult<
  ExportWorkbook,
  Error,
  CallInput<'archive', 'createExportWorkbook'>
> => useWorkbookMutation(api.archive.createExportWorkbook)
