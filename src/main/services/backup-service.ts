import path from 'node:path'
import type { BackupSettings, BackupStatus } from '../../shared/contract/backups.ts'
import { backupsToDrop } from '../../shared/domain/backup-rotation.ts'
import type { JournalAction, JournalDetail } from '../../shared/domain/journal.ts'
import { AppError, type AppErrorData, toAppError } from '../../shared/kit/app-error.ts'
import type { OrganizationId } from '../../shared/kit/ids.ts'
import { dayMs, secondMs } from '../../shared/kit/time.ts'
import type { Announce } from '../ports/announcer.port.ts'
import type { Clock } from '../ports/clock.port.ts'
import type { FileDialogs } from '../ports/file-dialogs.port.ts'
import type { Logger } from '../ports/logger.port.ts'
import { type ArchiveBackupFile, type BackupRecord, type BackupStore, ownFolder } from '../stores/backup-store.ts'
import type { SettingsStore } from '../stores/settings-store.ts'
import { journalled } from './journalled.ts'
import { nextBackupOf } from './next-backup.ts'
import { Turns } from './turns.ts'

/** Progress is told this often and no more, ms. */
const tellEveryMs = secondMs / 4
/** A backup by itself that failed is tried again no earlier than this. */
const againAfterMs = dayMs / 4

export interface BackupServiceOptions {
  readonly backups: BackupStore
  readonly settings: Pick<SettingsStore, 'appendJournal'>
  readonly fileDialogs: Pick<FileDialogs, 'chooseFolder'>
  /** Ends everything that writes to the archive or reads all of it. */
  readonly quiet: (id: OrganizationId) => Promise<void>
  /** Goes on with what was ended, after the archive became another. */
  readonly goOn: (id: OrganizationId) => Promise<void>
  readonly clock: Clock
  readonly logger: Logger
  readonly announce: Announce
}

type Reason = ArchiveBackupFile['reason']
type Progress = NonNullable<BackupStatus['progress']>

interface Running {
  readonly controller: AbortController
  readonly done: Promise<void>
  progress: Progress
  toldAtMs: number
}

/** Backups of an organization's archive: taken while it is in use, checked before they count, restored so that it can be undone. */
export class BackupService {
  readonly #options: BackupServiceOptions
  readonly #running = new Map<OrganizationId, Running>()
  /** Failures that could not be written down, as on a full disk: they are told as long as Vigil runs. */
  readonly #unwritten = new Map<OrganizationId, AppErrorData>()
  readonly #turns = new Turns()

  constructor(options: BackupServiceOptions) {
    this.#options = options
  }

  async status(id: OrganizationId): Promise<BackupStatus> {
    const { backups, clock } = this.#options
    const record = await backups.record(id)
    const own = ownFolder(id, record)
    const [all, free, archiveBytes] = await Promise.all([
      backups.files.backups(id, own),
      backups.files.freeBytes(id, own),
      backups.files.bytes(id)
    ])
    const nextAtMs = await nextBackupOf(backups, id, { all, record, nowMs: clock.nowMs() })
    const running = this.#running.get(id)
    const lastError = this.#unwritten.get(id) ?? record.lastError
    return {
      settings: record.settings,
      folderName: record.folder === undefined ? 'backups' : path.basename(record.folder) || record.folder,
      isOwnFolder: record.folder === undefined,
      ...(free === undefined ? {} : { freeBytes: free }),
      archiveBytes,
      backups: all.map(({ backupId, takenAtMs, bytes, check, rows, reason }) => ({
        backupId,
        takenAtMs,
        bytes,
        check,
        ...(rows === undefined ? {} : { rows }),
        reason
      })),
      ...(nextAtMs === undefined ? {} : { nextAtMs }),
      ...(running === undefined ? {} : { progress: running.progress }),
      ...(lastError === undefined || running !== undefined ? {} : { lastError })
    }
  }

