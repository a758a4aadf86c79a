import { existsSync, renameSync, rmSync } from 'node:fs'
import { roomError } from './room-error.ts'

const companions = ['', '-wal', '-shm']

/**
 * Puts another file in an archive's place; all handles of it are closed. Cut off between its steps it is ended by
 * `endReplacing` at the next start.
 * @param file path of the archive. @param other the one that takes its place. @param setAside where the archive goes
 * @throws AppError `folder-not-writable | disk-full`
 */
export function replaceArchive(file: string, other: string, setAside: string): void {
  try {
    for (const suffix of companions) if (existsSync(file + suffix)) renameSync(file + suffix, setAside + suffix)
    // of the handle that closed last nothing but the file itself is left
    for (const suffix of companions.slice(1)) rmSync(other + suffix, { force: true })
    renameSync(other, file)
  } catch (thrown) {
    throw roomError(thrown, file)
  }
}

/** Ends a restore that was cut off after the archive had been set aside. */
export function endReplacing(file: string): void {
  const other = `${file}.restoring`
  if (!existsSync(other)) return
  if (existsSync(file)) rmSync(other, { force: true })
  else renameSync(other, file)
}
