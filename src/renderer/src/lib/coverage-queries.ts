import { keepPreviousData, type UseQueryResult, useInfiniteQuery, useQuery } from '@tanstack/react-query'
import type { Coverage, CoverageStatus } from '../../../shared/contract/coverage.ts'
import type { OrganizationId } from '../../../shared/kit/ids.ts'
import { minuteMs } from '../../../shared/kit/time.ts'
import { api } from './api.ts'
import { queryKeys } from './query-keys.ts'

/** Coverage changes by itself as time goes on. */
const lookAgainMs = minuteMs
const readingsPerPage = 50

/** What is known of a table's times; `fromMs` absent: from the first thing known, `toMs` absent: until now. */
export function useCoverage(
  organizationId: OrganizationId,
  path: readonly string[],
  range: { readonly fromMs?: number; readonly toMs?: number },
  isEnabled = true
): UseQueryResult<Coverage> {
  return useQuery({
    queryKey: [...queryKeys.coverage(organizationId), 'stretches', path, range],
    queryFn: () => api.coverage.getCoverage({ organizationId, path: [...path], ...range }),
    placeholderData: keepPreviousData,
    refetchInterval: lookAgainMs,
    enabled: isEnabled
  })
}

/** How complete a table is now, and what is in danger. */
export function useCoverageStatus(
  organizationId: OrganizationId,
  path: readonly string[]
): UseQueryResult<CoverageStatus> {
  return useQuery({
    queryKey: [...queryKeys.coverage(organizationId), 'status', path],
    queryFn: () => api.coverage.getCoverageStatus({ organizationId, path: [...path] }),
    refetchInterval: lookAgainMs
  })
}

/** The ledger: what was asked and answered, newest first. */
export function useReadings(organizationId: OrganizationId, path: readonly string[]) {
  return useInfiniteQuery({
    queryKey: [...queryKeys.coverage(organizationId), 'readings', path],
    queryFn: ({ pageParam }) =>
      api.coverage.listReadings({
        organizationId,
        path: [...path],
        limit: readingsPerPage,
        ...(pageParam === undefined ? {} : { before: pageParam })
      }),
    initialPageParam: undefined as number | undefined,
    getNextPageParam: (page) => page.nextBefore
  })
}