  async setSettings(id: OrganizationId, settings: BackupSettings): Promise<BackupStatus> {
    const { interval, keep } = settings
    await this.#noted(id, 'archive-backups-changed', { interval, keep }, () =>
      this.#change(id, ({ lastError: _error, failedAtMs: _at, ...record }) => ({ ...record, settings }))
    )
    return this.#told(id)
  }

  /** Backups that are in the folder of before stay where they are. */
  async chooseFolder(id: OrganizationId): Promise<BackupStatus> {
    const folder = await this.#options.fileDialogs.chooseFolder({ title: 'Choose a folder for backups' })
    if (folder === undefined) return this.status(id)
    return this.#useFolder(id, folder)
  }

  clearFolder(id: OrganizationId): Promise<BackupStatus> {
    return this.#useFolder(id, undefined)
  }

  /** Begins a backup unless one is being taken. Its end, good or bad, is a journal entry and part of the status. */
  async backUpNow(id: OrganizationId): Promise<BackupStatus> {
    this.#begin(id, 'asked')
    return this.status(id)
  }

  async cancel(id: OrganizationId): Promise<BackupStatus> {
    await this.stop(id)
    return this.status(id)
  }

  /** @throws AppError `not-found`, `busy` while something else goes on */
  async check(id: OrganizationId, backupId: string): Promise<BackupStatus> {
    const backup = await this.#find(id, backupId)
    await this.#alone(id, 'checking', () => this.#options.backups.files.check(id, backup, this.#options.clock.nowMs()))
    return this.#told(id)
  }

  /**
   * Puts a backup in the archive's place. One that was not checked is checked first.
   * @throws AppError `not-found`, `busy`, `database-damaged` for a backup that does not pass, `disk-full`
   */
  async restore(id: OrganizationId, backupId: string): Promise<BackupStatus> {
    const { backups, clock, quiet, goOn } = this.#options
    const backup = await this.#find(id, backupId)
    await this.#noted(id, 'archive-backup-restored', { backup: backupId }, () =>
      this.#alone(id, 'restoring', async () => {
        const isSound = backup.check === 'passed' || (await backups.files.check(id, backup, clock.nowMs())) === 'passed'
        if (!isSound) throw new AppError('database-damaged', { file: backupId })
        await quiet(id)
        try {
          await backups.files.restore(id, backup, clock.nowMs())
        } finally {
          await goOn(id)
        }
      })
    )
    const { announce } = this.#options
    for (const name of ['coverageChanged', 'importsChanged', 'retentionChanged', 'integrityChanged'] as const)
      announce(name, { organizationId: id })
    return this.#told(id)
  }

  /** @throws AppError `not-found` */
  async delete(id: OrganizationId, backupId: string): Promise<BackupStatus> {
    const backup = await this.#find(id, backupId)
    await this.#noted(id, 'archive-backup-deleted', { backup: backupId }, () =>
      this.#options.backups.files.delete(backup)
    )
    return this.#told(id)
  }

  /** Takes a backup where it is due. @returns when it has come to its end */
  async takeWhereDue(id: OrganizationId): Promise<void> {
    const { backups, clock } = this.#options
    const [record, nowMs] = [await backups.record(id), clock.nowMs()]
    const all = await backups.files.backups(id, ownFolder(id, record))
    const dueAtMs = await nextBackupOf(backups, id, { all, record, nowMs })
    const sinceFailureMs = nowMs - (record.failedAtMs ?? Number.NEGATIVE_INFINITY)
    const isTooEarly = sinceFailureMs >= 0 && sinceFailureMs < againAfterMs
    if (dueAtMs === undefined || dueAtMs > nowMs || isTooEarly) return
    await this.#begin(id, 'daily').done
  }

  /** Takes one before something that cannot be undone, where backups are wanted at all. */
  async takeBefore(id: OrganizationId): Promise<void> {
    const { settings } = await this.#options.backups.record(id)
    if (settings.interval !== 'off') await this.#begin(id, 'before-prune').done
  }

  async stop(id: OrganizationId): Promise<void> {
    const running = this.#running.get(id)
    running?.controller.abort()
    await running?.done
  }

  async stopAll(): Promise<void> {
    await Promise.all([...this.#running.keys()].map((id) => this.stop(id)))
  }

  #begin(id: OrganizationId, reason: Reason): Running {
    return this.#running.get(id) ?? this.#run(id, 'copying', (signal) => this.#take(id, reason, signal))
  }

  #run(id: OrganizationId, step: Progress['step'], work: (signal: AbortSignal) => Promise<void>): Running {
    const controller = new AbortController()
    const done = Promise.resolve().then(() => work(controller.signal))
    const running: Running = { controller, done, progress: { step, done: 0, total: 1 }, toldAtMs: 0 }
    this.#running.set(id, running)
    const ended = (): void => {
      this.#running.delete(id)
      this.#options.announce('backupsChanged', { organizationId: id })
    }
    done.then(ended, ended)
    return running
  }

  /** Does one thing with backups while nothing else is done with them. */
  async #alone(id: OrganizationId, step: Progress['step'], work: () => Promise<unknown>): Promise<void> {
    if (this.#running.has(id)) throw new AppError('busy', { what: 'backup' })
    const { done } = this.#run(id, step, async () => {
      await work()
    })
    this.#options.announce('backupsChanged', { organizationId: id })
    await done
  }

  /** Never throws: how it ended is kept. */
  async #take(id: OrganizationId, reason: Reason, signal: AbortSignal): Promise<void> {
    const { backups, settings, clock, logger } = this.#options
    this.#unwritten.delete(id)
    const note = (outcome: 'done' | 'failed', detail: JournalDetail) =>
      settings.appendJournal(id, { action: 'archive-backed-up', outcome, detail, atMs: clock.nowMs() })
    try {
      const own = ownFolder(id, await backups.record(id))
      const taken = await backups.files.backUp(id, {
        ownFolder: own,
        reason,
        signal,
        nowMs: () => clock.nowMs(),
        onProgress: (step, done, total) => this.#tell(id, { step, done, total }),
        compare: async (copy) => {
          if ((await backups.differences(id, copy)) > 0)
            throw new AppError('database-damaged', { file: 'archive.sqlite', reason: 'backup' })
        }
      })
      await this.#change(id, ({ lastError: _error, failedAtMs: _at, ...record }) => record)
      await this.#rotate(id)
      await note('done', { backup: taken.backupId, rows: taken.rows ?? 0, reason })
    } catch (thrown) {
      const error = toAppError(thrown)
      if (error.code === 'cancelled' || signal.aborted) return
      logger.warn('an archive was not backed up', { organizationId: id, code: error.code })
      const failure = { lastError: error.toData(), failedAtMs: clock.nowMs() }
      const noting = this.#change(id, (record) => ({ ...record, ...failure }))
      await noting.catch(() => this.#unwritten.set(id, failure.lastError))
      await note('failed', { code: error.code, reason }).catch(() => undefined)
    }
  }

  async #rotate(id: OrganizationId): Promise<void> {
    const { files, record } = this.#options.backups
    const known = await record(id)
    const all = await files.backups(id, ownFolder(id, known))
    const gone = new Set(backupsToDrop(all, known.settings.keep))
    for (const backup of all) if (gone.has(backup.backupId)) await files.delete(backup)
  }

  async #useFolder(id: OrganizationId, folder: string | undefined): Promise<BackupStatus> {
    const name = folder === undefined ? 'backups' : path.basename(folder) || folder
    await this.#noted(id, 'archive-backups-changed', { folder: name }, async () => {
      await this.#change(id, ({ folder: _before, lastError: _error, failedAtMs: _at, ...record }) => ({
        ...record,
        ...(folder === undefined ? {} : { folder })
      }))
      this.#options.backups.files.noteFolder(id, ownFolder(id, await this.#options.backups.record(id)))
    })
    return this.#told(id)
  }

  async #find(id: OrganizationId, backupId: string): Promise<ArchiveBackupFile> {
    const { files, record } = this.#options.backups
    const found = (await files.backups(id, ownFolder(id, await record(id)))).find((one) => one.backupId === backupId)
    if (found === undefined) throw new AppError('not-found', { what: 'backup' })
    return found
  }

  #tell(id: OrganizationId, progress: Progress): void {
    const running = this.#running.get(id)
    if (running === undefined) return
    const isNewStep = running.progress.step !== progress.step
    running.progress = progress
    const nowMs = this.#options.clock.monotonicMs()
    if (!isNewStep && nowMs - running.toldAtMs < tellEveryMs) return
    running.toldAtMs = nowMs
    this.#options.announce('backupsChanged', { organizationId: id })
  }

  #told(id: OrganizationId): Promise<BackupStatus> {
    this.#options.announce('backupsChanged', { organizationId: id })
    return this.status(id)
  }

  #noted(id: OrganizationId, action: JournalAction, detail: JournalDetail, act: () => Promise<void>): Promise<void> {
    return journalled(this.#options, id, action, detail, act)
  }

  #change(id: OrganizationId, change: (record: BackupRecord) => BackupRecord): Promise<void> {
    const { backups } = this.#options
    return this.#turns.run(id, async () => backups.save(id, change(await backups.record(id))))
  }
}
