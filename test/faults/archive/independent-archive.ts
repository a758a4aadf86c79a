// Reads an archive by docs/archive.md, with plain SQL and node:crypto and none of the program's own code.
import { existsSync } from 'node:fs'
import Database from 'better-sqlite3'
import { readBlock } from './independent-block.ts'
import { checkCommits, demand, type ReadCommit, readCommits, readStubs, sha256 } from './independent-commits.ts'

export interface ReadRow {
  readonly day: number
  readonly seq: number
  readonly atMs: number
  /** Canonical JSON of the row. */
  readonly text: string
}

export interface ReadTable {
  readonly tableId: number
  readonly path: readonly string[]
  readonly rows: readonly ReadRow[]
  /** Rows that the table itself says it has. */
  readonly rowCount: number
  /** Pruned days: rows that the day had. */
  readonly pruned: ReadonlyMap<number, number>
}

export interface ReadReading {
  readonly tableId: number
  readonly source: string
  readonly fromMs: number
  readonly toMs: number
  readonly askedAtMs: number
  readonly rows: number
}

export interface ReadImport {
  readonly file: string
  readonly state: string
  readonly rowsAdded: number
  readonly rowsKnown: number
  readonly rowsQuarantined: number
}

export interface ArchiveSays {
  readonly tables: readonly ReadTable[]
  readonly commits: readonly ReadCommit[]
  readonly readings: readonly ReadReading[]
  readonly imports: readonly ReadImport[]
}

interface StoredBlock {
  readonly commitId: number
  readonly day: number
  readonly firstSeq: number
  readonly rowCount: number
  readonly minAtMs: number
  readonly maxAtMs: number
  readonly head: Buffer
  readonly leaves: Buffer
  readonly data: Buffer
}

/**
 * All that an archive holds, its chain recomputed on the way.
 * @returns `undefined` where the file has no blocks yet
 * @throws Error that names what is not as it must be
 */
export function readArchive(file: string, organizationId: string): ArchiveSays | undefined {
  // killed before it was made
  if (!existsSync(file)) return undefined
  const database = new Database(file, { readonly: true })
  try {
    const damage = database.pragma('integrity_check', { simple: true })
    demand(damage === 'ok', `the file is damaged: ${String(damage)}`)
    demand((database.pragma('foreign_key_check') as unknown[]).length === 0, 'a row points at nothing')
    const names = database.prepare("SELECT name FROM sqlite_schema WHERE type = 'table'").pluck().all()
    if (!names.includes('event_blocks')) return undefined
    const commits = readCommits(database)
    const tables = (
      database
        .prepare("SELECT table_id AS tableId, path, row_count AS rowCount FROM archived_tables WHERE kind = 'events'")
        .all() as { tableId: number; path: string; rowCount: number }[]
    ).map((table) => readTable(database, organizationId, table, commits))
    const has = (name: string) => names.includes(name)
    return {
      tables,
      commits,
      readings: has('readings')
        ? (database
            .prepare(
              'SELECT table_id AS tableId, source, from_ms AS fromMs, to_ms AS toMs, asked_at_ms AS askedAtMs, rows FROM readings'
            )
            .all() as ReadReading[])
        : [],
      imports: has('imports')
        ? (database
            .prepare(
              `SELECT file, state, rows_added AS rowsAdded, rows_known AS rowsKnown, rows_quarantined AS rowsQuarantined
               FROM imports`
            )
            .all() as ReadImport[])
        : []
    }
  } finally {
    database.close()
  }
}

