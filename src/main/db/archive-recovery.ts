import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { type Backup, backupFolder, stampedAt } from './backup.ts'

/** Names the folder that a person chose for backups, for the thread that recovers the archive. */
function ownFolderFile(archiveFile: string): string {
  return path.join(backupFolder(archiveFile), 'own-folder.txt')
}

/** Notes where backups are when they are not beside the archive. */
export function noteOwnFolder(archiveFile: string, folder: string | undefined): void {
  if (folder === undefined) return rmSync(ownFolderFile(archiveFile), { force: true })
  mkdirSync(backupFolder(archiveFile), { recursive: true, mode: 0o700 })
  writeFileSync(ownFolderFile(archiveFile), folder)
}

/** Backups of an archive that passed their check, newest first: not the archives that a restore replaced. */
export function checkedBackups(archiveFile: string): readonly Backup[] {
  const own = textOf(ownFolderFile(archiveFile))?.trim()
  return [backupFolder(archiveFile), ...(own === undefined || own === '' ? [] : [own])]
    .flatMap((folder) => namesIn(folder).map((name) => path.join(folder, name)))
    .flatMap((file): Backup[] => {
      const name = path.parse(file).name
      const takenAtMs = file.endsWith('.sqlite') ? stampedAt(name.slice('archive-'.length)) : undefined
      const note = textOf(`${file.slice(0, -'.sqlite'.length)}.json`) ?? ''
      const isChecked = /"check":"passed"/.test(note) && !/"reason":"set-aside"/.test(note)
      return takenAtMs === undefined || !isChecked ? [] : [{ file, takenAtMs }]
    })
    .sort((one, other) => other.takenAtMs - one.takenAtMs)
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder)
  } catch {
    return []
  }
}

function textOf(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return undefined
  }
}
