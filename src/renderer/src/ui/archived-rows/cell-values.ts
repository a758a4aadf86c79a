import type { Cell } from '../../../../shared/contract/archive.ts'
import { localZone } from '../../lib/local-zone.ts'

/** How the times of a table are written: as Sigma keeps them, or in the zone of this computer. */
export type TimeZoneChoice = 'utc' | 'local'

const withZone = /(?:z|[+-]\d{2}:?\d{2})$/i
const isoLike = /^\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?(?:\s?(?:z|[+-]\d{2}:?\d{2}))?)?$/i
/** Epoch numbers below this are seconds, above it milliseconds (the year 2001 in ms, 33658 in s). */
const firstEpochMs = 1_000_000_000_000
const firstEpochS = 1_000_000_000

/**
 * The moment that a cell of a time column means, epoch ms; undefined where it is none.
 * A time without a zone is UTC, as Sigma keeps its audit rows.
 */
export function parseCellTime(cell: Cell): number | undefined {
  if (typeof cell === 'number') {
    if (cell >= firstEpochMs) return Math.trunc(cell)
    return cell >= firstEpochS ? Math.trunc(cell * 1000) : undefined
  }
  if (typeof cell !== 'string') return undefined
  const text = cell.trim()
  if (!isoLike.test(text)) return undefined
  const isDay = text.length === 10
  const iso = text.replace(' ', 'T').replace(' ', '')
  const atMs = Date.parse(isDay || withZone.test(iso) ? iso : `${iso}Z`)
  return Number.isNaN(atMs) ? undefined : atMs
}

/** By zone: making one costs more than a screen of cells. */
const formatters = new Map<string, Intl.DateTimeFormat>()

function formatterOf(zone: TimeZoneChoice): Intl.DateTimeFormat {
  const timeZone = zone === 'utc' ? 'UTC' : localZone()
  const known = formatters.get(timeZone)
  if (known !== undefined) return known
  const made = new Intl.DateTimeFormat('en-GB', {
    timeZone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    fractionalSecondDigits: 3,
    hourCycle: 'h23',
    timeZoneName: 'short'
  })
  formatters.set(timeZone, made)
  return made
}

/** "2026-09-30 14:03:22.118 UTC": sortable by eye and always with its zone. */
export function formatRowTime(atMs: number, zone: TimeZoneChoice): string {
  const parts = new Map(
    formatterOf(zone)
      .formatToParts(atMs)
      .map((part) => [part.type, part.value])
  )
  const part = (type: Intl.DateTimeFormatPartTypes) => parts.get(type) ?? ''
  const day = `${part('year')}-${part('month')}-${part('day')}`
  const time = `${part('hour')}:${part('minute')}:${part('second')}.${part('fractionalSecond')}`
  return `${day} ${time} ${part('timeZoneName')}`
}

/** The short name of a zone choice, such as "UTC" or "CEST". */
export function zoneName(zone: TimeZoneChoice, atMs: number = Date.now()): string {
  return (
    formatterOf(zone)
      .formatToParts(atMs)
      .find((part) => part.type === 'timeZoneName')?.value ?? 'UTC'
  )
}

/** The whole value as text; nothing for an empty cell. */
export function cellText(cell: Cell | undefined): string {
  return cell === undefined || cell === null ? '' : String(cell)
}

/** A grid cell shows no more than this many characters; the row's details show all. */
const maxShown = 300

/** The value on one line: line breaks and other control characters become spaces. */
export function oneLine(cell: Cell | undefined): string {
  const text = cellText(cell)
  const cut = text.length > maxShown ? `${text.slice(0, maxShown)}…` : text
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what must not reach a one-line cell
  return cut.replace(/[\u0000-\u001f\u007f\u0085\u2028\u2029]+/g, ' ')
}

/** Whether a cell has nothing to show. */
export function isEmptyCell(cell: Cell | undefined): boolean {
  return cell === undefined || cell === null || cell === ''
}
