import type { HistogramTime } from '../archive/query/histogram.ts'
import type {
  ArchivedEvent,
  ArchivedEventHistogram,
  ArchivedEventPage,
  TopEventValues
} from '../../shared/contract/audit-events.ts'
import type { EventFilter } from '../../shared/domain/event-filter.ts'
import type { OrganizationId } from '../../shared/kit/ids.ts'
import type { DatabaseClient } from '../db/client.ts'

/** Which events of which table. */
export interface EventQuestion {
  readonly path: readonly string[]
  readonly filter: EventFilter
}

/**
 * Questions about archived events. A table that is not there has no rows, a column that is not there no values; an
 * answer whose `isComplete` is false says at least so much.
 */
export interface EventStore {
  /** @throws AppError `invalid-input` for a cursor that is none */
  page(
    id: OrganizationId,
    request: EventQuestion & {
      readonly order: 'newest' | 'oldest'
      readonly limit: number
      readonly cursor?: string
      readonly budgetMs?: number
    }
  ): Promise<ArchivedEventPage>
  count(
    id: OrganizationId,
    request: EventQuestion & { readonly budgetMs?: number }
  ): Promise<{ readonly count: number; readonly isComplete: boolean }>
  /** @throws AppError `invalid-input` for a time zone that there is not */
  histogram(
    id: OrganizationId,
    request: EventQuestion & { readonly time: HistogramTime; readonly by?: string; readonly top?: number }
  ): Promise<ArchivedEventHistogram>
  top(
    id: OrganizationId,
    request: EventQuestion & { readonly column: string; readonly limit: number }
  ): Promise<TopEventValues>
  event(
    id: OrganizationId,
    path: readonly string[],
    rowId: string
  ): Promise<{ readonly columns: string[]; readonly row?: ArchivedEvent }>
  /** Values of a column that begin with a text, then those that contain it; most frequent first. */
  suggest(
    id: OrganizationId,
    request: {
      readonly path: readonly string[]
      readonly column: string
      readonly text: string
      readonly limit: number
    }
  ): Promise<readonly { readonly text: string; readonly count: number }[]>
}

/** Archived events, in the organization's archive file. */
export function createEventStore(client: DatabaseClient): EventStore {
  const archive = (organizationId: OrganizationId) => ({ kind: 'archive', organizationId }) as const
  return {
    page: (id, request) => client.query(archive(id), 'pageEvents', request),
    count: (id, request) => client.query(archive(id), 'countEvents', request),
    histogram: (id, request) => client.query(archive(id), 'eventHistogram', request),
    top: (id, request) => client.query(archive(id), 'topEventValues', request),
    event: (id, path, rowId) => client.query(archive(id), 'getEvent', { path, rowId }),
    suggest: (id, request) => client.query(archive(id), 'suggestEventValues', request)
  }
}
