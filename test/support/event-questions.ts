import { expect } from 'vitest'
import type { EventReader } from '../../src/main/archive/query/event-reader.ts'
import { numberOf } from '../../src/main/archive/query/matcher.ts'
import type { EventFilter } from '../../src/shared/domain/event-filter.ts'
import { dayMs, hourMs, minuteMs } from '../../src/shared/kit/time.ts'
import type { SeededRandom } from './seeded-random.ts'

/** An event as a list of names and texts: what every question must agree with. */
export interface PlainEvent {
  /** The value of `ID`, by which the event is recognised. */
  readonly id: string
  readonly atMs: number | undefined
  readonly cells: ReadonlyMap<string, string>
}

export const startMs = Date.UTC(2026, 2, 27)
const categories = ['ACCESS', 'DOCUMENT', 'Query', 'EXPORT', 'öffnen', 'STRASSE ß', 'İzmir']
export const columns = ['ID', 'TIME', 'CATEGORY', 'ACTOR', 'OBJECT', 'ROWS', 'NOTE', 'STATUS']

/**
 * Random events over some days around a clock change, in no order of time.
 * @param timeless share of events without a time
 */
export function randomEvents(random: SeededRandom, count: number, timeless = 0): PlainEvent[] {
  const events: PlainEvent[] = []
  for (let index = 0; index < count; index++) {
    const cells = new Map([['ID', random.uuid()]])
    cells.set('CATEGORY', random.pick(categories))
    cells.set('STATUS', random.chance(0.97) ? 'SUCCESS' : 'FAILURE')
    if (random.chance(0.9)) cells.set('ACTOR', `Person.${Math.floor(300 * random.next() ** 3)}@example.com`)
    if (random.chance(0.6))
      cells.set('OBJECT', `Report ${Math.floor(2_000 * random.next() ** 2)} Region ${random.below(7)}`)
    if (random.chance(0.4)) cells.set('ROWS', random.chance(0.05) ? 'many' : String(random.below(100_000)))
    if (random.chance(0.02)) cells.set('NOTE', `Note ${random.below(5)} of ${random.pick(categories)}`)
    // several events share a millisecond now and then
    const atMs = startMs + (random.chance(0.1) ? random.below(6) * dayMs : random.below(6 * dayMs))
    const isTimeless = random.chance(timeless)
    if (!isTimeless) cells.set('TIME', new Date(atMs).toISOString())
    events.push({ id: cells.get('ID') ?? '', atMs: isTimeless ? undefined : atMs, cells })
  }
  return events
}

const texts = ['e', 'person.1', 'Report 1', 'ÖFF', 'ß', 'region 3', 'a', 'no such text', '-', 'note 2', '@', 'i̇', '17']

/** A random filter over the columns of `randomEvents`. */
export function randomFilter(random: SeededRandom, events: readonly PlainEvent[], depth = 2): EventFilter {
  const kind = random.below(depth > 0 ? 11 : 8)
  const column = random.pick([...columns, 'NO_SUCH_COLUMN'])
  const known = () => random.pick(events).cells.get(column) ?? 'ACCESS'
  switch (kind) {
    case 0: {
      const fromMs = startMs + random.below(6 * dayMs)
      const unit = random.pick([1, 15 * minuteMs])
      const toMs = fromMs + random.below(3 * dayMs)
      return {
        kind: 'time',
        ...(random.chance(0.8) ? { fromMs: Math.floor(fromMs / unit) * unit } : {}),
        ...(random.chance(0.8) ? { toMs: Math.floor(toMs / unit) * unit } : {})
      }
    }
    case 1:
    case 2:
      return { kind: 'equals', column, values: Array.from({ length: 1 + random.below(3) }, known) }
    case 3:
      return {
        kind: 'contains',
        text: random.chance(0.5) ? random.pick(texts) : known().slice(1, 2 + random.below(6)) || 'e'
      }
    case 4:
      return {
        kind: 'contains',
        text: random.chance(0.5) ? random.pick(texts) : known().slice(1, 2 + random.below(4)) || 'e',
        column
      }
    case 5:
      return {
        kind: 'starts-with',
        text: known()
          .slice(0, 1 + random.below(8))
          .toLowerCase(),
        column
      }
    case 6:
      return { kind: 'present', column }
    case 7: {
      const min = random.below(100_000)
      return random.chance(0.5)
        ? { kind: 'number', column: 'ROWS', min, max: min + random.below(50_000) }
        : { kind: 'number', column, min }
    }
    case 8:
      return { kind: 'not', filter: randomFilter(random, events, depth - 1) }
    default: {
      const filters = Array.from({ length: 1 + random.below(3) }, () => randomFilter(random, events, depth - 1))
      return { kind: kind === 9 ? 'and' : 'or', filters }
    }
  }
}

