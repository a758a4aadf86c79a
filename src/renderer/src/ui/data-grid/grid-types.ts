import type { ReactNode } from 'react'

export interface GridColumn {
  /** The column's own name; unique in the grid. */
  readonly id: string
  readonly title: string
  /** The data's type as it is known, for the chooser and the header's tooltip. */
  readonly type?: string
  /** CSS px. */
  readonly widthPx: number
  readonly alignment?: 'start' | 'end'
}

export interface GridRowSource {
  /** Rows that are loaded. */
  readonly rowCount: number
  /** Rows that exist, loaded or not. */
  readonly totalRows: number
  readonly rowKey: (rowIndex: number) => string | number
  /** What the cell shows. Must be text or elements made by Vigil: a value from outside is never markup. */
  readonly renderCell: (rowIndex: number, columnId: string) => ReactNode
  /** The whole value as text, for copying. */
  readonly cellText: (rowIndex: number, columnId: string) => string
  readonly hasMore: boolean
  readonly isLoadingMore: boolean
  readonly loadMore: () => void
  /** Words about a failed `loadMore`; nothing is asked for again until the person does. */
  readonly loadMoreError?: string
  readonly retryLoadMore?: () => void
}
