import { keepPreviousData, type UseQueryResult, useQuery } from '@tanstack/react-query'
import type { CallInput, CallOutput } from '../../../shared/contract/api-types.ts'
import type { ArchivedEventHistogram, TopEventValues } from '../../../shared/contract/audit-events.ts'
import { minuteMs } from '../../../shared/kit/time.ts'
import { api } from './api.ts'
import { queryKeys } from './query-keys.ts'

/** Answers of questions that were typed away are soon of no use. */
const keptMs = minuteMs

/**
 * How many events fit. `generation`: changes when the archive has other rows. The answer before stays until the next is
 * there.
 */
export function useEventCount(
  input: CallInput<'auditEvents', 'count'>,
  generation: number
): UseQueryResult<CallOutput<'auditEvents', 'count'>> {
  return useQuery({
    queryKey: [...queryKeys.events(input.organizationId), 'count', input, generation],
    queryFn: () => api.auditEvents.count(input),
    placeholderData: keepPreviousData,
    staleTime: 'static',
    gcTime: keptMs
  })
}

/** The events that fit over time; `input` undefined while nothing is to be drawn. */
export function useEventHistogram(
  input: CallInput<'auditEvents', 'histogram'> | undefined,
  generation: number
): UseQueryResult<ArchivedEventHistogram> {
  return useQuery({
    queryKey: ['organization', input?.organizationId, 'events', 'histogram', input, generation],
    queryFn: async () => {
      if (input === undefined) throw new Error('nothing was asked')
      return await api.auditEvents.histogram(input)
    },
    enabled: input !== undefined,
    placeholderData: keepPreviousData,
    staleTime: 'static',
    gcTime: keptMs
  })
}

/** The most frequent values of a column among the events that fit. */
export function useTopValues(
  input: CallInput<'auditEvents', 'topValues'>,
  generation: number
): UseQueryResult<TopEventValues> {
  return useQuery({
    queryKey: [...queryKeys.events(input.organizationId), 'top', input, generation],
    queryFn: () => api.auditEvents.topValues(input),
    placeholderData: keepPreviousData,
    staleTime: 'static',
    gcTime: keptMs
  })
}
