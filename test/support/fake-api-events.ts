import type { Handlers } from '../../src/shared/contract/api-types.ts'
import type { ArchivedEvent } from '../../src/shared/contract/audit-events.ts'
import type { EventFilter } from '../../src/shared/domain/event-filter.ts'

const columns = [
  'REQUEST_TIME',
  'EVENT_CATEGORY',
  'EVENT_TYPE',
  'EVENT_STATUS',
  'USER_EMAIL',
  'OBJECT_NAME',
  'IP_ADDRESS'
]
const types = [
  ['ACCESS_SIGMA', 'LOGIN'],
  ['OBJECT_INTERACTION', 'WORKBOOK_VIEW'],
  ['QUERY_EXECUTIONS', 'QUERY'],
  ['EXPORTS', 'EXPORT_CSV']
] as const
const people = ['ada@example.com', 'grace@example.com', 'edsger@example.com', 'barbara@example.com']

function sampleEvents(nowMs: number): ArchivedEvent[] {
  return Array.from({ length: 900 }, (_, index) => {
    const atMs = nowMs - index * 2_400_000
    const [category, type] = types[(index * 7) % types.length] ?? types[0]
    const status = index % 23 === 0 ? 'FAILURE' : 'SUCCESS'
    const object = category === 'ACCESS_SIGMA' ? null : `Quarterly report ${index % 12}`
    const person = people[(index * 5) % people.length] ?? 'ada@example.com'
    const time = new Date(atMs).toISOString()
    return {
      rowId: `1.${Math.floor(atMs / 86_400_000)}.${index}`,
      atMs,
      cells: [time, category, type, status, person, object, `10.0.${index % 7}.4`]
    }
  })
}

function matches(filter: EventFilter, row: ArchivedEvent): boolean {
  const cell = (name: string): string | null => row.cells[columns.indexOf(name)] ?? null
  switch (filter.kind) {
    case 'everything':
      return true
    case 'and':
      return filter.filters.every((one) => matches(one, row))
    case 'or':
      return filter.filters.some((one) => matches(one, row))
    case 'not':
      return !matches(filter.filter, row)
    case 'time':
      return (row.atMs ?? 0) >= (filter.fromMs ?? -Infinity) && (row.atMs ?? 0) < (filter.toMs ?? Infinity)
    case 'equals':
      return filter.values.includes(cell(filter.column) ?? '')
    case 'contains': {
      const cells = filter.column === undefined ? row.cells : [cell(filter.column)]
      return cells.some((one) => one?.toLowerCase().includes(filter.text.toLowerCase()) === true)
    }
    case 'starts-with':
      return cell(filter.column)?.startsWith(filter.text) === true
    case 'present':
      return cell(filter.column) !== null
    case 'number':
      return (
        Number(cell(filter.column)) >= (filter.min ?? -Infinity) &&
        Number(cell(filter.column)) <= (filter.max ?? Infinity)
      )
  }
}

const stepMs = {
  minute: 60_000,
  'quarter-hour': 900_000,
  hour: 3_600_000,
  day: 86_400_000,
  week: 604_800_000,
  month: 2_592_000_000
}

function tally(rows: readonly ArchivedEvent[], column: string): [text: string | null, count: number][] {
  const counts = new Map<string | null, number>()
  for (const row of rows) {
    const text = row.cells[columns.indexOf(column)] ?? null
    counts.set(text, (counts.get(text) ?? 0) + 1)
  }
  return [...counts].sort(([, one], [, other]) => other - one)
}

/** Questions about archived events, over nine hundred of them in memory. */
export function fakeEventHandlers(): Handlers<'auditEvents'> {
  const events = sampleEvents(Date.now())
  const found = (filter: EventFilter): ArchivedEvent[] => events.filter((row) => matches(filter, row))
  return {
    page: async ({ filter, order, cursor, limit }) => {
      const rows = order === 'newest' ? found(filter) : found(filter).toReversed()
      const from = Number(cursor ?? 0)
      const next = from + limit < rows.length ? { nextCursor: String(from + limit) } : {}
      return { columns, rows: rows.slice(from, from + limit), isPartial: false, ...next }
    },
    count: async ({ filter }) => ({ count: found(filter).length, isComplete: true }),
    histogram: async ({ filter, unit, fromMs, toMs, by, top = 5 }) => {
      const edges: number[] = []
      for (
        let edge = Math.floor(fromMs / stepMs[unit]) * stepMs[unit];
        edge < toMs + stepMs[unit];
        edge += stepMs[unit]
      )
        edges.push(edge)
      const rows = found(filter)
      const count = (of: readonly ArchivedEvent[]): number[] =>
        edges
          .slice(0, -1)
          .map(
            (edge, index) =>
              of.filter((row) => (row.atMs ?? 0) >= edge && (row.atMs ?? 0) < (edges[index + 1] ?? 0)).length
          )
      if (by === undefined) return { edges, series: [{ kind: 'all', counts: count(rows) }], isComplete: true }
      const values = tally(rows, by)
        .filter(([text]) => text !== null)
        .slice(0, top)
        .map(([text]) => text ?? '')
      const cellOf = (row: ArchivedEvent): string | null => row.cells[columns.indexOf(by)] ?? null
      return {
        edges,
        series: values.map((text) => ({
          kind: 'value',
          text,
          counts: count(rows.filter((row) => cellOf(row) === text))
        })),
        isComplete: true
      }
    },
    topValues: async ({ filter, column, limit }) => {
      const counts = tally(found(filter), column)
      const values = counts.flatMap(([text, count]) => (text === null ? [] : [{ text, count }]))
      return {
        values: values.slice(0, limit),
        others: values.slice(limit).reduce((sum, one) => sum + one.count, 0),
        none: counts.find(([text]) => text === null)?.[1] ?? 0,
        isComplete: true
      }
    },
    get: async ({ rowId }) => {
      const row = events.find((one) => one.rowId === rowId)
      return { columns, ...(row === undefined ? {} : { row }) }
    },
    suggest: async ({ column, text, limit }) => ({
      values: tally(events, column)
        .flatMap(([value]) => (value?.toLowerCase().includes(text.toLowerCase()) === true ? [value] : []))
        .slice(0, limit)
    })
  }
}
