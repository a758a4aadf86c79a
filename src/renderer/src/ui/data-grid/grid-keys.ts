import type { KeyboardEvent } from 'react'
import { type GridCursor, type GridExtent, movedCursor } from './cursor.ts'
import type { GridColumn, GridGroup, GridSelectionChange } from './grid-types.ts'

const resizeStepPx = 16

/** What the keys of a grid act on, as it is when one is pressed. */
export interface GridKeyContext {
  readonly cursor: GridCursor
  readonly extent: GridExtent
  readonly columns: readonly GridColumn[]
  /** The group whose row the cursor is on. */
  readonly group: GridGroup | undefined
  /** Where a range begins; the cursor's own row unless something was selected before. */
  readonly anchor: number | undefined
  readonly hasSelected: boolean
  readonly onMove: (next: GridCursor) => void
  readonly onOpenRow: (row: number) => void
  readonly onResizeColumn: (columnId: string, widthPx: number) => void
  readonly onMoveColumn: (columnId: string, step: -1 | 1) => void
  readonly onHideColumn: (columnId: string) => void
  readonly onSort: ((columnId: string) => void) | undefined
  readonly onToggleGroup: ((groupId: string) => void) | undefined
  /** Undefined where rows cannot be selected. */
  readonly onSelect: ((change: GridSelectionChange) => void) | undefined
}

/** Does what a key means in the grid. @returns whether it meant something */
export function followGridKey(event: KeyboardEvent, context: GridKeyContext): boolean {
  const { cursor, columns, extent } = context
  const current = columns[cursor.column]
  if (cursor.row < 0 && current !== undefined && followHeaderKey(event, current, context)) return true
  if (event.altKey) return false
  if (context.group !== undefined && followGroupKey(event, context.group, context)) return true
  if (context.onSelect !== undefined && followSelectionKey(event, context.onSelect, context)) return true
  if (event.shiftKey) return false
  if (event.key === 'Enter' && cursor.row >= 0) {
    context.onOpenRow(cursor.row)
    return true
  }
  const next = movedCursor(cursor, event.key, event.ctrlKey || event.metaKey, extent)
  if (next !== undefined) context.onMove(next)
  return next !== undefined
}

function followHeaderKey(event: KeyboardEvent, current: GridColumn, context: GridKeyContext): boolean {
  const step = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0
  const { cursor, columns, onSort } = context
  if (step !== 0 && event.shiftKey) context.onResizeColumn(current.id, current.widthPx + step * resizeStepPx)
  else if (step !== 0 && event.altKey) {
    context.onMoveColumn(current.id, step)
    context.onMove({ row: -1, column: Math.min(columns.length - 1, Math.max(0, cursor.column + step)) })
  } else if (event.key === 'Delete') context.onHideColumn(current.id)
  else if (onSort !== undefined && (event.key === 'Enter' || event.key === ' ')) onSort(current.id)
  else return false
  return true
}

function followGroupKey(event: KeyboardEvent, group: GridGroup, { onToggleGroup }: GridKeyContext): boolean {
  if (onToggleGroup === undefined || event.shiftKey || event.ctrlKey || event.metaKey) return false
  const isToggle =
    event.key === 'Enter' ||
    (event.key === 'ArrowRight' && group.isCollapsed) ||
    (event.key === 'ArrowLeft' && !group.isCollapsed)
  if (isToggle) onToggleGroup(group.id)
  return isToggle
}

function followSelectionKey(
  event: KeyboardEvent,
  onSelect: (change: GridSelectionChange) => void,
  { cursor, extent, anchor, hasSelected, onMove }: GridKeyContext
): boolean {
  const hasControl = event.ctrlKey || event.metaKey
  if (event.key === ' ' && !event.shiftKey && cursor.row >= 0) {
    onSelect({ kind: 'toggle', row: cursor.row })
    return true
  }
  if (hasControl && !event.shiftKey && event.key.toLowerCase() === 'a') {
    onSelect({ kind: 'all' })
    return true
  }
  if (event.key === 'Escape' && hasSelected) {
    onSelect({ kind: 'none' })
    return true
  }
  const isVertical = ['ArrowUp', 'ArrowDown', 'PageUp', 'PageDown'].includes(event.key)
  const isToEnd = hasControl && (event.key === 'Home' || event.key === 'End')
  if (!event.shiftKey || cursor.row < 0 || !(isVertical || isToEnd)) return false
  const next = movedCursor(cursor, event.key, hasControl, extent)
  if (next === undefined || next.row < 0) return next !== undefined
  onMove(next)
  onSelect({ kind: 'range', from: anchor ?? cursor.row, to: next.row })
  return true
}
