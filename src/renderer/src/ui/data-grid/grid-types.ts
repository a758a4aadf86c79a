import type { ReactNode } from 'react'

export interface GridColumn {
  /** The column's own name; unique in the grid. */
  readonly id: string
  readonly title: string
  /** A second, quieter line of the header; the header is higher where a column has one. */
  readonly note?: string
  /** The data's type as it is known, for the chooser and the header's tooltip. */
  readonly type?: string
  /** CSS px. */
  readonly widthPx: number
  readonly alignment?: 'start' | 'end'
}

/** A row that stands over the rows of a group. */
export interface GridGroup {
  readonly id: string
  readonly title: string
  /** Rows of the group, shown or not. */
  readonly count: number
  readonly isCollapsed: boolean
}

export interface GridSort {
  readonly columnId: string
  readonly isDescending: boolean
}

/**
 * What the person does with the selection. `range`: these rows and no others; `toggle` on a row of a group means all of
 * the group.
 */
export type GridSelectionChange =
  | { readonly kind: 'toggle'; readonly row: number }
  | { readonly kind: 'range'; readonly from: number; readonly to: number }
  | { readonly kind: 'all' }
  | { readonly kind: 'none' }

/** How much of something is selected. */
export type GridSelectionExtent = 'none' | 'some' | 'all'

export interface GridSelection {
  /** For the row of a group: how much of the group. */
  readonly extentOf: (row: number) => GridSelectionExtent
  /** Of all rows of the grid. */
  readonly extent: GridSelectionExtent
  readonly onChange: (change: GridSelectionChange) => void
}

export interface GridRowSource {
  /** Rows that are loaded, those of groups included. */
  readonly rowCount: number
  /** Rows that exist, loaded or not. */
  readonly totalRows: number
  readonly rowKey: (rowIndex: number) => string | number
  /**
   * Says the same as long as the row's cells are the same, in this source and in those that take its place: such a row is
   * not drawn again. Without it each new source draws every row.
   */
  readonly rowToken?: (rowIndex: number) => string
  /** What the cell shows. Must be text or elements made by Vigil: a value from outside is never markup. */
  readonly renderCell: (rowIndex: number, columnId: string) => ReactNode
  /** The whole value as text, for copying. */
  readonly cellText: (rowIndex: number, columnId: string) => string
  /** The group that this row stands for; undefined for a row of data. A source that has it makes the grid a tree of two levels. */
  readonly groupAt?: (rowIndex: number) => GridGroup | undefined
  /** What stands under the last row; null for nothing. “No older rows.” unless told. */
  readonly endWords?: string | null
  readonly hasMore: boolean
  readonly isLoadingMore: boolean
  readonly loadMore: () => void
  /** Words about a failed `loadMore`; nothing is asked for again until the person does. */
  readonly loadMoreError?: string
  readonly retryLoadMore?: () => void
}
