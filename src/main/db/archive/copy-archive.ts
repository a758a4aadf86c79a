import { rmSync } from 'node:fs'
import type Database from 'better-sqlite3'
import { AppError } from '../../../shared/kit/app-error.ts'

/** Pages copied in one step, 1 MiB with pages of 16 KiB: some milliseconds, after which others have their turn. */
const pagesAtOnce = 64

/** A copy that goes on. */
export interface CopyControl {
  isCancelled: boolean
}

/**
 * Copies an archive through SQLite's backup API, over the handle that writes: what is written meanwhile is written to the
 * copy as well, so that it never begins anew and ends as the archive is at its end.
 * @throws AppError `cancelled`, and what SQLite says; nothing of the copy is left then
 */
export async function copyArchive(
  database: Database.Database,
  target: string,
  control: CopyControl,
  onProgress: (done: number, total: number) => void
): Promise<void> {
  try {
    await database.backup(target, {
      progress: ({ totalPages, remainingPages }) => {
        if (control.isCancelled) throw new AppError('cancelled')
        onProgress(totalPages - remainingPages, totalPages)
        return pagesAtOnce
      }
    })
  } catch (thrown) {
    for (const suffix of ['', '-journal', '-wal', '-shm']) rmSync(target + suffix, { force: true })
    // a handle that is closed takes the copy with it
    throw !database.open ? new AppError('cancelled', {}, { cause: thrown }) : thrown
  }
}
