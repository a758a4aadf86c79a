import { copyFile, rename, rm, stat, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { AppError } from '../../shared/kit/app-error.ts'
import type { OrganizationId } from '../../shared/kit/ids.ts'
import {
  type ArchiveBackupFile,
  backupFolders,
  type BackupNote,
  deleteBackup,
  freeBytes,
  listArchiveBackups,
  newBackup,
  prepareFolder,
  writeNote
} from './archive-backups.ts'
import { noteOwnFolder } from './archive-recovery.ts'
import { leftoversOf } from './archive-leftovers.ts'
import type { CheckedArchive } from './archive/check-archive-file.ts'
import { backupFolder, stampedAt } from './backup.ts'
import { type DatabaseFolders, databaseFile } from './database-files.ts'
import { roomError } from './room-error.ts'
import type { SalvagedPart, SalvageOverview } from './salvage/salvage-types.ts'
import type { WorkerLink } from './worker-link.ts'

export type { ArchiveBackupFile, BackupNote } from './archive-backups.ts'
export type { CheckedArchive } from './archive/check-archive-file.ts'
export type { SalvagedPart, SalvageOverview } from './salvage/salvage-types.ts'

/** A damaged archive that was set aside, and is not salvaged yet. */
export interface DamagedArchive {
  readonly fileName: string
  readonly atMs: number
}

/** Backups of archives and what is left of damaged ones: files beside those that are open. */
export interface ArchiveFiles {
  /** @param ownFolder a folder that a person chose; absent: beside the archive */
  backups(id: OrganizationId, ownFolder?: string): Promise<readonly ArchiveBackupFile[]>
  /** Of the archive's file with its log; 0 where there is none. */
  bytes(id: OrganizationId): Promise<number>
  freeBytes(id: OrganizationId, ownFolder?: string): Promise<number | undefined>
  /**
   * Copies the archive while it is in use, checks the copy and keeps it as a backup.
   * @throws AppError `cancelled | disk-full | folder-not-writable | database-damaged`; nothing of the copy is left then
   */
  backUp(
    id: OrganizationId,
    request: {
      readonly ownFolder: string | undefined
      readonly reason: BackupNote['reason']
      readonly signal: AbortSignal
      readonly onProgress: (step: 'copying' | 'checking', done: number, total: number) => void
      /** Compares the copy with the archive. @throws AppError when it is no copy of it */
      readonly compare: (copy: CheckedArchive) => Promise<void>
      readonly nowMs: () => number
    }
  ): Promise<ArchiveBackupFile>
  /** Checks a backup and notes what came out. @throws what is no matter of the backup, such as `internal` */
  check(id: OrganizationId, backup: ArchiveBackupFile, nowMs: number): Promise<'passed' | 'failed'>
  /** Puts a backup in the archive's place; the archive of now becomes a backup that is set aside. */
  restore(id: OrganizationId, backup: ArchiveBackupFile, nowMs: number): Promise<void>
  delete(backup: ArchiveBackupFile): Promise<void>
  /** Notes where backups are, so that a damaged archive is restored from there, too. */
  noteFolder(id: OrganizationId, ownFolder: string | undefined): void
  damaged(id: OrganizationId): Promise<readonly DamagedArchive[]>
  beginSalvage(id: OrganizationId, fileName: string, backup: string | undefined): Promise<SalvageOverview>
  salvageRows(id: OrganizationId, fileName: string, place: number): Promise<SalvagedPart>
  /** @param report kept beside the file; absent: it was not salvaged to the end */
  endSalvage(id: OrganizationId, fileName: string, report?: object): Promise<void>
}

export interface ArchiveFilesParts {
  readonly folders: DatabaseFolders
  readonly writer: Pick<WorkerLink, 'send'>
  /** A thread for long looks; ended when it has nothing to do. */
  readonly keeper: Pick<WorkerLink, 'send'>
  /** Calls back while the writer copies an archive. */
  readonly onCopied: (id: OrganizationId, listener: (done: number, total: number) => void) => () => void
  /** Lets the readers of an archive go, does something with its file, and lets them come again. */
  readonly whileClosed: (id: OrganizationId, work: () => Promise<unknown>) => Promise<void>
}

/** Room that a disk must have beyond the copy itself, bytes. */
const spareBytes = 64 * 1024 * 1024

export function createArchiveFiles(parts: ArchiveFilesParts): ArchiveFiles {
  const { folders, writer, keeper } = parts
  const refOf = (id: OrganizationId) => ({ kind: 'archive', organizationId: id }) as const
  const fileOf = (id: OrganizationId) => databaseFile(folders, refOf(id))
  const folderOf = (id: OrganizationId, own: string | undefined) => own ?? backupFolder(fileOf(id))
  const checked = async (id: OrganizationId, file: string) =>
    (await keeper.send({ op: 'checkArchive', file, organizationId: id })) as CheckedArchive
  const sizeOf = (file: string) =>
    stat(file).then(
      ({ size }) => size,
      () => 0
    )
  const bytes = async (id: OrganizationId) => (await sizeOf(fileOf(id))) + (await sizeOf(`${fileOf(id)}-wal`))
  const requireRoom = async (id: OrganizationId, folder: string) => {
    const [free, needed] = [await freeBytes(folder), await bytes(id)]
    if (free !== undefined && free < needed + spareBytes)
      throw new AppError('disk-full', { what: 'backup', neededBytes: needed + spareBytes, freeBytes: free })
  }

  return {
    backups: (id, own) => listArchiveBackups(backupFolders(fileOf(id), own)),
    bytes,
    freeBytes: (id, own) => freeBytes(folderOf(id, own)),
    async backUp(id, { ownFolder, reason, signal, onProgress, compare, nowMs }) {
      const folder = folderOf(id, ownFolder)
      const takenAtMs = nowMs()
      const { backupId, file, partial } = newBackup(folder, takenAtMs)
      const stopListening = parts.onCopied(id, (done, total) => onProgress('copying', done, total))
      const cancel = () => void writer.send({ op: 'cancelCopy', ref: refOf(id) }).catch(() => undefined)
      try {
        await prepareFolder(folder)
        await requireRoom(id, folder)
        if (signal.aborted) throw new AppError('cancelled')
        signal.addEventListener('abort', cancel)
        await writer.send({ op: 'copyArchive', ref: refOf(id), target: partial })
        if (signal.aborted) throw new AppError('cancelled')
        onProgress('checking', 0, 1)
        const copy = await checked(id, partial)
        await compare(copy)
        if (signal.aborted) throw new AppError('cancelled')
        const size = await sizeOf(partial)
        const note = { takenAtMs, reason, bytes: size, check: 'passed', checkedAtMs: nowMs(), rows: copy.rows } as const
        await writeNote(file, note)
        await rename(partial, file)
        return { ...note, backupId, file }
      } catch (thrown) {
        await prepareFolder(folder).catch(() => undefined)
        throw roomError(thrown, file)
      } finally {
        signal.removeEventListener('abort', cancel)
        stopListening()
      }
    },
    async check(id, backup, nowMs) {
      const { file, reason, takenAtMs } = backup
      const note = { takenAtMs, reason, bytes: backup.bytes, checkedAtMs: nowMs }
      try {
        const { rows } = await checked(id, file)
        await writeNote(file, { ...note, bytes: await sizeOf(file), check: 'passed', rows })
        return 'passed'
      } catch (thrown) {
        if (!(thrown instanceof AppError) || !thrown.code.startsWith('database-')) throw thrown
        await writeNote(file, { ...note, bytes: await sizeOf(file), check: 'failed' })
        return 'failed'
      }
    },
    async restore(id, backup, nowMs) {
      const file = fileOf(id)
      const restoring = `${file}.restoring`
      const setAside = newBackup(backupFolder(file), nowMs)
      try {
        await prepareFolder(backupFolder(file))
        await requireRoom(id, backupFolder(file))
        // whole under a name that no start takes for one; only then under the one that a cut-off restore goes on from
        await copyFile(backup.file, `${restoring}.partial`)
        const note = { takenAtMs: nowMs, reason: 'set-aside', bytes: 0, check: 'not-checked' } as const
        await writeNote(setAside.file, note)
        await parts.whileClosed(id, async () => {
          await rename(`${restoring}.partial`, restoring)
          await writer.send({ op: 'replaceArchive', ref: refOf(id), file: restoring, setAside: setAside.file })
        })
        await writeNote(setAside.file, { ...note, bytes: await sizeOf(setAside.file) })
      } catch (thrown) {
        throw roomError(thrown, file)
      } finally {
        await rm(`${restoring}.partial`, { force: true }).catch(() => undefined)
      }
    },
    delete: (backup) => deleteBackup(backup.file),
    noteFolder: (id, own) => noteOwnFolder(fileOf(id), own),
    damaged: async (id) =>
      (await leftoversOf(fileOf(id))).map((fileName) => ({
        fileName,
        atMs: stampedAt(fileName.slice(fileName.indexOf('.damaged-') + '.damaged-'.length)) ?? 0
      })),
    beginSalvage: async (id, fileName, backup) =>
      (await keeper.send({
        op: 'salvage',
        file: beside(fileOf(id), fileName),
        step: { kind: 'begin', ...(backup === undefined ? {} : { backup }) }
      })) as SalvageOverview,
    salvageRows: async (id, fileName, place) =>
      (await keeper.send({
        op: 'salvage',
        file: beside(fileOf(id), fileName),
        step: { kind: 'rows', place }
      })) as SalvagedPart,
    async endSalvage(id, fileName, report) {
      const file = beside(fileOf(id), fileName)
      await keeper.send({ op: 'salvage', file, step: { kind: 'end' } })
      if (report !== undefined) await writeFile(`${file}.salvaged.json`, JSON.stringify(report))
    }
  }
}

function beside(file: string, name: string): string {
  return path.join(path.dirname(file), path.basename(name))
}
