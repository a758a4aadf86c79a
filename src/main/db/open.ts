import { existsSync, mkdirSync } from 'node:fs'
import path from 'node:path'
import Database from 'better-sqlite3'
import { AppError } from '../../shared/kit/app-error.ts'
import { lockArchive } from './archive-lock.ts'
import { checkedBackups } from './archive-recovery.ts'
import { listBackups, takeBackup } from './backup.ts'
import { checkDatabase, isEmpty } from './check.ts'
import { DatabaseHandle, type ReadDb } from './handle.ts'
import type { DatabaseRecovery } from './messages.ts'
import { latestVersion, migrate, refuseNewer, versionOf } from './migrate.ts'
import { applyReaderPragmas, applyWriterPragmas, busyTimeoutMs } from './pragmas.ts'
import type { DatabaseRef } from './protocol.ts'
import { recover } from './recover.ts'
import { endReplacing } from './replace-archive.ts'
import { isDamage, toDatabaseError } from './sqlite-errors.ts'

export interface WriterOpening {
  readonly ref: DatabaseRef
  readonly file: string
  /** Something said that the file is damaged: check all of it, whatever its size. */
  readonly isSuspect: boolean
  readonly nowMs: () => number
  readonly onRecovered: (recovery: DatabaseRecovery) => void
}

/**
 * Whether files of this kind are backed up every day by the thread that writes them. An archive is backed up as its
 * organization wants it: it grows without bound.
 */
export function isBackedUp(ref: DatabaseRef): boolean {
  return ref.kind !== 'archive'
}

/**
 * Opens a file for writing: makes it where there is none, checks it, recovers it where it is damaged, and migrates it
 * (after a backup, where it holds something).
 * @throws AppError `database-newer | folder-not-writable | disk-full | busy | database-damaged`
 */
export async function openWriter(opening: WriterOpening): Promise<DatabaseHandle> {
  const { ref, file } = opening
  try {
    mkdirSync(path.dirname(file), { recursive: true, mode: 0o700 })
  } catch (thrown) {
    throw folderError(thrown, file)
  }
  const lock = ref.kind === 'archive' ? lockArchive(file) : undefined
  try {
    return await openLocked(opening, () => lock?.release())
  } catch (thrown) {
    lock?.release()
    throw thrown
  }
}

async function openLocked(opening: WriterOpening, onClose: () => void): Promise<DatabaseHandle> {
  const { ref, file } = opening
  const database = openChecked(opening)
  try {
    const version = versionOf(database)
    refuseNewer(database, version, latestVersion(ref.kind))
    applyWriterPragmas(database, ref.kind)
    if (version > 0 && version < latestVersion(ref.kind) && isBackedUp(ref))
      await takeBackup(database, file, opening.nowMs())
    migrate(database, ref.kind)
    return new DatabaseHandle(database, file, onClose)
  } catch (thrown) {
    database.close()
    throw toDatabaseError(thrown, file)
  }
}

/**
 * Opens a file for reading only. The writer must have migrated it before.
 * @throws AppError `database-damaged | folder-not-writable | busy`
 */
export function openReader(ref: DatabaseRef, file: string): ReadDb & Pick<DatabaseHandle, 'close' | 'transaction'> {
  try {
    const database = new Database(file, { readonly: true, fileMustExist: true, timeout: busyTimeoutMs })
    try {
      applyReaderPragmas(database, ref.kind)
      return new DatabaseHandle(database, file)
    } catch (thrown) {
      database.close()
      throw thrown
    }
  } catch (thrown) {
    throw toDatabaseError(thrown, file)
  }
}

function openChecked(opening: WriterOpening): Database.Database {
  const { ref, file, isSuspect } = opening
  try {
    if (ref.kind === 'archive') endReplacing(file)
    const hasBackups = (isBackedUp(ref) ? listBackups(file) : checkedBackups(file)).length > 0
    if (!existsSync(file) && hasBackups) return recoverAndOpen(opening)
    const database = new Database(file, { timeout: busyTimeoutMs })
    try {
      checkDatabase(database, ref.kind, isSuspect ? 'whole' : 'usual')
      if (!hasBackups || !isEmpty(database)) return database
      database.close()
    } catch (thrown) {
      database.close()
      if (!isDamage(thrown)) throw thrown
    }
    return recoverAndOpen(opening)
  } catch (thrown) {
    throw toDatabaseError(thrown, file)
  }
}

function recoverAndOpen(opening: WriterOpening): Database.Database {
  opening.onRecovered(recover(opening.ref, opening.file, opening.nowMs()))
  return new Database(opening.file, { timeout: busyTimeoutMs })
}

function folderError(thrown: unknown, file: string): AppError {
  const code = thrown instanceof Error && 'code' in thrown ? thrown.code : undefined
  return new AppError(
    code === 'ENOSPC' || code === 'EDQUOT' ? 'disk-full' : 'folder-not-writable',
    { file: path.basename(file) },
    { cause: thrown }
  )
}
