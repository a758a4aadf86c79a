import { useCallback, useSyncExternalStore } from 'react'
import type { EventFilter } from '../../../shared/domain/event-filter.ts'
import type { OrganizationId } from '../../../shared/kit/ids.ts'
import { dayMs, hourMs } from '../../../shared/kit/time.ts'

/** A value of a column that rows must have, or must not have. */
export interface ValueChip {
  readonly column: string
  /** Undefined: the column has no value. */
  readonly text: string | undefined
  readonly isExcluded: boolean
}

export type EventRange =
  | { readonly kind: 'all' }
  /** Counted back from `askedAtMs`, so that rows do not move under the reader as time goes on. */
  | { readonly kind: 'last'; readonly lastMs: number; readonly askedAtMs: number }
  /** Epoch ms UTC, `toMs` not within. */
  | { readonly kind: 'between'; readonly fromMs: number; readonly toMs: number }

/** Which events of an organization are looked at. */
export interface EventView {
  readonly text: string
  readonly range: EventRange
  readonly chips: readonly ValueChip[]
  readonly order: 'newest' | 'oldest'
  /** Ranges to go back to, the last one first to be gone back to. */
  readonly earlierRanges: readonly EventRange[]
}

export const everyEvent: EventView = {
  text: '',
  range: { kind: 'all' },
  chips: [],
  order: 'newest',
  earlierRanges: []
}

/** The ranges that are offered, shortest first. */
export const lastRanges = [
  { id: 'hour', lastMs: hourMs, words: 'Last hour' },
  { id: 'day', lastMs: dayMs, words: 'Last 24 hours' },
  { id: 'week', lastMs: 7 * dayMs, words: 'Last 7 days' },
  { id: 'month', lastMs: 30 * dayMs, words: 'Last 30 days' },
  { id: 'quarter', lastMs: 90 * dayMs, words: 'Last 90 days' },
  { id: 'year', lastMs: 365 * dayMs, words: 'Last 365 days' }
] as const

/** From when to when a range is, where it has ends. */
export function boundsOf(range: EventRange): { readonly fromMs?: number; readonly toMs?: number } {
  switch (range.kind) {
    case 'all':
      return {}
    case 'last':
      return { fromMs: range.askedAtMs - range.lastMs }
    case 'between':
      return { fromMs: range.fromMs, toMs: range.toMs }
  }
}

/** What is asked of the archive for a view: wanted values of one column are alternatives, all else must hold together. */
export function filterOf({ text, range, chips }: Pick<EventView, 'text' | 'range' | 'chips'>): EventFilter {
  const filters: EventFilter[] = []
  const bounds = boundsOf(range)
  if (range.kind !== 'all') filters.push({ kind: 'time', ...bounds })
  const wanted = text.trim()
  if (wanted !== '') filters.push({ kind: 'contains', text: wanted })
  for (const isExcluded of [false, true])
    for (const column of new Set(chips.filter((one) => one.isExcluded === isExcluded).map((one) => one.column))) {
      const ofColumn = chips.filter((one) => one.column === column && one.isExcluded === isExcluded)
      const values = ofColumn.flatMap((one) => (one.text === undefined ? [] : [one.text]))
      const alternatives: EventFilter[] = [
        ...(values.length === 0 ? [] : [{ kind: 'equals', column, values } as const]),
        ...(ofColumn.some((one) => one.text === undefined)
          ? [{ kind: 'not', filter: { kind: 'present', column } } as const]
          : [])
      ]
      const any = joined('or', alternatives)
      filters.push(isExcluded ? { kind: 'not', filter: any } : any)
    }
  return filters.length === 0 ? { kind: 'everything' } : joined('and', filters)
}

function joined(kind: 'and' | 'or', filters: readonly EventFilter[]): EventFilter {
  const [only] = filters
  return filters.length === 1 && only !== undefined ? only : { kind, filters }
}

/** The chips with one more; the same value is wanted or left out, never both. */
export function withChip(chips: readonly ValueChip[], chip: ValueChip): readonly ValueChip[] {
  return [...withoutChip(chips, chip), chip]
}

/** The chips without those of a value. */
export function withoutChip(chips: readonly ValueChip[], chip: ValueChip): readonly ValueChip[] {
  return chips.filter((one) => one.column !== chip.column || one.text !== chip.text)
}

/** The view within a narrower range, from which one can go back. */
export function narrowed(view: EventView, fromMs: number, toMs: number): EventView {
  return { ...view, range: { kind: 'between', fromMs, toMs }, earlierRanges: [...view.earlierRanges, view.range] }
}

/** The view with the range of before the last narrowing. */
export function widened(view: EventView): EventView {
  const range = view.earlierRanges.at(-1)
  return range === undefined ? view : { ...view, range, earlierRanges: view.earlierRanges.slice(0, -1) }
}

/** Views live as long as the window: what was searched for may be confidential, and is not written to disk. */
const views = new Map<OrganizationId, EventView>()
const listeners = new Set<() => void>()

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

/** The view of an organization's audit log, the same wherever it is used, kept while the window is open. */
export function useEventView(organizationId: OrganizationId) {
  const view = useSyncExternalStore(subscribe, () => views.get(organizationId) ?? everyEvent)
  const change = useCallback(
    (update: (before: EventView) => EventView) => {
      views.set(organizationId, update(views.get(organizationId) ?? everyEvent))
      for (const each of listeners) each()
    },
    [organizationId]
  )
  return [view, change] as const
}
