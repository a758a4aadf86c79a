import { QueryClient } from '@tanstack/react-query'
import { errorDataOf } from './api.ts'

const maxRetries = 2

/**
 * The cache of local answers. They come over the process line, not over a network: the network mode is `always` (with the
 * default, TanStack Query would hold calls back while the machine is offline), and nothing goes stale by age, because the
 * main process announces every change (live-queries.ts).
 */
export function createQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        networkMode: 'always',
        staleTime: Number.POSITIVE_INFINITY,
        gcTime: 10 * 60_000,
        refetchOnWindowFocus: false,
        refetchOnReconnect: false,
        retry: (failures, error) => failures < maxRetries && errorDataOf(error).code === 'busy',
        retryDelay: 300
      },
      mutations: { networkMode: 'always', retry: false }
    }
  })
}
