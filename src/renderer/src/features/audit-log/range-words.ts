import { boundsOf, type EventRange, lastRanges } from '../../lib/event-view.ts'

/** By zone: making one costs a hundred times what using it costs. */
const formatters = new Map<string, Intl.DateTimeFormat>()

function formatterOf(timeZone: string): Intl.DateTimeFormat {
  const known = formatters.get(timeZone)
  if (known !== undefined) return known
  const made = new Intl.DateTimeFormat('en-GB', {
    timeZone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23'
  })
  formatters.set(timeZone, made)
  return made
}

/** "2026-11-12 14:05" in a zone: what the fields of a range hold. */
export function formatMinute(atMs: number, timeZone: string): string {
  const parts = new Map(
    formatterOf(timeZone)
      .formatToParts(atMs)
      .map(({ type, value }) => [type, value])
  )
  const part = (type: Intl.DateTimeFormatPartTypes): string => parts.get(type) ?? ''
  return `${part('year')}-${part('month')}-${part('day')} ${part('hour')}:${part('minute')}`
}

const minuteForm = /^(\d{4})-(\d{2})-(\d{2})(?:[ T](\d{2}):(\d{2}))?$/

/**
 * The time that a text such as "2026-11-12 14:05" or "2026-11-12" means in a zone, epoch ms; undefined where it means none.
 * Of an hour that a clock change repeats it is the first one; a time that a clock change leaves out is none.
 */
export function parseMinute(text: string, timeZone: string): number | undefined {
  const match = minuteForm.exec(text.trim())
  if (match === null) return undefined
  const [year, month, day, hour, minute] = match.slice(1).map((part) => Number(part ?? 0))
  const asUtc = Date.UTC(year ?? 0, (month ?? 1) - 1, day ?? 1, hour ?? 0, minute ?? 0)
  if (Number.isNaN(asUtc)) return undefined
  const wanted = `${match[1]}-${match[2]}-${match[3]} ${match[4] ?? '00'}:${match[5] ?? '00'}`
  // A zone's offset at the wanted time is that of the day before or of the day after, whatever happens in between.
  const around = [-86_400_000, 86_400_000].map((step) => asUtc + step)
  const candidates = around
    .map(
      (atMs) =>
        asUtc - (Date.parse(`${formatMinute(atMs, timeZone).replace(' ', 'T')}Z`) - Math.floor(atMs / 60_000) * 60_000)
    )
    .filter((atMs) => formatMinute(atMs, timeZone) === wanted)
  return candidates.length === 0 ? undefined : Math.min(...candidates)
}

/** The range in words: "Last 7 days", "2026-11-01 00:00 to 2026-11-12 14:05". */
export function rangeWords(range: EventRange, timeZone: string): string {
  if (range.kind === 'all') return 'All time'
  const known = range.kind === 'last' && lastRanges.find(({ lastMs }) => lastMs === range.lastMs)
  if (known) return known.words
  const { fromMs = 0, toMs } = boundsOf(range)
  const from = formatMinute(fromMs, timeZone)
  return toMs === undefined ? `Since ${from}` : `${from} to ${formatMinute(toMs, timeZone)}`
}
