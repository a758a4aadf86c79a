import Database from 'better-sqlite3'
import { databaseAt } from '../../integration/db/raw-database.ts'
import { tablePath } from './archive-work.ts'
import { canonical } from './independent-archive.ts'

const startMs = Date.UTC(2026, 0, 1)
const names = ['REQUEST_TIME', 'EVENT_TYPE', 'NUMBER', 'LATER']
const snapshotPath = ['AUDIT_LOG', 'SIGMA_SHARED', 'MEMBERS']

/** Cells of the rows of an earlier archive: honest twins, rows without a time, a column that came later. */
function cellsOf(number: number): (string | number | boolean | null)[] {
  const n = number % 10 === 1 ? number - 1 : number
  const time = n % 100 === 0 ? null : new Date(timeOf(n)).toISOString()
  const cells = [time, ['LOGIN', 'QUERY', 'Übergabe "ä"'][n % 3] ?? null, n]
  return n % 2 === 0 ? cells : [...cells, n % 4 === 1]
}

function timeOf(n: number): number {
  return startMs + n * 37_000
}

/** Makes an archive as an earlier program left it. */
export function makeEarlierArchive(file: string, version: number, rowCount: number): void {
  const database = databaseAt('archive', version, file)
  const path = JSON.stringify(tablePath)
  database.exec(
    `INSERT INTO archived_tables (table_id, path, kind, time_column, row_count) VALUES (1, '${path}', 'events', 'REQUEST_TIME', ${rowCount})`
  )
  const addColumn = database.prepare(
    'INSERT INTO archived_columns (table_id, position, name, first_seen_at_ms) VALUES (1, ?, ?, 1)'
  )
  for (const [position, name] of names.entries()) addColumn.run(position, name)
  const insert = database.prepare(
    'INSERT INTO events (table_id, event_at_ms, dedupe_key, archived_at_ms, cells) VALUES (1, ?, ?, 1, ?)'
  )
  database.transaction(() => {
    for (let number = 0; number < rowCount; number += 1) {
      const cells = cellsOf(number)
      const key = Buffer.alloc(16)
      key.writeUInt32BE(number)
      insert.run(typeof cells[0] === 'string' ? Date.parse(cells[0]) : null, key, JSON.stringify(cells))
    }
    if (version < 2) return
    database.exec(`INSERT INTO archived_tables (table_id, path, kind, last_sync_at_ms) VALUES (2, '${JSON.stringify(snapshotPath)}', 'snapshot', 5);
      INSERT INTO archived_columns (table_id, position, name, first_seen_at_ms) VALUES (2, 0, 'ID', 1)`)
    const addMember = database.prepare('INSERT INTO snapshot_rows (table_id, row_number, cells) VALUES (2, ?, ?)')
    for (let member = 0; member < 50; member += 1) addMember.run(member, JSON.stringify([`member ${member}`]))
  })()
  database.close()
}

/** Its rows in canonical form. */
export function earlierTexts(rowCount: number): string[] {
  return Array.from({ length: rowCount }, (_, number) => textOf(cellsOf(number)))
}

/** What is not carried over yet, in canonical form, and the members that the snapshot and its history have. */
export function readEarlierRows(file: string): { texts: string[]; members: number | undefined } {
  const database = new Database(file, { readonly: true })
  try {
    const tables = database.prepare("SELECT name FROM sqlite_schema WHERE type = 'table'").pluck().all()
    const count = (table: string) => database.prepare(`SELECT count(*) FROM ${table}`).pluck().get() as number
    const cells = database.prepare('SELECT cells FROM events').pluck().all() as string[]
    return {
      texts: cells.map((text) => textOf(JSON.parse(text) as ReturnType<typeof cellsOf>)),
      members: tables.includes('snapshot_versions')
        ? count('snapshot_versions')
        : tables.includes('snapshot_rows')
          ? count('snapshot_rows')
          : undefined
    }
  } finally {
    database.close()
  }
}

function textOf(cells: ReturnType<typeof cellsOf>): string {
  return canonical(cells.flatMap((cell, place) => (cell === null ? [] : [[names[place] ?? '', String(cell)] as const])))
}
