import type { EventFilter } from '../../../src/shared/domain/event-filter.ts'
import { assertNever } from '../../../src/shared/kit/assert-never.ts'
import { columns, numberColumns } from '../../events/columns.ts'

/** How the two peers differ. */
export interface Dialect {
  readonly name: 'duckdb' | 'sqlite'
  /** An instant, as the time column has it. */
  readonly instant: (atMs: number) => string
  readonly contains: (column: string, lowerText: string) => string
}

export const quoted = (text: string): string => `'${text.replaceAll("'", "''")}'`

export const timeColumn = 'REQUEST_TIME'
export const idColumn = 'EVENT_ID'

export const duckDialect: Dialect = {
  name: 'duckdb',
  instant: (atMs) => `TIMESTAMP ${quoted(new Date(atMs).toISOString().replace('T', ' ').replace('Z', ''))}`,
  // the faster of the two ways: ILIKE takes nearly twice as long
  contains: (column, text) => `contains(lower(${asText(column)}), ${quoted(text)})`
}

function asText(column: string): string {
  if (column === timeColumn) return `strftime(${column}, '%Y-%m-%dT%H:%M:%S.%gZ')`
  return column === idColumn || numberColumns.includes(column) ? `${column}::VARCHAR` : column
}

export const sqliteDialect: Dialect = {
  name: 'sqlite',
  instant: (atMs) => quoted(new Date(atMs).toISOString()),
  contains: (column, text) => `${column} LIKE ${quoted(`%${text}%`)}`
}

/**
 * Columns in whose values a text can be. Numbers and times have hardly any letters: leaving them out gives the same
 * answer and saves the peers the conversion.
 */
function searched(text: string): readonly string[] {
  if (!/[a-su-y]/i.test(text)) return columns
  return columns.filter((column) => column !== timeColumn && !numberColumns.includes(column))
}

/** A filter as an SQL condition. A missing value matches nothing, so that its negation matches it. */
export function sqlOf(filter: EventFilter, dialect: Dialect): string {
  const all = (filters: readonly EventFilter[], word: 'AND' | 'OR', none: string): string =>
    filters.length === 0 ? none : `(${filters.map((one) => sqlOf(one, dialect)).join(` ${word} `)})`
  switch (filter.kind) {
    case 'everything':
      return 'TRUE'
    case 'and':
      return all(filter.filters, 'AND', 'TRUE')
    case 'or':
      return all(filter.filters, 'OR', 'FALSE')
    case 'not':
      return filter.filter.kind === 'equals' && filter.filter.values.length === 1
        ? `${filter.filter.column} IS ${dialect.name === 'duckdb' ? 'DISTINCT FROM' : 'NOT'} ${quoted(filter.filter.values[0] ?? '')}`
        : `(${sqlOf(filter.filter, dialect)}) IS NOT TRUE`
    case 'time': {
      const parts = []
      if (filter.fromMs !== undefined) parts.push(`${timeColumn} >= ${dialect.instant(filter.fromMs)}`)
      if (filter.toMs !== undefined) parts.push(`${timeColumn} < ${dialect.instant(filter.toMs)}`)
      return parts.length === 0 ? `${timeColumn} IS NOT NULL` : `(${parts.join(' AND ')})`
    }
    case 'equals':
      return filter.values.length === 1
        ? `${filter.column} = ${quoted(filter.values[0] ?? '')}`
        : `${filter.column} IN (${filter.values.map(quoted).join(', ')})`
    case 'contains': {
      const text = filter.text.toLowerCase()
      const over = filter.column === undefined ? searched(text) : [filter.column]
      return `(${over.map((column) => dialect.contains(column, text)).join(' OR ')})`
    }
    case 'starts-with':
      return dialect.name === 'duckdb'
        ? `starts_with(${filter.column}, ${quoted(filter.text)})`
        : `substr(${filter.column}, 1, ${filter.text.length}) = ${quoted(filter.text)}`
    case 'present':
      return `${filter.column} IS NOT NULL`
    case 'number': {
      const parts = [`${filter.column} IS NOT NULL`]
      if (filter.min !== undefined) parts.push(`${filter.column} >= ${filter.min}`)
      if (filter.max !== undefined) parts.push(`${filter.column} <= ${filter.max}`)
      return `(${parts.join(' AND ')})`
    }
    default:
      return assertNever(filter)
  }
}
