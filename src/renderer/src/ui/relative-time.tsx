import type { ReactElement } from 'react'
import { formatAbsolute, formatRelative } from '../lib/formats.ts'
import { useNow } from '../lib/use-now.ts'

/** "3 minutes ago", kept true while it is on screen; the exact time with its zone as a title. */
export function RelativeTime({ atMs }: { readonly atMs: number }): ReactElement {
  const nowMs = useNow()
  return (
    <time dateTime={new Date(atMs).toISOString()} title={formatAbsolute(atMs)}>
      {formatRelative(atMs, nowMs)}
    </time>
  )
}
