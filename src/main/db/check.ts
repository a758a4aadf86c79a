import { statSync } from 'node:fs'
import path from 'node:path'
import type Database from 'better-sqlite3'
import { openBlock } from '../archive/block/block-codec.ts'
import { AppError } from '../../shared/kit/app-error.ts'
import { applicationIds } from './migrate.ts'
import type { DatabaseKind } from './protocol.ts'

/** Files up to this size are checked whole at every open (some milliseconds); larger ones when something is wrong. */
const wholeCheckLimitBytes = 32 * 1024 * 1024

/**
 * Checks a file that was just opened.
 * @param depth `usual` at every open, `whole` when the file is suspect or is to replace another
 * @throws AppError `database-damaged`, or SQLite's own error
 */
export function checkDatabase(database: Database.Database, kind: DatabaseKind, depth: 'usual' | 'whole'): void {
  const damaged = (reason: string) => new AppError('database-damaged', { file: path.basename(database.name), reason })
  const id = Number(database.pragma('application_id', { simple: true }))
  if (id !== 0 && id !== applicationIds[kind]) throw damaged('another kind of file')
  const tables = database
    .prepare("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'")
    .pluck()
    .all() as string[]
  if (depth === 'whole' || statSync(database.name).size <= wholeCheckLimitBytes) {
    if (database.pragma('quick_check(1)', { simple: true }) !== 'ok') throw damaged('quick_check')
    if (depth === 'whole' && tables.includes('event_blocks')) checkBlocks(database)
    return
  }
  // both ends of every table: finds a file that was cut off or overwritten at its start or its end
  for (const table of tables) {
    const name = `"${table.replaceAll('"', '""')}"`
    for (const order of ['ASC', 'DESC']) database.prepare(`SELECT * FROM ${name} ORDER BY 1 ${order} LIMIT 1`).get()
  }
}

/** Bytes within a block are nothing to SQLite. @throws AppError `database-damaged` */
function checkBlocks(database: Database.Database): void {
  const blocks = database.prepare('SELECT data FROM event_blocks').pluck().iterate() as Iterable<Uint8Array>
  for (const data of blocks) openBlock(data)
}

/** Whether the file is a database without anything in it: new, or cut to nothing by a crash of the machine. */
export function isEmpty(database: Database.Database): boolean {
  return database.prepare('SELECT 1 FROM sqlite_schema LIMIT 1').get() === undefined
}
