import { FolderOpen, HardDriveDownload, Square } from 'lucide-react'
import { type ReactElement, useState } from 'react'
import type { ArchiveBackup, BackupSettings, BackupStatus } from '../../../../shared/contract/backups.ts'
import type { OrganizationId } from '../../../../shared/kit/ids.ts'
import { formatAbsolute, formatBytes, formatCountOf } from '../../lib/formats.ts'
import {
  useBackUpNow,
  useBackups,
  useCancelBackup,
  useCheckBackup,
  useChooseBackupFolder,
  useClearBackupFolder,
  useDeleteBackup,
  useRestoreBackup,
  useSetBackupSettings
} from '../../lib/kept-queries.ts'
import { Button } from '../../ui/button.tsx'
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { ErrorNotice } from '../../ui/error-notice.tsx'
import { PlainTable } from '../../ui/plain-table.tsx'
import { ProgressBar } from '../../ui/progress-bar.tsx'
import { RelativeTime } from '../../ui/relative-time.tsx'
import { Section, SettingRow } from '../../ui/section.tsx'
import { Select } from '../../ui/select.tsx'
import { Skeleton } from '../../ui/skeleton.tsx'
import { Tag } from '../../ui/tag.tsx'
import styles from './archive.module.css'
import { backupChecks, backupReasons, intervalWords } from './archive-words.ts'

const keepChoices = [1, 2, 3, 5, 7, 10, 14, 30]
const intervals = ['off', 'daily', 'weekly'] as const
const steps = { copying: 'Copying the archive', checking: 'Checking the copy', restoring: 'Restoring' } as const

/** Copies of the archive: taken by itself or now, checked, restored, put back. */
export function BackupsSection({ organizationId }: { readonly organizationId: OrganizationId }): ReactElement {
  const backups = useBackups(organizationId)
  if (backups.data === undefined)
    return backups.error === null ? (
      <Skeleton lines={8} lineHeight={28} label="Reading the backups" />
    ) : (
      <ErrorNotice activity="Reading the backups" error={backups.error} onRetry={() => void backups.refetch()} />
    )
  return (
    <>
      <Settings organizationId={organizationId} status={backups.data} />
      <BackupList organizationId={organizationId} status={backups.data} />
    </>
  )
}

interface PartProps {
  readonly organizationId: OrganizationId
  readonly status: BackupStatus
}

function Settings({ organizationId, status }: PartProps): ReactElement {
  const set = useSetBackupSettings()
  const choose = useChooseBackupFolder()
  const clear = useClearBackupFolder()
  const { settings, folderName, isOwnFolder, freeBytes, archiveBytes, nextAtMs } = status
  const change = (next: Partial<BackupSettings>): void =>
    set.mutate({ organizationId, settings: { ...settings, ...next } })
  const keeps = keepChoices.includes(settings.keep)
    ? keepChoices
    : [...keepChoices, settings.keep].sort((a, b) => a - b)
  const error = set.error ?? choose.error ?? clear.error
  return (
    <Section title="How backups are taken">
      <SettingRow
        title="When"
        description={
          settings.interval === 'off' ? (
            'Backups are taken when you ask for one.'
          ) : nextAtMs === undefined ? (
            'The first one is taken a day after the first events came.'
          ) : (
            <>
              The next one <RelativeTime atMs={nextAtMs} />, while Vigil runs.
            </>
          )
        }
        control={
          <>
            <Select
              label="When backups are taken"
              isLabelHidden
              value={settings.interval}
              onChange={(interval) => change({ interval })}
              options={intervals.map((value) => ({ value, label: intervalWords[value] }))}
            />
            <Select
              label="How many backups are kept"
              isLabelHidden
              value={String(settings.keep)}
              onChange={(keep) => change({ keep: Number(keep) })}
              options={keeps.map((keep) => ({ value: String(keep), label: `Keep ${keep}` }))}
            />
          </>
        }
      />
      <SettingRow
        title="Where"
        description={`${isOwnFolder ? 'Beside the archive' : folderName}. A backup takes ${formatBytes(archiveBytes)} now${
          freeBytes === undefined ? '' : `; ${formatBytes(freeBytes)} are free`
        }.${isOwnFolder ? ' On another disk it outlives this one.' : ''}`}
        control={
          <>
            {isOwnFolder ? null : (
              <Button isPending={clear.isPending} onPress={() => clear.mutate({ organizationId })}>
                Beside the archive
              </Button>
            )}
            <Button icon={FolderOpen} isPending={choose.isPending} onPress={() => choose.mutate({ organizationId })}>
              Choose a folder …
            </Button>
          </>
        }
      >
        {error === null ? null : <ErrorNotice activity="Changing how backups are taken" error={error} />}
      </SettingRow>
    </Section>
  )
}

