import { copyFileSync, existsSync, renameSync, rmSync } from 'node:fs'
import path from 'node:path'
import Database from 'better-sqlite3'
import { checkedBackups } from './archive-recovery.ts'
import { type Backup, fileStamp, listBackups } from './backup.ts'
import { checkDatabase, isEmpty } from './check.ts'
import type { DatabaseRecovery } from './messages.ts'
import { latestVersion, versionOf } from './migrate.ts'
import type { DatabaseRef } from './protocol.ts'

const companions = ['', '-wal', '-shm']

/**
 * Puts a damaged file aside under a dated name (nothing is ever deleted) and restores the newest backup that passes a
 * whole check. Without one the file stays away and the caller starts a fresh one. Works for a file that is gone, too,
 * so that a crash in the middle of a recovery ends in the same state.
 * @param file path of the database file; all handles of it are closed
 */
export function recover(ref: DatabaseRef, file: string, nowMs: number): DatabaseRecovery {
  const setAsideAs = setAside(file, nowMs)
  const backup = restoreNewest(ref, file)
  return {
    ref,
    fileName: path.basename(file),
    ...(setAsideAs === undefined ? {} : { setAsideAs }),
    outcome: backup === undefined ? 'started-fresh' : 'restored',
    ...(backup === undefined ? {} : { backupTakenAtMs: backup.takenAtMs }),
    atMs: nowMs
  }
}

function setAside(file: string, nowMs: number): string | undefined {
  const target = `${file}.damaged-${fileStamp(nowMs)}`
  const isThere = existsSync(file)
  // the log and its index belong to the damaged file: left in place they would be played into the restored one
  for (const suffix of companions) if (existsSync(file + suffix)) renameSync(file + suffix, target + suffix)
  return isThere ? path.basename(target) : undefined
}

function restoreNewest(ref: DatabaseRef, file: string): Backup | undefined {
  // not the name that a restore goes on from at the next start: a copy that is cut off is no archive
  const restoring = `${file}.recovering`
  for (const backup of ref.kind === 'archive' ? checkedBackups(file) : listBackups(file)) {
    try {
      copyFileSync(backup.file, restoring)
      if (!isSound(ref, restoring)) continue
      renameSync(restoring, file)
      return backup
    } finally {
      for (const suffix of companions) rmSync(restoring + suffix, { force: true })
    }
  }
  return undefined
}

function isSound(ref: DatabaseRef, file: string): boolean {
  let database: Database.Database | undefined
  try {
    database = new Database(file, { fileMustExist: true })
    checkDatabase(database, ref.kind, 'whole')
    return !isEmpty(database) && versionOf(database) <= latestVersion(ref.kind)
  } catch {
    return false
  } finally {
    database?.close()
  }
}
