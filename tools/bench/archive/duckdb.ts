import { rmSync, statSync } from 'node:fs'
import { type DuckDBConnection, DuckDBInstance, type DuckDBPreparedStatement } from '@duckdb/node-api'
import { columns, numberColumns } from '../../events/columns.ts'
import { type Answer, histogramOf } from './answers.ts'
import type { Engine, Intake } from './engine.ts'
import { duckDialect, idColumn, quoted, sqlOf, timeColumn } from './filter-sql.ts'
import type { Ask } from './questions.ts'

const typeOf = (column: string): string => {
  if (column === idColumn) return 'UUID'
  if (column === timeColumn) return 'TIMESTAMP'
  return numberColumns.includes(column) ? 'BIGINT' : 'VARCHAR'
}

export const duckName = 'DuckDB'

/** Reads a jsonl file into a DuckDB file, with the types that it would find itself, in the order of time. */
export async function fillDuck(source: string, file: string, events: number): Promise<Intake> {
  for (const one of [file, `${file}.wal`]) rmSync(one, { force: true })
  const instance = await DuckDBInstance.create(file)
  const connection = await instance.connect()
  const types = columns.map((column) => `${column}: '${typeOf(column)}'`).join(', ')
  const beganAt = performance.now()
  await connection.run(
    `CREATE TABLE events AS SELECT * FROM read_json(${quoted(source)}, format = 'newline_delimited', columns = {${types}})`
  )
  await connection.run('CHECKPOINT')
  const tookMs = performance.now() - beganAt
  connection.closeSync()
  instance.closeSync()
  return { events, tookMs, bytes: statSync(file).size }
}

function statementOf(ask: Ask): string {
  switch (ask.kind) {
    case 'page':
      return `SELECT * FROM events WHERE ${sqlOf(ask.filter, duckDialect)} ORDER BY ${timeColumn} DESC LIMIT ${ask.limit}`
    case 'deepPage':
      // the place of a cursor: the rows before it are known by their time
      return `SELECT * FROM events WHERE ${timeColumn} <= $1 ORDER BY ${timeColumn} DESC LIMIT ${ask.limit}`
    case 'count':
      return `SELECT count(*) FROM events WHERE ${sqlOf(ask.filter, duckDialect)}`
    case 'histogram':
      return `SELECT epoch_ms(date_trunc('day', ${timeColumn})) AS day, ${ask.by}, count(*) FROM events WHERE ${sqlOf(ask.filter, duckDialect)} GROUP BY ALL`
    case 'top':
      return `SELECT ${ask.column}, count(*) AS n FROM events WHERE ${ask.column} IS NOT NULL AND ${sqlOf(ask.filter, duckDialect)} GROUP BY 1 ORDER BY n DESC LIMIT ${ask.limit}`
    case 'event':
      return `SELECT * FROM events WHERE ${idColumn} = UUID ${quoted(ask.eventId)}`
  }
}

/** Opens a DuckDB file for questions, in this process, with all cores. */
export async function openDuck(file: string): Promise<Engine> {
  const instance = await DuckDBInstance.create(file, { access_mode: 'READ_ONLY' })
  const connection = await instance.connect()
  const prepared = new Map<Ask, DuckDBPreparedStatement>()
  return {
    name: duckName,
    prepare: async (ask) => {
      if (prepared.has(ask)) return
      const statement = statementOf(ask)
      const ready =
        ask.kind === 'deepPage' ? statement.replace('$1', await instantAt(connection, ask.depth)) : statement
      prepared.set(ask, await connection.prepare(ready))
    },
    ask: async (ask) => {
      const statement = prepared.get(ask)
      if (statement === undefined) throw new Error('the question was not prepared')
      const reader = await statement.runAndReadAll()
      return () => answerOf(ask, reader.getRowObjectsJson())
    },
    close: async () => {
      connection.closeSync()
      instance.closeSync()
    }
  }
}

/** The time of the row after so many newer ones. */
async function instantAt(connection: DuckDBConnection, depth: number): Promise<string> {
  const reader = await connection.runAndReadAll(
    `SELECT epoch_ms(${timeColumn}) FROM events ORDER BY ${timeColumn} DESC LIMIT 1 OFFSET ${depth}`
  )
  return duckDialect.instant(Number(reader.getRowsJson()[0]?.[0]))
}

type JsonRow = Readonly<Record<string, unknown>>

const instantOf = (value: unknown): number => Date.parse(`${String(value).replace(' ', 'T')}Z`)

function answerOf(ask: Ask, rows: readonly JsonRow[]): Answer {
  switch (ask.kind) {
    case 'page':
    case 'deepPage':
      return { kind: 'rows', rows: rows.map((row) => [instantOf(row[timeColumn]), String(row[idColumn])]) }
    case 'count':
      return { kind: 'count', count: Number(Object.values(rows[0] ?? {})[0]) }
    case 'histogram':
      return histogramOf(
        rows.map((row) => {
          const [day, value, count] = Object.values(row)
          return [Number(day), String(value), Number(count)]
        }),
        ask.top
      )
    case 'top':
      return {
        kind: 'top',
        values: rows.map((row) => {
          const [text, count] = Object.values(row)
          return [String(text), Number(count)]
        })
      }
    case 'event':
      return { kind: 'event', cells: rows[0] === undefined ? undefined : cellsOf(rows[0]) }
  }
}

const cellsOf = (row: JsonRow): Record<string, string> =>
  Object.fromEntries(
    Object.entries(row)
      .filter(([, value]) => value !== null)
      .map(([column, value]) => [
        column,
        column === timeColumn ? new Date(instantOf(value)).toISOString() : String(value)
      ])
  )