function BackupList({ organizationId, status }: PartProps): ReactElement {
  const take = useBackUpNow()
  const cancel = useCancelBackup()
  const check = useCheckBackup()
  const restore = useRestoreBackup()
  const remove = useDeleteBackup()
  const [restoring, setRestoring] = useState<ArchiveBackup | undefined>(undefined)
  const [removing, setRemoving] = useState<ArchiveBackup | undefined>(undefined)
  const { backups, progress, lastError } = status
  const isBusy = progress !== undefined
  const error = take.error ?? cancel.error ?? check.error ?? lastError
  return (
    <Section
      title="Backups"
      description="The newest first."
      actions={
        isBusy ? (
          <Button icon={Square} isPending={cancel.isPending} onPress={() => cancel.mutate({ organizationId })}>
            Cancel
          </Button>
        ) : (
          <Button
            variant="primary"
            icon={HardDriveDownload}
            isPending={take.isPending}
            onPress={() => take.mutate({ organizationId })}
          >
            Back up now
          </Button>
        )
      }
    >
      {isBusy ? (
        <div className={styles.stack}>
          <ProgressBar
            label={steps[progress.step]}
            {...(progress.total > 0 ? { value: Math.min(1, progress.done / progress.total) } : {})}
          />
        </div>
      ) : null}
      {error === null || error === undefined ? null : <ErrorNotice activity="Backing up" error={error} />}
      {backups.length === 0 ? (
        <EmptyState icon={HardDriveDownload} title="No backup yet">
          A backup is taken while the archive is in use, and checked afterwards.
        </EmptyState>
      ) : (
        <PlainTable
          label="Backups, the newest first"
          columns={['Taken', 'Size', 'Check', 'Why', 'Acts']}
          layout="section"
        >
          {backups.map((one) => {
            const { tone, words } = backupChecks[one.check]
            const of = { organizationId, backupId: one.backupId }
            const when = formatAbsolute(one.takenAtMs)
            return (
              <tr key={one.backupId}>
                <td data-nowrap="">{when}</td>
                <td>
                  {formatBytes(one.bytes)}
                  {one.rows === undefined ? null : (
                    <div className="vigil-muted">{formatCountOf(one.rows, 'event')}</div>
                  )}
                </td>
                <td data-nowrap="">
                  <Tag tone={tone}>{words}</Tag>
                </td>
                <td>{backupReasons[one.reason]}</td>
                <td data-nowrap="">
                  <span className={styles.acts}>
                    <Button
                      variant="quiet"
                      isDisabled={isBusy}
                      aria-label={`${one.reason === 'set-aside' ? 'Put back' : 'Restore'} the backup of ${when}`}
                      onPress={() => setRestoring(one)}
                    >
                      {one.reason === 'set-aside' ? 'Put back …' : 'Restore …'}
                    </Button>
                    <Button
                      variant="quiet"
                      isDisabled={isBusy}
                      aria-label={`Check the backup of ${when}`}
                      onPress={() => check.mutate(of)}
                    >
                      Check
                    </Button>
                    <Button
                      variant="quiet"
                      isDisabled={isBusy}
                      aria-label={`Delete the backup of ${when}`}
                      onPress={() => setRemoving(one)}
                    >
                      Delete …
                    </Button>
                  </span>
                </td>
              </tr>
            )
          })}
        </PlainTable>
      )}
      <ConfirmDialog
        isOpen={restoring !== undefined}
        onOpenChange={(isOpen) => {
          if (!isOpen) setRestoring(undefined)
        }}
        title="Put this backup in the archive’s place?"
        confirmLabel="Restore"
        tone={restoring?.check === 'passed' ? 'normal' : 'danger'}
        isPending={restore.isPending}
        error={restore.error ?? undefined}
        onConfirm={() => {
          if (restoring !== undefined)
            restore.mutate(
              { organizationId, backupId: restoring.backupId },
              { onSuccess: () => setRestoring(undefined) }
            )
        }}
      >
        <p>
          The archive becomes what it was on {restoring === undefined ? '' : formatAbsolute(restoring.takenAtMs)}. The
          archive of now is set aside in this list, from where it can be put back. What Sigma still has is read again.
        </p>
        {restoring === undefined || restoring.check === 'passed' ? null : (
          <p>
            {restoring.check === 'failed'
              ? 'This backup did not pass its check: what it holds may be incomplete.'
              : 'This backup was never checked. Check it first if you can.'}
          </p>
        )}
      </ConfirmDialog>
      <ConfirmDialog
        isOpen={removing !== undefined}
        onOpenChange={(isOpen) => {
          if (!isOpen) setRemoving(undefined)
        }}
        title="Delete this backup?"
        confirmLabel="Delete the backup"
        tone="danger"
        isPending={remove.isPending}
        error={remove.error ?? undefined}
        onConfirm={() => {
          if (removing !== undefined)
            remove.mutate({ organizationId, backupId: removing.backupId }, { onSuccess: () => setRemoving(undefined) })
        }}
      >
        <p>
          The backup of {removing === undefined ? '' : formatAbsolute(removing.takenAtMs)} is gone for good. The archive
          stays as it is.
        </p>
      </ConfirmDialog>
    </Section>
  )
}
