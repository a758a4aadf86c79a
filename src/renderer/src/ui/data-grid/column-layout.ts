/** How the person has arranged the columns of one table. Ids that are not in `order` follow in their own order. */
export interface ColumnLayout {
  readonly order: readonly string[]
  readonly hidden: readonly string[]
  /** Shown although they are empty. */
  readonly shown: readonly string[]
  /** CSS px. */
  readonly widths: Readonly<Record<string, number>>
  readonly hidesEmpty: boolean
}

export const initialColumnLayout: ColumnLayout = { order: [], hidden: [], shown: [], widths: {}, hidesEmpty: true }

export const minColumnWidth = 64
export const maxColumnWidth = 960

/** All columns in the order of the layout: first those that were placed by hand, then the others as they come. */
export function arrangedColumns(layout: ColumnLayout, columnIds: readonly string[]): readonly string[] {
  const known = new Set(columnIds)
  const placed = layout.order.filter((id) => known.has(id))
  const isPlaced = new Set(placed)
  return [...placed, ...columnIds.filter((id) => !isPlaced.has(id))]
}

/**
 * The columns to draw, in order.
 * @param emptyIds columns in which no row has a value
 */
export function visibleColumns(
  layout: ColumnLayout,
  columnIds: readonly string[],
  emptyIds: ReadonlySet<string>
): readonly string[] {
  const hidden = new Set(layout.hidden)
  const shown = new Set(layout.shown)
  return arrangedColumns(layout, columnIds).filter(
    (id) => !hidden.has(id) && !(layout.hidesEmpty && emptyIds.has(id) && !shown.has(id))
  )
}

/** Shows or hides one column; a choice by hand outweighs the switch for empty columns. */
export function withVisibility(layout: ColumnLayout, id: string, isVisible: boolean): ColumnLayout {
  const without = (ids: readonly string[]) => ids.filter((each) => each !== id)
  return isVisible
    ? { ...layout, hidden: without(layout.hidden), shown: [...without(layout.shown), id] }
    : { ...layout, hidden: [...without(layout.hidden), id], shown: without(layout.shown) }
}

/** Sets a width in CSS px, kept inside the limits. */
export function withWidth(layout: ColumnLayout, id: string, widthPx: number): ColumnLayout {
  const width = Math.round(Math.min(maxColumnWidth, Math.max(minColumnWidth, widthPx)))
  return { ...layout, widths: { ...layout.widths, [id]: width } }
}

/**
 * Moves a column before or after its neighbour among the given ids.
 * @param orderedIds the columns as they stand on screen (or in the chooser); the move is counted among them
 * @param step −1 towards the start, +1 towards the end
 */
export function withMove(
  layout: ColumnLayout,
  columnIds: readonly string[],
  orderedIds: readonly string[],
  id: string,
  step: -1 | 1
): ColumnLayout {
  const from = orderedIds.indexOf(id)
  const neighbour = orderedIds[from + step]
  if (from < 0 || neighbour === undefined) return layout
  const rest = arrangedColumns(layout, columnIds).filter((each) => each !== id)
  const at = rest.indexOf(neighbour) + (step > 0 ? 1 : 0)
  return { ...layout, order: [...rest.slice(0, at), id, ...rest.slice(at)] }
}
