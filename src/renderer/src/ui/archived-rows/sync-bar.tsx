import { RefreshCw, Square } from 'lucide-react'
import { type ReactElement, type ReactNode, useRef } from 'react'
import type { TableSync } from '../../../../shared/contract/archive.ts'
import type { AppErrorCode } from '../../../../shared/kit/app-error.ts'
import type { OrganizationId } from '../../../../shared/kit/ids.ts'
import { useCancelTableSync, useSyncTable } from '../../lib/archive-queries.ts'
import { wordsOfError } from '../../lib/error-words.ts'
import { formatBytes, formatCountOf } from '../../lib/formats.ts'
import { Banner } from '../banner.tsx'
import { Button } from '../button.tsx'
import { ErrorNotice } from '../error-notice.tsx'
import { ProgressBar } from '../progress-bar.tsx'
import { RelativeTime } from '../relative-time.tsx'
import styles from './archived-rows.module.css'

const stepWords = {
  preparing: 'Preparing the export',
  waiting: 'Waiting for Sigma to finish the export',
  reading: 'Reading rows from Sigma',
  storing: 'Storing rows'
} as const

/** Failures that pass by themselves: Vigil goes on when it can. */
const passing: ReadonlySet<AppErrorCode> = new Set([
  'offline',
  'unreachable',
  'name-not-resolved',
  'timed-out',
  'rate-limited'
])

interface SyncBarProps {
  readonly organizationId: OrganizationId
  readonly path: readonly string[]
  readonly sync: TableSync
  /** More controls at the right. */
  readonly children?: ReactNode
}

/** When the rows were read last, how many are kept, Sync now, progress with Cancel, and what went wrong. */
export function SyncBar({ organizationId, path, sync, children }: SyncBarProps): ReactElement {
  const start = useSyncTable()
  const cancel = useCancelTableSync()
  const table = { organizationId, path: [...path] }
  const isRunning = sync.state === 'running'
  // A ref, since a double click comes before React has rendered the pending state.
  const isStarting = useRef(false)
  const onStart = () => {
    if (isStarting.current || isRunning) return
    isStarting.current = true
    start.mutate(table, { onSettled: () => void (isStarting.current = false) })
  }
  return (
    <div className={styles.sync}>
      <div className={styles.bar}>
        <p className={styles.facts}>
          <span>
            {sync.lastSyncAtMs === undefined ? (
              'Never synced'
            ) : (
              <>
                Synced <RelativeTime atMs={sync.lastSyncAtMs} />
              </>
            )}
          </span>
          <span>{formatCountOf(sync.rowsKept, 'row')} kept</span>
          {sync.lastSyncAtMs !== undefined && sync.rowsAddedLastTime > 0 ? (
            <span>{formatCountOf(sync.rowsAddedLastTime, 'row')} new last time</span>
          ) : null}
          {sync.state === 'paused' ? <span>Paused; Sync now goes on</span> : null}
          {!isRunning && sync.nextSyncAtMs !== undefined ? (
            <span>
              Next <RelativeTime atMs={sync.nextSyncAtMs} />
            </span>
          ) : null}
        </p>
        <div className={styles.actions}>
          {children}
          {isRunning ? (
            <Button icon={Square} isPending={cancel.isPending} onPress={() => cancel.mutate(table)}>
              Cancel
            </Button>
          ) : (
            <Button
              icon={RefreshCw}
              isPending={start.isPending}
              isDisabled={sync.state === 'no-workbook'}
              onPress={onStart}
            >
              Sync now
            </Button>
          )}
        </div>
      </div>
      {isRunning ? <Progress sync={sync} /> : null}
      {!isRunning ? <SyncProblem sync={sync} error={start.error ?? cancel.error} onRetry={onStart} /> : null}
    </div>
  )
}

function Progress({ sync }: { readonly sync: TableSync }): ReactElement {
  const { progress } = sync
  const detail =
    progress === undefined || progress.rowsRead === 0
      ? ''
      : `${formatCountOf(progress.rowsRead, 'row')}, ${formatBytes(progress.bytesRead)}`
  return <ProgressBar label={progress === undefined ? 'Starting' : stepWords[progress.step]} detail={detail} />
}

function SyncProblem({
  sync,
  error,
  onRetry
}: {
  readonly sync: TableSync
  readonly error: unknown
  readonly onRetry: () => void
}): ReactElement | null {
  if (error !== null && error !== undefined)
    return <ErrorNotice activity="Reading the rows" error={error} onRetry={onRetry} />
  const { lastError } = sync
  if (lastError === undefined || sync.state === 'complete' || sync.state === 'no-workbook') return null
  if (!passing.has(lastError.code))
    return <ErrorNotice activity="Reading the rows" error={lastError} onRetry={onRetry} />
  const words = wordsOfError(lastError)
  return (
    <Banner tone="warning" title={words.title}>
      {sync.rowsKept > 0 ? 'The rows below were read before. ' : ''}
      {words.remedy}
    </Banner>
  )
}
