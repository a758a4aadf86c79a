import { mkdir, readdir, readFile, rename, rm, stat, statfs, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { backupFolder, fileStamp, stampedAt } from './backup.ts'

/** What is written beside a backup of an archive, in a file of the same name that ends in `.json`. */
export interface BackupNote {
  readonly takenAtMs: number
  readonly check: 'passed' | 'failed' | 'not-checked'
  readonly checkedAtMs?: number
  readonly rows?: number
  readonly reason: 'daily' | 'asked' | 'before-restore' | 'before-prune' | 'set-aside'
  /** Of the file that was checked: another one is not checked. */
  readonly bytes: number
}

export interface ArchiveBackupFile extends BackupNote {
  /** The file's name without its ending. */
  readonly backupId: string
  readonly file: string
}

const idPattern = /^archive-\d{4}-\d\d-\d\dT\d\d-\d\d-\d\d\.\d{3}Z$/

/** Where a new backup goes: its final name, and the one that it has until it is whole and checked. */
export function newBackup(folder: string, atMs: number): { backupId: string; file: string; partial: string } {
  const backupId = `archive-${fileStamp(atMs)}`
  const file = path.join(folder, `${backupId}.sqlite`)
  return { backupId, file, partial: `${file}.partial` }
}

/** Folders with backups of an archive: beside it, and the one that a person chose. */
export function backupFolders(archiveFile: string, ownFolder: string | undefined): string[] {
  const beside = backupFolder(archiveFile)
  return ownFolder === undefined ? [beside] : [beside, ownFolder]
}

/** Backups in folders, newest first; a folder that is not there has none. */
export async function listArchiveBackups(folders: readonly string[]): Promise<ArchiveBackupFile[]> {
  const found = await Promise.all(
    folders.map(async (folder) => {
      const names = await readdir(folder).catch((): string[] => [])
      return Promise.all(
        names.filter((name) => name.endsWith('.sqlite')).map((name) => readBackup(folder, path.parse(name).name))
      )
    })
  )
  return found
    .flat()
    .filter((one): one is ArchiveBackupFile => one !== undefined)
    .sort((one, other) => other.takenAtMs - one.takenAtMs)
}

async function readBackup(folder: string, backupId: string): Promise<ArchiveBackupFile | undefined> {
  if (!idPattern.test(backupId)) return undefined
  const file = path.join(folder, `${backupId}.sqlite`)
  const size = await stat(file).then(
    (facts) => facts.size,
    () => undefined
  )
  if (size === undefined) return undefined
  const takenAtMs = stampedAt(backupId.slice('archive-'.length)) ?? 0
  const note = await readNote(noteFile(file))
  const plain = { backupId, file, takenAtMs, bytes: size, check: 'not-checked', reason: 'asked' } as const
  if (note === undefined) return plain
  return note.bytes === size ? { ...plain, ...note } : { ...plain, reason: note.reason, takenAtMs: note.takenAtMs }
}

async function readNote(file: string): Promise<BackupNote | undefined> {
  try {
    const note = JSON.parse(await readFile(file, 'utf8')) as BackupNote
    const isOne =
      Number.isSafeInteger(note.takenAtMs) &&
      Number.isSafeInteger(note.bytes) &&
      ['passed', 'failed', 'not-checked'].includes(note.check) &&
      ['daily', 'asked', 'before-restore', 'before-prune', 'set-aside'].includes(note.reason)
    return isOne ? note : undefined
  } catch {
    return undefined
  }
}

/** Writes what is known of a backup beside it. */
export async function writeNote(backup: string, note: BackupNote): Promise<void> {
  const file = noteFile(backup)
  await writeFile(`${file}.new`, JSON.stringify(note))
  await rename(`${file}.new`, file)
}

/** Deletes a backup. */
export async function deleteBackup(file: string): Promise<void> {
  for (const name of [file, noteFile(file)]) await rm(name, { force: true })
}

/** Makes a folder for backups, without what a copy that was cut off left in it. */
export async function prepareFolder(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 })
  for (const name of await readdir(folder))
    if (/^archive-.*\.partial(-\w+)?$/.test(name)) await rm(path.join(folder, name), { force: true })
}

/** Room for this user on the disk of a folder, bytes; undefined where that is not told. */
export async function freeBytes(folder: string): Promise<number | undefined> {
  for (let at = folder; ; at = path.dirname(at)) {
    const facts = await statfs(at).catch(() => undefined)
    if (facts !== undefined) return facts.bavail * facts.bsize
    if (path.dirname(at) === at) return undefined
  }
}

function noteFile(backup: string): string {
  return `${backup.slice(0, -'.sqlite'.length)}.json`
}