function readTable(
  database: Database.Database,
  organizationId: string,
  table: { readonly tableId: number; readonly path: string; readonly rowCount: number },
  commits: readonly ReadCommit[]
): ReadTable {
  const { tableId } = table
  const pruned = readStubs(database, organizationId, table)
  const printRow = rowPrinter(database, tableId)
  const blocks = database
    .prepare(
      `SELECT commit_id AS commitId, day, first_seq AS firstSeq, row_count AS rowCount, min_at_ms AS minAtMs,
         max_at_ms AS maxAtMs, head, leaves, data
       FROM event_blocks WHERE table_id = ? ORDER BY day, first_seq`
    )
    .all(tableId) as StoredBlock[]
  const rows: ReadRow[] = []
  const ends = new Map<string, { rowCount: number; head: string }>()
  const rowsOfCommit = new Map<number, number>()
  let day: number | undefined
  let seq = 0
  let head: Buffer = Buffer.alloc(0)
  for (const block of blocks) {
    const where = `table ${tableId}, day ${block.day}, row ${block.firstSeq}`
    demand(!pruned.has(block.day), `${where}: a row of a pruned day`)
    if (block.day !== day) {
      day = block.day
      seq = 0
      const name = day === -1 ? 'untimed' : new Date(day * 86_400_000).toISOString().slice(0, 10)
      head = sha256(Buffer.from([2]), Buffer.from(`${organizationId}\0${table.path}\0${name}`))
    }
    demand(block.firstSeq === seq, `${where}: ${seq} was expected`)
    const raw = readBlock(block.data)
    demand(raw.length === block.rowCount && block.leaves.length === 32 * raw.length, `${where}: another number of rows`)
    for (const [index, { atMs, cells }] of raw.entries()) {
      const text = printRow(cells)
      const leaf = sha256(Buffer.from(text))
      demand(leaf.equals(block.leaves.subarray(32 * index, 32 * index + 32)), `${where} + ${index}: another leaf`)
      demand(day === -1 || Math.floor(atMs / 86_400_000) === day, `${where} + ${index}: another day`)
      demand(atMs >= block.minAtMs && atMs <= block.maxAtMs, `${where} + ${index}: a time outside of its block`)
      rows.push({ day, seq: seq + index, atMs, text })
    }
    const numbers = Buffer.alloc(12)
    numbers.writeInt32BE(day, 0)
    numbers.writeUInt32BE(seq, 4)
    numbers.writeUInt32BE(raw.length, 8)
    head = sha256(Buffer.from([1]), head, numbers, block.leaves)
    demand(head.equals(block.head), `${where}: another head`)
    seq += raw.length
    ends.set(`${block.commitId} ${day}`, { rowCount: seq, head: head.toString('hex') })
    rowsOfCommit.set(block.commitId, (rowsOfCommit.get(block.commitId) ?? 0) + raw.length)
  }
  checkCommits(
    commits.filter((commit) => commit.tableId === tableId),
    { ends, rowsOfCommit, pruned }
  )
  // rows of before there were blocks count until they are carried over and after
  const earlier = Number(database.prepare('SELECT count(*) FROM events WHERE table_id = ?').pluck().get(tableId))
  const found = rows.length + earlier
  demand(table.rowCount === found, `table ${tableId} says ${table.rowCount} rows and has ${found}`)
  return { tableId, path: JSON.parse(table.path) as string[], rows, rowCount: table.rowCount, pruned }
}

function rowPrinter(database: Database.Database, tableId: number) {
  const names = new Map(
    database.prepare('SELECT position, name FROM archived_columns WHERE table_id = ?').raw().all(tableId) as [
      number,
      string
    ][]
  )
  const texts = new Map<string, string>()
  for (const [columnId, valueId, text] of database
    .prepare('SELECT column_id, value_id, text FROM archived_values WHERE table_id = ?')
    .raw()
    .all(tableId) as [number, number, string][])
    texts.set(`${columnId} ${valueId}`, text)
  return (cells: ReturnType<typeof readBlock>[number]['cells']): string => {
    const row: [string, string][] = []
    for (const [columnId, cell] of cells) {
      const text = typeof cell === 'string' ? cell : texts.get(`${columnId} ${cell.valueId}`)
      const name = names.get(columnId)
      if (name === undefined || text === undefined) throw new Error(`table ${tableId}: a value of nothing`)
      row.push([name, text])
    }
    return canonical(row)
  }
}

/** Canonical JSON of a row: names in the order of their UTF-16 code units. */
export function canonical(cells: readonly (readonly [name: string, text: string])[]): string {
  const sorted = [...cells].sort(([one], [other]) => (one < other ? -1 : 1))
  return `{${sorted.map(([name, text]) => `${JSON.stringify(name)}:${JSON.stringify(text)}`).join(',')}}`
}
