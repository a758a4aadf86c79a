import { QueryClient } from '@tanstack/react-query'
import { hourMs } from '../../../shared/kit/time.ts'
import { errorDataOf } from './api.ts'

const maxRetries = 2
/** Whoever comes back to an organization within the hour sees at once what was on screen, while it is read anew. */
const keptMs = hourMs

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
        gcTime: keptMs,
        refetchOnWindowFocus: false,
        refetchOnReconnect: false,
        retry: (failures, error) => failures < maxRetries && errorDataOf(error).code === 'busy',
        retryDelay: 300
      },
      mutations: { networkMode: 'always', retry: false }
    }
  })
}
