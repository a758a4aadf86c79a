import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query'
import { useCallback, useEffect, useMemo, useState } from 'react'
import type { OrganizationId } from '../../../../shared/kit/ids.ts'
import { api } from '../../lib/api.ts'
import type { RowPage } from '../../../../shared/contract/archive.ts'
import { type RowTable, rowTable } from './row-table.ts'

const rowsPerPage = 200

/** Rows that are read page by page, and how reading them stands. */
export interface LoadedRows {
  readonly pages: readonly RowPage[]
  readonly table: RowTable
  readonly hasMore: boolean
  readonly isLoadingMore: boolean
  readonly loadMore: () => Promise<unknown>
  readonly moreError: unknown
}

/**
 * The kept rows of one table, read page by page and never moved under the reader: rows that arrive are counted, and come
 * on screen when asked for. (`staleTime: 'static'` keeps announcements from reading all pages again.)
 *
 * One instance is for one table: give the component a key of organization and path.
 * @param rowsKept how many rows the archive says it has now
 */
export function useStableRows(organizationId: OrganizationId, path: readonly string[], rowsKept: number | undefined) {
  const [generation, setGeneration] = useState(0)
  const query = useInfiniteQuery({
    queryKey: ['organization', organizationId, 'archive', 'stable-rows', path, generation],
    queryFn: async ({ pageParam }) => {
      const cursor = pageParam === undefined ? {} : { cursor: pageParam }
      const page = await api.archive.listRows({ organizationId, path: [...path], limit: rowsPerPage, ...cursor })
      return { page, generation }
    },
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ page }) => page.nextCursor,
    placeholderData: keepPreviousData,
    staleTime: 'static',
    gcTime: 0
  })
  const pages = useMemo(() => query.data?.pages.map(({ page }) => page) ?? [], [query.data])
  const table = useMemo(() => rowTable(pages), [pages])
  const first = query.data?.pages[0]
  const newRows = first === undefined || rowsKept === undefined ? 0 : Math.max(0, rowsKept - first.page.totalRows)

  const showNewest = useCallback(() => setGeneration((before) => before + 1), [])
  // nobody is reading yet: the first rows come on screen by themselves
  const isWaitingForFirst = first !== undefined && table.rowCount === 0 && newRows > 0 && !query.isPlaceholderData
  useEffect(() => {
    if (isWaitingForFirst) showNewest()
  }, [isWaitingForFirst, showNewest])

  return {
    pages,
    table,
    newRows: table.rowCount === 0 ? 0 : newRows,
    showNewest,
    /** Changes when other rows than before are on screen from the top. */
    shownGeneration: first?.generation ?? 0,
    isFirstLoading: query.isPending,
    firstError: query.data === undefined ? query.error : null,
    retryFirst: query.refetch,
    hasMore: query.hasNextPage && !query.isPlaceholderData,
    isLoadingMore: query.isFetchingNextPage,
    loadMore: query.fetchNextPage,
    moreError: query.isFetchNextPageError ? query.error : null
  }
}
