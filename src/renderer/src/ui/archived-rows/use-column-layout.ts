import { useCallback, useState } from 'react'
import { type ColumnLayout, initialColumnLayout } from '../data-grid/column-layout.ts'
import type { TimeZoneChoice } from './cell-values.ts'

/** Arrangements live as long as the window: they are not worth a place on disk, where an organization's removal would have to find them. */
const layouts = new Map<string, ColumnLayout>()
let lastZone: TimeZoneChoice = 'utc'

/** The arrangement of one table's columns, kept while the window is open. */
export function useColumnLayout(tableKey: string) {
  const [layout, setLayout] = useState(() => layouts.get(tableKey) ?? initialColumnLayout)
  const change = useCallback(
    (update: (before: ColumnLayout) => ColumnLayout) =>
      setLayout((before) => {
        const next = update(before)
        layouts.set(tableKey, next)
        return next
      }),
    [tableKey]
  )
  return [layout, change] as const
}

/** UTC or local, the same for every table, kept while the window is open. */
export function useTimeZoneChoice() {
  const [zone, setZone] = useState(lastZone)
  const change = useCallback((next: TimeZoneChoice) => {
    lastZone = next
    setZone(next)
  }, [])
  return [zone, change] as const
}
