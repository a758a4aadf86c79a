import path from 'node:path'
import Database from 'better-sqlite3'
import { AppError } from '../../shared/kit/app-error.ts'
import { sqliteCode } from './sqlite-errors.ts'

/** A lock that is held. */
export interface ArchiveLock {
  release(): void
}

/**
 * Claims to be the only one that writes an archive: another Vigil that came by other ways to the same data would chain
 * its rows beside these. The system lets go of the lock when its process ends, however it ends.
 * @param file path of the archive
 * @throws AppError `busy` when another one writes it
 */
export function lockArchive(file: string): ArchiveLock {
  const database = new Database(`${file}.lock`, { timeout: 0 })
  try {
    // nothing is ever written to it
    database.pragma('journal_mode = MEMORY')
    database.exec('BEGIN EXCLUSIVE')
    return { release: () => database.close() }
  } catch (thrown) {
    database.close()
    if (/^SQLITE_(BUSY|LOCKED)/.test(sqliteCode(thrown) ?? ''))
      throw new AppError('busy', { file: path.basename(file), reason: 'another-vigil' }, { cause: thrown })
    throw thrown
  }
}