/** Whether an event matches, worked out the plain way. */
export function isMatch(filter: EventFilter, event: PlainEvent): boolean {
  switch (filter.kind) {
    case 'everything':
      return true
    case 'and':
      return filter.filters.every((part) => isMatch(part, event))
    case 'or':
      return filter.filters.some((part) => isMatch(part, event))
    case 'not':
      return !isMatch(filter.filter, event)
    case 'time':
      return (
        event.atMs !== undefined && event.atMs >= (filter.fromMs ?? -Infinity) && event.atMs < (filter.toMs ?? Infinity)
      )
    case 'equals':
      return filter.values.some((value) => event.cells.get(filter.column) === value)
    case 'contains': {
      const cells = filter.column === undefined ? [...event.cells.values()] : [event.cells.get(filter.column)]
      return cells.some((cell) => cell?.toLowerCase().includes(filter.text.toLowerCase()))
    }
    case 'starts-with':
      return event.cells.get(filter.column)?.toLowerCase().startsWith(filter.text.toLowerCase()) ?? false
    case 'present':
      return event.cells.has(filter.column)
    case 'number': {
      const value = numberOf(event.cells.get(filter.column) ?? '')
      return value >= (filter.min ?? -Infinity) && value <= (filter.max ?? Infinity)
    }
  }
}

/** Names the question in what a failure shows. */
function expectSame(value: unknown, wanted: unknown, told: string): void {
  expect({ told, value }).toEqual({ told, value: wanted })
}

/** Asks every kind of question with one filter and compares the answers with a look at every event. */
export function expectTruth(
  reader: EventReader,
  events: readonly PlainEvent[],
  filter: EventFilter,
  random: SeededRandom
): void {
  const wanted = events.filter((event) => isMatch(filter, event))
  const told = JSON.stringify(filter)
  expectSame(reader.count({ filter }), { count: wanted.length, isComplete: true }, told)
  expectPages(reader, wanted, filter, random)
  expectTop(reader, wanted, filter, random.pick(columns), 1 + random.below(12))
  expectHistogram(reader, wanted, filter, random)
}

function expectPages(
  reader: EventReader,
  wanted: readonly PlainEvent[],
  filter: EventFilter,
  random: SeededRandom
): void {
  const told = JSON.stringify(filter)
  const byId = new Map(wanted.map((event) => [event.id, event]))
  for (const order of ['newest', 'oldest'] as const) {
    const limit = Math.max(1, Math.ceil(wanted.length / (1 + random.below(4))))
    const seen: string[] = []
    let cursor: string | undefined
    let before: number[] | undefined
    const budget = random.chance(0.2) ? { budgetMs: 0 } : {}
    do {
      const page = reader.page({ filter, order, limit, ...budget, ...(cursor === undefined ? {} : { cursor }) })
      if (!('budgetMs' in budget)) expect(page.isPartial).toBe(false)
      if (page.nextCursor !== undefined && !page.isPartial) expect(page.rows).toHaveLength(limit)
      const idPlace = page.columns.indexOf('ID')
      for (const row of page.rows) {
        const id = row.cells[idPlace] ?? ''
        const event = byId.get(id)
        const cells = page.columns.map((name) => event?.cells.get(name) ?? null)
        if (row.atMs !== event?.atMs || row.cells.join('|') !== cells.join('|'))
          expectSame(row, { rowId: row.rowId, atMs: event?.atMs, cells }, told)
        const place = row.rowId.split('.').map(Number)
        const key = [row.atMs ?? 0, place[1] ?? 0, place[2] ?? 0]
        if (before !== undefined && compareKeys(before, key) * (order === 'newest' ? -1 : 1) >= 0)
          expectSame(key, 'a row behind the one before', told)
        before = key
        seen.push(id)
        if (random.chance(0.01)) expect(reader.event(row.rowId)).toEqual(row)
      }
      cursor = page.nextCursor
    } while (cursor !== undefined)
    expectSame(seen.length, wanted.length, `${told} ${order}`)
    expect(new Set(seen).size).toBe(wanted.length)
  }
}

