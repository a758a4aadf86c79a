import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query'
import { useCallback, useEffect, useMemo, useState } from 'react'
import type { RowPage } from '../../../../shared/contract/archive.ts'
import type { ArchivedEventPage } from '../../../../shared/contract/audit-events.ts'
import type { EventFilter } from '../../../../shared/domain/event-filter.ts'
import type { OrganizationId } from '../../../../shared/kit/ids.ts'
import { api } from '../../lib/api.ts'
import { queryKeys } from '../../lib/query-keys.ts'
import { rowTable } from './row-table.ts'

const rowsPerPage = 200

export interface EventQuestion {
  readonly organizationId: OrganizationId
  readonly path: readonly string[]
  readonly filter: EventFilter
  readonly order: 'newest' | 'oldest'
}

interface EventRowsFacts {
  /** How many rows the archive says it has now. */
  readonly rowsKept: number | undefined
  /** How many fit the filter, as far as that is known. */
  readonly totalRows: number | undefined
  readonly timeColumn: string | undefined
}

/**
 * The events that fit a filter, page by page, never moved under the reader. While another filter's first page is on its
 * way, the rows of before stay. `pages` is one list for the same loaded pages.
 */
export function useEventRows(question: EventQuestion, { rowsKept, totalRows, timeColumn }: EventRowsFacts) {
  const { organizationId, path, filter, order } = question
  const [generation, setGeneration] = useState(0)
  const shownKey = JSON.stringify([filter, order, generation])
  const query = useInfiniteQuery({
    queryKey: [...queryKeys.events(organizationId), 'pages', path, filter, order, generation],
    queryFn: async ({ pageParam }) => {
      const cursor = pageParam === undefined ? {} : { cursor: pageParam }
      const page = await api.auditEvents.page({
        organizationId,
        path: [...path],
        filter,
        order,
        limit: rowsPerPage,
        ...cursor
      })
      return { page, shownKey, rowsKept }
    },
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ page }) => page.nextCursor,
    placeholderData: keepPreviousData,
    staleTime: 'static',
    gcTime: 0
  })
  const pages = useMemo(
    () => query.data?.pages.map(({ page }) => asRows(page, timeColumn)) ?? [],
    [query.data, timeColumn]
  )
  const table = useMemo(() => rowTable(pages, totalRows ?? 0), [pages, totalRows])
  const first = query.data?.pages[0]
  // A first page that was asked for before anything was known counts from the first answer on.
  const [knownAtFirst, setKnownAtFirst] = useState<{ readonly key: string; readonly rowsKept: number }>()
  const loadedAt = first?.rowsKept ?? (knownAtFirst?.key === first?.shownKey ? knownAtFirst?.rowsKept : undefined)
  useEffect(() => {
    if (first !== undefined && loadedAt === undefined && rowsKept !== undefined)
      setKnownAtFirst({ key: first.shownKey, rowsKept })
  }, [first, loadedAt, rowsKept])
  const arrived = rowsKept === undefined || loadedAt === undefined ? 0 : Math.max(0, rowsKept - loadedAt)

  const showNewest = useCallback(() => setGeneration((before) => before + 1), [])
  const { hasNextPage, isFetchingNextPage, isFetchNextPageError, isPlaceholderData, fetchNextPage } = query
  const hasMore = hasNextPage && !isPlaceholderData
  const isEmpty = table.rowCount === 0
  // Nobody is reading yet: the first rows come on screen by themselves.
  useEffect(() => {
    if (isEmpty && arrived > 0 && !isPlaceholderData) showNewest()
  }, [isEmpty, arrived, isPlaceholderData, showNewest])
  // A page can be partial to the point of being empty; with no row on screen nothing else would ask for the next one.
  const isLooking = isEmpty && hasMore && !isFetchNextPageError
  useEffect(() => {
    if (isLooking && !isFetchingNextPage) void fetchNextPage()
  }, [isLooking, isFetchingNextPage, fetchNextPage])

  return {
    pages,
    table,
    /** Rows that the archive got since these were read, whether they fit or not. */
    arrivedRows: isEmpty ? 0 : arrived,
    showNewest,
    /** Changes when other rows than before are on screen from the top. */
    shownKey: first?.shownKey ?? '',
    isFirstLoading: query.isPending || isLooking,
    /** The rows on screen are those of another filter. */
    isStale: isPlaceholderData,
    firstError: query.isLoadingError ? query.error : null,
    retryFirst: query.refetch,
    hasMore,
    isLoadingMore: isFetchingNextPage,
    loadMore: fetchNextPage,
    moreError: isFetchNextPageError ? query.error : null
  }
}

const asPages = new WeakMap<ArchivedEventPage, { readonly timeColumn: string | undefined; readonly page: RowPage }>()

/** The same object for the same page: what is known of a page is kept by it. */
function asRows(page: ArchivedEventPage, timeColumn: string | undefined): RowPage {
  const known = asPages.get(page)
  if (known !== undefined && known.timeColumn === timeColumn) return known.page
  const { columns, rows } = page
  const made = { columns, rows, totalRows: 0, ...(timeColumn === undefined ? {} : { timeColumn }) }
  asPages.set(page, { timeColumn, page: made })
  return made
}
