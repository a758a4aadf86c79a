import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process'
import { rmSync, statSync } from 'node:fs'
import { columns, numberColumns } from '../../events/columns.ts'
import { type Answer, histogramOf } from './answers.ts'
import type { Engine, Intake } from './engine.ts'
import { idColumn, quoted, sqlOf, sqliteDialect, timeColumn } from './filter-sql.ts'
import type { Ask } from './questions.ts'

export const shellName = 'sqlite3'

/** The shell, kept open; one command after the other. */
class Shell {
  readonly #child: ChildProcessWithoutNullStreams
  #output = ''
  #errors = ''
  #waiting:
    | { readonly end: string; readonly resolve: (text: string) => void; readonly reject: (e: Error) => void }
    | undefined
  #sent = 0

  constructor(args: readonly string[]) {
    this.#child = spawn('sqlite3', args)
    this.#child.stdout.setEncoding('utf8').on('data', (piece: string) => {
      this.#output += piece
      this.#look()
    })
    this.#child.stderr.setEncoding('utf8').on('data', (piece: string) => (this.#errors += piece))
    this.#child.on('error', (error) =>
      this.#waiting?.reject(new Error(`the sqlite3 shell (Debian: sqlite3) cannot be started: ${error.message}`))
    )
    this.#child.on('exit', (code) =>
      this.#waiting?.reject(new Error(`sqlite3 ended with ${code}: ${this.#errors.slice(0, 2_000)}`))
    )
  }

  /** @returns what it printed @throws Error with what it complained of */
  run(command: string): Promise<string> {
    return new Promise((resolve, reject) => {
      const end = `-- end of ${++this.#sent}`
      this.#waiting = { end: `${end}\n`, resolve, reject }
      this.#child.stdin.write(`${command}\n.print "${end}"\n`)
    })
  }

  async close(): Promise<void> {
    this.#waiting = undefined
    const ended = new Promise<void>((resolve) => this.#child.once('exit', () => resolve()))
    this.#child.stdin.end('.quit\n')
    await ended
  }

  #look(): void {
    const waiting = this.#waiting
    if (waiting === undefined || !this.#output.endsWith(waiting.end)) return
    const text = this.#output.slice(0, -waiting.end.length)
    this.#output = ''
    this.#waiting = undefined
    if (this.#errors === '') waiting.resolve(text)
    else waiting.reject(new Error(`sqlite3: ${this.#errors.slice(0, 2_000)}`))
  }
}

const indexes = ['USER_EMAIL', 'OBJECT_ID', 'EVENT_TYPE', 'EVENT_STATUS', 'CONNECTION_NAME']

/**
 * Reads a CSV file with the shell's own `.import`. An empty field becomes NULL by a view's trigger; event ids are unique,
 * as Vigil keeps them. Indexes: time, and five columns each with the time. There is none for searching in texts.
 */
export async function fillShell(source: string, file: string, events: number): Promise<Intake> {
  for (const one of [file, `${file}-wal`, `${file}-shm`]) rmSync(one, { force: true })
  const shell = new Shell(['-batch', file])
  const beganAt = performance.now()
  try {
    const fields = columns.map((one) => `${one} ${numberColumns.includes(one) ? 'INTEGER' : 'TEXT'}`)
    await shell.run(
      [
        'PRAGMA journal_mode = OFF;',
        'PRAGMA synchronous = OFF;',
        `CREATE TABLE events (${fields.join(', ')});`,
        `CREATE VIEW incoming AS SELECT * FROM events;`,
        `CREATE TRIGGER take INSTEAD OF INSERT ON incoming BEGIN INSERT INTO events VALUES (${columns.map((one) => `nullif(NEW.${one}, '')`).join(', ')}); END;`,
        `.import --csv --skip 1 ${quoted(source)} incoming`,
        'DROP VIEW incoming;',
        `CREATE UNIQUE INDEX by_id ON events (${idColumn});`,
        `CREATE INDEX by_time ON events (${timeColumn});`,
        ...indexes.map((one) => `CREATE INDEX by_${one} ON events (${one}, ${timeColumn});`),
        'ANALYZE;'
      ].join('\n')
    )
  } finally {
    await shell.close()
  }
  return { events, tookMs: performance.now() - beganAt, bytes: statSync(file).size }
}

function statementOf(ask: Ask): string {
  switch (ask.kind) {
    case 'page':
      return `SELECT * FROM events WHERE ${sqlOf(ask.filter, sqliteDialect)} ORDER BY ${timeColumn} DESC LIMIT ${ask.limit};`
    case 'deepPage':
      return `SELECT * FROM events WHERE ${timeColumn} <= (SELECT at FROM place WHERE depth = ${ask.depth}) ORDER BY ${timeColumn} DESC LIMIT ${ask.limit};`
    case 'count':
      return `SELECT count(*) AS n FROM events WHERE ${sqlOf(ask.filter, sqliteDialect)};`
    case 'histogram':
      return `SELECT substr(${timeColumn}, 1, 10) AS day, ${ask.by} AS value, count(*) AS n FROM events WHERE ${sqlOf(ask.filter, sqliteDialect)} GROUP BY 1, 2;`
    case 'top':
      return `SELECT ${ask.column} AS value, count(*) AS n FROM events WHERE ${ask.column} IS NOT NULL AND ${sqlOf(ask.filter, sqliteDialect)} GROUP BY 1 ORDER BY n DESC LIMIT ${ask.limit};`
    case 'event':
      return `SELECT * FROM events WHERE ${idColumn} = ${quoted(ask.eventId)};`
  }
}

/** Opens a file for questions in a shell that stays open, with a page cache of 256 MB. */
export async function openShell(file: string): Promise<Engine> {
  const shell = new Shell(['-batch', '-json', '-readonly', file])
  await shell.run('PRAGMA cache_size = -262144;\nPRAGMA mmap_size = 8589934592;\nPRAGMA temp_store = MEMORY;')
  await shell.run('CREATE TEMP TABLE place (depth INTEGER PRIMARY KEY, at TEXT);')
  const places = new Set<number>()
  return {
    name: shellName,
    prepare: async (ask) => {
      if (ask.kind === 'deepPage' && !places.has(ask.depth)) {
        places.add(ask.depth)
        await shell.run(
          `INSERT INTO place SELECT ${ask.depth}, ${timeColumn} FROM events ORDER BY ${timeColumn} DESC LIMIT 1 OFFSET ${ask.depth};`
        )
      }
    },
    ask: async (ask) => {
      const text = await shell.run(statementOf(ask))
      return () => answerOf(ask, text.trim() === '' ? [] : (JSON.parse(text) as JsonRow[]))
    },
    close: () => shell.close()
  }
}

type JsonRow = Readonly<Record<string, string | number | null>>

function answerOf(ask: Ask, rows: readonly JsonRow[]): Answer {
  switch (ask.kind) {
    case 'page':
    case 'deepPage':
      return { kind: 'rows', rows: rows.map((row) => [Date.parse(String(row[timeColumn])), String(row[idColumn])]) }
    case 'count':
      return { kind: 'count', count: Number(rows[0]?.n) }
    case 'histogram':
      return histogramOf(
        rows.map((row) => [Date.parse(String(row.day)), String(row.value), Number(row.n)]),
        ask.top
      )
    case 'top':
      return { kind: 'top', values: rows.map((row) => [String(row.value), Number(row.n)]) }
    case 'event':
      return {
        kind: 'event',
        cells:
          rows[0] === undefined
            ? undefined
            : Object.fromEntries(
                Object.entries(rows[0]).flatMap(([column, value]) => (value === null ? [] : [[column, String(value)]]))
              )
      }
  }
}
