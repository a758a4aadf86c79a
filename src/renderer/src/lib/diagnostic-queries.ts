import { type UseMutationResult, type UseQueryResult, useMutation, useQuery } from '@tanstack/react-query'
import type { About, Notice } from '../../../shared/contract/diagnostics.ts'
import { api } from './api.ts'
import { queryKeys } from './query-keys.ts'

/** Versions, folders and licences. */
export function useAbout(): UseQueryResult<About> {
  return useQuery({ queryKey: queryKeys.about, queryFn: () => api.diagnostics.about({}) })
}

/** What the person should know about this machine or this start. */
export function useNotices(): UseQueryResult<Notice[]> {
  return useQuery({ queryKey: queryKeys.notices, queryFn: () => api.diagnostics.listNotices({}) })
}

/** Shows the data folder in the file manager. */
export function useOpenDataFolder(): UseMutationResult<unknown, Error, void> {
  return useMutation({ mutationFn: () => api.diagnostics.openDataFolder({}) })
}

const maxReportLength = 2_000

/** Sends a crash of a part of the window to the log. Never throws: it is called while things are broken. */
export function reportRendererError(error: unknown, component: string): void {
  const message = error instanceof Error ? `${error.name}: ${error.message}` : String(error)
  api.diagnostics
    .reportRendererError({ message: message.slice(0, maxReportLength), component: component.slice(0, maxReportLength) })
    .catch(() => undefined)
}

/** Tells the main process that the first useful screen is on view. */
export function announceReady(): void {
  api.diagnostics.rendererReady({}).catch(() => undefined)
}
