import { useState } from 'react'
import { usePreferences, useSetPreferences } from '../lib/preference-queries.ts'

export const sidebarLimits = { min: 180, max: 480 } as const
const usualWidth = 248

export interface SidebarWidth {
  /** CSS px. */
  readonly width: number
  /** Shows a width while the edge is being dragged. */
  readonly preview: (width: number) => void
  /** Keeps a width. */
  readonly keep: (width: number) => void
}

const within = (width: number): number => Math.round(Math.min(sidebarLimits.max, Math.max(sidebarLimits.min, width)))

/** The width of the organization list, kept in the preferences. */
export function useSidebarWidth(): SidebarWidth {
  const stored = usePreferences().data?.sidebarWidth ?? usualWidth
  const { mutate } = useSetPreferences()
  const [previewed, setPreviewed] = useState<number | undefined>(undefined)
  return {
    width: previewed ?? stored,
    preview: (width) => setPreviewed(within(width)),
    keep: (width) => {
      mutate({ sidebarWidth: within(width) })
      setPreviewed(undefined)
    }
  }
}
