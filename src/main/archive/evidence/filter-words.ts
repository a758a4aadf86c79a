import type { EventFilter } from '../../../shared/domain/event-filter.ts'
import { assertNever } from '../../../shared/kit/assert-never.ts'

/** What a filter asks for, as a sentence would say it. */
export function filterInWords(filter: EventFilter): string {
  switch (filter.kind) {
    case 'everything':
      return 'all events'
    case 'and':
      return filter.filters.length === 0 ? 'all events' : filter.filters.map(within).join(' and ')
    case 'or':
      return filter.filters.length === 0 ? 'no event' : filter.filters.map(within).join(' or ')
    case 'not':
      return `not ${within(filter.filter)}`
    case 'time':
      return rangeInWords(filter)
    case 'equals':
      return `${quoted(filter.column)} is ${filter.values.map(quoted).join(' or ')}`
    case 'contains':
      return `${filter.column === undefined ? 'any column' : quoted(filter.column)} contains ${quoted(filter.text)}`
    case 'starts-with':
      return `${quoted(filter.column)} starts with ${quoted(filter.text)}`
    case 'present':
      return `${quoted(filter.column)} has a value`
    case 'number':
      return `${quoted(filter.column)} is a number${bound(' of at least ', filter.min)}${bound(' of at most ', filter.max)}`
    default:
      return assertNever(filter)
  }
}

/** A range of time in UTC, its end not within. */
export function rangeInWords(range: { readonly fromMs?: number; readonly toMs?: number }): string {
  const { fromMs, toMs } = range
  if (fromMs === undefined && toMs === undefined) return 'all times'
  if (toMs === undefined) return `from ${isoTime(fromMs ?? 0)} on`
  if (fromMs === undefined) return `before ${isoTime(toMs)}`
  return `from ${isoTime(fromMs)} to before ${isoTime(toMs)}`
}

/** As ISO 8601 in UTC; the number itself for what is no date. */
export function isoTime(atMs: number): string {
  const at = new Date(atMs)
  return Number.isNaN(at.getTime()) ? String(atMs) : at.toISOString()
}

function within(filter: EventFilter): string {
  const isGroup = (filter.kind === 'and' || filter.kind === 'or') && filter.filters.length > 1
  return isGroup ? `(${filterInWords(filter)})` : filterInWords(filter)
}

function bound(words: string, value: number | undefined): string {
  return value === undefined ? '' : `${words}${value}`
}

function quoted(text: string): string {
  return JSON.stringify(text)
}
