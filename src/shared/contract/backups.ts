import { z } from 'zod'
import { call } from './call.ts'
import { appErrorSchema, ofOrganization, timeMsSchema } from './primitives.ts'

export const archiveBackupSchema = z.object({
  /** Names it in the calls below; its file's name, never a path. */
  backupId: z.string().max(200),
  takenAtMs: timeMsSchema,
  bytes: z.number().int(),
  /** Only a backup that passed its check can be restored without a warning. */
  check: z.enum(['passed', 'failed', 'not-checked']),
  rows: z.number().int().optional(),
  /** Why it was taken; `set-aside`: the archive that a restore replaced. */
  reason: z.enum(['daily', 'asked', 'before-restore', 'before-prune', 'set-aside'])
})
export type ArchiveBackup = z.infer<typeof archiveBackupSchema>

export const backupSettingsSchema = z.object({
  interval: z.enum(['off', 'daily', 'weekly']),
  /** How many are kept. */
  keep: z.number().int().min(1).max(30)
})
export type BackupSettings = z.infer<typeof backupSettingsSchema>

export const backupStatusSchema = z.object({
  settings: backupSettingsSchema,
  folderName: z.string(),
  isOwnFolder: z.boolean(),
  freeBytes: z.number().int().optional(),
  archiveBytes: z.number().int(),
  /** Newest first. */
  backups: z.array(archiveBackupSchema),
  nextAtMs: timeMsSchema.optional(),
  progress: z
    .object({ step: z.enum(['copying', 'checking', 'restoring']), done: z.number(), total: z.number() })
    .optional(),
  lastError: appErrorSchema.optional()
})
export type BackupStatus = z.infer<typeof backupStatusSchema>

const ofBackup = ofOrganization.extend({ backupId: z.string().max(200) }).strict()

export const backupCalls = {
  getBackups: call(ofOrganization, backupStatusSchema),
  setBackupSettings: call(ofOrganization.extend({ settings: backupSettingsSchema }).strict(), backupStatusSchema),
  /** Asks for a folder with the system's dialog. */
  chooseBackupFolder: call(ofOrganization, backupStatusSchema),
  /** Back to the folder beside the archive. */
  clearBackupFolder: call(ofOrganization, backupStatusSchema),
  /** Takes a backup while the archive is in use. Progress arrives as `backupsChanged`. */
  backUpNow: call(ofOrganization, backupStatusSchema),
  cancelBackup: call(ofOrganization, backupStatusSchema),
  checkBackup: call(ofBackup, backupStatusSchema),
  /** Puts a backup in the archive's place; the archive of now is set aside and can be put back the same way. */
  restoreBackup: call(ofBackup, backupStatusSchema),
  deleteBackup: call(ofBackup, backupStatusSchema)
}
