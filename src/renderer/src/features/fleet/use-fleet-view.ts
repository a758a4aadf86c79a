import { useCallback, useEffect, useMemo, useRef, useState } from 'react'
import type { FleetView } from '../../../../shared/contract/preferences.ts'
import { keptAtRest } from '../../lib/kept-at-rest.ts'
import { usePreferences, useSetPreferences } from '../../lib/preference-queries.ts'
import { type ColumnLayout, maxColumnWidth, minColumnWidth, visibleColumns } from '../../ui/data-grid/column-layout.ts'
import { fleetColumnIds, fleetColumns } from './fleet-columns.ts'

/** Dragging the edge of a column changes the view sixty times a second; its end is kept when the hand rests. */
const restMs = 400
const noneEmpty: ReadonlySet<string> = new Set()

export const initialFleetView: FleetView = {
  columns: fleetColumns.filter((column) => column.isExtra !== true).map((column) => column.id),
  widths: {},
  groupBy: 'none'
}

/** The view as the arrangement of columns that the chooser and the grid work with. */
export function layoutOf(view: FleetView): ColumnLayout {
  const shown = new Set(view.columns)
  return {
    order: view.columns,
    hidden: fleetColumnIds.filter((id) => !shown.has(id)),
    shown: [],
    widths: view.widths,
    hidesEmpty: false
  }
}

/** The view with its columns arranged anew. */
export function withLayout(view: FleetView, layout: ColumnLayout): FleetView {
  const widths = Object.entries(layout.widths).map(
    ([id, width]) => [id, Math.round(Math.min(maxColumnWidth, Math.max(minColumnWidth, width)))] as const
  )
  return {
    ...view,
    columns: [...visibleColumns(layout, fleetColumnIds, noneEmpty)],
    widths: Object.fromEntries(widths)
  }
}

/** Columns of another version are left out; a view without any begins anew. */
function understood(view: FleetView | undefined): FleetView {
  const columns = view?.columns.filter((id) => fleetColumnIds.includes(id)) ?? []
  return view === undefined || columns.length === 0 ? initialFleetView : { ...view, columns }
}

export interface FleetViewState {
  readonly view: FleetView
  /** Whether it is known how the person had arranged the table. */
  readonly isKnown: boolean
  readonly change: (update: (before: FleetView) => FleetView) => void
}

/** How the table is arranged: on screen at once, kept in the preferences. */
export function useFleetView(): FleetViewState {
  const preferences = usePreferences()
  const { mutate } = useSetPreferences()
  const stored = preferences.data?.fleetView
  const [changed, setChanged] = useState<FleetView | undefined>(undefined)
  const view = useMemo(() => changed ?? understood(stored), [changed, stored])
  const latest = useRef(view)
  useEffect(() => {
    latest.current = view
  }, [view])
  const [keeper] = useState(() => keptAtRest<FleetView>((fleetView) => mutate({ fleetView }), restMs))
  const change = useCallback(
    (update: (before: FleetView) => FleetView) => {
      latest.current = update(latest.current)
      setChanged(latest.current)
      keeper.keep(latest.current)
    },
    [keeper]
  )
  useEffect(() => {
    // a window that is closed unmounts nothing
    window.addEventListener('pagehide', keeper.flush)
    return () => {
      window.removeEventListener('pagehide', keeper.flush)
      keeper.flush()
    }
  }, [keeper])
  return { view, isKnown: preferences.isSuccess || preferences.isError, change }
}