function compareKeys(one: readonly number[], other: readonly number[]): number {
  for (const [index, value] of one.entries()) if (value !== other[index]) return value - (other[index] ?? 0)
  return 0
}

function countsOf(events: readonly PlainEvent[], column: string): Map<string, number> {
  const counts = new Map<string, number>()
  for (const event of events) {
    const text = event.cells.get(column)
    if (text !== undefined) counts.set(text, (counts.get(text) ?? 0) + 1)
  }
  return counts
}

function expectTop(
  reader: EventReader,
  wanted: readonly PlainEvent[],
  filter: EventFilter,
  column: string,
  limit: number
): void {
  const told = `${JSON.stringify(filter)} ${column}`
  const counts = countsOf(wanted, column)
  const top = reader.top({ filter, column, limit })
  const sorted = [...counts.values()].sort((one, other) => other - one).slice(0, limit)
  // which of several values with the same count are shown is not said
  expectSame(
    top.values.map(({ count }) => count),
    sorted,
    told
  )
  for (const { text, count } of top.values) expectSame(counts.get(text), count, told)
  const filled = [...counts.values()].reduce((sum, count) => sum + count, 0)
  expectSame(top.none, wanted.length - filled, told)
  expectSame(top.others, filled - sorted.reduce((sum, count) => sum + count, 0), told)
}

function expectHistogram(
  reader: EventReader,
  wanted: readonly PlainEvent[],
  filter: EventFilter,
  random: SeededRandom
): void {
  const picked = random.pick([...columns, 'NONE', 'NO_SUCH_COLUMN'])
  const by = picked === 'NONE' ? undefined : picked
  const top = 1 + random.below(8)
  const time = random.chance(0.5)
    ? {
        unit: random.pick(['hour', 'day', 'week'] as const),
        zone: random.pick(['Europe/Berlin', 'UTC', 'Asia/Kathmandu'])
      }
    : {
        edges: Float64Array.from([
          startMs,
          startMs + 1,
          startMs + dayMs,
          startMs + 3 * dayMs + 12_345,
          startMs + 5 * dayMs + hourMs
        ])
      }
  const answer = reader.histogram({ filter, time, top, ...(by === undefined ? {} : { by }) })
  const told = JSON.stringify({ filter, by, top, time })
  const { edges } = answer
  const bucketOf = (atMs: number) => edges.findLastIndex((edge) => edge <= atMs)
  const timed = wanted.filter(
    (event) => event.atMs !== undefined && bucketOf(event.atMs) >= 0 && bucketOf(event.atMs) < edges.length - 1
  )
  if (!('edges' in time)) expectSame(timed.length, wanted.filter((event) => event.atMs !== undefined).length, told)
  const perBucket = (some: readonly PlainEvent[]) => {
    const counts = Array.from({ length: Math.max(0, edges.length - 1) }, () => 0)
    for (const { atMs = 0 } of some) counts[bucketOf(atMs)] = (counts[bucketOf(atMs)] ?? 0) + 1
    return counts
  }
  expectSame(answer.totals, perBucket(timed), told)
  if (by === undefined || edges.length === 0) return
  const shown = new Set(answer.series.map(({ text }) => text))
  const valueOf = (event: PlainEvent) => event.cells.get(by)
  const sums = [...countsOf(timed, by).values()].sort((one, other) => other - one).slice(0, top)
  expectSame(
    answer.series.map(({ counts }) => counts.reduce((sum, count) => sum + count, 0)),
    sums,
    told
  )
  for (const { text, counts } of answer.series)
    expectSame(counts, perBucket(timed.filter((event) => valueOf(event) === text)), told)
  expectSame(answer.none, perBucket(timed.filter((event) => valueOf(event) === undefined)), told)
  expectSame(
    answer.others,
    perBucket(timed.filter((event) => valueOf(event) !== undefined && !shown.has(valueOf(event) ?? ''))),
    told
  )
}
