import { type ReactElement, useState } from 'react'
import type { RetentionPolicy, RetentionStatus } from '../../../../shared/contract/retention.ts'
import { formatAbsolute, formatBytes, formatCount, formatCountOf } from '../../lib/formats.ts'
import { useRetention, useRetentionPreview, useSetRetention } from '../../lib/kept-queries.ts'
import { useSettled } from '../../lib/use-settled.ts'
import { Button } from '../../ui/button.tsx'
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx'
import { ErrorNotice } from '../../ui/error-notice.tsx'
import { RadioGroup } from '../../ui/radio-group.tsx'
import { Section } from '../../ui/section.tsx'
import { Skeleton } from '../../ui/skeleton.tsx'
import { TextField } from '../../ui/text-field.tsx'
import styles from './archive.module.css'
import { policyWords } from './archive-words.ts'
import { LegalHold } from './legal-hold.tsx'
import { PrunedDays } from './pruned-days.tsx'
import type { ArchiveTableProps } from './state-section.tsx'

const typingPauseMs = 250
const gigabyte = 1_000_000_000
const mostDays = 36_500
const leastBytes = 1_048_576

/** How long events are kept, the hold that outweighs it, and what left. */
export function RetentionSection({ organizationId, path }: ArchiveTableProps): ReactElement {
  const retention = useRetention(organizationId, path)
  if (retention.data === undefined)
    return retention.error === null ? (
      <Skeleton lines={8} lineHeight={28} label="Reading the retention" />
    ) : (
      <ErrorNotice activity="Reading the retention" error={retention.error} onRetry={() => void retention.refetch()} />
    )
  return (
    <>
      <Policy
        key={JSON.stringify(retention.data.policy)}
        organizationId={organizationId}
        path={path}
        status={retention.data}
      />
      <LegalHold organizationId={organizationId} path={path} status={retention.data} />
      <PrunedDays organizationId={organizationId} path={path} status={retention.data} />
    </>
  )
}

export type RetentionPartProps = ArchiveTableProps & { readonly status: RetentionStatus }

function parsePolicy(keep: RetentionPolicy['keep'], days: string, gigabytes: string): RetentionPolicy | undefined {
  if (keep === 'forever') return { keep }
  if (keep === 'days') {
    const count = Number(days)
    return /^\d+$/.test(days.trim()) && count >= 1 && count <= mostDays ? { keep, days: count } : undefined
  }
  const bytes = Math.round(Number(gigabytes.trim().replace(',', '.')) * gigabyte)
  return gigabytes.trim() !== '' && Number.isSafeInteger(bytes) && bytes >= leastBytes ? { keep, bytes } : undefined
}

function Policy({ organizationId, path, status }: RetentionPartProps): ReactElement {
  const { policy } = status
  const [keep, setKeep] = useState(policy.keep)
  const [days, setDays] = useState(policy.keep === 'days' ? String(policy.days) : '365')
  const [gigabytes, setGigabytes] = useState(policy.keep === 'bytes' ? String(policy.bytes / gigabyte) : '10')
  const [isAsking, setAsking] = useState(false)
  const set = useSetRetention()
  const wanted = parsePolicy(keep, days, gigabytes)
  const settled = useSettled(JSON.stringify(wanted), typingPauseMs)
  const isSettled = settled === JSON.stringify(wanted)
  const preview = useRetentionPreview(organizationId, path, isSettled ? wanted : undefined)
  const isChanged = JSON.stringify(wanted) !== JSON.stringify(policy)
  const leaving = preview.data?.rows ?? 0
  const save = (): void => {
    if (wanted !== undefined)
      set.mutate({ organizationId, path: [...path], policy: wanted }, { onSuccess: () => setAsking(false) })
  }
  return (
    <Section title="Keep events">
      <form
        className={styles.stack}
        onSubmit={(event) => {
          event.preventDefault()
          if (wanted === undefined || !isChanged) return
          if (wanted.keep === 'forever') save()
          else setAsking(true)
        }}
      >
        <RadioGroup
          label="Keep events"
          isLabelHidden
          value={keep}
          onChange={setKeep}
          options={[
            { value: 'forever', label: 'Forever', description: 'Nothing leaves.' },
            {
              value: 'days',
              label: 'For a number of days',
              description: 'Older days leave, whole days (UTC) at a time.'
            },
            {
              value: 'bytes',
              label: 'As much as fits',
              description: 'The oldest days leave when the archive is larger.'
            }
          ]}
        />
        {keep === 'days' ? (
          <div className={styles.narrow}>
            <TextField
              label="Days"
              value={days}
              onChange={setDays}
              error={wanted === undefined ? `A whole number from 1 to ${formatCount(mostDays)}` : undefined}
            />
          </div>
        ) : null}
        {keep === 'bytes' ? (
          <div className={styles.narrow}>
            <TextField
              label="Size, GB"
              value={gigabytes}
              onChange={setGigabytes}
              error={wanted === undefined ? 'A number of at least 0.002' : undefined}
            />
          </div>
        ) : null}
        <div role="status">
          {wanted === undefined ? null : preview.error !== null ? (
            <ErrorNotice activity="Working out what would leave" error={preview.error} />
          ) : preview.data === undefined ? (
            <span className="vigil-muted">Working out what would leave …</span>
          ) : (
            <Preview preview={preview.data} />
          )}
        </div>
        {set.error === null || isAsking ? null : <ErrorNotice activity="Changing the retention" error={set.error} />}
        <div className="vigil-actions">
          <Button
            type="submit"
            variant="primary"
            isDisabled={wanted === undefined || !isChanged}
            isPending={set.isPending && !isAsking}
          >
            Save
          </Button>
        </div>
      </form>
      <ConfirmDialog
        isOpen={isAsking}
        onOpenChange={setAsking}
        title="Let older events leave?"
        confirmLabel={wanted === undefined ? 'Save' : `Keep ${policyWords(wanted).toLowerCase()}`}
        tone="danger"
        isPending={set.isPending}
        error={set.error ?? undefined}
        onConfirm={save}
      >
        <p>
          {preview.data?.isHeld === true
            ? 'A legal hold keeps everything as long as it lasts. When it is lifted, '
            : ''}
          {leaving === 0
            ? 'Nothing is over yet; days leave by themselves when they are.'
            : `${formatCountOf(leaving, 'event')} (${formatBytes(preview.data?.bytes ?? 0)}) leave the archive for good.`}
        </p>
        <p>A signed note of each day that left stays in the chain. Backups and evidence packs keep what they have.</p>
      </ConfirmDialog>
    </Section>
  )
}

function Preview({
  preview
}: {
  readonly preview: NonNullable<ReturnType<typeof useRetentionPreview>['data']>
}): ReactElement {
  const { rows, days, bytes, oldestAtMs, newestAtMs, rowsKept, bytesKept, isHeld } = preview
  return (
    <p>
      {rows === 0
        ? 'Nothing would leave now. '
        : `${formatCountOf(rows, 'event')} of ${formatCountOf(days, 'day')} would leave now, ${formatBytes(bytes)}${
            oldestAtMs === undefined || newestAtMs === undefined
              ? ''
              : `, from ${formatAbsolute(oldestAtMs)} to ${formatAbsolute(newestAtMs)}`
          }. `}
      {formatCountOf(rowsKept, 'event')} would stay, {formatBytes(bytesKept)}.
      {isHeld && rows > 0 ? ' The legal hold keeps them all the same.' : ''}
    </p>
  )
}
