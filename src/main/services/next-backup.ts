import { nextBackupAtMs } from '../../shared/domain/backup-rotation.ts'
import { firstCareAtMs } from '../../shared/domain/first-care.ts'
import type { OrganizationId } from '../../shared/kit/ids.ts'
import type { ArchiveBackupFile, BackupRecord, BackupStore } from '../stores/backup-store.ts'

/**
 * When the next backup of an archive is due by itself.
 * @param known its backups and how they are taken
 * @returns UTC ms, in the past when it is overdue; undefined when none is wanted or there is nothing to back up
 */
export async function nextBackupOf(
  backups: Pick<BackupStore, 'begunAtMs'>,
  id: OrganizationId,
  {
    all,
    record,
    nowMs
  }: { readonly all: readonly ArchiveBackupFile[]; readonly record: BackupRecord; readonly nowMs: number }
): Promise<number | undefined> {
  const firstAtMs = firstCareAtMs(await backups.begunAtMs(id), id, nowMs)
  return nextBackupAtMs(all, record.settings.interval, nowMs, firstAtMs)
}
