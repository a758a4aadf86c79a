import type { Handlers } from '../../shared/contract/api-types.ts'
import type { BackupService } from '../services/backup-service.ts'

/** Answers the calls of the group `backups`. No path goes over the process line, only names. */
export function backupHandlers(service: BackupService): Handlers<'backups'> {
  return {
    getBackups: ({ organizationId }) => service.status(organizationId),
    setBackupSettings: ({ organizationId, settings }) => service.setSettings(organizationId, settings),
    chooseBackupFolder: ({ organizationId }) => service.chooseFolder(organizationId),
    clearBackupFolder: ({ organizationId }) => service.clearFolder(organizationId),
    backUpNow: ({ organizationId }) => service.backUpNow(organizationId),
    cancelBackup: ({ organizationId }) => service.cancel(organizationId),
    checkBackup: ({ organizationId, backupId }) => service.check(organizationId, backupId),
    restoreBackup: ({ organizationId, backupId }) => service.restore(organizationId, backupId),
    deleteBackup: ({ organizationId, backupId }) => service.delete(organizationId, backupId)
  }
}
