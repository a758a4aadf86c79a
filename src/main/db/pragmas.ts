import type Database from 'better-sqlite3'
import { minuteMs, secondMs } from '../../shared/kit/time.ts'
import type { DatabaseKind } from './protocol.ts'

/** How long a statement waits for another process or thread that holds the file, ms. */
export const busyTimeoutMs = 5 * secondMs

/** Page cache per handle, KiB. Many organizations are open at once, so small where the data is small. */
const cacheKiB = { registry: 512, org: 1024, archive: 8192 } as const satisfies Record<DatabaseKind, number>

/**
 * Bytes of a page of a new archive: parts of the index are tens of kilobytes, and in large pages they are a few reads
 * instead of many. Of 4, 8 and 16 KiB this read cells, rollups and directories fastest; the file is 2 % larger than with
 * 4 KiB. An existing file keeps the pages that it was made with.
 */
const archivePageBytes = 16_384

/** Settings of a handle that writes. */
export function applyWriterPragmas(database: Database.Database, kind: DatabaseKind): void {
  // before anything else is written: the first write settles it
  if (kind === 'archive') {
    database.pragma(`page_size = ${archivePageBytes}`)
    // room that pruned days leave can be given back to the disk piece by piece, without writing the file anew
    database.pragma('auto_vacuum = INCREMENTAL')
  }
  database.pragma('journal_mode = WAL')
  // A change of the admin must survive a power cut; archived rows can be read again from Sigma.
  database.pragma(`synchronous = ${kind === 'archive' ? 'NORMAL' : 'FULL'}`)
  // without it, REPLACE deletes rows behind the back of the append-only triggers
  database.pragma('recursive_triggers = ON')
  // the log shrinks back after a large ingest
  database.pragma('journal_size_limit = 8388608')
  applyCommonPragmas(database, kind)
}

/** Settings of a handle that only reads. */
export function applyReaderPragmas(database: Database.Database, kind: DatabaseKind): void {
  database.pragma('query_only = ON')
  applyCommonPragmas(database, kind)
}

function applyCommonPragmas(database: Database.Database, kind: DatabaseKind): void {
  database.pragma('foreign_keys = ON')
  // a file that somebody else prepared must not run functions through its schema
  database.pragma('trusted_schema = OFF')
  database.pragma('cell_size_check = ON')
  database.pragma('temp_store = MEMORY')
  database.pragma(`cache_size = -${cacheKiB[kind]}`)
}

/** How often a writer looks whether a daily backup is due, ms. */
export const backupRoundMs = 30 * minuteMs
