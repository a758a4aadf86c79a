import {
  type UseMutationResult,
  type UseQueryResult,
  useInfiniteQuery,
  useMutation,
  useQuery,
  useQueryClient
} from '@tanstack/react-query'
import type { WatchedFolder } from '../../../shared/contract/imports.ts'
import type { OrganizationId } from '../../../shared/kit/ids.ts'
import { api } from './api.ts'
import { queryKeys } from './query-keys.ts'

const importsPerPage = 30
const linesPerPage = 100
/** Progress is announced; this is for an announcement that came before anybody listened. */
const lookAgainMs = 2_000

/** Imports of files, newest first. */
export function useImports(organizationId: OrganizationId) {
  return useInfiniteQuery({
    queryKey: [...queryKeys.imports(organizationId), 'list'],
    queryFn: ({ pageParam }) =>
      api.imports.listImports({
        organizationId,
        limit: importsPerPage,
        ...(pageParam === undefined ? {} : { before: pageParam })
      }),
    initialPageParam: undefined as number | undefined,
    getNextPageParam: (page) => page.nextBefore,
    refetchInterval: (query) =>
      query.state.data?.pages.some(({ imports }) =>
        imports.some(({ state }) => state === 'waiting' || state === 'reading')
      ) === true
        ? lookAgainMs
        : false
  })
}

/** Lines that are no good row, newest first; `importId`: of one file only. */
export function useQuarantine(organizationId: OrganizationId, importId: number | undefined) {
  return useInfiniteQuery({
    queryKey: [...queryKeys.imports(organizationId), 'quarantine', importId],
    queryFn: ({ pageParam }) =>
      api.imports.listQuarantine({
        organizationId,
        limit: linesPerPage,
        ...(importId === undefined ? {} : { importId }),
        ...(pageParam === undefined ? {} : { before: pageParam })
      }),
    initialPageParam: undefined as number | undefined,
    getNextPageParam: (page) => page.nextBefore
  })
}

export function useWatchedFolder(organizationId: OrganizationId): UseQueryResult<WatchedFolder> {
  return useQuery({
    queryKey: [...queryKeys.imports(organizationId), 'folder'],
    queryFn: () => api.imports.getWatchedFolder({ organizationId })
  })
}

function useImportAct<Input extends { readonly organizationId: OrganizationId }, Output>(
  run: (input: Input) => Promise<Output>
): UseMutationResult<Output, Error, Input> {
  const client = useQueryClient()
  return useMutation({
    mutationFn: run,
    onSettled: (_output, _error, { organizationId }) => {
      void client.invalidateQueries({ queryKey: queryKeys.imports(organizationId) })
    }
  })
}

export const useChooseImportFiles = () => useImportAct(api.imports.chooseImportFiles)
export const useImportDropped = () => useImportAct(api.imports.importDropped)
export const useCancelImport = () => useImportAct(api.imports.cancelImport)
export const useRetryImport = () => useImportAct(api.imports.retryImport)
export const useChooseWatchedFolder = () => useImportAct(api.imports.chooseWatchedFolder)
export const useClearWatchedFolder = () => useImportAct(api.imports.clearWatchedFolder)
