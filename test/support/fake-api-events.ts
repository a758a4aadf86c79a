import type { Handlers } from '../../src/shared/contract/api-types.ts'
import type { ArchivedEvent } from '../../src/shared/contract/audit-events.ts'
import type { EventFilter } from '../../src/shared/domain/event-filter.ts'
import type { FakeState } from './fake-api-data.ts'

interface FakeEvents {
  readonly columns: readonly string[]
  readonly rows: readonly ArchivedEvent[]
}

/** The archive keeps every value as a text; the time is that of the first column. */
function eventsOf({ columns, rows }: Pick<FakeState, 'columns' | 'rows'>): FakeEvents {
  return {
    columns: columns.map(({ name }) => name),
    rows: rows.map(({ rowId, cells }) => {
      const atMs = Date.parse(String(cells[0]))
      return {
        rowId,
        ...(Number.isNaN(atMs) ? {} : { atMs }),
        cells: cells.map((cell) => (cell === null ? null : String(cell)))
      }
    })
  }
}

function matches(filter: EventFilter, columns: readonly string[], row: ArchivedEvent): boolean {
  const cell = (name: string): string | null => row.cells[columns.indexOf(name)] ?? null
  switch (filter.kind) {
    case 'everything':
      return true
    case 'and':
      return filter.filters.every((one) => matches(one, columns, row))
    case 'or':
      return filter.filters.some((one) => matches(one, columns, row))
    case 'not':
      return !matches(filter.filter, columns, row)
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

function tally({ columns, rows }: FakeEvents, column: string): [text: string | null, count: number][] {
  const counts = new Map<string | null, number>()
  for (const row of rows) {
    const text = row.cells[columns.indexOf(column)] ?? null
    counts.set(text, (counts.get(text) ?? 0) + 1)
  }
  return [...counts].sort(([, one], [, other]) => other - one)
}

/** Questions about archived events, over the rows of the fake state. */
export function fakeEventHandlers(state: FakeState): Handlers<'auditEvents'> {
  let known: { readonly of: FakeState['rows']; readonly events: FakeEvents } | undefined
  const all = (): FakeEvents => {
    if (known?.of !== state.rows) known = { of: state.rows, events: eventsOf(state) }
    return known.events
  }
  const found = (filter: EventFilter): FakeEvents => {
    const { columns, rows } = all()
    return { columns, rows: rows.filter((row) => matches(filter, columns, row)) }
  }
  return {
    page: async ({ filter, order, cursor, limit }) => {
      const { columns, rows } = found(filter)
      const ordered = order === 'newest' ? rows : rows.toReversed()
      const from = Number(cursor ?? 0)
      const next = from + limit < ordered.length ? { nextCursor: String(from + limit) } : {}
      return { columns: [...columns], rows: ordered.slice(from, from + limit), isPartial: false, ...next }
    },
    count: async ({ filter }) => ({ count: found(filter).rows.length, isComplete: true }),
    histogram: async ({ filter, unit, fromMs, toMs, by, top = 5 }) => {
      const step = stepMs[unit]
      const start = Math.floor(fromMs / step) * step
      const edges = Array.from({ length: Math.ceil((toMs - start) / step) + 1 }, (_, index) => start + index * step)
      const { columns, rows } = found(filter)
      const count = (of: readonly ArchivedEvent[]): number[] => {
        const counts = edges.slice(1).map(() => 0)
        for (const { atMs = -1 } of of) {
          const bar = Math.floor((atMs - start) / step)
          if (bar >= 0 && bar < counts.length) counts[bar] = (counts[bar] ?? 0) + 1
        }
        return counts
      }
      if (by === undefined) return { edges, series: [{ kind: 'all', counts: count(rows) }], isComplete: true }
      const cellOf = (row: ArchivedEvent): string | null => row.cells[columns.indexOf(by)] ?? null
      const values = tally({ columns, rows }, by).flatMap(([text]) => (text === null ? [] : [text]))
      const shown = new Set(values.slice(0, top))
      const others = rows.filter((row) => cellOf(row) !== null && !shown.has(cellOf(row) ?? ''))
      const none = rows.filter((row) => cellOf(row) === null)
      return {
        edges,
        series: [
          ...[...shown].map((text) => ({
            kind: 'value' as const,
            text,
            counts: count(rows.filter((row) => cellOf(row) === text))
          })),
          ...(others.length === 0 ? [] : [{ kind: 'others' as const, counts: count(others) }]),
          ...(none.length === 0 ? [] : [{ kind: 'none' as const, counts: count(none) }])
        ],
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
      const { columns, rows } = all()
      const row = rows.find((one) => one.rowId === rowId)
      return { columns: [...columns], ...(row === undefined ? {} : { row }) }
    },
    suggest: async ({ column, text, limit }) => ({
      values: tally(all(), column)
        .flatMap(([value]) => (value?.toLowerCase().includes(text.toLowerCase()) === true ? [value] : []))
        .slice(0, limit)
    })
  }
}
